/** The smallest bytes by which each kind of file is known. */
export const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(64)]);
export const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.alloc(64)]);
export const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(64)]);
export const pdf = Buffer.from('%PDF-1.7\n%%EOF');
export const mp3 = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(64)]);
export const ogg = Buffer.concat([Buffer.from('OggS\0\x02', 'latin1'), Buffer.alloc(64)]);
export const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(64)]);
export const wav = Buffer.concat([Buffer.from('RIFF\x01\x02\x03\x04WAVE', 'latin1'), Buffer.alloc(64)]);
export const webp = Buffer.concat([Buffer.from('RIFF\x01\x02\x03\x04WEBP', 'latin1'), Buffer.alloc(64)]);
export const mp4 = Buffer.concat([Buffer.from('00000020', 'hex'), Buffer.from('ftypisom'), Buffer.alloc(64)]);

type Entry = { name: string; content?: string; isEncrypted?: boolean; unpackedBytes?: number };

/** A ZIP archive of stored entries; the directory says of them what a test wants it to say. */
export function zip(entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', isEncrypted = false, unpackedBytes = content.length } of entries) {
    const flags = isEncrypted ? 1 : 0;
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(flags, 6);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(unpackedBytes, 22);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 'latin1');
    record.writeUInt16LE(flags, 8);
    record.writeUInt32LE(content.length, 20);
    record.writeUInt32LE(unpackedBytes, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), Buffer.from(content));
    directory.push(record, Buffer.from(name));
    offset += local.length + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const contentTypes = { name: '[Content_Types].xml', content: '<Types/>' };
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const docx = (...more: Entry[]): Buffer =>
  zip([contentTypes, { name: 'word/document.xml', content: '<w/>' }, ...more]);
export const xlsx = (...more: Entry[]): Buffer =>
  zip([contentTypes, { name: 'xl/workbook.xml', content: '<x/>' }, ...more]);
