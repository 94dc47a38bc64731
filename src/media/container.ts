import type { FileHandle } from 'node:fs/promises';

/** Tables of a container that a reader holds in memory as a whole. */
const LARGEST_TABLE = 16 * 1024 * 1024;
const MOST_PARTS = 200_000;

type Reader = { size: number; read: (at: number, length: number) => Promise<Buffer> };

/**
 * Whether a recording is whole: its parts follow each other exactly up to the end of the file. Readers of recordings show
 * what a file that was cut short has left, and say nothing.
 */
export async function isWholeContainer(file: FileHandle, mediaType: string): Promise<boolean> {
  const { size } = await file.stat();
  const read = async (at: number, length: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  const reader = { size, read };
  if (mediaType.endsWith('/mp4')) return isWholeMp4(reader);
  if (mediaType.endsWith('/webm')) return isWholeWebm(reader);
  if (mediaType === 'audio/ogg') return isWholeOgg(reader);
  if (mediaType === 'audio/wav') return isWholeWav(reader);
  // MP3 and AAC are rows of frames without a beginning or an end: what is left of it is a shorter one.
  return true;
}

async function isWholeMp4({ size, read }: Reader): Promise<boolean> {
  let at = 0;
  for (let parts = 0; at < size; parts += 1) {
    const head = await read(at, 16);
    if (head.length < 8 || parts > MOST_PARTS) return false;
    const given = head.readUInt32BE(0);
    const isLong = given === 1;
    if (isLong && head.length < 16) return false;
    const length = given === 0 ? size - at : isLong ? Number(head.readBigUInt64BE(8)) : given;
    if (length < (isLong ? 16 : 8)) return false;
    const type = head.toString('latin1', 4, 8);
    if (type !== 'mdat' && length > LARGEST_TABLE) return false;
    at += length;
  }
  return at === size;
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
/** Parts that may be as large as the recording; of unknown length where a browser wrote them while recording. */
const CONTAINERS = new Set([SEGMENT, CLUSTER]);

async function isWholeWebm({ size, read }: Reader): Promise<boolean> {
  let at = 0;
  for (let parts = 0; at < size; parts += 1) {
    const head = await read(at, 12);
    const id = vint(head, 0, true);
    const length = id && vint(head, id.width, false);
    if (!id || !length || parts > MOST_PARTS) return false;
    const begin = at + id.width + length.width;
    const end = begin + length.value;
    if (length.isUnknown ? !CONTAINERS.has(id.value) : end > size) return false;
    if (!CONTAINERS.has(id.value) && length.value > LARGEST_TABLE) return false;
    // The segment is walked into; a cluster of known length is passed over.
    at = id.value === SEGMENT || length.isUnknown ? begin : end;
  }
  return at === size;
}

/** A number of one to eight bytes: the first bit that is set tells how many. Ids keep it, lengths do not. */
function vint(
  head: Buffer,
  at: number,
  keepsMarker: boolean,
): { value: number; width: number; isUnknown: boolean } | null {
  const first = head[at];
  if (!first) return null;
  const width = Math.clz32(first) - 23;
  if (at + width > head.length) return null;
  let value = keepsMarker ? first : first & (0xff >> width);
  let isUnknown = (first & (0xff >> width)) === 0xff >> width;
  for (let i = 1; i < width; i += 1) {
    value = value * 256 + head[at + i]!;
    isUnknown &&= head[at + i] === 0xff;
  }
  return { value, width, isUnknown };
}

async function isWholeOgg({ size, read }: Reader): Promise<boolean> {
  let at = 0;
  for (let pages = 0; at < size; pages += 1) {
    const head = await read(at, 27 + 255);
    if (head.length < 27 || head.toString('latin1', 0, 4) !== 'OggS' || pages > MOST_PARTS) return false;
    const segments = head[26]!;
    if (head.length < 27 + segments) return false;
    at += 27 + segments + head.subarray(27, 27 + segments).reduce((sum, length) => sum + length, 0);
  }
  return at === size;
}

async function isWholeWav({ size, read }: Reader): Promise<boolean> {
  const head = await read(0, 8);
  const declared = head.length < 8 ? size : head.readUInt32LE(4);
  // Programs that write while they record do not know the length yet.
  return declared === 0 || declared === 0xffffffff || declared + 8 <= size;
}
