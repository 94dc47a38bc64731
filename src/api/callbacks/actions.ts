import { z } from 'zod';
import { callbackUpdate, callbackWorkflowId, type CallbackMessage } from '../../../workflows/messages';
import { findCallbackToAct, isHeardByDemand, type CallbackRow } from '../../database/callbacks';
import { Prisma, type Database } from '../../database/client';
import { findDemand } from '../../database/demands';
import { createRulesReader } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import {
  alreadyConcluded,
  ATTEMPT_OUTCOMES,
  CALLBACK_ACTIONS,
  CALLBACK_RESULTS,
  isEnded,
  type CallbackAction,
  type CallbackFacts,
  type CallbackResult,
  type CallbackState,
} from '../../domain/callback';
import type { Actor } from '../../domain/demand';
import { isOfAddition, reopensFor } from '../../domain/rating';
import { DISSATISFACTION_REASONS, type DissatisfactionReason, type Role } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow } from '../ask-workflow';
import { gradeSchema } from '../demands/action-bodies';
import { sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, notFound } from '../errors';
import { moment } from '../instant';
import { requireNoLeaks } from '../replies/leaks';
import { requestKey, type RequestKey } from '../request-key';
import { text } from '../text';
import { untilHeard } from '../until-heard';
import { callbackSchema, dimensionsSchema, showCallbacks } from './view';
import { idParams, viewerOf } from './viewer';

const reasons = Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]];
const bodies = {
  claim: z.strictObject({}),
  attempt: z.strictObject({
    outcome: z.enum(ATTEMPT_OUTCOMES),
    note: text(1000).optional(),
    nextAt: moment.optional().meta({ description: '对方约定的时间，用于 call_later' }),
  }),
  conclude: z.strictObject({
    result: z.enum(CALLBACK_RESULTS),
    grade: gradeSchema.optional(),
    reasons: z.array(z.enum(reasons)).max(10).optional(),
    note: text(2000).optional().meta({ description: '通话要点；认定为不合理诉求时必填，作为依据告知诉求人' }),
    solved: z.boolean().optional().meta({ description: '对方说问题解决了没有' }),
    dimensions: dimensionsSchema.optional(),
    replyQuality: gradeSchema.optional().meta({ description: '只用于抽查：答复是否答到点子上，1 答非所问' }),
    answers: z
      .array(z.strictObject({ question: text(200), answer: text(1000) }))
      .max(50)
      .optional(),
  }),
  transfer: z.strictObject({
    user: z.string().min(1).max(64).meta({ description: '接手人的用户名' }),
    reason: text(500),
  }),
  skip: z.strictObject({ reason: text(500, { min: 2 }) }),
} satisfies Record<CallbackAction, z.ZodType>;
const summaries: Record<CallbackAction, string> = {
  claim: '领取',
  attempt: '登记一次通话',
  conclude: '登记回访结论',
  transfer: '转交给另一位回访人员（领取人或督办员）',
  skip: '跳过抽中的回访并说明理由（督办员）；由同一办理单位的下一件替补',
};
const ACCESS: Record<CallbackAction, Role[]> = {
  ...{ claim: ['callback'], attempt: ['callback'], conclude: ['callback'] },
  ...{ transfer: ['callback', 'supervisor'], skip: ['supervisor'] },
};

type Body<A extends CallbackAction> = z.output<(typeof bodies)[A]>;
type Facts<A extends CallbackAction> = CallbackFacts[A] | Promise<CallbackFacts[A]>;
const toFacts: { [A in CallbackAction]: (body: Body<A>, database: Database) => Facts<A> } = {
  claim: () => ({}),
  attempt: ({ outcome, nextAt }) => ({ outcome, nextAt: nextAt ? agreedTime(outcome, nextAt) : null }),
  conclude: ({ result, grade, reasons, dimensions, solved, replyQuality, note }) => {
    if (result === 'unreasonable' && note === undefined)
      throw invalidInput('/note', '认定为不合理诉求须写明依据：依据哪条规定，怎样向对方说明的。诉求人会看到。');
    const found = { reasons, dimensions, solved, replyQuality };
    return {
      result,
      grade: grade ?? null,
      found: Object.values(found).some((one) => one !== undefined) ? found : null,
    };
  },
  transfer: async ({ user }, database) => ({ to: await colleague(database, user) }),
  skip: () => ({}),
};

/** With the roles by which the person may phone. Throws when nobody of that name can sign in. */
async function colleague(database: Database, username: string): Promise<Actor & { kind: 'staff' }> {
  const select = { id: true, grants: { select: { role: true, unitId: true } } } as const;
  const row = await database.user.findFirst({ where: { username, disabledAt: null }, select });
  if (!row) throw invalidInput('/user', '没有这位同事，或账号已停用，请从回访人员中选择。');
  const grants = row.grants.map(({ role, unitId }) => ({ role: role as Role, unit: unitId }));
  return { kind: 'staff', user: row.id, grants };
}

interface Written {
  result?: CallbackResult;
  note?: string;
  reason?: string;
  reasons?: string[];
  answers?: object[];
}

/** Kept beside the record: what somebody wrote. The grounds of a ruling are for the reporter, too; other notes are not. */
function wordsOf({ result, note, reason, reasons: named, answers }: Written): Record<string, unknown> | null {
  const words = { ...(result === 'unreasonable' ? { basis: note } : { note }), reason, reasons: named, answers };
  return Object.values(words).every((one) => one === undefined) ? null : words;
}

const FARTHEST = 30 * 24 * 3_600_000;

function agreedTime(outcome: string, nextAt: string): number {
  const at = Date.parse(nextAt);
  if (outcome !== 'call_later') throw invalidInput('/nextAt', '只有“对方要求稍后再打”时才能约定时间。');
  if (at <= Date.now() || at > Date.now() + FARTHEST)
    throw invalidInput('/nextAt', '约定时间须在将来 30 天内，请重新填写。');
  return at;
}

export function callbackActionRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  for (const action of CALLBACK_ACTIONS) callbackActionRoute(app, dependencies, directory, action);

  app.post(
    '/callbacks/:id/actions/:action',
    {
      config: { access: 'signed-in' },
      schema: { hide: true, params: idParams.extend({ action: z.string().max(100) }) },
    },
    () => {
      throw notFound('这种操作');
    },
  );
}

function callbackActionRoute(
  app: Api,
  dependencies: ApiDependencies,
  directory: UnitDirectory,
  action: CallbackAction,
): void {
  const { database } = dependencies;
  const readRules = createRulesReader(database);
  // What says something of a case that has ended, and nothing for which it opens again, is told to nobody.
  const isTold = async (job: CallbackRow): Promise<boolean> => {
    if (!isEnded(job)) return action === 'attempt' && !isOfEnded(job);
    return !isOfEnded(job) || reopensFor((await readRules()).policy, job.found?.reasons ?? []);
  };
  app.post(
    `/callbacks/:id/actions/${action}`,
    {
      config: { access: ACCESS[action], standIns: true },
      schema: {
        tags: ['回访'],
        summary: summaries[action],
        params: idParams,
        headers: keyHeader,
        body: bodies[action],
        response: { 200: callbackSchema },
      },
    },
    async ({ actor, params, headers, body }) => {
      const units = await directory.units(actor.units);
      const read = () => findCallbackToAct(database, params.id, viewerOf(actor), sightOfActor(actor, units));
      const job = await read();
      if (!job) throw notFound('该回访任务');
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\n${job.id}\n${action}`, given, body) : null;
      await requireTellable(dependencies, job, units, body);
      await ask(dependencies, job, actor, action, body, key);
      const after = (await read())!;
      if (await isTold(after)) await untilHeard(() => isHeardByDemand(database, after, isOfEnded(after)));
      const [view] = await showCallbacks(database, [after], units);
      return view!;
    },
  );
}

/** The grounds of a ruling reach the reporter. Throws when somebody's number stands in them. */
async function requireTellable(
  dependencies: ApiDependencies,
  { number }: CallbackRow,
  units: Units,
  { result, note }: Written,
): Promise<void> {
  if (result !== 'unreasonable' || note === undefined) return;
  const demand = (await findDemand(dependencies.database, number, Prisma.sql`TRUE`))!;
  await requireNoLeaks(dependencies, { demand, units }, { text: note, confirmed: true }, '/note');
}

async function ask<A extends CallbackAction>(
  dependencies: ApiDependencies,
  job: CallbackRow,
  actor: SignedIn,
  action: A,
  body: Body<A>,
  key: RequestKey | null,
): Promise<void> {
  const read = async () => {
    const select = { state: true, requests: true };
    const { state, requests } = await dependencies.database.callbackJob.findUniqueOrThrow({
      where: { id: job.id },
      select,
    });
    return { state: state as CallbackState, requests };
  };
  await askWorkflow<CallbackMessage<A>>(dependencies, {
    workflowId: callbackWorkflowId(job.id),
    update: callbackUpdate(action),
    said: { facts: await toFacts[action](body, dependencies.database) },
    // Vacant seats are no way to the telephone.
    actor: { kind: 'staff', user: actor.user, grants: actor.acting.filter((grant) => grant.from === undefined) },
    demandId: job.demand_id,
    words: wordsOf(body),
    key,
    carriedOut: async (updateId) => (await read()).requests.find((each) => each.startsWith(`${updateId}.`)) ?? null,
    ended: async () => (isEnded(await read()) ? alreadyConcluded() : null),
  });
}

/** Of a spot check or an addition: no demand waits for it. */
const isOfEnded = ({ id, kind }: CallbackRow): boolean => kind === 'spot_check' || isOfAddition(id);
