import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config';
import type { AttachmentFile } from '../database/attachments';
import type { Database } from '../database/client';
import { MEDIA_KINDS, mediaKindOf, type MediaKind } from '../domain/media';
import { inspect, type Inspected } from '../media/inspect';
import {
  placed,
  POSTER_BYTES,
  spoolFile,
  spoolPoster,
  store,
  type SpooledFile,
  type UploadWelcome,
} from '../media/receive';
import { UploadRefusedError } from '../media/refusal';
import { type Spooled, withSpool } from '../media/spool';
import { safeFileName } from '../storage/file-names';
import { nameOfType } from '../storage/media-types';
import type { Storage } from '../storage/port';
import type { Api } from './app';
import { invalidInput, Problem } from './errors';

export const attachmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    mediaType: z.string(),
    kind: z.enum(Object.keys(MEDIA_KINDS) as [MediaKind, ...MediaKind[]]),
    size: z.int(),
    width: z.int().nullable().meta({ description: '图片或视频的宽（像素）' }),
    height: z.int().nullable(),
    seconds: z.number().nullable().meta({ description: '录音或视频的长度（秒）' }),
    hasPreview: z.boolean().meta({ description: '有缩略图或封面：在地址后加 /preview' }),
  })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.output<typeof attachmentSchema>;

/** A file as people are told of it: where it lies is nobody's business. */
export function attachmentView({ id, name, mediaType, size, ...file }: Omit<AttachmentFile, 'storageKey' | 'sha256'>) {
  const { width, height, seconds, previewKey } = file;
  const kind = mediaKindOf(mediaType);
  return { id, name, mediaType, kind, size, width, height, seconds, hasPreview: previewKey !== null };
}

export const fileSchema = {
  content: { 'application/octet-stream': { schema: z.any() } },
  description: '文件内容',
};
/** Answers of a download: whole, a part of it, or that it is the one the browser has. */
export const fileResponses = {
  200: fileSchema,
  206: { ...fileSchema, description: '文件的一段（Range）' },
  304: z.null().meta({ description: '与浏览器里的相同' }),
};
const upload = { fields: 4, fieldSize: 1024, fieldNameSize: 100, parts: 6, headerPairs: 20 };

/** Lets the routes of this scope, and of no other, read forms with one file and, where films are taken, a poster. */
export async function acceptUploads(scope: Api, maxBytes: number, { files = 1 } = {}): Promise<void> {
  await scope.register(multipart, { limits: { ...upload, files, fileSize: Math.max(maxBytes, POSTER_BYTES) + 1 } });
}

/** What stores uploads: the files here, their rows there. */
type Shelf = { database: Database; storage: Storage; config: Pick<Config, 'incomingDir'> };

type Welcome = UploadWelcome & { uploadedBy: string | null };

/** Stores the one file of a form, as that person's or, with null, as nobody's. */
export function takeUpload(request: FastifyRequest, shelf: Shelf, welcome: Welcome): Promise<AttachmentView> {
  return refusing(() =>
    withSpool(shelf.config.incomingDir, async (folder) => {
      const { file, poster, name } = await readForm(request, folder, welcome);
      const inspected = await inspect(file, { folder, rules: welcome.rules, poster });
      return keep(shelf, inspected, { name, uploadedBy: welcome.uploadedBy });
    }),
  );
}

/** The row comes first: it is all that the nightly clean-up knows of a file whose process died. */
async function keep(
  { database, storage }: Shelf,
  inspected: Inspected,
  { name, uploadedBy }: { name: string; uploadedBy: string | null },
): Promise<AttachmentView> {
  const stored = placed(inspected);
  const id = stored.storageKey;
  const row = {
    ...{ id, uploadedBy, ...stored },
    name: nameOfType(safeFileName(name), stored.mediaType),
    sha256: new Uint8Array(stored.sha256),
  };
  await database.attachment.create({ data: row, select: { id: true } });
  try {
    await store(storage, stored, inspected);
  } catch (error) {
    await database.attachment.deleteMany({ where: { id } }).catch(() => undefined);
    throw error;
  }
  return attachmentView(row);
}

type Form = { file: SpooledFile; name: string; poster?: Spooled };

/** Reads the form to its end, so that a second file is refused as well. */
async function readForm(request: FastifyRequest, folder: string, welcome: UploadWelcome): Promise<Form> {
  let form: Form | undefined;
  let poster: Spooled | undefined;
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    if (part.fieldname === 'poster' && !poster) poster = await spoolPoster(part.file, folder, part.mimetype);
    else if (form || part.fieldname === 'poster') throw new Problem('too_large', '一次只能上传一个文件。');
    else {
      const file = await spoolFile(part.file, folder, { declaredType: part.mimetype, ...welcome });
      form = { file, name: part.filename ?? '' };
    }
  }
  if (form === undefined) throw invalidInput('/file', '请选择一个文件上传。');
  return { ...form, poster };
}

async function refusing<Result>(take: () => Promise<Result>): Promise<Result> {
  try {
    return await take();
  } catch (error) {
    if (isCutShort(error))
      throw new Problem('malformed_request', '上传的内容不完整，请检查网络后重新上传。', { cause: error });
    if (!(error instanceof UploadRefusedError)) throw error;
    const { reason, message } = error;
    if (reason === 'empty') throw invalidInput('/file', message);
    throw new Problem(reason, message, reason === 'too_many_uploads' ? { retryAfter: 5 } : {});
  }
}

/** What the parser of forms says of one that ends too early. */
const isCutShort = (error: unknown): boolean =>
  error instanceof Error && /unexpected end of multipart data|Boundary not found/i.test(error.message);

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
