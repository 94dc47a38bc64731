/** Numbers that point to a person, found in free text however they are written: with gaps, line breaks, full-width or circled digits. */

export const NUMBER_KINDS = ['mobile', 'landline', 'id_number', 'bank_card', 'passport', 'account', 'email'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

export const WITH_LETTERS: readonly NumberKind[] = ['passport', 'account', 'email'];

export interface FoundNumber {
  kind: NumberKind;
  start: number;
  end: number;
  /** Digits only (what has letters as it stands). */
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

/** Of before 1999: no check character, but the number of a province and a date that can be. */
const isOldIdNumber = (digits: string): boolean =>
  /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82)\d{6}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}$/.test(digits);

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

/** Commas and line breaks stand between numbers of a list as well: only what is grouped like one mobile number is one. */
function isMobile(_digits: string, text: string): boolean {
  if (!/[,\n]/.test(text)) return true;
  const groups = text.replace(/^(00|\+)?86[^\d]*(?=1)/, '').match(/\d+/g) ?? [];
  const shape = groups.map(({ length }) => length).join();
  return /^(3,4,4|3,8|7,4|3,3,5|1(,1){10})$/.test(shape) || (groups.length === 2 && !text.includes(','));
}

const GAP = '[\\s\\-_.·]{0,3}';
const LIST_GAP = '[\\s\\-_.,·]{0,3}';
/** A date that stands where a telephone number could. */
const NO_DATE = '(?!(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d))';
const WECHAT = '(?:微信|wechat|weixin|\\bvx)';

const always = (): boolean => true;
const patterns: [kind: NumberKind, pattern: RegExp, isReal: (value: string, text: string) => boolean][] = [
  ['id_number', new RegExp(`(?<!\\d)[1-9](?:${LIST_GAP}\\d){16}${LIST_GAP}[\\dXx](?![\\dA-Za-z])`, 'g'), isIdNumber],
  ['id_number', new RegExp(`(?<![\\d.])[1-9](?:[ -]?\\d){14}(?!\\d)`, 'g'), isOldIdNumber],
  ['bank_card', new RegExp(`(?<!\\d)\\d(?:${GAP}\\d){15,18}(?!\\d)`, 'g'), isBankCard],
  ['mobile', new RegExp(`(?<!\\d)(?:(?:00|\\+)?86${LIST_GAP})?1[3-9](?:${LIST_GAP}\\d){9}(?!\\d)`, 'g'), isMobile],
  ['landline', /(?<![\d.])(?:\(0\d{2,3}\)|0\d{2,3})[ -]{0,3}\d{3,4}[ -]{0,3}\d{4}(?!\d)/g, always],
  // Without the code of the city, only where the words say that it is a telephone number.
  [
    'landline',
    new RegExp(`(?<=(?:电话|致电|拨打|座机)[^\\d。;\\n]{0,8})${NO_DATE}[2-8]\\d{3}[ -]?\\d{4}(?!\\d)`, 'g'),
    always,
  ],
  ['passport', /(?<=(?:护照|通行证)[^A-Za-z\d。;\n]{0,6})[A-Za-z]{1,2}\d{7,8}(?![A-Za-z\d])/g, always],
  ['account', /(?<=qq(?:号码?|账号)?[\s:是为]{0,3})[1-9]\d{4,11}(?!\d)/gi, always],
  ['account', new RegExp(`(?<=${WECHAT}(?:(?:号码?|id|账号)[\\s:是为]{0,3}|:\\s?))[A-Za-z][\\w-]{5,19}`, 'gi'), always],
  // Without a word that says so, any English word may follow: of those only what looks like an account.
  ['account', new RegExp(`(?<=${WECHAT}[\\s是为]{0,3})[A-Za-z][\\w-]{5,19}`, 'gi'), hasMark],
  ['email', /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, always],
];

function hasMark(value: string): boolean {
  return /[\d_-]/.test(value);
}

/** In the order in which they stand; a piece of text counts once. */
export function numbersIn(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  find(plainOf(text), found);
  // An enclosed digit is part of a number, or the mark of a list right before one.
  if (ENCLOSED.test(text)) find(plainOf(text.replace(EVERY_ENCLOSED, (mark) => ' '.repeat(mark.length))), found);
  return found.sort((a, b) => a.start - b.start);
}

const ENCLOSED = /[\u2460-\u2473\u24f5-\u24fe\u2776-\u2793]|\d\ufe0f?\u20e3/;
const EVERY_ENCLOSED = new RegExp(ENCLOSED, 'g');

function find({ plain, from, to }: Plain, found: FoundNumber[]): void {
  for (const [kind, pattern, isReal] of patterns)
    for (const match of plain.matchAll(pattern)) {
      const [start, end] = [from[match.index]!, to[match.index + match[0].length - 1]!];
      const value = WITH_LETTERS.includes(kind) ? match[0] : digitsOf(match[0]);
      if (isReal(value, match[0]) && !found.some((other) => start < other.end && other.start < end))
        found.push({ kind, start, end, value: kind === 'mobile' ? value.slice(-11) : value });
    }
}

const digitsOf = (text: string): string => text.replace(/[^\dXx]/g, '').toUpperCase();

interface Plain {
  plain: string;
  from: number[];
  to: number[];
}

/** Digits of all widths and shapes as plain ones, dashes and blanks of all kinds as one, nothing that cannot be seen; with where each character stood. */
function plainOf(text: string): Plain {
  let plain = '';
  const [from, to]: [number[], number[]] = [[], []];
  let at = 0;
  for (const character of text) {
    const [start, end] = [at, (at += character.length)];
    const units = plainCharacter(character);
    plain += units;
    for (let i = 0; i < units.length; i += 1) {
      from.push(start);
      to.push(end);
    }
  }
  return { plain, from, to };
}

function plainCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character === '\r' ? '' : character;
  // CJK, the mass of every text, stands for itself.
  if (code >= 0x4e00 && code <= 0x9fff) return character;
  // Zero-width blanks, and marks that put a box or a stroke around the digit before them.
  if (/^[\p{Cf}\p{Mn}\p{Me}]$/u.test(character)) return '';
  // White digits on black: the only ones without a plain form in Unicode.
  if (code >= 0x2776 && code <= 0x277e) return String(code - 0x2775);
  if (/^[\u2010-\u2015\u2212]$/.test(character)) return '-';
  const plain = character.normalize('NFKC');
  return /^\s$/.test(plain) && plain !== '\n' ? ' ' : plain;
}
