import { z } from 'zod';
import { readVisits } from '../../database/visits';
import { createUnitDirectory } from '../../database/unit-directory';
import { startOfToday, VISIT_STATE_NAMES, type VisitState } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { flag } from '../flag';
import { instant, instantOf } from '../instant';
import { once } from '../once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { dateSchema, endOfDate, startOfDate } from '../period';
import { requestKey } from '../request-key';
import { planVisits, type PlannedVisits } from './plan-visits';
import { FIELD_READERS, PLANNERS } from './seats';
import { visitActionRoutes } from './visit-actions';
import { visitPage } from './visit-page';
import { plannedVisitsSchema, visitPageSchema, visitSchema, visitView } from './visit-view';

const unitId = z.string().min(1).max(64);
const stateSchema = z.enum(VISIT_STATE_NAMES as [VisitState, ...VisitState[]]);
const searchSchema = z.object({
  mine: flag.optional().meta({ description: '只列我自己的队伍的走访' }),
  team: unitId.optional(),
  enterprise: z.uuid().optional(),
  from: dateSchema.optional().meta({ description: '计划日期起（北京时间）' }),
  to: dateSchema.optional().meta({ description: '计划日期止，含当日' }),
  state: z
    .string()
    .transform((given) => given.split(','))
    .pipe(z.array(stateSchema).max(4))
    .optional()
    .meta({ description: 'planned、done、cancelled、missed，可用逗号分隔多个' }),
  sort: z.enum(['plannedAt', '-plannedAt']).default('plannedAt'),
  ...pageQuery,
});
export const newVisitsSchema = z
  .strictObject({
    enterprises: z.array(z.uuid()).min(1).max(50).meta({ description: '由自己的队伍包干的企业' }),
    plannedAt: instant.meta({ description: '哪天几点；只写日期为当日零时（北京时间）' }),
    months: z.int().min(1).max(12).default(1).meta({ description: '每月一次，连续几个月' }),
  })
  .meta({ id: 'NewVisits' });

export async function visitRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);

  app.get(
    '/visits',
    {
      config: { access: FIELD_READERS },
      schema: { tags: ['走访'], summary: '走访', querystring: searchSchema, response: { 200: listOf(visitSchema) } },
    },
    async ({ actor, query }) => {
      const [now, units] = [Date.now(), await directory.units()];
      const rows = await readVisits(database, searchOf(actor, query, units, now));
      const page = pageOf(rows, query.limit, (row) => [row.planned_at.toISOString(), row.id]);
      return { ...page, items: page.items.map((row) => visitView(row, units, now)) };
    },
  );

  app.post(
    '/visits',
    {
      config: { access: PLANNERS },
      schema: {
        tags: ['走访'],
        summary: '安排走访：一家或多家，可每月一次',
        headers: keyHeader,
        body: newVisitsSchema,
        response: { 201: plannedVisitsSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const units = await directory.units();
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nvisits`, given, body) : null;
      const wanted = { ...body, plannedAt: instantOf(body.plannedAt).getTime() };
      const planned = await once<PlannedVisits>(database, actor.user, key, (remember) =>
        planVisits(database, actor, wanted, units, remember),
      );
      return reply.code(201).send(planned);
    },
  );

  app.get(
    '/visits/:id',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['走访'],
        summary: '一次走访：企业、以前的走访、登记的和尚未办结的诉求',
        params: z.object({ id: z.string().max(64) }),
        response: { 200: visitPageSchema },
      },
    },
    async ({ actor, params }) => visitPage(database, actor, params.id, await directory.units()),
  );

  visitActionRoutes(app, dependencies, directory);
}

function searchOf(actor: SignedIn, query: z.output<typeof searchSchema>, units: Units, now: number) {
  const { mine, team, enterprise, from, to, state, sort, cursor, limit } = query;
  const own = unitsWithRole(actor, ...FIELD_READERS).filter((id) => units.get(id)?.kind === 'team');
  const [at, id] = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()])) ?? [];
  return {
    ...{ enterprise, states: state, newestFirst: sort === '-plannedAt', limit: limit + 1 },
    seats: unitsWithRole(actor, ...FIELD_READERS),
    teams: mine ? own.filter((each) => team === undefined || each === team) : team === undefined ? undefined : [team],
    from: from === undefined ? undefined : startOfDate(from),
    to: to === undefined ? undefined : endOfDate(to),
    after: at === undefined || id === undefined ? undefined : { at, id },
    today: new Date(startOfToday(now)),
  };
}
