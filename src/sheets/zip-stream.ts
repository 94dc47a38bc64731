import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipPart {
  name: string;
  content: AsyncIterable<string>;
}

/** Sizes follow the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1980-01-01, the day on which ZIP time begins: the same content gives the same bytes. */
const DAY_ONE = 0x21;

/**
 * A ZIP archive that is written while its parts are made: nothing of them is kept. Below 4 GiB, as without ZIP64. Compressed by
 * zlib in its own threads; the archive writers at hand keep a whole part in memory or compress in the event loop.
 */
export async function* zipStream(parts: readonly ZipPart[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const local = header(0x04034b50, name, 0);
    yield local;
    const written = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of deflated(content, written)) yield chunk;
    const descriptor = Buffer.alloc(16);
    [0x08074b50, written.crc, written.packed, written.size].forEach((value, i) =>
      descriptor.writeUInt32LE(value, i * 4),
    );
    yield descriptor;
    directory.push(header(0x02014b50, name, offset, written));
    offset += local.length + written.packed + descriptor.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([entries, end]);
}

interface Written {
  crc: number;
  size: number;
  packed: number;
}

async function* deflated(content: AsyncIterable<string>, written: Written): AsyncGenerator<Buffer> {
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      written.crc = crc32(bytes, written.crc);
      written.size += bytes.length;
      yield bytes;
    }
  }
  // Whatever fails or leaves on one side ends the other; the loop below hears of it.
  const packed = pipeline(Readable.from(measured()), createDeflateRaw(), () => undefined);
  for await (const chunk of packed as AsyncIterable<Buffer>) {
    written.packed += chunk.length;
    yield chunk;
  }
}

/** Of a part where it stands (its sizes come after it), or with `written` in the directory, where it begins. */
function header(signature: number, name: string, offset: number, written?: Written): Buffer {
  const path = Buffer.from(name);
  const record = Buffer.alloc(written ? 46 : 30);
  const at = written ? 6 : 4;
  record.writeUInt32LE(signature, 0);
  if (written) record.writeUInt16LE(20, 4);
  record.writeUInt16LE(20, at);
  record.writeUInt16LE(FLAGS, at + 2);
  record.writeUInt16LE(DEFLATED, at + 4);
  record.writeUInt16LE(DAY_ONE, at + 8);
  if (written) {
    record.writeUInt32LE(written.crc, 16);
    record.writeUInt32LE(written.packed, 20);
    record.writeUInt32LE(written.size, 24);
    record.writeUInt32LE(offset, 42);
  }
  record.writeUInt16LE(path.length, at + 22);
  return Buffer.concat([record, path]);
}
