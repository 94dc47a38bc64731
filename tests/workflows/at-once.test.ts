import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { hearSignal, type DemandInput } from '../../workflows/messages';
import { aCase, eventually, HOUR, tells, type Case } from '../support/a-case';
import type { Answer } from '../support/app';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { insist, ringsUnheard } from '../support/travel';

let stack: Stack;
/** How long the worker takes to record (ms), and whether it can only do so by the durable way. */
let slow = 0;
/** Where records wait until the test lets them pass. */
let held: Gate | null = null;
let isOnlyDurable = false;
const named: Record<string, string> = {};

beforeAll(async () => {
  stack = await testStack(
    {},
    {
      breakable: true,
      activities: (real) => ({
        ...real,
        recordDemand: async (record) => {
          if (slow > 0) await sleep(slow);
          held?.reach();
          await held?.opened;
          if (isOnlyDurable && Context.current().info.isLocal) throw new Error('no connection is free');
          return real.recordDemand(record);
        },
      }),
    },
  );
});
afterEach(() => {
  slow = 0;
  held = null;
  isOnlyDurable = false;
});
afterAll(() => stack.close());

type Gate = { reached: Promise<void>; reach: () => void; opened: Promise<void>; open: () => void };
function aGate(): Gate {
  const gate = {} as Gate;
  gate.reached = new Promise((resolve) => (gate.reach = resolve));
  gate.opened = new Promise((resolve) => (gate.open = resolve));
  return gate;
}

const handler = (n: number) => (n % 2 === 0 ? 'zhihui.handler' : 'zhihui.handler2');
const handleOf = ({ workflowId }: Case) => stack.temporal.client.workflow.getHandle(workflowId);
const notes = (it: Case, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => it.act(handler(n), 'note', { text: `第 ${n} 条` })));

const message = {
  actor: {
    kind: 'staff' as const,
    user: 'demo-zhihui.handler',
    grants: [{ role: 'handler' as const, unit: 'zhihui' }],
  },
  wordsId: null,
  requestId: null,
};
const zhihui = { id: 'zhihui', level: 'C' as const, path: ['baoan', 'fuyong', 'zhihui'] };
const dispatchMessage = {
  ...message,
  actor: { ...message.actor, grants: [{ role: 'dispatcher' as const, unit: 'zhihui' }] },
  facts: { lead: zhihui, co: [], replying: zhihui },
};
const acceptUpdate = (it: Case) => tells(stack, it, 'accept', { ...message, facts: {} });
const noteUpdate = (it: Case) => tells(stack, it, 'note', { ...message, facts: { public: false } });

describe('when many act on one demand at once', () => {
  it('lets exactly one of twenty accept it, and tells the others where it stands', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    // The engine takes ten at a time; whom a slow machine keeps waiting asks again under their key, as every client does.
    const accept = async (user: string): Promise<Answer> => {
      const key = { 'idempotency-key': randomUUID() };
      for (;;) {
        const answer = await it.try(user, 'accept', {}, key);
        if (answer.status !== 503) return answer;
      }
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => accept(handler(n))));
    const refused = answers.filter((answer) => answer.status !== 200);
    expect(refused.map((answer) => answer.body.code)).toEqual(Array(19).fill('not_allowed_in_stage'));
    expect((await it.eventTypes()).filter((type) => type === 'accepted')).toHaveLength(1);
    named['accepts-at-once'] = it.workflowId;
  });

  it('keeps every one of twenty notes, each as a version of its own', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await notes(it, 20);
    expect((await it.recorded()).version).toBe(23);
    const seqs = (await it.events()).map((event: { seq: number }) => event.seq);
    expect(seqs).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
  });

  it('takes what arrives while a slow record makes the workflow task last over its time', async () => {
    const it = await startedAnew(await (await aCase(stack)).bringTo('handling'), '1s');
    slow = 250;
    const first = notes(it, 4);
    await sleep(500);
    await handleOf(it).signal('publish');
    const second = notes(it, 3);
    await sleep(900);
    const passing = it.untilRung('handle', 100);
    await handleOf(it).signal('publish');
    await Promise.all([first, second, passing]);
    expect((await it.eventTypes()).filter((type) => type === 'noted')).toHaveLength(7);
    named['messages-while-recording'] = it.workflowId;
  });
});

describe('in the moment in which a demand ends', () => {
  it('hears whoever joins it, and gives them back', async () => {
    const [main, follower] = [await aCase(stack), await aCase(stack)];
    held = aGate();
    const ending = main.try('zhihui.dispatcher', 'reject', { reason: '不属受理范围' });
    await held.reached;
    await handleOf(main).signal(hearSignal, { kind: 'follower_joined', follower: follower.id });
    held.open();
    expect((await ending).body.stage).toBe('rejected');
    await handleOf(main).result();
    const { events } = await handleOf(main).fetchHistory();
    const told = events!.filter((event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes);
    expect(told).toHaveLength(1);
    named['joined-at-the-end'] = main.workflowId;
  });

  it('closes once when it is rated twice, and the second hears that it is closed', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    slow = 300;
    const rate = (grade: number) => it.try('zhihui.collector', 'rate', { grade });
    const first = rate(5);
    await sleep(150);
    const answers = await Promise.all([first, rate(4), rate(3)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    expect((await it.eventTypes()).filter((type) => type === 'rated' || type === 'closed')).toEqual([
      'rated',
      'closed',
    ]);
    named['rated-twice'] = it.workflowId;
  });
});

describe('asking twice', () => {
  it('gives one transition and the same answer under one key', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const url = `/demands/${it.number}/actions/note`;
    const say = () => insist(stack, 'zhihui.handler', url, { text: '一次' }, 'a-note-once');
    const answers = await Promise.all([say(), say(), say()]);
    answers.push(await say());
    expect(answers.map((answer) => [answer.status, answer.body.version])).toEqual(Array(4).fill([200, 4]));
    expect((await it.eventTypes()).filter((type) => type === 'noted')).toHaveLength(1);
  });

  it('leaves no trace of a refused or repeated action in the history', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const key = { 'idempotency-key': 'a-note-without-trace' };
    await it.try('zhihui.handler', 'note', { text: '一次' }, key);
    const grows = async (): Promise<number> => {
      const before = await lengthOf(it);
      expect((await it.try('zhihui.handler', 'accept')).body.code).toBe('not_allowed_in_stage');
      expect((await it.try('zhihui.handler2', 'finish', { result: 'resolved', summary: '办了' })).status).toBe(409);
      expect((await it.try('zhihui.handler', 'note', { text: '一次' }, key)).status).toBe(200);
      return (await lengthOf(it)) - before;
    };
    // The engine may write down its own lateness when the machine is busy, but not every time.
    const growths = [await grows()];
    while (Math.min(...growths) > 0 && growths.length < 10) growths.push(await grows());
    expect(Math.min(...growths)).toBe(0);
  });
});

describe('when the database is away', () => {
  it('records what happened once it is back', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    stack.link.break('cut');
    held = aGate();
    held.open();
    const answers = [acceptUpdate(it)];
    await held.reached;
    answers.push(...Array.from({ length: 5 }, () => noteUpdate(it)));
    await handleOf(it).signal('publish');
    await sleep(1_000);
    expect((await it.recorded()).stage).toBe('accepting');
    stack.link.mend();
    await Promise.all(answers);
    expect((await it.recorded()).stage).toBe('handling');
    expect(await it.eventTypes()).toEqual(['submitted', 'dispatched', 'accepted', ...Array<string>(5).fill('noted')]);
    named['database-away'] = it.workflowId;
  });

  it('fires what is due meanwhile once, with its own time', async () => {
    const it = await aCase(stack);
    const end = (await it.clock('dispatch')).rungs.find((rung) => rung.percent === 120)!.plannedAt!;
    stack.link.break('cut');
    const passing = it.until(end + HOUR / 60);
    await sleep(1_500);
    stack.link.mend();
    await passing;
    await eventually(
      () => it.eventTypes(),
      (types) => types.includes('moved_up'),
    );
    expect(await it.eventTypes()).toEqual(['submitted', 'reminded', 'reminded', 'timeout_escalated', 'moved_up']);
    named['rungs-while-database-away'] = it.workflowId;
  });

  it('answers, in order, what arrives while only the durable way of recording works', async () => {
    const it = await startedAnew(await (await aCase(stack)).bringTo('handling'), '1s');
    isOnlyDurable = true;
    slow = 100;
    const first = [noteUpdate(it), noteUpdate(it), noteUpdate(it)];
    await sleep(400);
    await handleOf(it).signal('publish');
    await Promise.all([...first, noteUpdate(it), noteUpdate(it), noteUpdate(it), it.untilRung('handle', 80)]);
    isOnlyDurable = false;
    await it.act('zhihui.handler', 'note', { text: '最后一条' });
    const types = await it.eventTypes();
    expect(types.filter((type) => type === 'noted')).toHaveLength(7);
    expect((await it.recorded()).seq).toBe(types.length);
    named['durable-record'] = it.workflowId;
  });
});

describe('when the machine stands still', () => {
  it('a workflow that was only held up is not cut off, though the types of the SDK do not name that', () =>
    expect(stack.worker.options.isolateExecutionTimeoutMs).toBe(60_000));
});

describe('when the worker goes away', () => {
  it('finishes what it had begun after a restart, once', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    stack.link.break('cut');
    held = aGate();
    held.open();
    const accepted = acceptUpdate(it);
    await held.reached;
    await stack.stopWorker();
    stack.link.mend();
    await stack.startWorker();
    await accepted;
    expect(await it.eventTypes()).toEqual(['submitted', 'dispatched', 'accepted']);
    await it.act('zhihui.handler', 'note', { text: '继续' });
    expect((await it.recorded()).version).toBe(4);
    named['worker-restarted'] = it.workflowId;
  });

  it('fires the rung that was due meanwhile once, before what was asked meanwhile, and records how late', async () => {
    const it = await aCase(stack);
    const { plannedAt } = (await it.clock('dispatch')).rungs[0]!;
    await it.until(plannedAt! - HOUR / 3);
    await stack.stopWorker();
    const { moved } = await ringsUnheard(stack, it.workflowId, HOUR / 3 + 1_000);
    const dispatched = tells(stack, it, 'dispatch', dispatchMessage);
    await sleep(2_500);
    await stack.startWorker();
    await Promise.all([dispatched, moved]);
    expect(await it.eventTypes()).toEqual(['submitted', 'reminded', 'dispatched']);
    const [, reminded] = await it.events();
    expect(new Date(reminded.cause.plannedAt).getTime()).toBe(plannedAt);
    expect(reminded.cause.lateBy).toBeGreaterThanOrEqual(1);
    const reminders = (await it.notices()).filter((notice) => notice.kind === 'reminder');
    expect(reminders.map((notice) => notice.late_by)).toEqual([reminded.cause.lateBy]);
    named['rung-while-worker-away'] = it.workflowId;
  });
});

describe('when somebody ends the workflow in the middle of an action', () => {
  afterEach(() => {
    stack.link.mend();
    stack.patience.times = 10;
  });

  it('tells whoever asked to come back', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    stack.patience.times = 1;
    stack.link.break('cut');
    const asked = insist(stack, 'zhihui.handler', `/demands/${it.number}/actions/accept`);
    const taken = async () =>
      (await handleOf(it).fetchHistory()).events!.filter(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
      );
    await eventually(taken, ({ length }) => length === 2);
    await handleOf(it).terminate();
    const { status, body } = await asked;
    expect([status, body.code]).toEqual([503, 'temporal_unavailable']);
  });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});

const lengthOf = async (it: Case): Promise<number> => (await handleOf(it).describe()).historyLength;

/** The same demand in a run whose workflow tasks may last only so long: then it keeps them alive while it records. */
async function startedAnew(it: Case, taskTimeout: '1s'): Promise<Case> {
  const { events } = await handleOf(it).fetchHistory();
  const [payload] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
  const input = JSON.parse(Buffer.from(payload!.data!).toString()) as DemandInput;
  const demand = await it.state();
  await handleOf(it).terminate();
  await stack.temporal.client.workflow.start('demand', {
    workflowId: it.workflowId,
    taskQueue: stack.temporal.taskQueue,
    args: [{ ...input, demand }],
    workflowTaskTimeout: taskTimeout,
  });
  return it;
}
