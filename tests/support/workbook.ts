import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  name: string;
  content: string | Buffer;
  /** What the directory says instead of the truth. */
  declaredBytes?: number;
}

/** A real ZIP archive, its parts compressed. */
export function archive(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declaredBytes } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const size = declaredBytes ?? bytes.length;
    const path = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 'latin1');
    for (const [header, at] of [
      [local, 4],
      [record, 6],
    ] as const) {
      header.writeUInt16LE(20, at);
      header.writeUInt16LE(8, at + 4);
      header.writeUInt32LE(crc32(bytes), at + 10);
      header.writeUInt32LE(packed.length, at + 14);
      header.writeUInt32LE(size, at + 18);
      header.writeUInt16LE(path.length, at + 22);
    }
    record.writeUInt32LE(offset, 42);
    locals.push(local, path, packed);
    directory.push(record, path);
    offset += local.length + path.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook around the XML of its only sheet's data, as spreadsheets write it. */
export function workbook(
  sheetData: string,
  { more = [], mediaType = 'sheet' }: { more?: Part[]; mediaType?: string } = {},
): Buffer {
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${mediaType}.main+xml"/></Types>`;
  return archive([
    { name: '[Content_Types].xml', content: types },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="诉求" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet xmlns="${main}">${sheetData}</worksheet>` },
    ...more,
  ]);
}

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (each) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[each]!);

/** Rows of text as the XML of a sheet; what begins with “=” is a formula, with the value it had. */
export function sheetOf(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number, column: number, row: number): string => {
    const at = `r="${String.fromCharCode(65 + column)}${row + 1}"`;
    if (value === '') return '';
    if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`;
    if (value.startsWith('=')) return `<c ${at} t="str"><f>${escaped(value.slice(1))}</f><v>6</v></c>`;
    return `<c ${at} t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  };
  const lines = rows.map(
    (cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(value, column, row)).join('')}</row>`,
  );
  return `<sheetData>${lines.join('')}</sheetData>`;
}
