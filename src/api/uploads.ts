import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AttachmentFile } from '../database/attachments';
import type { Database } from '../database/client';
import { contentDisposition, safeFileName } from '../storage/file-names';
import { isShownInline, nameOfType } from '../storage/media-types';
import { receiveUpload, type StoredUpload, type UploadLimits, UploadRefusedError } from '../storage/receive-upload';
import type { Storage } from '../storage/port';
import type { Api } from './app';
import { invalidInput, Problem } from './errors';

export const attachmentSchema = z
  .object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.output<typeof attachmentSchema>;
export const fileSchema = {
  content: { 'application/octet-stream': { schema: z.any() } },
  description: '文件内容',
};
const upload = { files: 1, fields: 4, fieldSize: 1024, fieldNameSize: 100, parts: 5, headerPairs: 20 };

/** Lets the routes of this scope, and of no other, read forms with one file. */
export async function acceptUploads(scope: Api, maxBytes: number): Promise<void> {
  await scope.register(multipart, { limits: { ...upload, fileSize: maxBytes + 1 } });
}

/** What stores uploads: the files here, their rows there. */
type Shelf = { database: Database; storage: Storage };

/** Stores the one file of a form, as that person's or, with null, as nobody's. */
export async function takeUpload(
  request: FastifyRequest,
  { database, storage }: Shelf,
  { uploadedBy, ...limits }: UploadLimits & { uploadedBy: string | null },
): Promise<AttachmentView> {
  const { name, ...stored } = await receiveFile(request, storage, limits);
  const id = stored.storageKey;
  const data = { id, name, uploadedBy, ...stored, sha256: new Uint8Array(stored.sha256) };
  await keepOrRemove(storage, stored, () => database.attachment.create({ data, select: { id: true } }));
  return { id, name, mediaType: stored.mediaType, size: stored.size };
}

/** Reads the form to its end, so that a second file is refused as well; what was stored till then is removed. */
async function receiveFile(
  request: FastifyRequest,
  storage: Storage,
  limits: UploadLimits,
): Promise<StoredUpload & { name: string }> {
  let received: (StoredUpload & { name: string }) | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const stored = await receiveUpload(storage, part.file, { declaredType: part.mimetype, ...limits });
      received = { ...stored, name: nameOfType(safeFileName(part.filename ?? ''), stored.mediaType) };
    }
  } catch (error) {
    if (received) await storage.remove(received.storageKey);
    throw error instanceof UploadRefusedError ? refusal(error) : error;
  }
  if (received === undefined) throw invalidInput('/file', '请选择一个文件上传。');
  return received;
}

function refusal({ reason, message }: UploadRefusedError): Problem {
  return reason === 'empty' ? invalidInput('/file', message) : new Problem(reason, message);
}

async function keepOrRemove(storage: Storage, stored: StoredUpload, keep: () => Promise<unknown>): Promise<void> {
  try {
    await keep();
  } catch (error) {
    await storage.remove(stored.storageKey);
    throw error;
  }
}

/** Sends a file so that nothing in it runs: shown in a sandbox where browsers show it, offered for saving otherwise. */
export async function sendFile(reply: FastifyReply, storage: Storage, file: AttachmentFile): Promise<FastifyReply> {
  reply.headers({
    'content-type': file.mediaType,
    'content-length': String(file.size),
    'content-disposition': contentDisposition(isShownInline(file.mediaType) ? 'inline' : 'attachment', file.name),
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
  });
  return reply.send(await storage.open(file.storageKey));
}

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
