/**
 * Spreadsheets calculate a cell that begins with one of these, some of them in full width as well (OWASP ASVS 1.2.10). Also looked
 * for behind spaces, which programs drop, and behind quotes, so that taking one away gives back what was written.
 */
const CALCULATES = /^'*(?:[\s\u00a0\u3000\ufeff]*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]|[\t\r\0])/u;
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/gu;

/** The text as it may stand in any exported cell: one that a spreadsheet might calculate gets a quote in front. */
export function safeCell(text: string): string {
  const quoted = CALCULATES.test(text) ? `'${text}` : text;
  return quoted.replace(CONTROL, '');
}

/** What was written in a cell that `safeCell` may have quoted. */
export const writtenIn = (cell: string): string =>
  cell.startsWith("'") && CALCULATES.test(cell.slice(1)) ? cell.slice(1) : cell;
