import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** In these cameras and phones write place, time, device and owner, of the film as a whole and of its tracks. */
const ABOUT = new Set(['udta', 'meta', 'uuid']);
const AROUND = new Set(['moov', 'trak', 'mdia', 'moof', 'traf']);
/** These begin with when it was recorded; players need the rest of them. */
const DATED = new Set(['mvhd', 'tkhd', 'mdhd']);
const MOST_BOXES = 200_000;
const BLANK = Buffer.alloc(64 * 1024);

interface Walk {
  file: FileHandle;
  boxes: number;
  blanked: number;
}

/**
 * Writes zeros over what an MP4 says of place, time and device: boxes become free space of the same length, so that nothing moves
 * and all else stays as it was recorded. The file must be whole (container.ts). Answers the new hash, or null when there was
 * nothing.
 */
export async function stripMp4(path: string): Promise<Buffer | null> {
  const file = await open(path, 'r+');
  const walk = { file, boxes: 0, blanked: 0 };
  try {
    await blankWithin(walk, 0, (await file.stat()).size);
  } finally {
    await file.close();
  }
  return walk.blanked === 0 ? null : hashOf(path);
}

async function blankWithin(walk: Walk, from: number, end: number): Promise<void> {
  const head = Buffer.alloc(16);
  for (let at = from; at + 8 <= end && walk.boxes < MOST_BOXES; walk.boxes += 1) {
    const { bytesRead } = await walk.file.read(head, 0, 16, at);
    const given = head.readUInt32BE(0);
    const headLength = given === 1 ? 16 : 8;
    if (bytesRead < headLength) return;
    const length = given === 0 ? end - at : given === 1 ? Number(head.readBigUInt64BE(8)) : given;
    if (length < headLength || at + length > end) return;
    const type = head.toString('latin1', 4, 8);
    if (ABOUT.has(type)) await blank(walk, at, headLength, length);
    else if (DATED.has(type)) await blankTimes(walk, at + headLength, at + length);
    else if (AROUND.has(type)) await blankWithin(walk, at + headLength, at + length);
    at += length;
  }
}

async function blank(walk: Walk, at: number, headLength: number, length: number): Promise<void> {
  await walk.file.write(Buffer.from('free', 'latin1'), 0, 4, at + 4);
  for (let done = headLength; done < length; done += BLANK.length)
    await walk.file.write(BLANK, 0, Math.min(BLANK.length, length - done), at + done);
  walk.blanked += 1;
}

/** Behind version and flags: when it was made and when it was changed, of four bytes each, in version 1 of eight. */
async function blankTimes(walk: Walk, from: number, end: number): Promise<void> {
  const { buffer } = await walk.file.read(Buffer.alloc(20), 0, 20, from);
  const times = buffer.subarray(4, buffer[0] === 1 ? 20 : 12);
  if (from + 4 + times.length > end || times.every((byte) => byte === 0)) return;
  await walk.file.write(times.fill(0), 0, times.length, from + 4);
  walk.blanked += 1;
}

async function hashOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest();
}
