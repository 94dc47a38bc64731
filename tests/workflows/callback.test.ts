import { randomUUID } from 'node:crypto';
import type { DemandInput } from '../../workflows/messages';
import type { callback } from '../../workflows';
import { callbackWorkflowId } from '../../workflows/messages';
import { forwardTo } from '../../src/demo/fast-forward';
import { aCase, callbackOf, eventually, HOUR, type Callback, type Case } from '../support/a-case';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const SECOND = 1_000;
const handleOf = (workflowId: string) => stack.temporal.client.workflow.getHandle(workflowId);
const untilStage = (it: Case, stage: string) =>
  eventually(
    () => it.recorded(),
    (state) => state.stage === stage,
  );

/** A dissatisfied rating, and the phone job that it brought about, in the queue. */
async function offered(): Promise<{ it: Case; phone: Callback }> {
  const it = await (await aCase(stack)).bringTo('calling_back');
  const phone = await it.callback();
  await opens(it, phone);
  return { it, phone };
}

/** Its window may be open at once: then there is no time to pass, only a moment to wait. */
async function opens(it: Case, phone: Callback): Promise<void> {
  await it.until((await phone.job()).windowStart + SECOND);
  await eventually(
    () => phone.job(),
    (job) => job.state === 'offered',
  );
}

async function reached(phone: Callback, result: string, grade: number | null = null): Promise<void> {
  await phone.act('claim');
  await phone.act('attempt', { outcome: 'reached', nextAt: null });
  await phone.act('conclude', { result, grade });
}

describe('a dissatisfied rating', () => {
  it('brings a phone job to the queue at its window, and not before', async () => {
    const it = await (await aCase(stack)).bringTo('calling_back');
    const phone = await it.callback();
    const { windowStart, createdAt, state } = await phone.job();
    expect(createdAt).toBeGreaterThanOrEqual((await it.clock('callback')).startedAt);
    // One that opens within the next minutes may be open before it is asked for.
    if (windowStart > createdAt + 5 * 60 * SECOND) {
      expect(state).toBe('scheduled');
      await expect(phone.act('claim')).rejects.toMatchObject({ cause: { type: 'not_due_yet' } });
    }
    await opens(it, phone);
    expect((await phone.job()).state).toBe('offered');
    const due = (await it.notices()).filter((notice) => notice.kind === 'callback_due');
    expect(due.map(({ role, unit_id }) => [role, unit_id])).toEqual([['callback', 'fuyong']]);
  });

  it('is closed when the person turns out satisfied', async () => {
    const { it, phone } = await offered();
    await reached(phone, 'satisfied', 4);
    expect(await untilStage(it, 'closed')).toMatchObject({ stage: 'closed', rounds: [{ callback: 'satisfied' }] });
    named['callback-satisfied'] = it.workflowId;
    named['callback-job-satisfied'] = phone.workflowId;
    named['callback-start'] = `callback-start/${phone.id}`;
  });

  it('is closed when the demand is ruled unreasonable', async () => {
    const { it, phone } = await offered();
    await reached(phone, 'unreasonable');
    expect((await untilStage(it, 'closed')).rounds[0]!.callback).toBe('unreasonable');
  });

  it('redoes the case in a new round when confirmed, one level up after two rounds, supervised after three', async () => {
    const it = await aCase(stack);
    const rounds: [committee: string, lead: string][] = [
      ['zhihui', 'zhihui'],
      ['zhihui', 'zhihui'],
      ['fuyong', 'fuyong'],
    ];
    for (const [committee, lead] of rounds) {
      await it.act(`${committee}.dispatcher`, 'dispatch', { leadUnit: lead });
      await it.act(`${lead}.handler`, 'accept');
      await it.act(`${lead}.handler`, 'finish', { result: 'resolved', summary: '已办' });
      await it.act(`${lead}.reviewer`, 'review', { approve: true });
      await it.act(`${lead}.replier`, 'reply', { found: '一', done: '二', basis: '三', contact: '四' });
      await it.act('zhihui.collector', 'rate', { grade: 2, reasons: ['not_solved'] });
      const phone = await it.callback();
      await opens(it, phone);
      await phone.act('claim', {}, 'baoan');
      await phone.act('attempt', { outcome: 'reached', nextAt: null }, 'baoan');
      await phone.act('conclude', { result: 'dissatisfied', grade: null }, 'baoan');
      await untilStage(it, 'dispatching');
    }
    const state = await it.recorded();
    expect(state).toMatchObject({ round: 4, level: 'B', supervised: true, conference: true });
    const redone = (await it.events()).filter((event) => event.type === 'redone').map((event) => event.data.level);
    expect(redone).toEqual(['C', 'B', 'B']);
    named['three-rounds'] = it.workflowId;
  });
});

describe('a phone job', () => {
  it('tries three times at different times of day, then ends unreachable, and the rating stands', async () => {
    const { it, phone } = await offered();
    const hours: number[] = [];
    for (const outcome of ['no_answer', 'wrong_number', 'no_answer']) {
      await opens(it, phone);
      hours.push(new Date((await phone.job()).windowStart + 8 * HOUR).getUTCHours());
      await phone.act('claim');
      await phone.act('attempt', { outcome, nextAt: null });
      // Its time goes on only when it has heard of the call: the next has a clock of its own.
      await eventually(
        () => it.recorded(),
        ({ stage, clocks }) =>
          stage !== 'calling_back' || clocks.filter(({ name }) => name === 'callback').length > hours.length,
      );
    }
    expect(hours[0]! < 12).toBe(!(hours[1]! < 12));
    expect(hours[1]! < 12).toBe(!(hours[2]! < 12));
    const state = await untilStage(it, 'dispatching');
    expect(state).toMatchObject({ round: 2, rounds: [{ callback: 'unreachable' }, {}] });
    // The demand hears of every call: each has a time of its own, and all were made in time.
    expect(state.clocks.filter(({ name }) => name === 'callback').map((clock) => clock.state)).toEqual([
      ...['met', 'met', 'met'],
    ]);
    named['unreachable'] = it.workflowId;
    named['callback-job-unreachable'] = phone.workflowId;
  });

  it('goes back to the queue when whoever claimed it does not phone', async () => {
    const { it, phone } = await offered();
    await phone.act('claim');
    await it.until((await phone.job()).windowEnd + SECOND);
    expect(await phone.job()).toMatchObject({ state: 'offered', claimedBy: null });
    await phone.act('claim', {}, 'baoan');
    await expect(phone.act('claim')).rejects.toMatchObject({ cause: { type: 'already_claimed' } });
    named['callback-job-left-lying'] = phone.workflowId;
  });

  it('waits for the time that the person asked for', async () => {
    const { it, phone } = await offered();
    await phone.act('claim');
    const nextAt = (await phone.job()).windowStart + 30 * HOUR;
    await phone.act('attempt', { outcome: 'call_later', nextAt });
    expect(await phone.job()).toMatchObject({ state: 'scheduled', windowStart: nextAt });
    await it.until(nextAt + SECOND);
    expect((await phone.job()).state).toBe('offered');
  });

  it('is told of by its clock when nobody takes it', async () => {
    const { it, phone } = await offered();
    await it.untilRung('callback', 100);
    expect((await it.eventTypes()).slice(-3)).toEqual(['reminded', 'reminded', 'timeout_escalated']);
    expect((await phone.job()).state).toBe('offered');
    named['callback-late'] = it.workflowId;
  });

  it('is arranged at the time of its demand, also after a fast-forward, and both go on together', async () => {
    const it = await aCase(stack);
    await it.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    await it.act('zhihui.handler', 'accept');
    await it.passes(20 * HOUR);
    await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已办' });
    await it.act('zhihui.reviewer', 'review', { approve: true });
    await it.act('zhihui.replier', 'reply', { found: '一', done: '二', basis: '三', contact: '四' });
    const rated = await it.act('zhihui.collector', 'rate', { grade: 1, reasons: ['other'] });
    const { createdAt } = await (await it.callback()).job();
    expect(createdAt - Date.parse(rated.updatedAt as string)).toBeLessThan(HOUR);
    const answer = await stack.call('baoan.supervisor', {
      method: 'POST',
      url: `/api/v1/demo/demands/${it.number}/fast-forward`,
      payload: { hours: 400 },
    });
    expect(answer.status).toBe(200);
    expect((await (await it.callback()).job()).state).toBe('offered');
  });

  it('may end without its demand, when that has ended', async () => {
    const { it, phone } = await offered();
    await handleOf(it.workflowId).terminate('by an operator');
    await reached(phone, 'satisfied');
    expect(await handleOf(phone.workflowId).result()).toMatchObject({ result: 'satisfied' });
  });
});

describe('a spot check', () => {
  async function drawn(it: Case): Promise<Callback> {
    const { events } = await handleOf(it.workflowId).fetchHistory();
    const [payload] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    const { policy, calendar } = JSON.parse(Buffer.from(payload!.data!).toString()) as DemandInput;
    const id = randomUUID();
    const { round, lead } = await it.recorded();
    const unit = { id: 'fuyong', level: 'B' as const, path: ['baoan', 'fuyong'] };
    const open = { id, demandId: it.id, kind: 'spot_check' as const, round, unit, lead: lead!.id, workedOn: [] };
    await stack.temporal.client.workflow.start<typeof callback>('callback', {
      workflowId: callbackWorkflowId(id),
      taskQueue: stack.temporal.taskQueue,
      args: [{ open, policy, calendar }],
    });
    const phone = await callbackOf(stack, id);
    await forward(phone);
    // A window that is open at this hour leaves no time to pass.
    await eventually(
      () => phone.job(),
      ({ state }) => state === 'offered',
    );
    return phone;
  }
  const forward = async (phone: Callback) =>
    forwardTo(stack, [phone.workflowId], (await phone.job()).windowStart + SECOND);

  it('opens a closed case again when the person is not satisfied after all', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const phone = await drawn(it);
    await reached(phone, 'dissatisfied', 1);
    expect(await untilStage(it, 'dispatching')).toMatchObject({ round: 2, closedAt: null, rating: null });
    await it.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    await it.act('zhihui.handler', 'accept');
    expect((await it.events()).map((event: { seq: number }) => event.seq)).toEqual(
      (await it.events()).map((_: unknown, n: number) => n + 1),
    );
    named['reopened'] = it.workflowId;
    named['callback-job-spot-check'] = phone.workflowId;
  });

  it('leaves it closed when every reason is one that a redo cannot mend', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const phone = await drawn(it);
    await phone.act('claim');
    await phone.act('attempt', { outcome: 'reached', nextAt: null });
    await phone.act('conclude', { result: 'dissatisfied', grade: 2, found: { reasons: ['too_slow'] } });
    expect(await handleOf(phone.workflowId).result()).toMatchObject({ result: 'dissatisfied', reasons: ['too_slow'] });
    expect((await it.recorded()).stage).toBe('closed');
  });

  it('leaves it closed when the person is', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const phone = await drawn(it);
    await reached(phone, 'satisfied', 5);
    await handleOf(phone.workflowId).result();
    expect((await it.recorded()).stage).toBe('closed');
  });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
