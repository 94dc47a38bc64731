import { z } from 'zod';
import type { UploadRules } from '../../config';
import type { AttachmentFile } from '../../database/attachments';
import { readReporterFile } from '../../database/reporter-files';
import type { MediaKind } from '../../domain/media';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { largestOf } from '../attachments';
import { mediaForm } from '../openapi/form-bodies';
import { acceptUploads, attachmentSchema, fileResponses, isUuid, takeUpload } from '../uploads';
import { sendFile, sendPreview } from '../send-file';
import { demandByLink, linkParams } from './links';
import { limitUploads } from './throttle';

const MIB = 1024 * 1024;
const MOST_BYTES = 10 * MIB;
/** A minute or two of film, as phones record them. */
const MOST_FILM_BYTES = 50 * MIB;

/** What a reporter sends along, by the ids of uploads that are nobody's yet. */
export const publicAttachments = z.array(z.uuid()).max(9).optional();

/** Whoever needs no account gets less room. */
function publicRules(rules: UploadRules): UploadRules {
  const most = (kind: MediaKind, bytes: number) => ({ [`${kind}Bytes`]: Math.min(bytes, rules[`${kind}Bytes`]) });
  const small = (['picture', 'voice', 'document'] as const).map((kind) => most(kind, MOST_BYTES));
  return Object.assign({ ...rules }, ...small, most('video', MOST_FILM_BYTES)) as UploadRules;
}

/** A scope of its own: its other routes take no forms. */
export async function publicUploadRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, config } = dependencies;
  const rules = publicRules(config.uploads);
  await acceptUploads(app, largestOf(rules), { files: 2 });
  app.post(
    '/public/attachments',
    {
      config: { access: 'public', form: mediaForm },
      schema: {
        tags: ['公众'],
        summary: '上传图片、录音、PDF（最大 10 MiB）或视频（最大 50 MiB），一天之内随诉求提交',
        consumes: ['multipart/form-data'],
        response: { 201: attachmentSchema },
      },
    },
    async (request, reply) => {
      await limitUploads(database, request.ip);
      const stored = await takeUpload(request, dependencies, { uploadedBy: null, rules, onlyMedia: true });
      void reply.code(201);
      return stored;
    },
  );
}

const params = linkParams.extend({ id: z.string().max(64) });

export function publicDownloadRoutes(app: Api, { database, storage }: ApiDependencies): void {
  const seen = async (request: { params: z.output<typeof params>; ip: string }): Promise<AttachmentFile> => {
    const { id } = request.params;
    const demand = await demandByLink(database, 'tracking', request);
    const file = isUuid(id) ? await readReporterFile(database, demand.id, id) : undefined;
    if (file === undefined) throw notFound('附件');
    return file;
  };

  app.get(
    '/public/demands/:token/attachments/:id',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '诉求人下载自己提交的和反馈附带的附件，可按范围（Range）',
        params,
        response: fileResponses,
      },
    },
    async (request, reply) => sendFile(request, reply, storage, await seen(request)),
  );

  app.get(
    '/public/demands/:token/attachments/:id/preview',
    {
      config: { access: 'public' },
      schema: { tags: ['公众'], summary: '这些附件的缩略图或封面（JPEG）', params, response: fileResponses },
    },
    async (request, reply) => sendPreview(request, reply, storage, await seen(request)),
  );
}
