import { z } from 'zod';
import { type AuditLine, readAudit } from '../database/audit';
import { nameIds } from '../database/audit-names';
import { createUnitDirectory } from '../database/unit-directory';
import type { Coverage } from '../database/units';
import { AUDIT_ACTIONS, type AuditAction, auditLabel } from '../domain/audit';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { sightOfActor } from './demands/eyes';
import { beijing, timeSchema } from './demands/view';
import { instant, instantOf } from './instant';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { text } from './text';

const actions = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];
const lineIdSchema = z.string().regex(/^\d{1,18}$/);

export const auditLineSchema = z
  .object({
    id: z.string(),
    at: timeSchema,
    user: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: '空为系统' }),
    action: z.string(),
    label: z.string(),
    target: z.string().nullable().meta({ description: '用户名、单位编号、诉求编号或版本；无权查看时为空' }),
    targetName: z.string().nullable().meta({ description: '人员姓名，或单位、活动、征集表的名称' }),
    detail: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: '其中的人员、征集表、企业和草案写名称，查不到的写明' }),
  })
  .meta({ id: 'AuditLine' });
const searchSchema = z.object({
  action: z.enum(actions).optional(),
  user: text(64).optional().meta({ description: '操作人的用户名' }),
  target: text(100).optional().meta({ description: '用户名、单位编号、诉求编号或版本' }),
  from: instant.optional().meta({ description: '从此刻起；只写日期为当日零时（北京时间）' }),
  to: instant.optional().meta({ description: '在此刻之前（不含）' }),
  ...pageQuery,
});

export async function auditRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  app.get(
    '/audit',
    {
      config: { access: ['administrator', 'auditor'] },
      schema: {
        tags: ['组织'],
        summary: '审计记录：本单位及下级人员的操作，以及对这些单位和人员的操作',
        querystring: searchSchema,
        response: { 200: listOf(auditLineSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, from, to, ...filters } }) => {
      const covered = await coveredUnits(database, actor, 'administrator', 'auditor');
      const rows = await readAudit(database, {
        ...filters,
        area: covered.all ? null : [...covered.units],
        sight: sightOfActor(actor, await directory.units(actor.units)),
        from: from === undefined ? undefined : instantOf(from),
        to: to === undefined ? undefined : instantOf(to),
        before: decodeCursor(cursor, lineIdSchema),
        limit: limit + 1,
      });
      const page = pageOf(rows, limit, (row) => row.id);
      const details = await nameIds(
        database,
        page.items.map(({ detail }) => detail),
      );
      return { ...page, items: page.items.map((row, i) => lineView({ ...row, detail: details[i]! }, covered)) };
    },
  );
}

function lineView(row: AuditLine, covered: Coverage): z.output<typeof auditLineSchema> {
  const { id, at, username, name, action, target, target_name, detail } = row;
  return {
    ...{ id, action, target },
    at: beijing(at.getTime()),
    user: username === null ? null : { username, name: name ?? username },
    label: auditLabel(action),
    targetName: target_name,
    detail: detail && withinReach(detail, covered),
  };
}

/** What roles a person has where the reader has nothing to say stays out of the answer, as in the list of people. */
function withinReach(detail: Record<string, unknown>, covered: Coverage): Record<string, unknown> {
  if (covered.all) return detail;
  const entries = Object.entries(detail).map(([key, value]) => {
    if (key === 'roles' && Array.isArray(value))
      return [key, (value as { unit: string }[]).filter(({ unit }) => covered.units.has(unit))];
    if (key === 'before' && value !== null) return [key, withinReach(value as Record<string, unknown>, covered)];
    return [key, value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
