import { aCase, HOUR, type Case } from '../support/a-case';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

/** Of the events of a kind: rung, planned time, and how late, as the record has them. */
async function rungsOf(it: Case, clock: string) {
  const events = await it.events();
  return events.filter((event) => event.cause?.clock === clock).map(({ type, cause }) => `${cause.percent} ${type}`);
}

/** To whom notices of a kind went. */
const noticesOf = async (it: Case, kind: string) =>
  (await it.notices()).filter((notice) => notice.kind === kind).map(({ role, unit_id }) => `${role}@${unit_id}`);

describe('the dispatch clock', () => {
  it('reminds, escalates to the supervisor, moves up from C to B to A, and is supervised there, each once and in order', async () => {
    const it = await aCase(stack);
    await it.untilRung('dispatch', 120);
    expect((await it.recorded()).level).toBe('B');
    await it.untilRung('dispatch', 120);
    expect((await it.recorded()).level).toBe('A');
    await it.untilRung('dispatch', 120);
    const once = ['50 reminded', '80 reminded', '100 timeout_escalated'];
    expect(await rungsOf(it, 'dispatch')).toEqual([
      ...[...once, '120 moved_up'],
      ...[...once, '120 moved_up'],
      ...[...once, '120 supervised_by_clock'],
    ]);
    expect(await noticesOf(it, 'timeout_escalation')).toEqual([
      'supervisor@zhihui',
      'supervisor@fuyong',
      'supervisor@baoan',
    ]);
    expect(await it.recorded()).toMatchObject({
      stage: 'dispatching',
      level: 'A',
      supervised: true,
      holder: { unit: { id: 'baoan' } },
    });
    named['up-to-the-district'] = it.workflowId;
  });

  it('gives the upper committee a task that it can act on, in the time of the workflow', async () => {
    const it = await aCase(stack);
    await it.untilRung('dispatch', 120);
    expect((await it.try('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' })).status).toBe(403);
    const answer = await it.act('fuyong.dispatcher', 'dispatch', { leadUnit: 'fuyong-economy' });
    expect(answer.stage).toBe('accepting');
    expect(Date.parse(answer.updatedAt as string)).toBeGreaterThanOrEqual((await it.clock('dispatch')).startedAt);
    expect(answer.coUnits.map((unit: { id: string }) => unit.id)).toContain('zhihui');
  });
});

describe('the accept clock', () => {
  it('takes the case from a unit that does not accept it', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    await it.untilRung('accept', 120);
    expect(await rungsOf(it, 'accept')).toEqual([
      '50 reminded',
      '80 reminded',
      '100 timeout_escalated',
      '120 moved_up',
    ]);
    expect(await it.recorded()).toMatchObject({ stage: 'dispatching', level: 'B', lead: null });
    named['not-accepted'] = it.workflowId;
  });
});

describe('the contact clock', () => {
  it('runs through the night and ends with the first contact that reaches the person', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.untilRung('contact', 50);
    await it.act('zhihui.handler', 'contact', { channel: 'phone', outcome: 'no_answer' });
    await it.untilRung('contact', 80);
    await it.act('zhihui.handler', 'contact', { channel: 'phone', outcome: 'reached' });
    expect((await it.clock('contact')).state).toBe('met');
    await it.passes(24 * HOUR);
    expect(await rungsOf(it, 'contact')).toEqual(['50 reminded', '80 reminded']);
    named['contacted'] = it.workflowId;
  });

  it('is breached without one, and the supervisor of the handling unit hears of it', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.untilRung('contact', 100);
    expect((await it.clock('contact')).state).toBe('breached');
    expect(await noticesOf(it, 'timeout_escalation')).toEqual(['supervisor@zhihui']);
  });
});

describe('the handling clock', () => {
  it('takes the case up a level at 120 % and keeps the lower unit as co-handler', async () => {
    const it = await (await aCase(stack, { kind: 'consultation' })).bringTo('handling');
    await it.act('zhihui.handler', 'contact', { channel: 'phone', outcome: 'reached' });
    await it.untilRung('handle', 120);
    expect(await rungsOf(it, 'handle')).toEqual([
      '50 reminded',
      '80 reminded',
      '100 timeout_escalated',
      '120 moved_up',
    ]);
    const state = await it.recorded();
    expect(state).toMatchObject({ stage: 'dispatching', level: 'B', lead: null, co: [{ id: 'zhihui' }] });
    named['not-handled'] = it.workflowId;
  });

  it('supervises instead while the case is reviewed, where nobody can take it away', async () => {
    const it = await (await aCase(stack, { kind: 'consultation' })).bringTo('reviewing');
    await it.untilRung('handle', 120);
    expect(await rungsOf(it, 'handle')).toEqual([
      '50 reminded',
      '80 reminded',
      '100 timeout_escalated',
      '120 supervised_by_clock',
    ]);
    expect(await it.recorded()).toMatchObject({ stage: 'reviewing', supervised: true });
  });
});

describe('the reply clock', () => {
  it('reminds the replier, escalates, and supervises', async () => {
    const it = await (await aCase(stack)).bringTo('replying');
    await it.untilRung('reply', 120);
    expect(await rungsOf(it, 'reply')).toEqual([
      '50 reminded',
      '80 reminded',
      '100 timeout_escalated',
      '120 supervised_by_clock',
    ]);
    await it.act('zhihui.replier', 'reply', { found: '属实', done: '已改', basis: '条例', contact: '物业' });
    expect((await it.recorded()).stage).toBe('rating');
    named['late-reply'] = it.workflowId;
  });
});

describe('the rating window', () => {
  it('closes the case as unrated when nobody rates, and the workflow ends', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    await it.untilRung('rate', 100);
    const state = await it.recorded();
    expect(state).toMatchObject({ stage: 'closed', rating: null, rounds: [{ ratedBy: 'expired' }] });
    expect((await it.eventTypes()).slice(-2)).toEqual(['rating_expired', 'closed']);
    const { status } = await stack.temporal.client.workflow.getHandle(it.workflowId).describe();
    expect(status.name).toBe('COMPLETED');
    named['rating-expired'] = it.workflowId;
  });
});

describe('the supervision clock', () => {
  it('escalates an unanswered supervision and ends with the answer', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.act('zhihui.handler', 'contact', { channel: 'visit', outcome: 'reached' });
    await it.act('fuyong.supervisor', 'supervise', { reason: '影响面大', workingDays: 2 });
    await it.untilRung('supervision', 100);
    expect(await rungsOf(it, 'supervision')).toEqual(['50 reminded', '80 reminded', '100 timeout_escalated']);
    await it.act('zhihui.handler', 'answer_supervision', { text: '正在办' });
    expect(await it.clock('supervision')).toMatchObject({ state: 'breached' });
    expect((await it.clock('supervision')).endedAt).not.toBeNull();
    named['supervised'] = it.workflowId;
  });
});

describe('over REST', () => {
  const forward = (it: Case, hours: unknown, user = 'baoan.supervisor') =>
    stack.call(user, { method: 'POST', url: `/api/v1/demo/demands/${it.number}/fast-forward`, payload: { hours } });

  it('moves a demand forward twice and answers with where it stands', async () => {
    const it = await aCase(stack);
    expect((await forward(it, 400)).body).toMatchObject({ number: it.number, level: 'A' });
    const before = (await it.eventTypes()).length;
    expect((await forward(it, 24 * 14)).status).toBe(200);
    expect((await it.eventTypes()).length).toBeGreaterThanOrEqual(before);
    expect((await it.act('baoan.dispatcher', 'dispatch', { leadUnit: 'baoan-hr' })).stage).toBe('accepting');
  });

  it('refuses hours out of range, and whoever may not see the demand', async () => {
    const it = await aCase(stack);
    for (const hours of [0, -1, 45_001, '5', null]) expect((await forward(it, hours)).status).toBe(422);
    expect((await forward(it, 1, 'fuhai.supervisor')).status).toBe(404);
  });

  it('says that a case at its end cannot go on', async () => {
    const it = await aCase(stack);
    await it.act('zhihui.collector', 'withdraw', { reason: '已自行解决' });
    const answer = await forward(it, 1);
    expect([answer.status, answer.body.code]).toEqual([409, 'not_allowed_in_stage']);
  });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
