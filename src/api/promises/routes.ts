import { z } from 'zod';
import { promiseWorkflowId, reportPromiseUpdate, type PromiseMessage } from '../../../workflows/messages';
import type { promise } from '../../../workflows';
import { recordAudit } from '../../database/audit';
import { findPromise, listPromises, type PromiseRow } from '../../database/promises';
import { createRulesReader } from '../../database/rules';
import { createUnitDirectory, refOf } from '../../database/unit-directory';
import { isAhead, mayReport, promiseRules } from '../../domain/promise-keeping';
import { refuse } from '../../domain/refusal-codes';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow, keepWords } from '../ask-workflow';
import { seenDemand, sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, notFound, Problem, temporalUnavailable } from '../errors';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requireNoLeaks } from '../replies/leaks';
import { idFrom, requestKey } from '../request-key';
import { text } from '../text';
import { outcomeSchema, promiseSchema, promiseStateSchema, promiseView, type PromiseView } from './view';

const START_WITHIN = 4_500;
const idParams = z.object({ id: z.string().max(64) });
const numberParams = z.object({ number: z.string().max(40) });
const confirmed = z.boolean().optional().meta({ description: '已核对,姓名或照抄内部记录的提示是误报' });
const newPromiseSchema = z
  .strictObject({
    text: text(1000),
    confirmed,
    dueOn: z.iso.date().meta({ description: '何时兑现(当天 9 时提醒报告)' }),
  })
  .meta({ id: 'NewPromise' });
const reportSchema = z
  .strictObject({ outcome: outcomeSchema, text: text(2000), confirmed, dueOn: z.iso.date().optional() })
  .meta({ id: 'PromiseReport' });

/** A date is taken up at nine in Beijing, when somebody is there. */
const morningOf = (day: string): number => Date.parse(`${day}T09:00:00+08:00`);

const actorOf = ({ user, acting }: SignedIn) => ({ kind: 'staff', user, grants: acting }) as const;

export async function promiseRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  const show = (actor: SignedIn, row: PromiseRow, units: Units): PromiseView => {
    const unit = units.get(row.unit_id);
    const may = row.ended_at === null && unit !== undefined && mayReport({ unit: refOf(unit) }, actorOf(actor));
    return promiseView(row, units, may);
  };
  const read = async (actor: SignedIn, id: string): Promise<PromiseRow> => {
    const row = await findPromise(database, id, sightOfActor(actor, await directory.units(actor.units)));
    if (!row) throw notFound('这项承诺');
    return row;
  };

  app.get(
    '/promises',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['承诺'],
        summary: '承诺台账,先到期的在前',
        querystring: z.object({
          demand: z.string().max(40).optional().meta({ description: '诉求编号' }),
          state: promiseStateSchema.optional(),
          unit: z.string().max(64).optional().meta({ description: '承诺单位及其下级' }),
          ...pageQuery,
        }),
        response: { 200: listOf(promiseSchema) },
      },
    },
    async ({ actor, query: { cursor, state, ...query } }) => {
      const units = await directory.units();
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const search = { ...query, states: state && [state], sight: sightOfActor(actor, units), after };
      const rows = await listPromises(database, search);
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.due_at.toISOString(), row.id]);
      return { items: items.map((row) => show(actor, row, units)), nextCursor };
    },
  );

  app.get(
    '/promises/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['承诺'], summary: '一项承诺及其报告', params: idParams, response: { 200: promiseSchema } },
    },
    async ({ actor, params }) => show(actor, await read(actor, params.id), await directory.units()),
  );

  makingRoute(app, dependencies, { directory, read, show });
  reportingRoute(app, dependencies, { directory, read, show });
}

interface Reader {
  directory: ReturnType<typeof createUnitDirectory>;
  read: (actor: SignedIn, id: string) => Promise<PromiseRow>;
  show: (actor: SignedIn, row: PromiseRow, units: Units) => PromiseView;
}

/** Beside a reply, which may hold a promise itself: what is promised later, or on behalf of a case that has long been closed. */
function makingRoute(app: Api, dependencies: ApiDependencies, { directory, read, show }: Reader): void {
  const { database, temporal } = dependencies;
  const readRules = createRulesReader(database);
  app.post(
    '/demands/:number/promises',
    {
      config: { access: ['handler', 'replier', 'supervisor'], standIns: true },
      schema: {
        tags: ['承诺'],
        summary: '登记一项承诺(主办单位),到期提醒报告',
        params: numberParams,
        headers: keyHeader,
        body: newPromiseSchema,
        response: { 201: promiseSchema },
      },
    },
    async ({ actor, params, headers, body }, reply) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const unit = demand.state.lead;
      if (!unit) throw new Problem('not_allowed_in_stage', '这件诉求还没有主办单位,分拨后才能登记承诺。');
      if (!mayReport({ unit }, actorOf(actor)))
        throw new Problem('not_allowed_for_role', '只有主办单位的经办、反馈和督办人员可以登记承诺。');
      const dueAt = morningOf(body.dueOn);
      if (!isAhead(dueAt, Date.now())) throw invalidInput('/dueOn', '兑现日期须在今天之后、五年之内,请重新选择。');
      await requireNoLeaks(dependencies, { demand, units }, body);
      const given = headers['idempotency-key'];
      const key = given === undefined ? null : requestKey(`${actor.user}\n${demand.id}\npromise`, given, body);
      const id = idFrom(key, 'promise');
      const wordsId = await keepWords(database, demand.id, { promise: { text: body.text } }, key);
      const open = { id, demandId: demand.id, unit, madeBy: actor.user, wordsId, dueAt };
      const rules = promiseRules((await readRules()).policy);
      try {
        await temporal.within(START_WITHIN, () =>
          temporal.client.workflow.start<typeof promise>('promise', {
            workflowId: promiseWorkflowId(id),
            taskQueue: temporal.taskQueue,
            args: [{ open, rules }],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        );
      } catch (error) {
        if (!isStarted(error)) throw temporalUnavailable(error);
      }
      const row = await untilRecorded(() => read(actor, id));
      await recordAudit(database, {
        user: actor.user,
        action: 'promise_made',
        target: demand.state.number,
        detail: { promise: id },
      });
      void reply.code(201).header('location', `/api/v1/promises/${id}`);
      return show(actor, row, units);
    },
  );
}

const isStarted = (error: unknown): boolean => (error as Error).name === 'WorkflowExecutionAlreadyStartedError';

const LOOK_AGAIN = 50;
const RECORDED_WITHIN = 4_500;

/** Its workflow writes the first row; whoever made it waits for that, and asks again under the same key when it takes long. */
async function untilRecorded(read: () => Promise<PromiseRow>): Promise<PromiseRow> {
  for (const until = Date.now() + RECORDED_WITHIN; ;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
      if (Date.now() > until) throw temporalUnavailable(error);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
  }
}

function reportingRoute(app: Api, dependencies: ApiDependencies, { directory, read, show }: Reader): void {
  const { database } = dependencies;
  app.post(
    '/promises/:id/actions/report',
    {
      config: { access: ['handler', 'replier', 'supervisor'], standIns: true },
      schema: {
        tags: ['承诺'],
        summary: '报告兑现情况,诉求人会收到通知',
        params: idParams,
        headers: keyHeader,
        body: reportSchema,
        response: { 200: promiseSchema },
      },
    },
    async ({ actor, params, headers, body }) => {
      const row = await read(actor, params.id);
      if (body.outcome === 'postponed' && body.dueOn === undefined)
        throw invalidInput('/dueOn', '请选择推迟到哪一天。');
      if (body.outcome !== 'postponed' && body.dueOn !== undefined)
        throw invalidInput('/dueOn', '只有推迟时才填写新的日期。');
      await requireNoLeaks(dependencies, await seenDemand(database, directory, actor, row.number), body);
      const given = headers['idempotency-key'];
      const dueAt = body.dueOn === undefined ? null : morningOf(body.dueOn);
      await askWorkflow<PromiseMessage>(dependencies, {
        workflowId: promiseWorkflowId(row.id),
        update: reportPromiseUpdate,
        said: { facts: { outcome: body.outcome, dueAt } },
        actor: actorOf(actor),
        demandId: row.demand_id,
        words: { text: body.text },
        key: given === undefined ? null : requestKey(`${actor.user}\n${row.id}\nreport`, given, body),
        carriedOut: async (updateId) =>
          (await read(actor, row.id)).requests.find((each) => each.startsWith(`${updateId}.`)) ?? null,
        ended: async () => {
          const isOver = (await read(actor, row.id)).ended_at !== null;
          return isOver ? refuse('already_concluded', '这项承诺已有结论,无需再报告。') : null;
        },
      });
      const detail = { promise: row.id, outcome: body.outcome };
      await recordAudit(database, { user: actor.user, action: 'promise_reported', target: row.number, detail });
      return show(actor, await read(actor, row.id), await directory.units());
    },
  );
}
