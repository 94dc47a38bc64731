import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { columnLetters } from '../domain/batch-import';
import { CSV_FORMAT } from './csv-format';
import { safeCell } from './safe-cell';
import { zipStream, type ZipPart } from './zip-stream';

/** A table of any length, of texts only, whose lines are made while it is written. */
export interface StreamedTable {
  name: string;
  head: readonly string[];
  /** In characters, by column. */
  widths: readonly number[];
  lines: AsyncIterable<readonly string[]>;
}

/** Destroying the stream ends the lines. */
export function csvStream({ head, lines }: StreamedTable): Readable {
  const table = stringify(CSV_FORMAT);
  return pipeline(Readable.from(safeLines(head, lines)), table, () => undefined);
}

async function* safeLines(head: readonly string[], lines: AsyncIterable<readonly string[]>) {
  yield [...head];
  for await (const line of lines) yield line.map(safeCell);
}

/** A workbook of one sheet with inline texts: a shared table of texts would have to be kept to the end. */
export const workbookStream = (table: StreamedTable): Readable =>
  Readable.from(zipStream(partsOf(table)), { objectMode: false });

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function partsOf(table: StreamedTable): ZipPart[] {
  const relations = (type: string, targets: [kind: string, target: string][]) =>
    `<Relationships xmlns="${PACKAGE}/relationships">${targets
      .map(([kind, target], i) => `<Relationship Id="r${i + 1}" Type="${type}/${kind}" Target="${target}"/>`)
      .join('')}</Relationships>`;
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const fixed = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override('workbook', 'sheet.main')}${override('styles', 'styles')}${override('worksheets/sheet1', 'worksheet')}</Types>`,
    '_rels/.rels': relations(OFFICE, [['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(table.name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(OFFICE, [
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49"/><xf numFmtId="49" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
  };
  return [
    ...Object.entries(fixed).map(([name, text]) => ({ name, content: Readable.from([XML + text]) })),
    { name: 'xl/worksheets/sheet1.xml', content: sheetXml(table) },
  ];
}

/** Characters of XML that are handed on at a time. With four times as many, they outlive young collections. */
const CHUNK = 16 * 1024;

async function* sheetXml({ head, widths, lines }: StreamedTable): AsyncGenerator<string> {
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const letters = head.map((_, i) => columnLetters(i));
  let xml = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${rowXml(1, head, letters, ' s="1"')}`;
  let row = 1;
  for await (const line of lines) {
    xml += rowXml(++row, line, letters, ' s="0"');
    if (xml.length < CHUNK) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sheetData></worksheet>`;
}

function rowXml(row: number, cells: readonly string[], letters: readonly string[], style: string): string {
  const xml = cells.map((cell, i) =>
    cell === ''
      ? ''
      : `<c r="${letters[i]}${row}" t="inlineStr"${style}><is><t xml:space="preserve">${xmlText(safeCell(cell))}</t></is></c>`,
  );
  return `<row r="${row}">${xml.join('')}</row>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
/** What XML cannot hold becomes a question mark that shows that something stood there. */
const xmlText = (text: string): string =>
  text.replace(/[&<>"\r]/g, (mark) => ENTITIES[mark]!).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
