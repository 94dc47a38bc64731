import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readAttachment } from '../database/attachments';
import { contentDisposition, safeFileName } from '../storage/file-names';
import { isShownInline } from '../storage/media-types';
import { receiveUpload, type StoredUpload, UploadRefusedError } from '../storage/receive-upload';
import type { Storage } from '../storage/port';
import type { Api, ApiDependencies } from './app';
import { invalidInput, notFound, Problem } from './errors';

const attachmentSchema = z
  .object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
  .meta({ id: 'Attachment' });
const idSchema = z.object({ id: z.string().max(64) });
const fileSchema = { content: { 'application/octet-stream': { schema: z.any() } }, description: '文件内容' };

type NamedUpload = StoredUpload & { name: string };

export async function attachmentRoutes(app: Api, { database, storage, config }: ApiDependencies): Promise<void> {
  const fileSize = config.attachmentMaxBytes;
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: fileSize + 1,
      fields: 4,
      fieldSize: 1024,
      fieldNameSize: 100,
      parts: 5,
      headerPairs: 20,
    },
  });

  app.post(
    '/attachments',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['附件'],
        summary: '上传附件(multipart/form-data,一个文件)',
        consumes: ['multipart/form-data'],
        response: { 201: attachmentSchema },
      },
    },
    async (request, reply) => {
      const { name, ...stored } = await receiveFile(request, storage, fileSize);
      const data = {
        id: stored.storageKey,
        name,
        uploadedBy: request.actor.user,
        ...stored,
        sha256: new Uint8Array(stored.sha256),
      };
      const { id } = await keepOrRemove(storage, stored, () =>
        database.attachment.create({ data, select: { id: true } }),
      );
      reply.code(201).header('location', `/api/v1/attachments/${id}`);
      return { id, name, mediaType: stored.mediaType, size: stored.size };
    },
  );

  app.get(
    '/attachments/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['附件'], summary: '下载附件', params: idSchema, response: { 200: fileSchema } },
    },
    async ({ actor, params }, reply) => {
      const file = isUuid(params.id) ? await readAttachment(database, actor, params.id) : undefined;
      if (file === undefined) throw notFound('附件');
      reply.headers({
        'content-type': file.mediaType,
        'content-length': String(file.size),
        'content-disposition': contentDisposition(isShownInline(file.mediaType) ? 'inline' : 'attachment', file.name),
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        'x-content-type-options': 'nosniff',
      });
      return reply.send(await storage.open(file.storageKey));
    },
  );
}

/** Reads the form to its end, so that a second file is refused as well; what was stored till then is removed. */
async function receiveFile(request: FastifyRequest, storage: Storage, maxBytes: number): Promise<NamedUpload> {
  let received: NamedUpload | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const stored = await receiveUpload(storage, part.file, { declaredType: part.mimetype, maxBytes });
      received = { ...stored, name: safeFileName(part.filename ?? '') };
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

async function keepOrRemove<Result>(
  storage: Storage,
  stored: StoredUpload,
  keep: () => Promise<Result>,
): Promise<Result> {
  try {
    return await keep();
  } catch (error) {
    await storage.remove(stored.storageKey);
    throw error;
  }
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
