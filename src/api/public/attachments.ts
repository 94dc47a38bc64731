import { z } from 'zod';
import { readReporterFile } from '../../database/reporter-files';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { acceptUploads, attachmentSchema, fileSchema, isUuid, sendFile, takeUpload } from '../uploads';
import { demandByLink, linkParams } from './links';
import { limitUploads } from './throttle';

const MAX_BYTES = 10 * 1024 * 1024;

/** What a reporter sends along, by the ids of uploads that are nobody's yet. */
export const publicAttachments = z.array(z.uuid()).max(9).optional();

/** A scope of its own: its other routes take no forms. */
export async function publicUploadRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, config } = dependencies;
  const maxBytes = Math.min(MAX_BYTES, config.attachmentMaxBytes);
  await acceptUploads(app, maxBytes);
  app.post(
    '/public/attachments',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '上传图片、录音、视频或 PDF(multipart/form-data,一个文件,最大 10 MiB),一天之内随诉求提交',
        consumes: ['multipart/form-data'],
        response: { 201: attachmentSchema },
      },
    },
    async (request, reply) => {
      await limitUploads(database, request.ip);
      const stored = await takeUpload(request, dependencies, { uploadedBy: null, maxBytes, onlyMedia: true });
      void reply.code(201);
      return stored;
    },
  );
}

export function publicDownloadRoutes(app: Api, { database, storage }: ApiDependencies): void {
  app.get(
    '/public/demands/:token/attachments/:id',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '诉求人下载自己提交的和反馈附带的附件',
        params: linkParams.extend({ id: z.string().max(64) }),
        response: { 200: fileSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const demand = await demandByLink(database, 'tracking', request);
      const file = isUuid(id) ? await readReporterFile(database, demand.id, id) : undefined;
      if (file === undefined) throw notFound('附件');
      return sendFile(reply, storage, file);
    },
  );
}
