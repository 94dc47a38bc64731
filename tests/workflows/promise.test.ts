import { randomUUID } from 'node:crypto';
import { forwardTo, virtualTime } from '../../src/demo/fast-forward';
import { dayText } from '../../web/src/time/format';
import { promiseStartWorkflowId, promiseWorkflowId } from '../../workflows/messages';
import { createRulesReader } from '../../src/database/rules';
import { startWaitingPromises } from '../../src/promises/start-promises';
import { aCase, eventually, HOUR, REPLY, type Case } from '../support/a-case';
import type { Json } from '../support/app';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { historyText, insist } from '../support/travel';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const DAY = 24 * HOUR;
const dayIn = (days: number) => dayText(Date.now() + days * DAY);
const handler = 'zhihui.handler';

/** A suggestion with its answer. */
async function answered(result: string, reply: object = {}): Promise<Case> {
  const it = await (await aCase(stack, { kind: 'suggestion' })).bringTo('handling');
  await it.act(handler, 'finish', { result, summary: '已研究。' });
  await it.act('zhihui.reviewer', 'review', { approve: true });
  await it.act('zhihui.replier', 'reply', { ...REPLY, ...reply });
  return it;
}

const promisesOf = async ({ number }: Case): Promise<Json[]> =>
  (await stack.call(handler, { method: 'GET', url: `/api/v1/promises?demand=${number}` })).body.items;
/** The promise that came with the reply: it stands in the record with it. */
async function thePromise(it: Case): Promise<Json> {
  const [promise] = await promisesOf(it);
  return promise!;
}
const report = (id: unknown, body: object, user = handler, key?: string) =>
  insist(stack, user, `/promises/${String(id)}/actions/report`, body, key);
async function comesTo({ id }: Json, at: number): Promise<void> {
  await eventually(
    () => virtualTime(stack, promiseWorkflowId(id as string)),
    (time) => time !== null,
  );
  await forwardTo(stack, [promiseWorkflowId(id as string)], at);
}
const kinds = async (it: Case) =>
  (await it.notices()).map(({ kind }) => kind).filter((kind) => kind.startsWith('promise'));
const untilTold = (it: Case, kind: string) =>
  eventually(
    () => kinds(it),
    (told) => told.includes(kind),
  );
const tracked = async (it: Case) =>
  (await stack.call(handler, { method: 'GET', url: `/api/v1/demands/${it.number}/public-view` })).body;

describe('a promise made with a reply', () => {
  it('wakes on its day; what is reported is told to whoever made the demand', async () => {
    const it = await answered('noted', { promise: { text: '下季度开通摆渡车', dueOn: dayIn(90) } });
    const promise = await thePromise(it);
    expect(promise).toMatchObject({ state: 'promised', text: '下季度开通摆渡车', mayReport: true });
    await comesTo(promise, Date.parse(promise.dueAt as string) + 1_000);
    await untilTold(it, 'promise_due');
    expect((await promisesOf(it))[0]).toMatchObject({ state: 'due' });
    for (const [user, toReport] of [
      [handler, 1],
      ['fuyong.supervisor', 1],
      ['fuhai.handler', 0],
    ] as const) {
      const read = async (url: string) =>
        (await stack.call(user, { method: 'GET', url: `/api/v1/promises${url}` })).body;
      expect([await read('/counts'), (await read('?toReport=true')).items.length]).toEqual([{ toReport }, toReport]);
    }
    const { status, body } = await report(promise.id, { outcome: 'kept', text: '摆渡车已开通。' });
    expect([status, body.state, body.reports[0].by.username]).toEqual([200, 'kept', handler]);
    expect(await untilTold(it, 'promise_reported')).toEqual(['promise_due', 'promise_reported']);
    expect((await tracked(it)).promises).toMatchObject([{ state: 'kept', reports: [{ text: '摆渡车已开通。' }] }]);
    expect((await report(promise.id, { outcome: 'broken', text: '没有。' })).body.code).toBe('already_concluded');
    Object.assign(named, { 'reply-with-promise': it.workflowId, promise: promiseWorkflowId(promise.id as string) });
    named['promise-start'] = promiseStartWorkflowId(promise.id as string);
    const text = await historyText(stack, promiseWorkflowId(promise.id as string));
    expect(text).not.toMatch(/摆渡车/);
  });

  it('wakes in a fast-forward of the demo, also when its case is long closed', async () => {
    const it = await answered('adopted');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const { dueAt } = await thePromise(it);
    const url = `/api/v1/demo/demands/${it.number}/fast-forward`;
    const { status } = await stack.call('baoan.supervisor', { method: 'POST', url, payload: { until: dueAt } });
    expect([status, (await promisesOf(it))[0]!.state]).toEqual([200, 'due']);
  });

  it('is made by itself for a suggestion that was adopted, and for no other answer', async () => {
    const adopted = await answered('adopted');
    const [promise] = await promisesOf(adopted);
    expect(promise).toMatchObject({ state: 'promised', text: REPLY.done, automatic: true });
    expect(Math.round((Date.parse(promise.dueAt as string) - Date.now()) / DAY)).toBe(90);
    const noted = await answered('noted');
    expect((await noted.recorded()).stage).toBe('rating');
    expect(await promisesOf(noted)).toEqual([]);
  });

  it('that nobody reports on is told to the supervisors one after the other, also after an outage', async () => {
    const it = await answered('adopted');
    const promise = await thePromise(it);
    const dueAt = Date.parse(promise.dueAt as string);
    await comesTo(promise, dueAt + 1_000);
    await untilTold(it, 'promise_due');
    await stack.stopWorker();
    await stack.startWorker();
    await comesTo(promise, dueAt + 22 * DAY);
    await eventually(
      () => kinds(it),
      (told) => told.length >= 4,
    );
    const late = (await it.notices()).filter(({ kind }) => kind === 'promise_late');
    expect(late.map(({ unit_id }) => unit_id)).toEqual(['zhihui', 'fuyong', 'baoan']);
    const again = await report(promise.id, {
      outcome: 'postponed',
      text: '等经费。',
      dueOn: dayText(dueAt + 60 * DAY),
    });
    expect(again.body).toMatchObject({ state: 'promised', reports: [{ outcome: 'postponed' }] });
    named['promise-late'] = promiseWorkflowId(promise.id as string);
  });
});

describe('a promise of a case that others joined', () => {
  it('is reported to all who made one of the demands, once each', async () => {
    const main = await (await aCase(stack, { kind: 'suggestion' })).bringTo('handling');
    const follower = await aCase(stack, { kind: 'suggestion' });
    await follower.act('zhihui.dispatcher', 'merge', { into: main.number });
    await eventually(
      () => main.recorded(),
      ({ followers }) => followers.length === 1,
    );
    await main.act(handler, 'finish', { result: 'adopted', summary: '已研究。' });
    await main.act('zhihui.reviewer', 'review', { approve: true });
    await main.act('zhihui.replier', 'reply', REPLY);
    const promise = await thePromise(main);
    expect((await report(promise.id, { outcome: 'kept', text: '已落实。' })).status).toBe(200);
    for (const it of [main, follower]) expect(await kinds(it)).toEqual(['promise_reported']);
  });
});

describe('a promise beside the reply', () => {
  it('is taken in while the engine is away, and wakes all the same', async () => {
    const it = await answered('noted');
    const { client } = stack.temporal;
    const start = client.workflow.start.bind(client.workflow);
    client.workflow.start = () => Promise.reject(new Error('the engine is away'));
    const url = `/api/v1/demands/${it.number}/promises`;
    const { status, body: promise } = await stack
      .call(handler, { method: 'POST', url, payload: { text: '明年修缮', dueOn: dayIn(30) } })
      .finally(() => (client.workflow.start = start));
    expect([status, promise.state, promise.automatic]).toEqual([201, 'promised', false]);
    await stack.database.$executeRaw`
      UPDATE demand_promise SET made_at = now() - interval '1 minute' WHERE id = ${promise.id}::uuid`;
    const rules = await createRulesReader(stack.database)();
    expect(await startWaitingPromises(stack.temporal, stack.database, rules)).toBe(1);
    await comesTo(promise, Date.parse(promise.dueAt as string) + 1_000);
    expect(await untilTold(it, 'promise_due')).toEqual(['promise_due']);
    expect(await startWaitingPromises(stack.temporal, stack.database, rules)).toBe(0);
  });

  it('is made once for one request, also long after the case was closed, and reported once', async () => {
    const it = await answered('noted');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const key = randomUUID();
    const make = (body: object = { text: '明年计划修缮', dueOn: dayIn(200) }, user = handler) =>
      stack.call(user, {
        ...{ method: 'POST', url: `/api/v1/demands/${it.number}/promises`, payload: body },
        headers: { 'idempotency-key': key },
      });
    const [first, second] = [await make(), await make()];
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
    expect(await promisesOf(it)).toHaveLength(1);
    const once = randomUUID();
    const body = { outcome: 'postponed', text: '经费未到。', dueOn: dayIn(300) };
    const reports = [
      await report(first.body.id, body, handler, once),
      await report(first.body.id, body, handler, once),
    ];
    expect(reports.map(({ status }) => status)).toEqual([200, 200]);
    expect(reports[1]!.body.reports).toHaveLength(1);
    expect((await report(first.body.id, { ...body, text: '别的。' }, handler, once)).body.code).toBe(
      'idempotency_conflict',
    );
    expect((await make({ text: '别的', dueOn: dayIn(9) })).body.code).toBe('idempotency_conflict');
    named['promise-postponed'] = promiseWorkflowId(first.body.id as string);
  });

  it('is refused to others, for the past, and where nothing was dispatched', async () => {
    const it = await answered('noted');
    const url = `/api/v1/demands/${it.number}/promises`;
    const tryIt = async (user: string, payload: object, at = url) => {
      const { status, body } = await stack.call(user, { method: 'POST', url: at, payload });
      return [status, body.code];
    };
    const body = { text: '修缮', dueOn: dayIn(30) };
    expect(await tryIt('zhihui.reviewer', body)).toEqual([403, 'not_allowed_for_role']);
    expect(await tryIt('fuhai.handler', body)).toEqual([404, 'not_found']);
    expect(await tryIt(handler, { ...body, dueOn: dayIn(-1) })).toEqual([422, 'invalid_input']);
    expect(await tryIt(handler, { ...body, dueOn: '下季度' })).toEqual([422, 'invalid_input']);
    expect(await tryIt(handler, { dueOn: dayIn(30) })).toEqual([422, 'invalid_input']);
    const fresh = await aCase(stack);
    const early = await tryIt('fuyong.supervisor', body, `/api/v1/demands/${fresh.number}/promises`);
    expect(early).toEqual([409, 'not_allowed_in_stage']);
    const promise = await thePromise(await answered('adopted'));
    expect((await report(promise.id, { outcome: 'postponed', text: '等等。' })).status).toBe(422);
    expect((await report(promise.id, { outcome: 'kept', text: '好。', dueOn: dayIn(9) })).status).toBe(422);
    expect((await report(promise.id, { outcome: 'kept', text: '好。' }, 'zhihui.reviewer')).status).toBe(403);
  });
});

describe('the lives above', () => {
  it('are repeated by their workflows', async () => {
    expect(await replayAndKeep(stack, named)).toEqual([]);
  });
});
