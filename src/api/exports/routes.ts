import { z } from 'zod';
import { readExportRuns, type ExportRunRow } from '../../database/export-runs';
import { createRulesReader } from '../../database/rules';
import { createUnitDirectory, type UnitDirectory } from '../../database/unit-directory';
import { calendarOf } from '../../domain/calendar';
import { hideNumbers } from '../../privacy/hide-numbers';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { coveredUnits } from '../covered-units';
import { scopeOf, sightOfActor } from '../demands/eyes';
import { listedBy } from '../demands/list-query';
import { demandQuery } from '../demands/reading';
import { beijing, timeSchema, type Units } from '../demands/view';
import { Problem } from '../errors';
import { fileReply, fileSchema, FILE_FORMATS } from '../files';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { exportLine } from './demand-line';
import { createTakeOut } from './take-out';

export const exportRunSchema = z
  .object({
    id: z.string(),
    user: z.object({ username: z.string(), name: z.string() }),
    kind: z.literal('demands'),
    format: z.enum(FILE_FORMATS),
    filter: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: '筛选条件；此人还有您管不到的单位时为空' }),
    rows: z.int().meta({ description: '已导出的件数' }),
    startedAt: timeSchema,
    finishedAt: timeSchema.nullable().meta({ description: '空为还没有下载完，或中途断开' }),
  })
  .meta({ id: 'ExportRun' });

export async function exportRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  demandExport(app, dependencies, createUnitDirectory(dependencies.database));
  exportLog(app, dependencies);
}

function demandExport(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const readRules = createRulesReader(database);
  const takeOut = createTakeOut(database);
  app.get(
    '/demands/export',
    {
      config: { access: 'signed-in' },
      // Asking for the headers alone would take everything out.
      exposeHeadRoute: false,
      schema: {
        tags: ['诉求'],
        summary: '把诉求列表导出为 CSV 或 Excel：条件同诉求列表，最多 20 万件，一人一次一份；留有记录和审计',
        querystring: z.object({ ...demandQuery, format: z.enum(FILE_FORMATS).default('xlsx') }),
        response: { 200: fileSchema('csv', 'xlsx') },
      },
    },
    async ({ actor, query: { format, ...query }, log }, reply) => {
      if (actor.viewedBy)
        throw new Problem('read_only_view', '以他人身份查看时不能导出。请先结束查看，再以自己的身份导出。');
      const units = await directory.units(actor.units);
      const sight = sightOfActor(actor, units);
      const counting = { database, readRules, scope: scopeOf(sight, query.unit), units, own: actor.units };
      const listed = await listedBy(query, counting);
      const calendar = calendarOf((await readRules()).calendarYears);
      const { rows, stream } = await takeOut({
        ...{ format, log, user: actor.user, unit: highestOf(actor, units), filter: filterOf(query) },
        search: { ...query, sight, listed },
        line: (demand, names) => exportLine(demand, { names, calendar }),
      });
      void reply.header('x-total-count', String(rows));
      return fileReply(reply, `诉求 ${beijing(Date.now()).slice(0, 10)}`, format).send(stream);
    },
  );
}

const highestOf = ({ units: own }: SignedIn, units: Units): string =>
  [...own].sort((a, b) => (units.get(a)?.path.length ?? 99) - (units.get(b)?.path.length ?? 99))[0] ?? '';

/** As it was asked; the words looked for without numbers of people. */
const filterOf = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, name === 'q' && typeof value === 'string' ? hideNumbers(value) : value]],
    ),
  );

function exportLog(app: Api, { database }: ApiDependencies): void {
  app.get(
    '/exports',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '导出记录：自己的；管理员和审计员还有本单位及下级人员的',
        querystring: z.object(pageQuery),
        response: { 200: listOf(exportRunSchema) },
      },
    },
    async ({ actor, query: { cursor, limit } }) => {
      const { all, units } = await coveredUnits(database, actor, 'administrator', 'auditor');
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await readExportRuns(database, { user: actor.user, area: all ? null : [...units], after, limit });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.sort_key, row.id]);
      return { items: items.map(runView), nextCursor };
    },
  );
}

const runView = (row: ExportRunRow): z.output<typeof exportRunSchema> => ({
  ...{ id: row.id, filter: row.filter, rows: row.rows, kind: 'demands' as const },
  user: { username: row.username, name: row.name },
  format: row.format === 'csv' ? 'csv' : 'xlsx',
  startedAt: beijing(row.started_at.getTime()),
  finishedAt: row.finished_at && beijing(row.finished_at.getTime()),
});
