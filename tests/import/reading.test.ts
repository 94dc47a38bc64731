import { columnIndex, columnLetters, type FileRow } from '../../src/domain/batch-import';
import type { FileFacts } from '../../src/import/reader/protocol';
import { readFile } from '../../src/import/reader/read-file';
import { gbk } from '../support/gbk';
import { sheetOf, workbook } from '../support/workbook';

async function read(bytes: Buffer, name = 'a.csv'): Promise<{ facts: FileFacts; rows: FileRow[] }> {
  let facts: FileFacts | undefined;
  const rows: FileRow[] = [];
  for await (const each of readFile(bytes, name)) {
    if ('facts' in each) facts = each.facts;
    else if ('cells' in each) rows.push(each);
  }
  return { facts: facts!, rows };
}
const cellsOf = async (bytes: Buffer, name?: string) => (await read(bytes, name)).rows.map(({ cells }) => cells);

const TABLE = '标题,内容\r\n路灯不亮,"园区北门,两盏"\r\n';
const CELLS = [
  ['标题', '内容'],
  ['路灯不亮', '园区北门,两盏'],
];

describe('text with separated values', () => {
  it.each([
    ['UTF-8', 'UTF-8', Buffer.from(TABLE)],
    ['UTF-8 with its mark', 'UTF-8', Buffer.from(`\ufeff${TABLE}`)],
    ['GBK', 'GBK', gbk(TABLE)],
    ['UTF-16, as spreadsheets save it', 'UTF-16', Buffer.from(`\ufeff${TABLE}`, 'utf16le')],
  ])('is read in %s', async (_what, encoding, bytes) => {
    expect(await read(bytes)).toMatchObject({
      facts: { format: 'csv', encoding },
      rows: CELLS.map((cells) => ({ cells })),
    });
  });

  it.each(['\t', ';'])('may be separated by %j', async (separator) => {
    const rows = [['标题', '内容'].join(separator), ['甲', '乙,丙'].join(separator)];
    expect(await cellsOf(Buffer.from(rows.join('\n')))).toEqual([
      ['标题', '内容'],
      ['甲', '乙,丙'],
    ]);
  });

  it('numbers its rows as spreadsheets show them, also after empty ones and ones of several lines', async () => {
    const { rows } = await read(Buffer.from('标题,内容\n"两\n行",乙\n\n丙,丁\n'));
    expect(rows.map(({ row, cells }) => [row, cells[0]])).toEqual([
      [1, '标题'],
      [2, '两\n行'],
      [4, '丙'],
    ]);
  });

  it('keeps what looks like a formula as the text it is, also from our own report', async () => {
    expect(await cellsOf(Buffer.from(`=1+1,+86 138,-5,@all,"'=cmd|x",'text\n`))).toEqual([
      ['=1+1', '+86 138', '-5', '@all', '=cmd|x', "'text"],
    ]);
  });

  it('may have quotation marks in the middle of a cell', async () => {
    expect(await cellsOf(Buffer.from('标题,内容\n他说"好",乙\n'))).toEqual([
      ['标题', '内容'],
      ['他说"好"', '乙'],
    ]);
  });
});

describe('a workbook', () => {
  it('is read cell by cell as people see it', async () => {
    const rows =
      '<row r="2"><c r="A2"><v>13800001234</v></c><c r="B2"><v>1.3800001234E10</v></c><c r="C2" t="b"><v>1</v></c>' +
      '<c r="D2" s="1"><v>46082</v></c><c r="E2" s="1"><v>46082.5</v></c><c r="F2" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c>' +
      '<c r="H2"><v>0.1</v></c></row>';
    const styles =
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
    const bytes = workbook(`<sheetData>${rows}</sheetData>`, { more: [{ name: 'xl/styles.xml', content: styles }] });
    expect(await read(bytes, 'a.xlsx')).toEqual({
      facts: { format: 'xlsx', sheet: '诉求', otherSheets: 0 },
      rows: [
        { row: 2, cells: ['13800001234', '13800001234', '是', '2026-03-01', '2026-03-01 12:00', '富文本', '', '0.1'] },
      ],
    });
  });

  it('tells which cells hold formulas, errors and too much, and computes nothing', async () => {
    const bytes = workbook(
      sheetOf([
        ['标题', '内容'],
        ['=SUM(1,2)', '#REF!', '好'],
        ['长'.repeat(5_001), '', '长'.repeat(5_000)],
      ]),
    );
    const { rows } = await read(bytes, 'a.xlsx');
    expect(rows.map(({ faults }) => faults)).toEqual([
      undefined,
      { 0: 'formula', 1: 'error_value' },
      { 0: 'too_long' },
    ]);
    expect(rows[2]!.cells[0]).toHaveLength(5_000);
  });

  it('may have formulas outside its cells, formatted columns and an empty last row', async () => {
    const formatted = '<c r="XFD1" s="0"/>';
    const data = `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c>${formatted}</row><row r="1048576"><c r="A1048576" s="0"/></row></sheetData>`;
    const rules =
      '<dataValidations><dataValidation sqref="A2"><formula1>"x,y"</formula1></dataValidation></dataValidations><extLst><ext><x:f xmlns:x="x">B1</x:f></ext></extLst>';
    expect(await read(workbook(data + rules), 'a.xlsx')).toMatchObject({ rows: [{ row: 1, cells: ['甲'] }] });
  });

  it('drops no characters that can be kept and marks those that cannot', async () => {
    const bytes = workbook(sheetOf([['𠮷家', '坏_x0000_字']]));
    expect(await read(bytes, 'a.xlsx')).toMatchObject({
      rows: [{ cells: ['𠮷家', '坏字'], faults: { 1: 'unstorable' } }],
    });
  });
});

test('columns have the letters that spreadsheets give them', () => {
  expect([0, 25, 26, 59, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'BH', 'ZZ', 'AAA']);
  for (const index of [0, 25, 26, 59, 701, 702, 16_383]) expect(columnIndex(columnLetters(index))).toBe(index);
});
