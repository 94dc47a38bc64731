/**
 * CSV as spreadsheets read it: UTF-8 with its mark, CRLF. A cell with a lone line break is quoted, too: left bare it would begin
 * a new row, and what follows it could be calculated.
 */
export const CSV_FORMAT = { bom: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;
