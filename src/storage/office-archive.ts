/** Bytes of the end of an archive that must be at hand to look at its directory. */
export const archiveTailBytes = 256 * 1024;

const maximumUnpackedBytes = 200 * 1024 * 1024;
const endRecordLength = 22;

type Entry = { name: string; isEncrypted: boolean; unpackedBytes: number };

/**
 * Why a ZIP archive is not an acceptable Office document, or undefined when it is one. Reads the central directory
 * only and unpacks nothing: no macros, no encryption, no paths out of the archive, no bomb by its own account.
 */
export function officeArchiveFault(tail: Buffer, size: number, requiredPart: string): string | undefined {
  const entries = readDirectory(tail, size);
  if (entries === undefined) return '文件已损坏或结构异常';
  const names = new Set(entries.map((entry) => entry.name));
  if (!names.has('[Content_Types].xml') || !names.has(requiredPart)) return '文件内容与类型不符';
  if (entries.some((entry) => entry.isEncrypted)) return '文件已加密';
  if (entries.some(({ name }) => /vbaProject/i.test(name))) return '文件含有宏';
  if (entries.some(({ name }) => name.startsWith('/') || name.split(/[/\\]/).includes('..'))) return '文件结构异常';
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  return unpacked > maximumUnpackedBytes ? '文件解压后过大' : undefined;
}

function readDirectory(tail: Buffer, size: number): Entry[] | undefined {
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end === -1 || end + endRecordLength > tail.length) return undefined;
  const count = tail.readUInt16LE(end + 10);
  let at = tail.readUInt32LE(end + 16) - (size - tail.length);
  const entries: Entry[] = [];
  while (entries.length < count) {
    if (at < 0 || at + 46 > end || tail.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameEnd = at + 46 + tail.readUInt16LE(at + 28);
    entries.push({
      name: tail.subarray(at + 46, nameEnd).toString('utf8'),
      isEncrypted: (tail.readUInt16LE(at + 8) & 1) === 1,
      unpackedBytes: tail.readUInt32LE(at + 24),
    });
    at = nameEnd + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return entries;
}
