import { randomUUID } from 'node:crypto';
import { calendarSignal, policySignal, type DemandInput } from '../../workflows/messages';
import { defaultPolicy } from '../../src/domain/policy';
import { aCase, eventually, HOUR, tells, type Case } from '../support/a-case';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { insist } from '../support/travel';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const handleOf = ({ workflowId }: Case) => stack.temporal.client.workflow.getHandle(workflowId);
const runOf = async (it: Case) => (await handleOf(it).describe()).runId;

/** The engine suggests a new run when a history is larger than four megabytes: here by calendars that are not newer. */
async function makesLong(it: Case): Promise<void> {
  const { events } = await handleOf(it).fetchHistory();
  const [payload] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
  const { calendar } = JSON.parse(Buffer.from(payload!.data!).toString()) as DemandInput;
  const padding = 'x'.repeat(1_500_000);
  for (let n = 0; n < 3; n += 1) {
    await handleOf(it).signal(calendarSignal, { calendar, cause: padding });
    // One by one: together they would be too large for one workflow task.
    await eventually(
      () => handleOf(it).describe(),
      ({ raw }) => !raw.pendingWorkflowTask,
    );
  }
}

async function untilNewRun(it: Case, run: string): Promise<void> {
  await eventually(
    () => runOf(it),
    (now) => now !== run,
  );
  expect(await runOf(it)).not.toBe(run);
}

describe('a life too long for one run', () => {
  it('goes on in a new one with its state, its clocks and its memory of what was asked', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const key = 'before-the-new-run';
    const note = (text = '一次') =>
      insist(stack, 'zhihui.handler', `/demands/${it.number}/actions/note`, { text }, key);
    const first = await note();
    const before = await it.state();
    const run = await runOf(it);
    await makesLong(it);
    await untilNewRun(it, run);
    expect(await it.state()).toEqual(before);
    expect([(await note()).body.version, first.body.version]).toEqual([4, 4]);
    expect((await note('另一条')).body.code).toBe('idempotency_conflict');
    await it.untilRung('handle', 50);
    expect((await it.eventTypes()).filter((type) => type === 'noted')).toHaveLength(1);
    expect((await it.events()).filter((event) => event.cause.clock === 'handle')).toHaveLength(1);
    await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已办' });
    named['long-life'] = it.workflowId;
  });

  it('loses nothing that is said while it changes over', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const run = await runOf(it);
    const grants = [{ role: 'handler' as const, unit: 'zhihui' }];
    const actor = { kind: 'staff' as const, user: 'demo-zhihui.handler', grants };
    const note = { actor, facts: { public: false }, wordsId: null };
    // Each under a key, as every client sends them: what is sent again just then meets a run that knows it by nothing else.
    const says = () => tells(stack, it, 'note', { ...note, requestId: randomUUID() });
    const [, ...answers] = await Promise.all([makesLong(it), ...Array.from({ length: 12 }, says)]);
    await handleOf(it).signal('publish');
    await untilNewRun(it, run);
    await says();
    expect(answers).toHaveLength(12);
    expect((await it.recorded()).version).toBe(3 + 13);
    expect((await it.eventTypes()).filter((type) => type === 'noted')).toHaveLength(13);
  });

  it('hears the result of a callback that was arranged in an earlier run', async () => {
    const it = await (await aCase(stack)).bringTo('calling_back');
    const phone = await it.callback();
    const run = await runOf(it);
    await makesLong(it);
    await untilNewRun(it, run);
    await it.until((await phone.job()).windowStart + 1_000);
    await eventually(
      () => phone.job(),
      ({ state }) => state === 'offered',
    );
    await phone.act('claim');
    await phone.act('attempt', { outcome: 'reached', nextAt: null });
    await phone.act('conclude', { result: 'satisfied', grade: 4 });
    const state = await eventually(
      () => it.recorded(),
      ({ stage }) => stage === 'closed',
    );
    expect(state).toMatchObject({ stage: 'closed', rounds: [{ callback: 'satisfied' }] });
    named['long-life-called-back'] = it.workflowId;
  });
});

describe('a calendar that is published', () => {
  it('moves what depends on it, and an older one nothing', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.act('zhihui.handler', 'contact', { channel: 'phone', outcome: 'reached' });
    const { dueAt } = await it.clock('handle');
    const { events } = await handleOf(it).fetchHistory();
    const [payload] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    const { calendar } = JSON.parse(Buffer.from(payload!.data!).toString()) as DemandInput;
    const day = new Date(dueAt + 8 * HOUR).toISOString().slice(5, 10);
    const year = new Date(dueAt + 8 * HOUR).getUTCFullYear();
    const known = calendar.years.find((each) => each.year === year);
    const published = {
      year,
      version: (known?.version ?? 0) + 1,
      source: '通知',
      days: { ...known?.days, [day]: 'off' as const },
    };
    const years = [...calendar.years.filter((each) => each.year !== year), published];
    await handleOf(it).signal(calendarSignal, {
      calendar: { ...calendar, version: 'newer', years },
      cause: '放假通知',
    });
    await eventually(
      () => it.eventTypes(),
      (types) => types.includes('calendar_changed'),
    );
    const moved = await it.clock('handle');
    expect(moved.dueAt).toBeGreaterThan(dueAt);
    expect(moved.changes).toMatchObject([{ cause: '放假通知', from: dueAt, to: moved.dueAt }]);
    await handleOf(it).signal(calendarSignal, { calendar, cause: '旧的' });
    await it.act('zhihui.handler', 'note', { text: '照旧' });
    expect((await it.clock('handle')).dueAt).toBe(moved.dueAt);
    named['calendar-published'] = it.workflowId;
  });
});

describe('a policy that running demands go over to', () => {
  it('moves what depends on it, holds in the next run too, and an older one changes nothing', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const { dueAt } = await it.clock('handle');
    const budgets = [{ clock: 'handle', scope: 'working', minutes: 3 * 420 } as const, ...defaultPolicy.budgets];
    const policy = { ...defaultPolicy, budgets, version: 7, returnLimit: 9 };
    const tell = (version: number) =>
      handleOf(it).signal(policySignal, { policy: { ...policy, version }, cause: `时限与规则第 ${version} 版` });
    await tell(7);
    await eventually(
      () => it.recorded(),
      ({ policyVersion }) => policyVersion === 7,
    );
    const moved = await it.clock('handle');
    expect(moved.dueAt).toBeLessThan(dueAt);
    expect(moved.changes).toMatchObject([{ cause: '时限与规则第 7 版', from: dueAt, to: moved.dueAt }]);
    const run = await runOf(it);
    await tell(6);
    await makesLong(it);
    await untilNewRun(it, run);
    await tell(7);
    await it.act('zhihui.handler', 'note', { text: '照旧' });
    expect(await it.clock('handle')).toEqual({ ...moved, segments: expect.anything() });
    await it.untilRung('handle', 100);
    const fired = (await it.events()).filter(({ cause }) => cause.clock === 'handle').map(({ cause }) => cause.percent);
    expect(fired).toEqual([50, 80, 100]);
    expect((await it.eventTypes()).filter((type) => type === 'policy_changed')).toHaveLength(1);
    named['policy-adopted'] = it.workflowId;
  });
});

describe('a rule that fails', () => {
  it('fails the one request, and the demand goes on', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const grants = [{ role: 'supervisor' as const, unit: 'zhihui' }];
    const actor = { kind: 'staff' as const, user: 'demo-zhihui.supervisor', grants };
    const message = { actor, facts: { workingDays: 1_000_000 }, wordsId: null, requestId: null };
    await expect(tells(stack, it, 'supervise', message)).rejects.toMatchObject({ cause: { type: 'rule_failed' } });
    expect((await it.act('zhihui.handler', 'note', { text: '照常' })).version).toBe(4);
    named['rule-failed'] = it.workflowId;
  });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
