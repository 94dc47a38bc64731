/**
 * A workbook of one sheet. Every cell is text, also one that begins with “=”: a spreadsheet shows it and calculates nothing.
 * `widths` are in characters.
 */
export async function writeSheet(
  name: string,
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const [head = [], ...body] = rows;
  const data = [
    head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...body.map((row) => row.map((value) => (value === '' ? null : { value, type: String, wrap: true }))),
  ];
  const options = { sheet: name, columns: widths.map((width) => ({ width })), stickyRowsCount: 1 };
  return writeWorkbook(data, options).toBuffer();
}
