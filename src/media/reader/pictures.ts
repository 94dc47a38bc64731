import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { MOST_DECODED, MOST_PIXELS, PREVIEW_SIDE } from '../../domain/media';
import { unreadable, UploadRefusedError } from '../refusal';
import type { Jobs, Redrawn } from './protocol';

const FORMATS: Record<string, string> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};
const SECONDS = 20;

sharp.cache(false);
sharp.concurrency(1);
// Of all that libvips reads, only what is taken: no SVG, PDF or scientific format behind a changed name.
sharp.block({ operation: ['VipsForeignLoad'] });
const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif'].flatMap((format) => [`${format}File`, `${format}Buffer`]);
sharp.unblock({ operation: loaders.map((loader) => `VipsForeignLoad${loader}`) });

const open = (file: string, animated = false): Sharp =>
  sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated }).timeout({ seconds: SECONDS });

/**
 * Draws a picture anew in its own format: upright, and with nothing but the picture in it (no place, time or device, nothing
 * appended). Throws `UploadRefusedError` for what cannot be decoded.
 */
export const redrawPicture = ({ file, mediaType, target }: Jobs['redraw']['asks']): Promise<Redrawn> =>
  refusing(() => redraw(file, mediaType, target));

/** A small picture to stand for a larger one, or for a film. Throws `UploadRefusedError`. */
export const shrinkPicture = ({ file }: Jobs['shrink']['asks']): Promise<Buffer> =>
  refusing(async () => {
    requireMemory(await open(file).metadata());
    return previewOf(file);
  });

async function redraw(file: string, mediaType: string, target: string): Promise<Redrawn> {
  const mayMove = mediaType === 'image/gif' || mediaType === 'image/webp';
  const about = await open(file, mayMove).metadata();
  if (about.format !== FORMATS[mediaType]) throw unreadable('图片的内容与类型不符');
  requireMemory(about);
  const isMoving = (about.pages ?? 1) > 1;
  const drawn = await encode(upright(open(file, isMoving), isMoving), mediaType).toFile(target);
  // What was drawn is plain: it can be read line by line, whatever was sent.
  const preview = await previewOf(target);
  const { size, width, height } = drawn;
  return { path: target, size, sha256: await hashOf(target), width, height: frameHeight(about) ?? height, preview };
}

/** Bytes of one sample. */
const DEPTHS: Partial<Record<NonNullable<Metadata['depth']>, number>> = { uchar: 1, char: 1, ushort: 2, short: 2 };

/** One that builds up in passes lies in memory as a whole until the last; others are read line by line. */
function requireMemory({ width, height, channels, depth, isProgressive }: Metadata): void {
  const bytes = width * height * channels * (DEPTHS[depth] ?? 4);
  if (bytes <= MOST_DECODED / (isProgressive ? 2 : 1)) return;
  throw new UploadRefusedError('too_large', '图片的像素或色深过大，请缩小，或另存为普通的 JPG 后再上传。');
}

const previewOf = (file: string): Promise<Buffer> =>
  open(file)
    .autoOrient()
    .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 76 })
    .toBuffer();

// Pictures of several frames cannot be turned; cameras make none.
const upright = (picture: Sharp, isMoving: boolean): Sharp => (isMoving ? picture : picture.autoOrient());

function encode(picture: Sharp, mediaType: string): Sharp {
  switch (mediaType) {
    case 'image/png':
      return picture.png({ compressionLevel: 6 });
    case 'image/webp':
      return picture.webp({ quality: 88 });
    case 'image/gif':
      return picture.gif({ effort: 3 });
    default:
      return picture.jpeg({ quality: 88 });
  }
}

/** Frames lie below each other: the height of all of them is nobody's. */
const frameHeight = ({ pages, pageHeight }: Metadata): number | undefined =>
  (pages ?? 1) > 1 ? pageHeight : undefined;

async function hashOf(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest();
}

async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UploadRefusedError) throw error;
    const { message } = error as Error;
    if (/unable to write|No space left|ENOSPC/i.test(message) && !/read error/i.test(message)) throw error;
    if (/pixel limit/i.test(message)) {
      const most = MOST_PIXELS / 10_000;
      throw new UploadRefusedError(
        'too_large',
        `图片超过 ${most} 万像素（动图按所有帧合计），请缩小或减少帧数后再上传。`,
      );
    }
    throw unreadable(/timeout/i.test(message) ? '图片过于复杂，处理超时' : '图片打不开或已损坏');
  }
}
