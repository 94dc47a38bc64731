/** ISO 7064 MOD 11,10 over decimal digits: catches every single wrong digit and nearly every swap of neighbours. */
export function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** `SQ` + date (yyyymmdd, local) + sequence of the day + check digit, such as SQ20261123000017. */
export function demandNumber(day: string, sequence: number): string {
  const digits = day + String(sequence).padStart(5, '0');
  return `SQ${digits}${checkDigit(digits)}`;
}

/** What tells the demands of a day apart: the sequence and its check digit, such as 000017. */
export const sequenceOf = (number: string): string => number.slice('SQyyyymmdd'.length);

export function isDemandNumber(text: string): boolean {
  const match = /^SQ(\d{13,})(\d)$/.exec(text);
  return match !== null && checkDigit(match[1]!) === match[2];
}
