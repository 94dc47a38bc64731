import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { untilProcessed } from '../../src/api/ask-workflow';
import { missingDependency } from '../../src/api/outages';
import { fastForward, forwardTo, virtualTime } from '../../src/demo/fast-forward';
import { isLeftLying, type CallbackJob } from '../../src/domain/callback';
import type { Clock } from '../../src/domain/clock';
import type { Demand } from '../../src/domain/demand';
import { nextDeadline } from '../../src/domain/time-passing';
import type { Action, ClockName, Stage } from '../../src/domain/vocabulary';
import {
  actionUpdate,
  callbackQuery,
  callbackWorkflowId,
  demandQuery,
  demandWorkflowId,
  type ActionMessage,
  type Answer as Heard,
} from '../../workflows/messages';
import type { Answer, Json } from './app';
import type { Stack } from './stack';
import { acts } from './travel';

export const filing = {
  kind: 'help',
  title: '园区出入口通行慢',
  body: '早高峰货车与员工车辆混行。',
  unit: 'zhihui',
  subject: { type: 'sole', name: '汇志科技党支部' },
  channel: '党群服务中心',
};

/** One demand filed over REST, with the people of 智美·汇志 around it, and the time of its own workflow. */
export interface Case {
  number: string;
  id: string;
  workflowId: string;
  /** Acts over REST and expects it to be allowed; answers the demand after it. */
  act(user: string, action: string, body?: object): Promise<Json>;
  /** The same with nothing expected of the answer. */
  try(user: string, action: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  /** Brings it to a stage by the people whose turn it is. */
  bringTo(stage: Stage): Promise<Case>;
  /** What the workflow holds. */
  state(): Promise<Demand>;
  /** What the record says. */
  recorded(): Promise<Demand>;
  events(): Promise<Json[]>;
  eventTypes(): Promise<string[]>;
  notices(): Promise<
    {
      key: string;
      kind: string;
      role: string | null;
      unit_id: string | null;
      user_id: string | null;
      late_by: number;
    }[]
  >;
  clock(name: ClockName): Promise<Clock>;
  /** Lets the workflow's time, and that of its callback, go on to a moment (epoch ms), or by some time (ms). */
  until(at: number): Promise<void>;
  passes(ms: number): Promise<void>;
  /** Lets time pass until this rung of the clock's ladder has fired. */
  untilRung(name: ClockName, percent: number): Promise<void>;
  untilNextDeadline(): Promise<void>;
  callback(): Promise<Callback>;
}

export interface Callback {
  id: string;
  workflowId: string;
  job(): Promise<CallbackJob>;
  act(action: 'claim' | 'attempt' | 'conclude', facts?: object, unit?: string): Promise<void>;
}

const SECOND = 1_000;
/** Of one wait (ms): a busy machine is given time, before the test says what it saw. */
const PATIENCE = 120_000;
export const HOUR = 3_600 * SECOND;
export const REPLY = { found: '人车混行', done: '分时分道', basis: '园区公约', contact: '物业 0755-12345' };

const WAY: Stage[] = ['dispatching', 'accepting', 'handling', 'reviewing', 'replying', 'rating', 'calling_back'];
const STEPS: Partial<Record<Stage, [user: string, action: string, body: object]>> = {
  dispatching: ['zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' }],
  accepting: ['zhihui.handler', 'accept', {}],
  handling: ['zhihui.handler', 'finish', { result: 'resolved', summary: '已分流。' }],
  reviewing: ['zhihui.reviewer', 'review', { approve: true }],
  replying: ['zhihui.replier', 'reply', REPLY],
  rating: ['zhihui.collector', 'rate', { grade: 1, reasons: ['not_solved'] }],
};

/** Polls until it is so; for what happens by messages between workflows. Gives up with an error that tells the last value. */
export async function eventually<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (let pause = 25; ; pause = Math.min(pause * 1.3, 500)) {
    const value = await read();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`it never was so; at last it was ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Asks the engine again while it does not get an answer from a workflow: on a busy machine its task may fail by time several
 * times in a row. Only for what may be asked twice: queries, and Updates with an id.
 */
export async function untilHeard<T>(ask: () => Promise<T>): Promise<T> {
  const heard = () =>
    ask().then(
      (answer) => ({ answer }),
      (error: unknown) => {
        if (missingDependency(error) !== 'temporal') throw error;
        return null;
      },
    );
  return (await eventually(heard, (found) => found !== null))!.answer;
}

/** An Update of a demand's workflow, past the service. Answers when it is carried out and recorded. */
export function tells<A extends Action>(
  stack: Stack,
  { workflowId }: Pick<Case, 'workflowId'>,
  action: A,
  message: ActionMessage<A>,
) {
  return sent(stack.temporal.client.workflow.getHandle(workflowId), actionUpdate(action), message);
}

function sent<Message>(
  handle: WorkflowHandle,
  update: UpdateDefinition<Heard, [Message]> | string,
  message: Message,
): Promise<Heard> {
  const updateId = randomUUID();
  return untilHeard(() => untilProcessed(() => handle.executeUpdate(update, { args: [message], updateId })));
}

export async function aCase(stack: Stack, wish: object = {}): Promise<Case> {
  const filed = await stack.call('zhihui.collector', {
    method: 'POST',
    url: '/api/v1/demands',
    payload: { ...filing, ...wish },
  });
  if (filed.status !== 201) throw new Error(`not filed: ${filed.text}`);
  return caseOf(stack, filed.body.number as string);
}

export async function caseOf(stack: Stack, number: string): Promise<Case> {
  const { id } = await stack.database.demand.findUniqueOrThrow({ where: { number }, select: { id: true } });
  const workflowId = demandWorkflowId(id);
  const handle = stack.temporal.client.workflow.getHandle(workflowId);
  const recorded = async () =>
    (await stack.database.demand.findUniqueOrThrow({ where: { id } })).state as unknown as Demand;
  const both = async () => {
    const { callbackJob } = await recorded();
    return callbackJob ? [workflowId, callbackWorkflowId(callbackJob)] : [workflowId];
  };
  /** Everything that was due by then has happened, and is recorded. */
  const isDoneBy = async (at: number, ids: string[]) => {
    await allQuiet(stack, ids);
    if (stack.worker.getState() !== 'RUNNING') return;
    const dues = () => Promise.all(ids.map((id) => nextDueOf(stack, id, recorded)));
    await eventually(dues, (all) => all.every((due) => due === null || due > at));
    // A timer that rang late was answered only now: its record, and the task that wrote it, may still be under way.
    await allQuiet(stack, ids);
  };
  const it: Case = {
    number,
    id,
    workflowId,
    try: (user, action, body = {}, headers = {}) =>
      stack.call(user, { method: 'POST', url: `/api/v1/demands/${number}/actions/${action}`, payload: body, headers }),
    act: (user, action, body) => acts(stack, user, number, action, body),
    bringTo: async (stage) => {
      for (const before of WAY.slice(0, WAY.indexOf(stage))) await it.act(...STEPS[before]!);
      return it;
    },
    state: () => untilHeard(() => handle.query(demandQuery)),
    recorded,
    events: async () =>
      (await stack.call('baoan.supervisor', { method: 'GET', url: `/api/v1/demands/${number}/events` })).body.items,
    eventTypes: async () => (await it.events()).map((event: { type: string }) => event.type),
    notices: () => stack.database.$queryRaw`
      SELECT key, kind, role, unit_id, user_id, late_by FROM notice WHERE demand_id = ${id}::uuid ORDER BY id`,
    clock: async (name) => {
      const clock = (await recorded()).clocks.findLast((each) => each.name === name);
      if (!clock) throw new Error(`no clock ${name}`);
      return clock;
    },
    until: async (at) => {
      const ids = await both();
      await forwardTo(stack, ids, at);
      await isDoneBy(at, ids);
    },
    passes: async (ms) => {
      const ids = await both();
      const at = await fastForward(stack, ids, ms);
      if (at !== null) await isDoneBy(at, ids);
    },
    untilRung: async (name, percent) => {
      const rung = (await it.clock(name)).rungs.find((each) => each.percent === percent);
      await it.until(rung!.plannedAt! + SECOND);
    },
    untilNextDeadline: async () => it.until(nextDeadline(await recorded())! + SECOND),
    callback: async () => callbackOf(stack, (await recorded()).callbackJob!),
  };
  return it;
}

/**
 * On a busy machine a clock has rung before the worker has looked at it, and what was recorded may be recorded once more. Waits
 * until no workflow has anything left to do.
 */
export async function allQuiet({ temporal, worker, isRecording }: Stack, workflowIds: string[]): Promise<void> {
  if (worker.getState() !== 'RUNNING') return;
  for (const id of workflowIds)
    await eventually(
      () => temporal.client.workflow.getHandle(id).describe().catch(ifMissing),
      (found) => !found || !(found.raw.pendingWorkflowTask || found.raw.pendingActivities?.length),
    );
  await eventually(
    () => Promise.resolve(isRecording()),
    (isSo) => !isSo,
  );
}

/** Waits until a demand is recorded for good, so that what is changed by hand after that stays. Answers its id. */
export async function recordedForGood(stack: Stack, number: string): Promise<string> {
  const { id } = await stack.database.demand.findUniqueOrThrow({ where: { number }, select: { id: true } });
  await allQuiet(stack, [demandWorkflowId(id)]);
  return id;
}

/**
 * What a running workflow will do next by itself (epoch ms). Its timer begins when its task ends: on a busy machine it rings some
 * seconds after the time it was planned for.
 */
async function nextDueOf(stack: Stack, workflowId: string, demand: () => Promise<Demand>): Promise<number | null> {
  if ((await virtualTime(stack, workflowId)) === null) return null;
  if (!workflowId.startsWith(callbackWorkflowId(''))) return nextDeadline(await demand());
  const job = await untilHeard(() => stack.temporal.client.workflow.getHandle(workflowId).query(callbackQuery));
  if (job.state === 'scheduled') return job.windowStart;
  return isLeftLying(job) ? job.windowEnd : null;
}

const ifMissing = (error: unknown): null => {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
};

/** The callback staff of a unit. */
const callerOf = (unit: string) => ({
  kind: 'staff' as const,
  user: `demo-${unit}.callback`,
  grants: [{ role: 'callback' as const, unit }],
});

/** The callback's workflow, spoken to directly. Waits until it is there. */
export async function callbackOf(stack: Stack, id: string): Promise<Callback> {
  const workflowId = callbackWorkflowId(id);
  const handle = stack.temporal.client.workflow.getHandle(workflowId);
  const job = () => untilHeard(() => handle.query(callbackQuery));
  await eventually(
    () => job().catch(() => null),
    (found) => found !== null,
  );
  return {
    id,
    workflowId,
    job,
    act: async (action, facts = {}, unit = 'fuyong') => {
      const message = { actor: callerOf(unit), facts, wordsId: null, requestId: null };
      await sent(handle, action, message);
    },
  };
}
