import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from '../database/client';
import { createUnitDirectory } from '../database/unit-directory';
import { createDemoAccounts } from '../demo/accounts';
import { fastForward, forwardTo, virtualTime } from '../demo/fast-forward';
import { nextDeadline } from '../domain/time-passing';
import {
  appealWorkflowId,
  callbackWorkflowId,
  demandQuery,
  demandWorkflowId,
  pollWorkflowId,
  promiseWorkflowId,
} from '../../workflows/messages';
import type { Api, ApiDependencies } from './app';
import { seenDemand } from './demands/eyes';
import { demandSchema, demandView } from './demands/view';
import { Problem } from './errors';
import { moment } from './instant';
import { roleSchema, unitSchema } from './units';

const numberParams = z.object({ number: z.string().max(40) });
const bodySchema = z
  .object({
    hours: z.number().gt(0).max(45_000).optional().meta({ description: '快进多少小时，可以是小数；最多五年' }),
    until: moment.optional().meta({ description: '或者：快进到何时' }),
  })
  .refine(
    ({ hours, until }) => (hours === undefined) !== (until === undefined),
    '请写快进多少小时（hours）或到何时（until），二选一',
  )
  .meta({ id: 'FastForward' });
type Move = z.output<typeof bodySchema>;

export const demoAccountSchema = z
  .object({ username: z.string(), password: z.string(), name: z.string(), unit: unitSchema, role: roleSchema })
  .meta({ id: 'DemoAccount' });

const HOUR = 3_600_000;
const ANSWER_WITHIN = 120_000;
const LOOKS = 150;
const LOOK_AGAIN_AFTER = 100;

/** Registered in demo mode only: outside it these routes do not exist. */
export async function demoRoutes(app: Api, { database, temporal }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const demoAccounts = createDemoAccounts(database);

  app.get(
    '/demo/accounts',
    {
      config: { access: 'public' },
      schema: {
        tags: ['演示'],
        summary: '可以登录的演示账号及口令，供登录页直接选用',
        response: { 200: z.object({ items: z.array(demoAccountSchema) }) },
      },
    },
    async () => ({ items: await demoAccounts() }),
  );

  app.post(
    '/demo/demands/:number/fast-forward',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['演示'],
        summary: '快进：让一件诉求及其回访、票选、申诉、承诺的时间往前走，沿途到点的依次触发',
        params: numberParams,
        body: bodySchema,
        response: { 200: demandSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const isMoved = await temporal.within(ANSWER_WITHIN, () => move(demand.id, body));
      if (!isMoved)
        throw new Problem('not_allowed_in_stage', '该诉求已经办结，也没有未了的承诺和申诉，没有可以快进的；请换一件。');
      const after = await seenDemand(database, directory, actor, params.number);
      return demandView(after.demand, after.units);
    },
  );

  async function move(demandId: string, { hours, until }: Move): Promise<boolean> {
    const companions = async () => {
      let ids: string[] = [];
      await looksUntil(async () => haveBegun((ids = await openCompanions(database, demandId))));
      return ids;
    };
    const all = [demandWorkflowId(demandId), ...(await companions())];
    const to = until === undefined ? Math.round(hours! * HOUR) : { at: Date.parse(until) };
    const target = await fastForward({ temporal }, all, to);
    if (target === null) return false;
    await looksUntil(() => isRecorded(demandId, target));
    // A callback that was arranged on the way began at its demand's time of that moment.
    await forwardTo({ temporal }, await companions(), target);
    await looksUntil(async () => !(await isBehind(database, demandId, target)));
    return true;
  }

  /** The record knows of them a moment before their workflows begin. */
  async function haveBegun(ids: string[]): Promise<boolean> {
    const times = await Promise.all(ids.map((id) => virtualTime({ temporal }, id)));
    return times.every((time) => time !== null);
  }

  /** What fired on the way is answered for only when it can be read: under load the record comes after the clock. */
  async function isRecorded(demandId: string, target: number): Promise<boolean> {
    const held = await temporal.client.workflow.getHandle(demandWorkflowId(demandId)).query(demandQuery);
    const isDone = (nextDeadline(held) ?? Infinity) > target;
    const { version } = await database.demand.findUniqueOrThrow({ where: { id: demandId }, select: { version: true } });
    return isDone && version >= held.version;
  }
}

/** One that was lost would never come to it: then the answer is given all the same. */
async function looksUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < LOOKS && !(await isSo()); tries += 1) await sleep(LOOK_AGAIN_AFTER);
}

/** Whether something should have happened by then to what runs beside the demand, and has not been recorded. */
async function isBehind(database: Database, demandId: string, target: number): Promise<boolean> {
  const by = { lte: new Date(target) };
  const promises = { demandId, endedAt: null, OR: [{ state: 'promised', dueAt: by }, { reportBy: by }] };
  const counts = await Promise.all([
    database.demandPromise.count({ where: promises }),
    database.appeal.count({ where: { demandId, state: 'open', overdue: false, dueAt: by } }),
    database.poll.count({ where: { demandId, closedAt: null, closesAt: by } }),
    database.callbackJob.count({ where: { demandId, state: 'scheduled', windowStart: by } }),
  ]);
  return counts.some((count) => count > 0);
}

/** Workflow ids of what runs beside a demand and has not ended, also of a callback that is not yet recorded. */
async function openCompanions(database: Database, demandId: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM callback_job WHERE demand_id = ${demandId}::uuid AND result IS NULL
    UNION SELECT state->>'callbackJob' FROM demand WHERE id = ${demandId}::uuid AND stage = 'calling_back'`;
  const select = { id: true };
  const [polls, appeals, promises] = await Promise.all([
    database.poll.findMany({ where: { demandId, closedAt: null }, select }),
    database.appeal.findMany({ where: { demandId, state: 'open' }, select }),
    database.demandPromise.findMany({ where: { demandId, endedAt: null }, select }),
  ]);
  return [
    ...rows.map(({ id }) => callbackWorkflowId(id)),
    ...polls.map(({ id }) => pollWorkflowId(id)),
    ...appeals.map(({ id }) => appealWorkflowId(id)),
    ...promises.map(({ id }) => promiseWorkflowId(id)),
  ];
}
