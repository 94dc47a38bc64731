import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createReconciler, type Mended } from '../../activities/reconcile';
import { tellEndedCallback } from '../../activities/reconcile-callback';
import type { Prisma } from '../../src/database/client';
import { forwardTo, virtualTime } from '../../src/demo/fast-forward';
import { appealWorkflowId, callbackStartWorkflowId, pollWorkflowId, promiseWorkflowId } from '../../workflows/messages';
import { aCase, allQuiet, type Case, caseOf, eventually, HOUR, REPLY } from '../support/a-case';
import { testStack, type Stack } from '../support/stack';
import { insist, losesWorkflow } from '../support/travel';

const DAY = 24 * HOUR;

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

let looks = 0;
const look = () => {
  looks += 1;
  const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
  return new MockActivityEnvironment().run(() => reconciler.reconcile());
};

/** Everything recorded so far counts as old enough to be looked at. Answers what the report says. */
async function lookAtAll(): Promise<Mended[]> {
  await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
  const answer = await look();
  const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const mended = report.mended as unknown as Mended[];
  expect(answer).toEqual({ checked: report.checked, mended: mended.length });
  return mended;
}

/** The same of one case, when nothing of it is under way. When a busy engine gets no answer from its workflow, that is reported, and it is looked at again. */
async function reconcile(it: Case): Promise<Mended[]> {
  await allQuiet(stack, [it.workflowId]);
  const mended = (await lookAtAll()).filter(({ number }) => number === it.number);
  const isUnread = mended.some(({ found, did }) => found === 'workflow_unreadable' && did === 'reported');
  return isUnread ? reconcile(it) : mended;
}

const rowOf = (it: Case) => stack.database.demand.findUniqueOrThrow({ where: { id: it.id } });

/** As if the database had been restored to the time of the snapshot. */
async function restore(
  it: Case,
  { version, stage, state, closedAt }: Awaited<ReturnType<typeof rowOf>>,
): Promise<void> {
  await allQuiet(stack, [it.workflowId]);
  const data = { version, stage, closedAt, state: state as Prisma.InputJsonValue };
  await stack.database.demand.update({ where: { id: it.id }, data });
}

const lose = (workflowId: string) => losesWorkflow(stack, workflowId);

/** Answers the id of what was made. */
async function ask(it: Case, path: string, payload: object): Promise<string> {
  const { status, body, text } = await insist(stack, 'zhihui.handler', `/demands/${it.number}/${path}`, payload);
  if (status !== 201) throw new Error(text);
  return body.id as string;
}

function openPoll(it: Case): Promise<string> {
  const closesAt = new Date(Date.now() + 20 * DAY).toISOString();
  return ask(it, 'polls', { question: '走哪条？', options: ['东', '西'], electorate: 'open', closesAt });
}

const isInEngine = (workflowId: string) =>
  eventually(
    () => virtualTime(stack, workflowId),
    (time) => time !== null,
  );

/** What a demand tells others goes out after its record: nobody hears it any more when every message has come or failed. */
async function allSaid({ workflowId }: Case): Promise<void> {
  const count = (events: readonly object[], ...sorts: string[]) =>
    events.filter((event) => sorts.some((sort) => (event as Record<string, unknown>)[sort])).length;
  await eventually(
    async () => (await stack.temporal.client.workflow.getHandle(workflowId).fetchHistory()).events ?? [],
    (events) =>
      count(events, 'signalExternalWorkflowExecutionInitiatedEventAttributes') ===
      count(
        events,
        'externalWorkflowExecutionSignaledEventAttributes',
        'signalExternalWorkflowExecutionFailedEventAttributes',
      ),
  );
}

/** Those of the workflows that the list of the engine has as running. */
async function running(ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of stack.temporal.client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
    if (ids.includes(workflowId)) found.push(workflowId);
  return found;
}

/** The phone job of a case that waits for it: the engine has lost its workflow, the record has it. */
async function withLostCallback() {
  const it = await (await aCase(stack)).bringTo('calling_back');
  const phone = await it.callback();
  const where = { id: phone.id };
  await eventually(
    () => stack.database.callbackJob.count({ where }),
    (jobs) => jobs === 1,
  );
  await stack.temporal.client.workflow.getHandle(callbackStartWorkflowId(phone.id)).result();
  // What writes the row is over, so that nothing brings it back.
  await allQuiet(stack, [it.workflowId, phone.workflowId]);
  await lose(phone.workflowId);
  return { it, where };
}

/** A case with a poll that runs, a promise whose report is late, and an appeal that waits: each a workflow of its own. */
async function withCompanions() {
  const it = await (await aCase(stack, { kind: 'suggestion' })).bringTo('handling');
  const report = async (payload: object) =>
    (await insist(stack, 'zhihui.handler', `/promises/${promise}/actions/report`, payload)).body;
  const poll = await openPoll(it);
  await it.act('zhihui.handler', 'finish', { result: 'adopted', summary: '已研究。' });
  await it.act('zhihui.reviewer', 'review', { approve: true });
  await it.act('zhihui.replier', 'reply', REPLY);
  await it.act('zhihui.collector', 'rate', { grade: 1, reasons: ['not_solved'] });
  const appeal = await ask(it, 'appeals', { kind: 'rating', reason: '与办理无关。' });
  const { id: promise } = await stack.database.demandPromise.findFirstOrThrow({ where: { demandId: it.id } });
  const ids = [promiseWorkflowId(promise), appealWorkflowId(appeal), pollWorkflowId(poll)];
  await isInEngine(ids[0]!);
  const dueOn = new Date(Date.now() + 200 * DAY).toISOString().slice(0, 10);
  const { dueAt } = await report({ outcome: 'postponed', text: '等经费。', dueOn });
  await forwardTo(stack, [ids[0]!], Date.parse(dueAt as string) + 7 * DAY + 1_000);
  await eventually(
    () => stack.database.demandPromise.findUniqueOrThrow({ where: { id: promise } }),
    ({ state }) => state === 'late',
  );
  await eventually(
    () => stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } }),
    ({ version }) => version > 0,
  );
  const duesOf = async () => {
    const { state, reportBy } = await stack.database.demandPromise.findUniqueOrThrow({ where: { id: promise } });
    const { dueAt: ruleBy } = await stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } });
    const { closesAt } = await stack.database.poll.findUniqueOrThrow({ where: { id: poll } });
    return { state, reportBy, ruleBy, closesAt };
  };
  return { it, appeal, ids, duesOf, report };
}

describe('reconciliation', () => {
  it('finds nothing to mend where record and workflows agree, and says so', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    expect(await reconcile(it)).toEqual([]);
    expect(await stack.database.reconciliation.count()).toBe(looks);
  });

  it('starts a demand again whose workflow somebody terminated, and its people go on', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await stack.temporal.client.workflow.getHandle(it.workflowId).terminate('by mistake');
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'workflow_ended', did: 'started' }]);
    expect((await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已分流' })).stage).toBe(
      'reviewing',
    );
    expect(await reconcile(it)).toEqual([]);
  });

  it('lets a demand go on whose callback somebody terminated, as if nobody had been reached', async () => {
    const it = await (await aCase(stack)).bringTo('calling_back');
    const phone = await it.callback();
    expect(await reconcile(it)).toEqual([]);
    await stack.temporal.client.workflow.getHandle(phone.workflowId).terminate('by mistake');
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_ended', did: 'told' }]);
    const state = await eventually(
      () => it.recorded(),
      ({ stage }) => stage === 'dispatching',
    );
    expect(state).toMatchObject({ round: 2, rounds: [{ callback: 'unreachable' }, {}] });
  });

  it('starts a demand again whose workflow is gone, with the clocks it had', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const before = await it.clock('handle');
    await lose(it.workflowId);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'workflow_missing', did: 'started' }]);
    expect((await it.state()).clocks.find(({ name }) => name === 'handle')).toEqual(before);
    await it.untilRung('handle', 50);
    expect(await it.eventTypes()).toContain('reminded');
  });

  it.each([
    ['replied', 'rating', (main: Case) => main.bringTo('rating')],
    [
      'ended without an answer',
      'dispatching',
      (main: Case) => main.act('zhihui.dispatcher', 'reject', { reason: '无' }),
    ],
  ])('tells a follower that was away when its main case %s', async (_what, stage, end) => {
    const [main, it] = [await aCase(stack), await aCase(stack)];
    await it.act('zhihui.dispatcher', 'merge', { into: main.number });
    await eventually(
      () => main.recorded(),
      ({ followers }) => followers.length === 1,
    );
    await stack.temporal.client.workflow.getHandle(it.workflowId).terminate('by mistake');
    await end(main);
    await allSaid(main);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'workflow_ended', did: 'started' }]);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'link_missed', did: 'told' }]);
    const state = await eventually(
      () => it.recorded(),
      (recorded) => recorded.stage === stage,
    );
    expect([state.stage, state.result]).toEqual([stage, stage === 'rating' ? 'resolved' : null]);
  });

  it('closes a letter that was away when the last of its parts ended', async () => {
    const letter = await aCase(stack);
    const parts = ['道闸', '路灯'].map((title) => ({ title, body: title }));
    await letter.act('zhihui.dispatcher', 'split', { parts });
    await stack.temporal.client.workflow.getHandle(letter.workflowId).terminate('by mistake');
    for (const { number } of await stack.database.demand.findMany({ where: { parentId: letter.id } })) {
      const part = await caseOf(stack, number);
      await part.act('zhihui.dispatcher', 'reject', { reason: '无' });
      await allSaid(part);
    }
    expect(await reconcile(letter)).toEqual([{ number: letter.number, found: 'workflow_ended', did: 'started' }]);
    expect(await reconcile(letter)).toEqual([{ number: letter.number, found: 'link_missed', did: 'told' }]);
    const state = await eventually(
      () => letter.recorded(),
      ({ stage }) => stage === 'closed',
    );
    expect(state.stage).toBe('closed');
  });

  it('has a workflow publish again what the record has lost', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    const old = await rowOf(it);
    await it.act('zhihui.handler', 'accept');
    await restore(it, old);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'record_behind', did: 'asked_to_publish' }]);
    const row = await eventually(
      () => rowOf(it),
      ({ stage }) => stage === 'handling',
    );
    expect([row.stage, row.version]).toEqual(['handling', old.version + 1]);
  });

  it('publishes the end of a demand that the record has lost', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    const old = await rowOf(it);
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    await stack.temporal.client.workflow.getHandle(it.workflowId).result();
    await restore(it, old);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'record_behind', did: 'published' }]);
    expect((await rowOf(it)).stage).toBe('closed');
  });

  it('reports a workflow that knows less than the record, and changes nothing', async () => {
    const it = await aCase(stack);
    await stack.database.demand.update({ where: { id: it.id }, data: { version: 99 } });
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'workflow_behind', did: 'reported' }]);
    expect((await rowOf(it)).version).toBe(99);
  });

  it.each(['lost by the engine', 'terminated by somebody'])(
    'starts what runs beside a demand again: %s',
    async (how) => {
      const { it, appeal, ids, duesOf, report } = await withCompanions();
      const before = await duesOf();
      expect(await reconcile(it)).toEqual([]);
      for (const id of ids)
        await (how === 'lost by the engine'
          ? lose(id)
          : stack.temporal.client.workflow.getHandle(id).terminate('gone'));
      const found = ['promise_missing', 'appeal_missing', 'poll_missing'];
      expect(await reconcile(it)).toEqual(found.map((each) => ({ number: it.number, found: each, did: 'started' })));
      expect(await reconcile(it)).toEqual([]);
      // They know what they knew: the promise is late, the appeal waits for its ruling, the poll for its time.
      expect(await duesOf()).toEqual(before);
      await forwardTo(stack, [ids[0]!], before.reportBy!.getTime() + 1_000);
      const late = await eventually(
        () => it.notices(),
        (all) => all.filter(({ kind }) => kind === 'promise_late').length === 2,
      );
      const told = late.filter(({ kind }) => kind === 'promise_due' || kind === 'promise_late');
      expect(told.map(({ unit_id }) => unit_id)).toEqual(['zhihui', 'zhihui', 'fuyong']);
      const { reports } = await report({ outcome: 'kept', text: '已落实。' });
      expect(reports).toMatchObject([{ outcome: 'postponed' }, { outcome: 'kept' }]);
      const ruling = { uphold: true, reason: '属实' };
      const ruled = await insist(stack, 'fuyong.supervisor', `/appeals/${appeal}/actions/rule`, ruling);
      expect(ruled.body).toMatchObject({ state: 'upheld' });
      await forwardTo(stack, [ids[2]!], before.closesAt.getTime() + 1_000);
      await eventually(
        () => it.eventTypes(),
        (types) => types.includes('poll_closed'),
      );
    },
  );

  it('begins again what knows less than the record, and ends what the record knows to be over', async () => {
    const { it, appeal, ids, duesOf } = await withCompanions();
    const before = await duesOf();
    const demandId = it.id;
    const promise = await stack.database.demandPromise.findFirstOrThrow({ where: { demandId } });
    // As if the engine had been restored to a time before somebody acted.
    await stack.database.demandPromise.update({ where: { id: promise.id }, data: { version: 90 } });
    await stack.database.appeal.update({ where: { id: appeal }, data: { version: 90 } });
    const found = (...sorts: string[]) => sorts.map((sort) => ({ number: it.number, found: `${sort}_behind` }));
    expect(await reconcile(it)).toEqual(found('promise', 'appeal').map((each) => ({ ...each, did: 'started' })));
    await eventually(
      () => stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } }),
      ({ version }) => version === 91,
    );
    expect(await reconcile(it)).toEqual([]);
    expect(await duesOf()).toEqual(before);

    const longAgo = new Date(Date.now() - 5 * 60_000);
    const kept = { state: 'kept', endedAt: longAgo, version: 95 };
    await stack.database.demandPromise.update({ where: { id: promise.id }, data: kept });
    const upheld = { state: 'upheld', ruledAt: longAgo, version: 95 };
    await stack.database.appeal.update({ where: { id: appeal }, data: upheld });
    const counted = { closedAt: longAgo, result: { counts: [1, 0], wordsId: null } };
    await stack.database.poll.updateMany({ where: { demandId }, data: counted });
    await eventually(
      () => running(ids),
      (all) => all.length === 3,
    );
    const over = found('promise', 'appeal', 'poll').map((each) => ({ ...each, did: 'closed' }));
    expect(await reconcile(it)).toEqual(over);
    await eventually(
      () => running(ids),
      (all) => all.length === 0,
    );
    expect(await reconcile(it)).toEqual([]);
    expect(await stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } })).toMatchObject(upheld);
    expect(await stack.database.demandPromise.findUniqueOrThrow({ where: { id: promise.id } })).toMatchObject(kept);
    // The demand hears of the result that was stored.
    await eventually(
      () => it.eventTypes(),
      (types) => types.includes('poll_closed'),
    );
  });

  it('publishes the ruling of an appeal that the record has lost', async () => {
    const { it, appeal } = await withCompanions();
    const lost = await stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } });
    await insist(stack, 'fuyong.supervisor', `/appeals/${appeal}/actions/rule`, { uphold: true, reason: '属实' });
    await stack.temporal.client.workflow.getHandle(appealWorkflowId(appeal)).result();
    await allQuiet(stack, [it.workflowId]);
    const { state, version, ruledAt } = lost;
    await stack.database.appeal.update({ where: { id: appeal }, data: { state, version, ruledAt } });
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'record_behind', did: 'published' }]);
    const { state: now } = await stack.database.appeal.findUniqueOrThrow({ where: { id: appeal } });
    expect(now).toBe('upheld');
  });

  it.each([
    [
      'whose demand was withdrawn before such polls ended with it',
      async (it: Case, id: string) => {
        await it.act('zhihui.collector', 'withdraw', { reason: '不需要了' });
        await allQuiet(stack, [it.workflowId]);
        await stack.database.sql`UPDATE poll SET closed_at = NULL, result = NULL WHERE id = ${id}::uuid`;
      },
    ],
    [
      'that was opened just before its worker died, when something else was done after that',
      async (_it: Case, id: string) => {
        await stack.database.sql`DELETE FROM demand_event WHERE type = 'poll_opened' AND data->>'poll' = ${id}`;
      },
    ],
  ])('closes a poll %s', async (_what, happens) => {
    const it = await (await aCase(stack, { kind: 'suggestion' })).bringTo('handling');
    const poll = await openPoll(it);
    await isInEngine(pollWorkflowId(poll));
    await lose(pollWorkflowId(poll));
    await happens(it, poll);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'poll_outlived', did: 'closed' }]);
    const { closedAt, result } = await stack.database.poll.findUniqueOrThrow({ where: { id: poll } });
    expect([closedAt, result]).toEqual([expect.any(Date), { counts: [0, 0], wordsId: null, isEnded: true }]);
    expect(await reconcile(it)).toEqual([]);
  });

  it('tells a demand what its phone job found, when the engine has lost the job since', async () => {
    const { it, where } = await withLostCallback();
    const data = { state: 'concluded', result: 'satisfied', grade: 4, version: 9, concludedAt: new Date() };
    await stack.database.callbackJob.update({ where, data });
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_ended', did: 'told' }]);
    const state = await eventually(
      () => it.recorded(),
      ({ stage }) => stage !== 'calling_back',
    );
    expect(state).toMatchObject({ stage: 'closed', rounds: [{ callback: 'satisfied' }] });
  });

  it('waits for a phone job whose start waits for a worker', async () => {
    const { it, where } = await withLostCallback();
    await stack.database.callbackJob.delete({ where });
    const { client } = stack.temporal;
    const away = { workflowId: callbackStartWorkflowId(where.id), taskQueue: 'nobody', args: [] };
    const start = await client.workflow.start('callbackStart', away);
    const longAgo = { ...(await it.recorded()), updatedAt: 0 };
    expect(await tellEndedCallback(stack.database, client, longAgo)).toBe(false);
    await start.terminate('nobody comes');
    expect(await tellEndedCallback(stack.database, client, longAgo)).toBe(true);
  });

  it('goes on with a phone job that the engine has lost, with the attempts that were made', async () => {
    const it = await (await aCase(stack)).bringTo('calling_back');
    const phone = await it.callback();
    await forwardTo(stack, [phone.workflowId], (await phone.job()).windowStart + 1_000);
    await eventually(
      () => phone.job(),
      ({ state }) => state === 'offered',
    );
    await phone.act('claim');
    await phone.act('attempt', { outcome: 'no_answer', nextAt: null });
    await eventually(
      () => it.eventTypes(),
      (types) => types.includes('callback_attempted'),
    );
    await lose(phone.workflowId);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_missing', did: 'started' }]);
    expect(await reconcile(it)).toEqual([]);
    const held = await eventually(
      () => phone.job().catch(() => null),
      (job) => job !== null,
    );
    expect(held).toMatchObject({ state: 'scheduled', attempts: [{ outcome: 'no_answer' }] });
  });

  it('begins a phone job again that knows less than its record, and ends one that its record knows to be over', async () => {
    const it = await (await aCase(stack)).bringTo('calling_back');
    const phone = await it.callback();
    const [row, where] = [stack.database.callbackJob, { id: phone.id }];
    await eventually(
      () => row.count({ where }),
      (jobs) => jobs === 1,
    );
    await allQuiet(stack, [it.workflowId, phone.workflowId]);
    expect(await reconcile(it)).toEqual([]);
    await row.update({ where, data: { version: 90, attempts: [{ at: 0, by: 'x', outcome: 'no_answer' }] } });
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_behind', did: 'started' }]);
    expect(await phone.job()).toMatchObject({ version: 90, attempts: [{ outcome: 'no_answer' }] });
    expect(await reconcile(it)).toEqual([]);

    await allQuiet(stack, [phone.workflowId]);
    const concludedAt = new Date(Date.now() - 5 * 60_000);
    const concluded = { state: 'concluded', result: 'satisfied', grade: 4, version: 99, concludedAt };
    await row.update({ where, data: concluded });
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_behind', did: 'closed' }]);
    expect(await reconcile(it)).toEqual([{ number: it.number, found: 'callback_ended', did: 'told' }]);
    const state = await eventually(
      () => it.recorded(),
      ({ stage }) => stage !== 'calling_back',
    );
    expect(state).toMatchObject({ stage: 'closed', rounds: [{ callback: 'satisfied' }] });
    expect(await row.findUniqueOrThrow({ where })).toMatchObject(concluded);
  });

  it('leaves alone what was changed just now, and what is closed', async () => {
    const closed = await (await aCase(stack)).bringTo('rating');
    await closed.act('zhihui.collector', 'rate', { grade: 5 });
    // What hears of something records it later.
    await eventually(lookAtAll, (mended) => mended.every(({ did }) => did === 'reported'));
    const young = await aCase(stack);
    await stack.temporal.client.workflow.getHandle(young.workflowId).terminate('by mistake');
    await stack.database.$executeRaw`UPDATE demand SET updated_at = now() WHERE id = ${young.id}::uuid`;
    const open = await stack.database.demand.count({ where: { closedAt: null } });
    expect(await look()).toMatchObject({ checked: open - 1 });
  });
});
