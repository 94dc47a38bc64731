import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database, Sql } from '../../database/client';
import {
  enterprisesOf,
  holdEnterprises,
  leaveAlone,
  lookAfter,
  readTeams,
  type HeldEnterprise,
  type TeamRow,
} from '../../database/teams';
import { createUnitDirectory, type DirectoryUnit } from '../../database/unit-directory';
import { startOfMonth, startOfToday } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { unitView, type Units } from '../demands/view';
import { invalidInput, notFound, Problem } from '../errors';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { unitSchema } from '../units';
import { FIELD_READERS, KEEPERS, placeOfTeam } from './seats';
import { reachedTeam, requirePlaceOfTeam } from './team-reach';

const unitId = z.string().min(1).max(64);
export const teamSchema = z
  .object({
    unit: unitSchema,
    place: unitSchema.meta({ description: '队伍所在的园区或社区' }),
    enterprises: z.int().meta({ description: '包干的企业' }),
    visitedThisMonth: z.int().meta({ description: '本月走访过的企业' }),
    demands: z.int().meta({ description: '走访中登记的诉求' }),
    overdueVisits: z.int().meta({ description: '逾期未走访' }),
  })
  .meta({ id: 'Team' });
const ids = z.array(z.uuid()).max(500);
export const teamEnterprisesSchema = z
  .union([
    z.strictObject({ enterprises: ids.meta({ description: '整份名单' }) }),
    z.strictObject({ add: ids.default([]), remove: ids.default([]) }),
  ])
  .meta({ id: 'TeamEnterprises' });
const params = z.object({ unit: unitId });

export async function teamRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  app.get(
    '/teams',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['走访'],
        summary: '本单位及下级的队伍，各包干几家企业、走访了几家',
        querystring: z.object({ unit: unitId.optional().meta({ description: '该单位及其下级' }), ...pageQuery }),
        response: { 200: listOf(teamSchema) },
      },
    },
    async ({ actor, query: { unit, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.string().max(64));
      const rows = await teams(database, actor, { unit, after, limit: limit + 1 });
      const units = await directory.units(rows.map(({ id }) => id));
      const page = pageOf(rows, limit, ({ id }) => id);
      return { ...page, items: page.items.map((row) => teamView(row, units)) };
    },
  );

  app.get(
    '/teams/:unit',
    {
      config: { access: FIELD_READERS },
      schema: { tags: ['走访'], summary: '一支队伍', params, response: { 200: teamSchema } },
    },
    async ({ actor, params }) => shown(database, actor, params.unit, await directory.units()),
  );

  app.put(
    '/teams/:unit/enterprises',
    {
      config: { access: KEEPERS },
      schema: {
        tags: ['走访'],
        summary: '队伍包干哪些企业：给出整份名单，或增减；一家企业只由一支队伍包干',
        params,
        body: teamEnterprisesSchema,
        response: { 200: teamSchema },
      },
    },
    async ({ actor, params, body }) => {
      const units = await directory.units();
      const team = reachedTeam(actor, KEEPERS, params.unit, units);
      if (!team) throw notFound('该队伍');
      await database.transact((sql) => assign(sql, actor, team, body, units));
      return shown(database, actor, team.id, units);
    },
  );
}

const teams = (
  database: Database,
  actor: SignedIn,
  more: { unit?: string; team?: string; after?: string; limit: number },
): Promise<TeamRow[]> => {
  const now = Date.now();
  const [month, today] = [new Date(startOfMonth(now)), new Date(startOfToday(now))];
  return readTeams(database, { seats: unitsWithRole(actor, ...FIELD_READERS), month, today, ...more });
};

async function shown(database: Database, actor: SignedIn, team: string, units: Units) {
  const [row] = await teams(database, actor, { team, limit: 1 });
  if (!row) throw notFound('该队伍');
  return teamView(row, units);
}

function teamView({ id, enterprises, visited, demands, overdue }: TeamRow, units: Units): z.output<typeof teamSchema> {
  return {
    unit: unitView(units, id),
    place: unitView(units, placeOfTeam(units.get(id)?.path ?? [id])),
    ...{ enterprises, visitedThisMonth: visited, demands, overdueVisits: overdue },
  };
}

async function assign(
  sql: Sql,
  actor: SignedIn,
  team: DirectoryUnit,
  body: z.output<typeof teamEnterprisesSchema>,
  units: Units,
): Promise<void> {
  const before = await enterprisesOf(sql, team.id);
  const add = 'add' in body ? body.add : body.enterprises;
  const remove = 'add' in body ? body.remove : before.filter((id) => !body.enterprises.includes(id));
  const at = 'add' in body ? '/add' : '/enterprises';
  const held = new Map((await holdEnterprises(sql, add)).map((each) => [each.id, each]));
  for (const id of add) requireFree(held.get(id), team, at, { actor, units });
  await leaveAlone(sql, team.id, remove, new Date());
  await lookAfter(sql, team.id, add);
  const detail = { added: add.filter((id) => !before.includes(id)), removed: remove };
  await recordAuditIn(sql, { user: actor.user, action: 'team_changed', target: team.id, detail });
}

function requireFree(
  enterprise: HeldEnterprise | undefined,
  team: DirectoryUnit,
  at: string,
  { actor, units }: { actor: SignedIn; units: Units },
): void {
  if (!enterprise || enterprise.retired) throw invalidInput(at, '有企业不存在或已停用，请从列表中选择。');
  requirePlaceOfTeam(team, enterprise.path, at);
  if (enterprise.team_id === null || enterprise.team_id === team.id) return;
  const other = reachedTeam(actor, FIELD_READERS, enterprise.team_id, units);
  const what = other ? `“${enterprise.name}”已由“${other.name}”包干` : '有企业已由另一支队伍包干';
  throw new Problem('enterprise_taken', `${what}，请先从那支队伍里移出。`);
}
