import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { UploadRules } from '../config';
import { mediaKindOf } from '../domain/media';
import { acceptedMediaType, isMedia } from '../storage/media-types';
import type { Storage } from '../storage/port';
import type { Inspected } from './inspect';
import { UploadRefusedError } from './refusal';
import { spool, type Spooled } from './spool';

export type UploadWelcome = {
  rules: UploadRules;
  /** Whether only what a phone takes is welcome: pictures, sound, films and PDF. */
  onlyMedia?: boolean;
};

/** Bytes of the picture that stands for a film: browsers draw it small. */
export const POSTER_BYTES = 5 * 1024 * 1024;

export type SpooledFile = Spooled & { mediaType: string };

/** Takes a file to the disk, if its first bytes are of a kind that is welcome. Throws `UploadRefusedError`. */
export async function spoolFile(
  content: AsyncIterable<Buffer>,
  folder: string,
  { declaredType, rules, onlyMedia = false }: UploadWelcome & { declaredType: string },
): Promise<SpooledFile> {
  let mediaType = '';
  const spooled = await spool(content, path.join(folder, 'file'), (start) => {
    mediaType = welcomeType(declaredType, start, onlyMedia);
    return rules[`${mediaKindOf(mediaType)}Bytes`];
  });
  return { ...spooled, mediaType };
}

/** Takes the picture that comes with a film. Throws `UploadRefusedError`. */
export function spoolPoster(content: AsyncIterable<Buffer>, folder: string, declaredType: string): Promise<Spooled> {
  return spool(content, path.join(folder, 'poster'), (start) => {
    const mediaType = acceptedMediaType(declaredType, start);
    if (!mediaType?.startsWith('image/'))
      throw new UploadRefusedError('unsupported_media_type', '视频封面须是 JPG、PNG 或 WebP 图片，请重新选择视频。');
    return POSTER_BYTES;
  });
}

function welcomeType(declaredType: string, start: Buffer, onlyMedia: boolean): string {
  const mediaType = acceptedMediaType(declaredType, start);
  if (mediaType !== undefined && !(onlyMedia && !isMedia(mediaType))) return mediaType;
  const welcome = onlyMedia ? '图片、PDF 或音视频' : '图片、PDF、音视频、docx 或 xlsx';
  const message = `文件的内容与类型不符，或不支持这种类型。请上传${welcome}。`;
  throw new UploadRefusedError('unsupported_media_type', message);
}

export type StoredUpload = Pick<Inspected, 'mediaType' | 'width' | 'height' | 'seconds'> & {
  storageKey: string;
  previewKey: string | null;
  size: number;
  sha256: Buffer;
};

/** Where what was looked at will lie. */
export function placed({ file: { size, sha256 }, preview, ...facts }: Inspected): StoredUpload {
  const storageKey = randomUUID();
  return { ...facts, storageKey, previewKey: preview ? `${storageKey}-preview` : null, size, sha256 };
}

/** Puts it and its preview into the storage: both or nothing. */
export async function store(
  storage: Storage,
  { storageKey, previewKey }: StoredUpload,
  { file, preview }: Inspected,
): Promise<void> {
  await storage.put(storageKey, createReadStream(file.path), file.size);
  try {
    if (preview && previewKey)
      await storage.put(previewKey, Readable.from([preview], { objectMode: false }), preview.length);
  } catch (error) {
    await storage.remove(storageKey).catch(() => undefined);
    throw error;
  }
}

export async function removeStored(
  storage: Storage,
  { storageKey, previewKey }: { storageKey: string; previewKey: string | null },
): Promise<void> {
  if (previewKey !== null) await storage.remove(previewKey);
  await storage.remove(storageKey);
}
