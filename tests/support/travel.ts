import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { fastForward, skip, virtualTime } from '../../src/demo/fast-forward';
import type { Answer, Json } from './app';
import type { Stack } from './stack';

/** What most tests file: for the park, by its collector. */
export const filed = {
  kind: 'help',
  title: '园区出入口通行慢',
  body: '早高峰货车与员工车辆混行，出入口经常堵二十分钟。',
  unit: 'zhihui',
  subject: { type: 'sole', name: '智美科技党支部' },
  contact: { name: '欧阳测', phone: '13800009999' },
  channel: '党群服务中心',
};

export interface Traveller {
  id: string;
  number: string;
  trackingToken: string;
  /** Of the round that was replied to last. */
  ratingToken: string;
}

/** Files it, as it is or with something changed. */
export async function fileDemand(stack: Stack, more: object = {}): Promise<{ number: string; trackingToken: string }> {
  const payload = { ...filed, ...more };
  const { body } = await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload });
  return { number: body.number as string, trackingToken: body.trackingToken as string };
}

/** A demand that went from filing to the stage `rating`, by the park's own people. */
export async function repliedDemand(stack: Stack, more: object = {}, lead?: string): Promise<Traveller> {
  const { number, trackingToken } = await fileDemand(stack, more);
  const { id } = await stack.database.demand.findUniqueOrThrow({ where: { number }, select: { id: true } });
  return { id, number, trackingToken, ratingToken: await goRound(stack, number, lead) };
}

/** From the dispatcher's desk to the reply; answers the token to rate by. */
export async function goRound(stack: Stack, number: string, lead = 'zhihui'): Promise<string> {
  await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: lead });
  await acts(stack, `${lead}.handler`, number, 'accept');
  await acts(stack, `${lead}.handler`, number, 'finish', { result: 'resolved', summary: '增设货车通道，错峰进出。' });
  await acts(stack, `${lead}.reviewer`, number, 'review', { approve: true });
  const reply = { found: '货车与员工车辆混行', done: '增设货车通道', basis: '园区公约', contact: '服务台 0755-1' };
  return (await acts(stack, `${lead}.replier`, number, 'reply', reply)).ratingToken as string;
}

/** A request that waits for the engine, under a key: when it is sent again, it is carried out once all the same. */
export const insist = (
  stack: Stack,
  user: string | null,
  url: string,
  payload: object = {},
  key: string = aKey(),
): Promise<Answer> =>
  stack.call(user, { method: 'POST', url: `/api/v1${url}`, payload, headers: { 'idempotency-key': key } });

/** An action that must be carried out; answers the demand. */
export async function acts(stack: Stack, user: string, number: string, action: string, payload = {}): Promise<Json> {
  const answer = await insist(stack, user, `/demands/${number}/actions/${action}`, payload);
  expect([action, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([action, 200, '']);
  return answer.body;
}

export const rateBy = (stack: Stack, token: string, payload: object): Promise<Answer> =>
  insist(stack, null, `/public/ratings/${token}`, payload);

/** A POST to a callback job. What ends the job is told to its demand by the job's workflow: that is waited for, too. */
export async function onJob(stack: Stack, user: string, job: string, action: string, payload = {}, key?: string) {
  const answer = await insist(stack, user, `/callbacks/${job}/actions/${action}`, payload, key);
  const { kind, result } = answer.status === 200 ? answer.body : {};
  if (kind === 'dissatisfied' && result)
    await until(async () => {
      const { stage, state } = await stack.database.demand.findFirstOrThrow({
        where: { number: answer.body.demand.number },
      });
      return stage !== 'calling_back' || (state as Json).callbackJob !== job || undefined;
    });
  return answer;
}

/** Moves a job's own time to its window, and answers the job as the list shows it. */
export async function atWindow(stack: Stack, user: string, job: string): Promise<Json> {
  const waiting = await until(() => read(stack, user, job));
  const now = (await virtualTime(stack, `callback/${job}`)) ?? Date.now();
  await fastForward(stack, [`callback/${job}`], Math.max(0, Date.parse(waiting.windowStart) - now) + 1_000);
  return until(async () => {
    const offered = await read(stack, user, job);
    return offered?.state === 'scheduled' ? undefined : offered;
  });
}

async function read(stack: Stack, user: string, job: string): Promise<Json> {
  const { status, body } = await stack.call(user, { method: 'GET', url: `/api/v1/callbacks/${job}` });
  return status === 200 ? body : undefined;
}

/** Of one wait (ms), on a busy machine. */
const PATIENCE = 120_000;
/** Asks again until there is something; what never comes fails the test. */
export async function until<Result>(ask: () => Promise<Result | undefined>): Promise<Result> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error('it never happened');
}

/** As if the engine had been restored to a time before it began. Answers when it knows nothing of it. */
export async function losesWorkflow({ temporal }: Stack, workflowId: string): Promise<void> {
  const { client, connection } = temporal;
  const { namespace } = client.options;
  await connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } });
  const handle = client.workflow.getHandle(workflowId);
  await until(() => handle.describe().then(() => undefined, isNotFound));
}

function isNotFound(error: unknown): true {
  if (error instanceof WorkflowNotFoundError) return true;
  throw error;
}

/**
 * Moves a workflow on by some time (ms) while no worker is there, and waits until a clock of it has rung unheard. Await `moved`
 * when a worker is back: until then the engine does not pass over what waits.
 */
export async function ringsUnheard(stack: Stack, workflowId: string, ms: number): Promise<{ moved: Promise<void> }> {
  const rung = async () => {
    const { events } = await stack.temporal.client.workflow.getHandle(workflowId).fetchHistory();
    return events!.filter(({ timerFiredEventAttributes }) => timerFiredEventAttributes).length;
  };
  const before = await rung();
  const moved = skip(stack, workflowId, ms);
  moved.catch(() => undefined);
  await until(async () => (await rung()) > before || undefined);
  return { moved };
}

/** Everything that stands in a workflow's history, payloads opened. */
export async function historyText(stack: Stack, workflowId: string): Promise<string> {
  const history = await stack.temporal.client.workflow.getHandle(workflowId).fetchHistory();
  return JSON.stringify(history).replace(/"data":"([^"]*)"/g, (_, payload: string) =>
    Buffer.from(payload, 'base64').toString(),
  );
}

/** Every row of every table as text, by table; columns named here are left out. Bytes show as \\x and hexadecimal digits. */
export async function wholeDatabase(
  { database }: Pick<Stack, 'database'>,
  without: string[] = [],
): Promise<Map<string, string>> {
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const whole = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await database.$queryRawUnsafe<{ row: string }[]>(
      `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t`,
      without,
    );
    whole.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return whole;
}

export const aKey = (): string => randomUUID();

/** A link with another last character, of the same alphabet. */
export const mistyped = (link: string): string => link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A');
