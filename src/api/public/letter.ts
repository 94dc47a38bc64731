import { readReporterFile } from '../../database/reporter-files';
import type { UnitDirectory } from '../../database/unit-directory';
import { z } from 'zod';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { roundQuery } from '../replies/case-routes';
import { writeLetter } from '../replies/letter';
import { sendFile, sendPreview } from '../send-file';
import { pdfSchema, sendPdf } from '../send-pdf';
import { fileResponses, isUuid } from '../uploads';
import { demandByLink, linkParams } from './links';

const fileParams = linkParams.extend({ id: z.string().max(64) });

/** The letter by either link, and the reply's files for whoever holds only that of the rating. */
export function letterRoutes(app: Api, { database, storage, config }: ApiDependencies, directory: UnitDirectory): void {
  for (const [purpose, path] of [
    ['tracking', 'demands'],
    ['rating', 'ratings'],
  ] as const)
    app.get(
      `/public/${path}/:token/letter.pdf`,
      {
        config: { access: 'public' },
        schema: {
          tags: ['公众'],
          summary: '答复函（PDF）',
          params: linkParams,
          querystring: roundQuery,
          response: { 200: pdfSchema },
        },
      },
      async (request, reply) => {
        const demand = await demandByLink(database, purpose, request);
        const { round } = request.query;
        const units = await directory.units();
        const { name, document } = await writeLetter(database, demand, { ...config, units, round });
        return sendPdf(reply, name, document);
      },
    );

  const found = async (request: { params: { token: string; id: string }; ip: string }) => {
    const demand = await demandByLink(database, 'rating', request);
    const { id } = request.params;
    const file = isUuid(id) ? await readReporterFile(database, demand.id, id) : undefined;
    if (file === undefined) throw notFound('附件');
    return file;
  };
  for (const [path, summary, send] of [
    ['', '凭评价链接下载反馈附带的附件', sendFile],
    ['/preview', '凭评价链接看附件的缩略图', sendPreview],
  ] as const)
    app.get(
      `/public/ratings/:token/attachments/:id${path}`,
      {
        config: { access: 'public' },
        schema: { tags: ['公众'], summary, params: fileParams, response: fileResponses },
      },
      async (request, reply) => send(request, reply, storage, await found(request)),
    );
}
