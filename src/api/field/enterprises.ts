import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database } from '../../database/client';
import {
  findEnterprise,
  insertEnterprise,
  readEnterprises,
  updateEnterprise,
  type EnterpriseRow,
} from '../../database/enterprises';
import { lookAfter } from '../../database/teams';
import { createUnitDirectory } from '../../database/unit-directory';
import { isUniqueViolation } from '../../database/violations';
import { startOfToday } from '../../domain/visit';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, notFound, Problem } from '../errors';
import { flag } from '../flag';
import { once } from '../once';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requestKey } from '../request-key';
import { text } from '../text';
import { enterpriseSchema, enterpriseView } from './enterprise-view';
import { FIELD_READERS, KEEPERS, outlookOf } from './seats';
import { reachedTeam, requirePlaceOfTeam } from './team-reach';

const unitId = z.string().min(1).max(64);
const searchSchema = z.object({
  q: z.string().trim().max(100).optional().meta({ description: '名称或地址中的文字' }),
  unit: unitId.optional().meta({ description: '该单位及其下级' }),
  team: unitId.optional().meta({ description: '由这支队伍包干的' }),
  unassigned: flag.optional().meta({ description: '还没有队伍包干的' }),
  retired: flag.optional().meta({ description: '也列出已停用的' }),
  ...pageQuery,
});
export const newEnterpriseSchema = z
  .strictObject({
    name: text(100),
    unit: unitId.meta({ description: '企业所在的园区、社区、楼宇或街道' }),
    address: text(200, { min: 0 }).default(''),
    team: unitId.optional().meta({ description: '交给哪支队伍包干' }),
  })
  .meta({ id: 'NewEnterprise' });
export const enterpriseChangeSchema = z
  .strictObject({ name: text(100), unit: unitId, address: text(200, { min: 0 }), retired: z.boolean() })
  .meta({ id: 'EnterpriseChange' });

export async function enterpriseRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  app.get(
    '/enterprises',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['走访'],
        summary: '企业',
        querystring: searchSchema,
        response: { 200: listOf(enterpriseSchema) },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units();
      const { limit, retired = false, ...search } = query;
      const [name, id] = decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()])) ?? [];
      const after = name === undefined || id === undefined ? undefined : { name, id };
      const outlook = outlookOf(actor, FIELD_READERS, units);
      const rows = await readEnterprises(database, {
        ...search,
        outlook,
        retired,
        after,
        today: today(),
        limit: limit + 1,
      });
      const page = pageOf(rows, limit, (row) => [row.name, row.id]);
      return { ...page, items: page.items.map((row) => enterpriseView(row, units)) };
    },
  );

  app.post(
    '/enterprises',
    {
      config: { access: KEEPERS },
      schema: {
        tags: ['走访'],
        summary: '登记企业，可同时交给一支队伍包干',
        headers: keyHeader,
        body: newEnterpriseSchema,
        response: { 201: enterpriseSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const units = await directory.units([body.unit]);
      requireOwnPlace(actor, body.unit, units);
      if (body.team !== undefined) {
        const team = reachedTeam(actor, KEEPERS, body.team, units);
        if (!team) throw invalidInput('/team', '没有这支队伍，或不归您管理，请从列表中选择。');
        requirePlaceOfTeam(team, units.get(body.unit)!.path, '/team');
      }
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nenterprise`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: randomUUID() };
          await insertEnterprise(sql, { ...made, ...body }).catch(nameTaken);
          if (body.team !== undefined) await lookAfter(sql, body.team, [made.id]);
          const detail = { enterprise: made.id, name: body.name, team: body.team ?? null };
          await recordAuditIn(sql, { user: actor.user, action: 'enterprise_created', target: body.unit, detail });
          await remember(sql, made);
          return made;
        }),
      );
      return reply.code(201).send(enterpriseView(await seen(database, actor, id, units), units));
    },
  );

  app.put(
    '/enterprises/:id',
    {
      config: { access: KEEPERS },
      schema: {
        tags: ['走访'],
        summary: '改企业的名称、地址、所在地，或停用；停用时未完成的走访一并取消',
        params: z.object({ id: z.string().max(64) }),
        body: enterpriseChangeSchema,
        response: { 200: enterpriseSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const units = await directory.units([body.unit]);
      const before = await seen(database, actor, id, units);
      if (body.unit !== before.unit_id) requireOwnPlace(actor, body.unit, units);
      const team = before.team_id === null ? undefined : units.get(before.team_id);
      if (team) requirePlaceOfTeam(team, units.get(body.unit)?.path ?? [], '/unit');
      await database.transact(async (sql) => {
        await updateEnterprise(sql, { id, ...body }, new Date()).catch(nameTaken);
        const detail = { enterprise: id, before: shown(before), after: body };
        await recordAuditIn(sql, { user: actor.user, action: 'enterprise_changed', target: body.unit, detail });
      });
      return enterpriseView(await seen(database, actor, id, units), units);
    },
  );
}

const today = (): Date => new Date(startOfToday(Date.now()));

const shown = ({ name, unit_id, address, retired_at }: EnterpriseRow) => ({
  ...{ name, unit: unit_id, address },
  retired: retired_at !== null,
});

async function seen(database: Database, actor: SignedIn, id: string, units: Units): Promise<EnterpriseRow> {
  const row = await findEnterprise(database, outlookOf(actor, KEEPERS, units), id, today());
  if (!row) throw notFound('该企业');
  return row;
}

/** An enterprise stands in a place: the caller's own, one below, or one in which the caller's team works. */
function requireOwnPlace(actor: SignedIn, id: string, units: Units): void {
  const unit = units.get(id);
  if (!unit || unit.closed || unit.kind === 'department' || unit.kind === 'team')
    throw invalidInput('/unit', '请选择企业所在的园区、社区、楼宇或街道。');
  const { seats, places } = outlookOf(actor, KEEPERS, units);
  if (!unit.path.some((each) => seats.includes(each) || places.includes(each)))
    throw new Problem('unit_out_of_reach', '只能登记本单位和下级单位里的企业，请由所在单位登记。');
}

function nameTaken(error: unknown): never {
  if (isUniqueViolation(error))
    throw new Problem('name_taken', '这个单位里已有同名企业，请先查找，或写全名称加以区别。');
  throw error;
}
