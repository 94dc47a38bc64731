import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { callbackUpdate, callbackWorkflowId, type CallbackMessage } from '../../../workflows/messages';
import { findCallbackToAct, isStillWaitedFor, type CallbackRow } from '../../database/callbacks';
import type { Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import {
  alreadyConcluded,
  ATTEMPT_OUTCOMES,
  CALLBACK_RESULTS,
  isEnded,
  type CallbackAction,
  type CallbackFacts,
  type CallbackState,
} from '../../domain/callback';
import { DISSATISFACTION_REASONS, type DissatisfactionReason } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow } from '../ask-workflow';
import { gradeSchema } from '../demands/action-bodies';
import { sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { invalidInput, notFound } from '../errors';
import { requestKey, type RequestKey } from '../request-key';
import { text } from '../text';
import { callbackSchema, showCallbacks } from './view';
import { idParams, viewerOf } from './viewer';

const reasons = Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]];
const bodies = {
  claim: z.strictObject({}),
  attempt: z.strictObject({
    outcome: z.enum(ATTEMPT_OUTCOMES),
    note: text(1000).optional(),
    nextAt: z.iso.datetime({ offset: true }).optional().meta({ description: '对方约定的时间,用于 call_later' }),
  }),
  conclude: z.strictObject({
    result: z.enum(CALLBACK_RESULTS),
    grade: gradeSchema.optional(),
    reasons: z.array(z.enum(reasons)).max(10).optional(),
    note: text(2000).optional(),
  }),
} satisfies Record<CallbackAction, z.ZodType>;
const summaries: Record<CallbackAction, string> = { claim: '领取', attempt: '登记一次通话', conclude: '登记回访结论' };
const ACTIONS = Object.keys(bodies) as CallbackAction[];

type Body<A extends CallbackAction> = z.output<(typeof bodies)[A]>;
const toFacts: { [A in CallbackAction]: (body: Body<A>) => CallbackFacts[A] } = {
  claim: () => ({}),
  attempt: ({ outcome, nextAt }) => ({ outcome, nextAt: nextAt ? agreedTime(outcome, nextAt) : null }),
  conclude: ({ result, grade }) => ({ result, grade: grade ?? null }),
};

/** Kept beside the record. Why somebody is dissatisfied is for the analysis; the domain decides by the result alone. */
function wordsOf({ note, reasons: named }: { note?: string; reasons?: string[] }): Record<string, unknown> | null {
  return note === undefined && named === undefined ? null : { note, reasons: named };
}

const FARTHEST = 30 * 24 * 3_600_000;

function agreedTime(outcome: string, nextAt: string): number {
  const at = Date.parse(nextAt);
  if (outcome !== 'call_later') throw invalidInput('/nextAt', '只有“对方要求稍后再打”时才能约定时间。');
  if (at <= Date.now() || at > Date.now() + FARTHEST)
    throw invalidInput('/nextAt', '约定时间须在将来 30 天内,请重新填写。');
  return at;
}

export function callbackActionRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  for (const action of ACTIONS) callbackActionRoute(app, dependencies, directory, action);

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
  app.post(
    `/callbacks/:id/actions/${action}`,
    {
      config: { access: ['callback'], standIns: true },
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
      await ask(dependencies, job, actor, action, body, key);
      const after = (await read())!;
      if (isEnded(after)) await heardByDemand(database, after);
      const [view] = await showCallbacks(database, [after], units);
      return view!;
    },
  );
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
    said: { facts: toFacts[action](body) },
    // Vacant seats are no way to the telephone.
    actor: { kind: 'staff', user: actor.user, grants: actor.acting.filter((grant) => grant.from === undefined) },
    demandId: job.demand_id,
    words: wordsOf(body),
    key,
    carriedOut: async (updateId) => (await read()).requests.find((each) => each.startsWith(`${updateId}.`)) ?? null,
    ended: async () => (isEnded(await read()) ? alreadyConcluded() : null),
  });
}

const POLL = 20;
const WAIT = 2_000;

/** The demand learns the result from the job's workflow a moment later; waiting for it lets the next GET show it. */
async function heardByDemand(database: Database, job: CallbackRow): Promise<void> {
  const until = Date.now() + WAIT;
  while (Date.now() < until && (await isStillWaitedFor(database, job))) await sleep(POLL);
}
