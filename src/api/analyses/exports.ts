import { z } from 'zod';
import { reportPdf } from '../../analysis/report-pdf';
import { partsOf } from '../../analysis/tables';
import { recordAudit } from '../../database/audit';
import type { Api, ApiDependencies } from '../app';
import { Problem } from '../errors';
import { fileReply, fileSchema, FILE_FORMATS, sendTables } from '../files';
import { WATCHERS } from '../statistics/seat';
import { analysisParams, seenAnalysis } from './reading';

const FORMATS = [...FILE_FORMATS, 'pdf'] as const;

export function analysisExports(app: Api, { database, config }: ApiDependencies): void {
  app.get(
    '/analyses/:id/report',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['专题分析'],
        summary: '把一份专题分析下载为 PDF、Excel 或 CSV；留有审计',
        params: analysisParams,
        querystring: z.object({ format: z.enum(FORMATS).default('pdf') }),
        response: { 200: fileSchema('pdf', 'xlsx', 'csv') },
      },
    },
    async ({ actor, params: { id }, query: { format } }, reply) => {
      const row = await seenAnalysis(database, actor, id);
      const { data, title, finished_at: createdAt } = row;
      if (!data && row.state === 'done') throw new Problem('analysis_outdated', OUTDATED);
      if (!data) throw new Problem('analysis_not_finished', '这份分析还没有完成，请完成后再下载。');
      const detail = { analysis: id, format, title };
      await recordAudit(database, { user: actor.user, action: 'analysis_exported', target: row.unit_id, detail });
      if (format !== 'pdf') return sendTables(reply, title, format, [findings(data.findings), ...partsOf(data)]);
      const pdf = await reportPdf(data, { title, createdAt: createdAt!, fontPath: config.pdfFontPath });
      return fileReply(reply, title, 'pdf').send(pdf);
    },
  );
}

const OUTDATED = '这份分析由旧版本生成，现在读不出来。请按同样的单位和时段重新生成一份。';

const findings = (sentences: readonly string[]) => ({
  ...{ name: '主要发现', head: ['序号', '发现'], widths: [8, 100] },
  rows: sentences.map((sentence, i) => [i + 1, sentence]),
});
