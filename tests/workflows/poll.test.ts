import { forwardTo, virtualTime } from '../../src/demo/fast-forward';
import { castVote, closePoll } from '../../src/database/polls';
import { hearSignal, pollStartWorkflowId, pollWorkflowId } from '../../workflows/messages';
import { aCase, eventually, HOUR, type Case } from '../support/a-case';
import { historyText, insist, ringsUnheard } from '../support/travel';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const SECOND = 1_000;
const DAY = 24 * HOUR;
const handleOf = (workflowId: string) => stack.temporal.client.workflow.getHandle(workflowId);

interface Polled {
  it: Case;
  id: string;
  closesAt: number;
  vote(serial: number, option: number): Promise<void>;
}

/** A case that is handled, with a poll that runs. */
async function polled(more: object = {}): Promise<Polled> {
  const it = await (await aCase(stack, { kind: 'suggestion' })).bringTo('handling');
  const closesAt = Date.now() + 3 * DAY;
  const body = {
    ...{
      question: '公交线走哪一条？',
      options: ['同富路', '朗辉路', '松白路'],
      electorate: 'ballots',
      ballots: 5,
      wait: true,
    },
    ...{ closesAt: new Date(closesAt).toISOString(), ...more },
  };
  const { status, body: poll, text } = await insist(stack, 'zhihui.handler', `/demands/${it.number}/polls`, body);
  if (status !== 201) throw new Error(text);
  const id = poll.id as string;
  await eventually(
    () => virtualTime(stack, pollWorkflowId(id)),
    (time) => time !== null,
  );
  const vote = async (serial: number, option: number) =>
    void (await stack.database.pollVote.create({ data: { pollId: id, serial, option } }));
  return { it, id, closesAt: Date.parse(poll.closesAt as string), vote };
}

const untilStage = (it: Case, stage: string) =>
  eventually(
    () => it.recorded(),
    (state) => state.stage === stage,
  );
const closed = async (it: Case) => (await it.events()).filter((event) => event.type === 'poll_closed');
/** The poll alone comes to its time, and the demand hears of it. */
const comesToItsTime = ({ id, closesAt }: Polled) => forwardTo(stack, [pollWorkflowId(id)], closesAt + SECOND);

describe('a poll that its demand waits for', () => {
  it('closes at its time, is counted once, and the demand goes on with the result', async () => {
    const poll = await polled();
    const { it, id } = poll;
    expect(await it.recorded()).toMatchObject({ stage: 'waiting', poll: { id, wait: true, closedAt: null } });
    await poll.vote(1, 0);
    await poll.vote(2, 0);
    await poll.vote(3, 2);
    await comesToItsTime(poll);
    await untilStage(it, 'handling');
    const [event] = await closed(it);
    expect(event.data).toEqual({ poll: id, counts: [2, 0, 1], votes: 3, ballots: 5, early: false });
    expect(event.public).toBe(true);
    const told = (await it.notices()).filter(({ kind }) => kind === 'poll_closed');
    expect(told.map(({ user_id }) => user_id)).toEqual(['demo-zhihui.handler']);
    expect(await stack.database.poll.findUnique({ where: { id } })).toMatchObject({
      result: { counts: [2, 0, 1], wordsId: null },
    });
    Object.assign(named, { 'poll-waited-for': it.workflowId, poll: pollWorkflowId(id) });
    named['poll-start'] = pollStartWorkflowId(id);
  });

  it('is heard once, however often it is told and counted', async () => {
    const poll = await polled();
    await poll.vote(4, 1);
    await comesToItsTime(poll);
    await untilStage(poll.it, 'handling');
    await poll.vote(5, 1);
    const closing = { poll: poll.id, at: Date.now(), wordsId: null };
    const again = (await stack.database.transact((sql) => closePoll(sql, closing)))!;
    expect(again.counts).toEqual([0, 1, 0]);
    await handleOf(poll.it.workflowId).signal(hearSignal, { kind: 'poll_closed', poll: poll.id, ...again });
    await poll.it.act('zhihui.handler', 'note', { text: '继续' });
    expect(await closed(poll.it)).toHaveLength(1);
  });

  it('that never tells lets the demand go on a day later', async () => {
    const { it, id, closesAt } = await polled();
    await handleOf(pollWorkflowId(id)).terminate('by an operator');
    await forwardTo(stack, [it.workflowId], closesAt + DAY + SECOND);
    await untilStage(it, 'handling');
    expect(await it.eventTypes()).toContain('poll_overdue');
    named['poll-overdue'] = it.workflowId;
  });

  it('closes late when no worker was there at its time, and takes no vote meanwhile', async () => {
    const poll = await polled();
    await forwardTo(stack, [pollWorkflowId(poll.id)], poll.closesAt - HOUR);
    await stack.stopWorker();
    const { moved } = await ringsUnheard(stack, pollWorkflowId(poll.id), HOUR + SECOND);
    expect((await stack.database.poll.findUniqueOrThrow({ where: { id: poll.id } })).closedAt).toBeNull();
    await stack.startWorker();
    await moved;
    await untilStage(poll.it, 'handling');
    expect(await closed(poll.it)).toHaveLength(1);
  });
});

describe('a poll', () => {
  it('closed early by its organiser says why, and nobody closes it twice', async () => {
    const poll = await polled();
    await poll.vote(1, 2);
    const reason = { reason: '全体员工都已投票' };
    const close = () => insist(stack, 'zhihui.handler', `/polls/${poll.id}/actions/close`, reason);
    const answer = await close();
    expect(answer.body).toMatchObject({ closedEarly: '全体员工都已投票', votes: 1 });
    expect(answer.body.result.map(({ votes }: { votes: number }) => votes)).toEqual([0, 0, 1]);
    await untilStage(poll.it, 'handling');
    const [event] = await closed(poll.it);
    expect([event.data.early, event.words]).toEqual([true, { reason: '全体员工都已投票' }]);
    expect([(await close()).status, (await close()).body.code]).toEqual([409, 'already_concluded']);
    named['poll-closed-early'] = pollWorkflowId(poll.id);
  });

  it('ends with its demand when that is withdrawn, says so and takes no vote any more', async () => {
    const poll = await polled();
    await poll.vote(1, 2);
    await poll.it.act('zhihui.collector', 'withdraw', { reason: '不需要了' });
    expect(await handleOf(pollWorkflowId(poll.id)).result()).toMatchObject({ counts: [0, 0, 1] });
    expect(await castVote(stack.database, poll.id, 2, 1)).toBe('closed');
    const { body } = await stack.call('zhihui.handler', { method: 'GET', url: `/api/v1/polls/${poll.id}` });
    expect(body).toMatchObject({ closedEarly: '诉求已撤回或不予受理，票选随之结束。', closedAt: expect.any(String) });
    expect(await closed(poll.it)).toEqual([]);
    expect((await poll.it.notices()).some(({ kind }) => kind === 'poll_closed')).toBe(false);
    named['poll-outlives-its-demand'] = poll.it.workflowId;
  });

  it('is told to the reporters of merged demands, too', async () => {
    const poll = await polled({ wait: false });
    const follower = await aCase(stack, { kind: 'suggestion' });
    await follower.act('zhihui.dispatcher', 'merge', { into: poll.it.number });
    await eventually(
      () => poll.it.recorded(),
      ({ followers }) => followers.length === 1,
    );
    await comesToItsTime(poll);
    await eventually(
      () => closed(follower),
      (events) => events.length === 1,
    );
    expect(await follower.recorded()).toMatchObject({ stage: 'merged', poll: { id: poll.id } });
    named['follower-of-a-poll'] = follower.workflowId;
  });

  it('comes to its end together with its demand in a fast-forward of the demo', async () => {
    const { it } = await polled();
    const url = `/api/v1/demo/demands/${it.number}/fast-forward`;
    await stack.call('baoan.supervisor', { method: 'POST', url, payload: { hours: 73 } });
    expect((await untilStage(it, 'handling')).stage).toBe('handling');
    expect(await closed(it)).toHaveLength(1);
  });

  it('leaves no word and no vote in the histories', async () => {
    const poll = await polled();
    await poll.vote(1, 1);
    await comesToItsTime(poll);
    await untilStage(poll.it, 'handling');
    const texts = await Promise.all(
      [poll.it.workflowId, pollWorkflowId(poll.id)].map((workflowId) => historyText(stack, workflowId)),
    );
    expect(texts.join('\n')).not.toMatch(/同富路|公交线|serial/);
  });
});

describe('a joint conference', () => {
  it('gives a demand to its lead unit and sets the time to answer, in one step', async () => {
    const it = await aCase(stack);
    const { body: conference } = await stack.call('zhihui.dispatcher', {
      ...{ method: 'POST', url: '/api/v1/conferences' },
      payload: {
        unit: 'zhihui',
        title: '三月联席会',
        heldAt: '2026-03-02T15:00:00+08:00',
        location: '会议室',
        host: '书记',
      },
    });
    const items = `/api/v1/conferences/${conference.id}/items`;
    await stack.call('zhihui.dispatcher', { method: 'POST', url: items, payload: { numbers: [it.number] } });
    const decided = { conference: conference.id, decision: '由物业改道', leadUnit: 'zhihui', workingDays: 3 };
    await it.act('zhihui.supervisor', 'decide', decided);
    expect(await it.recorded()).toMatchObject({ stage: 'accepting', lead: { id: 'zhihui' }, supervised: true });
    await it.untilRung('supervision', 100);
    expect(await it.eventTypes()).toContain('timeout_escalated');
    named['decided'] = it.workflowId;
  });
});

describe('the lives above', () => {
  it('are repeated by their workflows', async () => {
    expect(await replayAndKeep(stack, named)).toEqual([]);
  });
});
