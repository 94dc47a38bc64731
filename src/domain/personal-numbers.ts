/** Numbers that point to a person, found in free text however they are written: with spaces, dashes or full-width digits. */

export const NUMBER_KINDS = ['mobile', 'landline', 'id_number', 'bank_card', 'email'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

export interface FoundNumber {
  kind: NumberKind;
  start: number;
  end: number;
  /** Digits only (an address as it stands). */
  value: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** 18 characters with a date that can be and the check character of GB 11643. */
export function isIdNumber(value: string): boolean {
  if (!/^[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(value)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(value[index]), 0);
  return CHECK[sum % 11] === value[17];
}

export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** 16 to 19 digits, as banks issue them: other long numbers pass the check digit now and then. */
const isBankCard = (digits: string): boolean =>
  /^(62|60|4|5[1-5]|3[057]|9[05])\d{14,17}$/.test(digits) && isLuhn(digits);

const GAP = '[ \\-.·]?';
const patterns: [kind: NumberKind, pattern: RegExp, isReal: (digits: string) => boolean][] = [
  ['id_number', new RegExp(`(?<!\\d)[1-9](?:${GAP}\\d){16}${GAP}[\\dXx](?![\\dA-Za-z])`, 'g'), isIdNumber],
  ['bank_card', new RegExp(`(?<!\\d)\\d(?:${GAP}\\d){15,18}(?!\\d)`, 'g'), isBankCard],
  ['mobile', new RegExp(`(?<!\\d)(?:\\+?86${GAP})?1[3-9](?:${GAP}\\d){9}(?!\\d)`, 'g'), () => true],
  ['landline', /(?<![\d.])(?:\(0\d{2,3}\)|0\d{2,3}[ -]?)\d{3,4}[ -]?\d{4}(?!\d)/g, () => true],
  ['email', /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, () => true],
];

/** In the order in which they stand; a piece of text counts once. */
export function numbersIn(text: string): FoundNumber[] {
  const plain = halfWidth(text);
  const found: FoundNumber[] = [];
  for (const [kind, pattern, isReal] of patterns)
    for (const match of plain.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const value = kind === 'email' ? match[0] : digitsOf(match[0]);
      if (isReal(value) && !found.some((other) => start < other.end && other.start < end))
        found.push({ kind, start, end, value: kind === 'mobile' ? value.slice(-11) : value });
    }
  return found.sort((a, b) => a.start - b.start);
}

const digitsOf = (text: string): string => text.replace(/[^\dXx]/g, '').toUpperCase();

/** Full-width digits, letters and marks as plain ones, each in its place; dashes of all kinds as one. */
const halfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u3000\u00a0]/g, ' ');
