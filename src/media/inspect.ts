import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { UploadRules } from '../config';
import { mediaKindOf } from '../domain/media';
import { officeParts } from '../storage/media-types';
import { inspectOffice } from './office-document';
import { redrawPicture, redrawPoster, requireSize } from './picture';
import { readRecording } from './recording';
import { tooLarge, unreadable } from './refusal';
import type { Spooled } from './spool';
import { stripMp4 } from './strip-mp4';

/** What is kept of an upload: the file to store, and what is known of it. */
export type Inspected = {
  mediaType: string;
  file: Pick<Spooled, 'path' | 'size' | 'sha256'>;
  preview: Buffer | null;
  width: number | null;
  height: number | null;
  /** Of sound or film. */
  seconds: number | null;
};

/** Looks into a file as its kind requires. Throws `UploadRefusedError` for what must not be kept. */
export async function inspect(
  given: Spooled & { mediaType: string },
  { folder, rules, poster }: { folder: string; rules: UploadRules; poster?: Spooled },
): Promise<Inspected> {
  switch (mediaKindOf(given.mediaType)) {
    case 'picture':
      return inspectPicture(given, folder, rules);
    case 'voice':
    case 'video':
      return inspectRecording(given, rules, poster);
    case 'document':
      return inspectDocument(given);
  }
}

type Given = Spooled & { mediaType: string };

async function inspectPicture(
  { path: file, mediaType }: Given,
  folder: string,
  rules: UploadRules,
): Promise<Inspected> {
  const { preview, width, height, ...drawn } = await redrawPicture(file, mediaType, path.join(folder, 'drawn'));
  requireSize(drawn, rules.pictureBytes);
  return { mediaType, file: drawn, preview, width, height, seconds: null };
}

async function inspectRecording(given: Given, rules: UploadRules, poster: Spooled | undefined): Promise<Inspected> {
  const facts = await readRecording(given.path, given.mediaType, rules.recordingSeconds);
  const kind = mediaKindOf(facts.mediaType);
  // Sound that calls itself a film is bound by the limit of sound.
  if (given.size > rules[`${kind}Bytes`]) throw tooLarge(rules[`${kind}Bytes`]);
  const preview = poster && kind === 'video' ? await redrawPoster(poster.path) : null;
  const stripped = facts.mediaType.endsWith('/mp4') ? await stripMp4(given.path) : null;
  return { ...facts, file: stripped ? { ...given, sha256: stripped } : given, preview };
}

async function inspectDocument(given: Given): Promise<Inspected> {
  if (Object.hasOwn(officeParts, given.mediaType)) await inspectOffice(given.path, given.mediaType, given.size);
  else if (!(await endsLikePdf(given))) throw unreadable('PDF 文件已损坏或不完整');
  return { mediaType: given.mediaType, file: given, preview: null, width: null, height: null, seconds: null };
}

/** Some programs leave a few bytes behind the end. */
async function endsLikePdf({ path: file, size }: Given): Promise<boolean> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: Math.max(0, size - 2048) })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).includes('%%EOF');
}
