import { z } from 'zod';
import { type AttachmentFile, readAttachment } from '../database/attachments';
import type { UploadRules } from '../config';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { notFound } from './errors';
import { mediaForm } from './openapi/form-bodies';
import { acceptUploads, attachmentSchema, fileResponses, isUuid, takeUpload } from './uploads';
import { sendFile, sendPreview } from './send-file';

const idSchema = z.object({ id: z.string().max(64) });

export async function attachmentRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, storage, config } = dependencies;
  const rules = config.uploads;
  await acceptUploads(app, largestOf(rules), { files: 2 });
  const seen = async (actor: SignedIn, id: string): Promise<AttachmentFile> => {
    const file = isUuid(id) ? await readAttachment(database, actor, id) : undefined;
    if (file === undefined) throw notFound('附件');
    return file;
  };

  app.post(
    '/attachments',
    {
      config: { access: 'signed-in', form: mediaForm },
      schema: {
        tags: ['附件'],
        summary: '上传附件，一天之内用于一件诉求',
        consumes: ['multipart/form-data'],
        response: { 201: attachmentSchema },
      },
    },
    async (request, reply) => {
      const stored = await takeUpload(request, dependencies, { uploadedBy: request.actor.user, rules });
      void reply.code(201).header('location', `/api/v1/attachments/${stored.id}`);
      return stored;
    },
  );

  app.get(
    '/attachments/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['附件'], summary: '下载附件，可按范围（Range）', params: idSchema, response: fileResponses },
    },
    async (request, reply) => sendFile(request, reply, storage, await seen(request.actor, request.params.id)),
  );

  app.get(
    '/attachments/:id/preview',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['附件'],
        summary: '图片的缩略图或视频的封面（JPEG）',
        params: idSchema,
        response: fileResponses,
      },
    },
    async (request, reply) => sendPreview(request, reply, storage, await seen(request.actor, request.params.id)),
  );
}

/** What the form as a whole may hold; each kind has its own limit below it. */
export const largestOf = ({ recordingSeconds: _, ...bytes }: UploadRules): number => Math.max(...Object.values(bytes));
