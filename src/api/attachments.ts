import { z } from 'zod';
import { readAttachment } from '../database/attachments';
import type { Api, ApiDependencies } from './app';
import { notFound } from './errors';
import { acceptUploads, attachmentSchema, fileSchema, isUuid, sendFile, takeUpload } from './uploads';

const idSchema = z.object({ id: z.string().max(64) });

export async function attachmentRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, storage, config } = dependencies;
  const maxBytes = config.attachmentMaxBytes;
  await acceptUploads(app, maxBytes);

  app.post(
    '/attachments',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['附件'],
        summary: '上传附件(multipart/form-data,一个文件),一天之内用于一件诉求',
        consumes: ['multipart/form-data'],
        response: { 201: attachmentSchema },
      },
    },
    async (request, reply) => {
      const stored = await takeUpload(request, dependencies, { uploadedBy: request.actor.user, maxBytes });
      void reply.code(201).header('location', `/api/v1/attachments/${stored.id}`);
      return stored;
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
      return sendFile(reply, storage, file);
    },
  );
}
