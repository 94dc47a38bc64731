import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { endPlanSignal, planWorkflowId } from '../../../workflows/messages';
import { endPlan, insertPlan, readPlans, type PlanRow } from '../../database/spot-check-plans';
import type { UnitDirectory } from '../../database/unit-directory';
import { PLAN_RHYTHMS, periodAfter } from '../../domain/spot-check-plan';
import { startPlans } from '../../spot-check/plans';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader, placeOf } from '../demands/intake';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { notFound, Problem } from '../errors';
import { once } from '../once';
import { requestKey } from '../request-key';
import { unitSchema } from '../units';
import { DRAWERS } from './new-check';

export const spotCheckPlanSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    every: z.enum(PLAN_RHYTHMS),
    percent: z.number(),
    minute: z.int(),
    createdBy: z.object({ username: z.string(), name: z.string() }),
    createdAt: timeSchema,
    endedAt: timeSchema.nullable(),
    nextAt: timeSchema.nullable().meta({ description: '下次封存的时间，一小时后抽取' }),
    checks: z.int().meta({ description: '已产生的抽查次数' }),
    canEnd: z.boolean(),
  })
  .meta({ id: 'SpotCheckPlan' });

const newPlanSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '以该单位的名义抽查它的全部下级' }),
    every: z.enum(PLAN_RHYTHMS).meta({ description: 'week：每周一抽上周办结的；month：每月 1 日抽上月办结的' }),
    percent: z.number().min(0.1).max(100).default(10),
    minute: z.int().min(0).max(1439).default(540).meta({ description: '当天几点封存，从零时起的分钟数' }),
  })
  .meta({ id: 'NewSpotCheckPlan' });

const WATCHERS = [...DRAWERS, 'auditor' as const];
const START_WITHIN = 2_000;
const tags = ['回访'];

export function spotCheckPlanRoutes(app: Api, { database, temporal }: ApiDependencies, directory: UnitDirectory): void {
  const find = async (actor: SignedIn, id: string): Promise<PlanRow> => {
    const [row] = await readPlans(database, unitsWithRole(actor, ...WATCHERS), id);
    if (!row) throw notFound('这个抽查计划');
    return row;
  };

  app.get(
    '/spot-check-plans',
    {
      config: { access: WATCHERS },
      schema: { tags, summary: '抽查计划', response: { 200: z.object({ items: z.array(spotCheckPlanSchema) }) } },
    },
    async ({ actor }) => {
      const units = await directory.units();
      const rows = await readPlans(database, unitsWithRole(actor, ...WATCHERS));
      return { items: rows.map((row) => planView(row, units, actor)) };
    },
  );

  app.post(
    '/spot-check-plans',
    {
      config: { access: DRAWERS },
      schema: {
        tags,
        summary: '新建抽查计划：定期先封存、一小时后抽取',
        headers: keyHeader,
        body: newPlanSchema,
        response: { 201: spotCheckPlanSchema },
      },
    },
    async ({ actor, body, headers, log }, reply) => {
      const units = await directory.units([body.unit]);
      placeOf(units, body.unit);
      if (!unitsWithRole(actor, ...DRAWERS).includes(body.unit))
        throw new Problem('unit_out_of_reach', '抽查计划只能以自己任督办员或管理员的单位名义建立，请选择本单位。');
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nspot-check-plan`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: await insertPlan(sql, body, actor.user) };
          await remember(sql, made);
          return made;
        }),
      );
      try {
        await temporal.within(START_WITHIN, () => startPlans(temporal, database, id));
      } catch (error) {
        log.warn({ plan: id, error: String(error) }, 'plan not started yet, the reconciliation will start it');
      }
      return reply.code(201).send(planView(await find(actor, id), units, actor));
    },
  );

  app.post(
    '/spot-check-plans/:id/actions/end',
    {
      config: { access: DRAWERS },
      schema: {
        tags,
        summary: '结束抽查计划；已经封存的仍会抽取',
        params: z.object({ id: z.string().max(64) }),
        response: { 200: spotCheckPlanSchema },
      },
    },
    async ({ actor, params, log }) => {
      const row = await find(actor, params.id);
      if (!mayEnd(actor, row))
        throw new Problem('not_allowed_for_role', '只有该单位及其上级的督办员、管理员可以结束。');
      if (!(await endPlan(database, row, actor.user)))
        throw new Problem('not_allowed_in_state', '这个计划已经结束，不需要再操作。');
      try {
        await temporal.within(START_WITHIN, () =>
          temporal.client.workflow.getHandle(planWorkflowId(row.id)).signal(endPlanSignal),
        );
      } catch (error) {
        // It looks into the record before it commits anything.
        if (!(error instanceof WorkflowNotFoundError))
          log.warn({ plan: row.id, error: String(error) }, 'plan not told');
      }
      return planView(await find(actor, row.id), await directory.units(), actor);
    },
  );
}

const mayEnd = (actor: SignedIn, { path }: PlanRow): boolean =>
  unitsWithRole(actor, ...DRAWERS).some((id) => path.includes(id));

function planView(row: PlanRow, units: Units, actor: SignedIn): z.output<typeof spotCheckPlanSchema> {
  const { id, every, percent, minute, checks } = row;
  const isOver = row.ended_at !== null;
  return {
    ...{ id, every, percent, minute, checks, canEnd: !isOver && mayEnd(actor, row) },
    unit: unitView(units, row.unit_id),
    createdBy: { username: row.username, name: row.name },
    createdAt: beijing(row.created_at.getTime()),
    endedAt: row.ended_at && beijing(row.ended_at.getTime()),
    nextAt: isOver ? null : beijing(periodAfter(every, minute, Date.now()).commitAt),
  };
}
