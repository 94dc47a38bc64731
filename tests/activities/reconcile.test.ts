import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createReconciler, type Mended } from '../../activities/reconcile';
import type { Prisma } from '../../src/database/client';
import { aCase, type Case, caseOf, eventually } from '../support/a-case';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const look = () => {
  const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
  return new MockActivityEnvironment().run(() => reconciler.reconcile());
};

/** Everything recorded so far counts as old enough to be looked at. Answers what the report says of the case. */
async function reconcile(it?: Case): Promise<Mended[]> {
  await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
  const answer = await look();
  const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const mended = report.mended as unknown as Mended[];
  expect(answer).toEqual({ checked: report.checked, mended: mended.length });
  return mended.filter(({ number }) => number === it?.number);
}

const rowOf = (it: Case) => stack.database.demand.findUniqueOrThrow({ where: { id: it.id } });

/** As if the database had been restored to the time of the snapshot. */
async function restore(
  it: Case,
  { version, stage, state, closedAt }: Awaited<ReturnType<typeof rowOf>>,
): Promise<void> {
  const data = { version, stage, closedAt, state: state as Prisma.InputJsonValue };
  await stack.database.demand.update({ where: { id: it.id }, data });
}

describe('reconciliation', () => {
  it('finds nothing to mend where record and workflows agree, and says so', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    expect(await reconcile(it)).toEqual([]);
    expect(await stack.database.reconciliation.count()).toBe(1);
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
    const { client, connection } = stack.temporal;
    const handle = client.workflow.getHandle(it.workflowId);
    await connection.workflowService.deleteWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: it.workflowId },
    });
    await until(() =>
      handle.describe().then(
        () => undefined,
        () => true,
      ),
    );
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
    await until(async () => ((await main.recorded()).followers.length === 1 ? true : undefined));
    await stack.temporal.client.workflow.getHandle(it.workflowId).terminate('by mistake');
    await end(main);
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
    for (const { number } of await stack.database.demand.findMany({ where: { parentId: letter.id } }))
      await (await caseOf(stack, number)).act('zhihui.dispatcher', 'reject', { reason: '无' });
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

  it('leaves alone what was changed just now, and what is closed', async () => {
    const closed = await (await aCase(stack)).bringTo('rating');
    await closed.act('zhihui.collector', 'rate', { grade: 5 });
    await reconcile();
    const young = await aCase(stack);
    await stack.temporal.client.workflow.getHandle(young.workflowId).terminate('by mistake');
    const open = await stack.database.demand.count({ where: { closedAt: null } });
    expect(await look()).toMatchObject({ checked: open - 1 });
  });
});
