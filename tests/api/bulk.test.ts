import { randomUUID } from 'node:crypto';
import { BULK_ACTIONS, type BulkAction } from '../../src/api/demands/bulk';
import { aCase, allQuiet, eventually, filing, type Case } from '../support/a-case';
import type { Answer, Json } from '../support/app';
import { breakableLink, type BreakableLink } from '../support/breakable-link';
import { temporalAddress } from '../support/services';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
/** Between the service and the engine; it is cut when so many demands have been recorded. */
let link: BreakableLink;
let cutAt = Infinity;
const recordedOnes = new Set<string>();

beforeAll(async () => {
  const [host, port] = temporalAddress().split(':');
  link = await breakableLink(host!, Number(port));
  stack = await testStack(
    { TEMPORAL_ADDRESS: `127.0.0.1:${link.port}` },
    {
      activities: (real) => ({
        ...real,
        recordDemand: async (record) => {
          const recorded = await real.recordDemand(record);
          // On a busy machine one is recorded more than once.
          if (recordedOnes.add(record.demand.id).size >= cutAt) {
            cutAt = Infinity;
            link.break('cut');
            // What was answered slowly before is no outage; from now on nobody waits long.
            stack.patience.times = 2;
          }
          return recorded;
        },
      }),
    },
  );
});
afterAll(async () => {
  await stack.close();
  await link.close();
});

const reason = '超出本级职责';
const bodies: Record<Exclude<BulkAction, 'merge'>, object> = {
  dispatch: { leadUnit: 'zhihui', note: '请尽快' },
  accept: {},
  transfer: { user: 'zhihui.handler2', reason },
  urge: { text: '请尽快' },
  supervise: { reason, workingDays: 2 },
  note: { text: '已现场查看' },
  pass_up: { reason },
  review: { approve: true },
};

const ask = (user: string, action: string, payload: object, key?: string): Promise<Answer> =>
  stack.call(user, {
    method: 'POST',
    url: `/api/v1/demands/bulk/${action}`,
    payload,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });

async function bulkOnce(user: string, action: string, payload: object, key: string): Promise<Json> {
  const { status, body } = await ask(user, action, payload, key);
  expect(status).toBe(200);
  return body;
}

/** The same, sent again under its key while a busy machine's engine takes some of them not. */
const bulk = (user: string, action: string, payload: object, key: string = randomUUID()): Promise<Json> =>
  eventually(
    () => bulkOnce(user, action, payload, key),
    ({ items }) => !items.some(({ code }: Json) => code === 'temporal_unavailable'),
  );

const cases = (count: number): Promise<Case[]> => Promise.all(Array.from({ length: count }, () => aCase(stack)));
const inStage = (count: number, stage: 'accepting' | 'handling' | 'reviewing') =>
  cases(count).then((all) => Promise.all(all.map((it) => it.bringTo(stage))));
const numbersOf = (all: Case[]): string[] => all.map((it) => it.number);
const workflowIdsOf = (all: Case[]): string[] => all.map((it) => it.workflowId);
const outcomes = ({ items }: Json): [string, boolean, string | undefined][] =>
  items.map((item: Json) => [item.number, item.done, item.code]);

const timesNoted = (all: Case[]): Promise<number[]> =>
  Promise.all(all.map(async (it) => (await it.eventTypes()).filter((type) => type === 'noted').length));

/** Everything that an action could leave behind. */
async function traces(): Promise<Json> {
  const { database } = stack;
  const [events, words, notices, demands] = await Promise.all([
    database.demandEvent.count(),
    database.words.count(),
    database.notice.count(),
    database.demand.findMany({ select: { number: true, version: true, stage: true }, orderBy: { number: 'asc' } }),
  ]);
  return { events, words, notices, demands };
}

describe('many demands at once', () => {
  test('each is dispatched by itself, with its own event and what was written', async () => {
    const all = await cases(7);
    const answer = await bulk('zhihui.dispatcher', 'dispatch', { numbers: numbersOf(all), body: bodies.dispatch });
    expect(answer).toEqual({
      items: all.map((it) => ({ number: it.number, title: filing.title, done: true })),
      ...{ done: 7, refused: 0 },
    });
    for (const it of all) {
      expect(await it.eventTypes()).toEqual(['submitted', 'dispatched']);
      expect((await it.events())[1].words).toEqual({ note: '请尽快' });
    }
  });

  const befores: [Exclude<BulkAction, 'merge'>, Parameters<typeof inStage>[1], user: string, event: string][] = [
    ['accept', 'accepting', 'zhihui.handler', 'accepted'],
    ['transfer', 'handling', 'zhihui.handler', 'transferred'],
    ['urge', 'handling', 'zhihui.collector', 'urged'],
    ['supervise', 'handling', 'fuyong.supervisor', 'supervised'],
    ['note', 'handling', 'zhihui.handler', 'noted'],
    ['pass_up', 'handling', 'zhihui.handler', 'passed_up'],
    ['review', 'reviewing', 'zhihui.reviewer', 'reviewed'],
  ];
  test.each(befores)('%s is taken for each', async (action, stage, user, event) => {
    const all = await inStage(2, stage);
    const body = bodies[action];
    const dry = await bulk(user, action, { numbers: numbersOf(all), body, dryRun: true });
    expect(dry).toMatchObject({ done: 2, refused: 0 });
    expect(await bulk(user, action, { numbers: numbersOf(all), body })).toEqual(dry);
    for (const it of all) expect((await it.eventTypes()).at(-1)).toBe(event);
  });

  test('several are merged into one, which cannot be merged into itself', async () => {
    const [main, ...others] = await cases(3);
    await main!.bringTo('handling');
    const payload = { numbers: numbersOf(others), body: { into: main!.number } };
    expect(await bulk('zhihui.dispatcher', 'merge', payload)).toMatchObject({ done: 2, refused: 0 });
    for (const it of others) expect((await it.recorded()).mergedInto).toBe(main!.id);
    const [alone] = await cases(1);
    const itself = await bulk('zhihui.dispatcher', 'merge', {
      numbers: [alone!.number],
      body: { into: alone!.number },
    });
    expect(outcomes(itself)).toEqual([[alone!.number, false, 'cannot_merge_into_itself']]);
  });

  test('two hundred are as good as one', async () => {
    const it = await aCase(stack);
    const numbers = [...Array.from({ length: 199 }, (_, i) => `SQ${i}`), it.number];
    const { done, refused, items } = await bulk('zhihui.handler', 'note', { numbers, body: bodies.note });
    expect([done, refused, items.length]).toEqual([1, 199, 200]);
    expect(items.map((item: Json) => item.number)).toEqual(numbers);
  });
});

describe('what befalls one does not stop the others', () => {
  test('each refusal stands at its own number with the domain’s code and words', async () => {
    const [waiting, handled] = await cases(2);
    await waiting!.bringTo('accepting');
    await handled!.bringTo('handling');
    const numbers = [handled!.number, 'SQ202601010000019', waiting!.number];
    const single = await handled!.try('zhihui.handler', 'accept');
    const answer = await bulk('zhihui.handler', 'accept', { numbers, body: {} });
    expect(answer).toEqual({
      items: [
        {
          number: numbers[0],
          title: filing.title,
          done: false,
          code: 'not_allowed_in_stage',
          detail: single.body.detail,
        },
        { number: numbers[1], title: null, done: false, code: 'not_found', detail: expect.any(String) },
        { number: numbers[2], title: filing.title, done: true },
      ],
      ...{ done: 1, refused: 2 },
    });
  });

  test('what the body names and is not there is refused for each', async () => {
    const all = await cases(2);
    const payload = { numbers: numbersOf(all), body: { leadUnit: 'nowhere' } };
    for (const dryRun of [true, false]) {
      const { items } = await bulk('zhihui.dispatcher', 'dispatch', { ...payload, dryRun });
      expect(items.map((item: Json) => item.code)).toEqual(['invalid_input', 'invalid_input']);
    }
  });

  test('nothing is merged into a demand out of sight, which is refused like one that does not exist', async () => {
    const it = await aCase(stack);
    const payload = { ...filing, unit: 'huizhan' };
    const foreign = await stack.call('fuhai.collector', { method: 'POST', url: '/api/v1/demands', payload });
    const into = async (number: string, dryRun: boolean) =>
      (await bulk('zhihui.dispatcher', 'merge', { numbers: [it.number], body: { into: number }, dryRun })).items;
    for (const dryRun of [true, false]) {
      const hidden = await into(foreign.body.number as string, dryRun);
      expect(hidden).toEqual(await into('SQ202601010000019', dryRun));
      expect(hidden[0].code).toBe('invalid_input');
    }
  });

  test('who may not act on them is told so for each', async () => {
    const all = await inStage(2, 'accepting');
    const { items } = await bulk('zhihui.dispatcher', 'accept', { numbers: numbersOf(all), body: {} });
    expect(items.map((item: Json) => item.code)).toEqual(['not_allowed_for_role', 'not_allowed_for_role']);
  });

  test.each(BULK_ACTIONS)('%s: a sibling’s demand is answered exactly as one that does not exist', async (action) => {
    const [it, main] = await cases(2);
    const body = action === 'merge' ? { into: main!.number } : bodies[action];
    const before = await traces();
    for (const user of ['fuhai.dispatcher', 'fuhai.supervisor', 'skyworth.dispatcher', 'fuhai.handler'])
      for (const dryRun of [true, false]) {
        const { items } = await bulk(user, action, { numbers: [it!.number, 'SQ202601010000019'], body, dryRun });
        const [hidden, absent] = items;
        expect(hidden).toEqual({ ...absent, number: it!.number });
        expect(hidden).toMatchObject({ title: null, done: false, code: 'not_found' });
      }
    expect(await traces()).toEqual(before);
  });
});

describe('a dry run', () => {
  test('says for each what would become of it, and writes nothing', async () => {
    const [open, handled] = await cases(2);
    await handled!.bringTo('handling');
    const numbers = [open!.number, handled!.number, 'SQ202601010000019'];
    const before = await traces();
    const dry = await bulk('zhihui.dispatcher', 'dispatch', { numbers, body: bodies.dispatch, dryRun: true }, 'dry-1');
    expect(outcomes(dry)).toEqual([
      [numbers[0], true, undefined],
      [numbers[1], false, 'not_allowed_in_stage'],
      [numbers[2], false, 'not_found'],
    ]);
    expect([dry.done, dry.refused]).toEqual([1, 2]);
    expect(await traces()).toEqual(before);
    // The key of a dry run is not spent.
    const real = await bulk('zhihui.dispatcher', 'dispatch', { numbers, body: bodies.dispatch }, 'dry-1');
    expect(real).toEqual(dry);
    expect((await traces()).events).toBe(before.events + 1);
  });

  test('weighs the body, not only the stage', async () => {
    const it = await aCase(stack);
    const payload = { numbers: [it.number], body: { leadUnit: 'fuyong' }, dryRun: true };
    const { items } = await bulk('zhihui.dispatcher', 'dispatch', payload);
    expect(items[0]).toMatchObject({ done: false, code: 'unit_out_of_reach' });
  });
});

describe('asked twice', () => {
  test('under the same key it is done once, and answered the same', async () => {
    const all = await inStage(3, 'handling');
    const payload = { numbers: numbersOf(all), body: bodies.note };
    const first = await bulk('zhihui.handler', 'note', payload, 'twice');
    expect(await bulk('zhihui.handler', 'note', payload, 'twice')).toEqual(first);
    expect(first).toMatchObject({ done: 3, refused: 0 });
    expect(new Set(await timesNoted(all))).toEqual(new Set([1]));
  });

  test('at the same time under the same key it is done once', async () => {
    const all = await inStage(2, 'handling');
    const payload = { numbers: numbersOf(all), body: bodies.note };
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => bulk('zhihui.handler', 'note', payload, 'at-once')),
    );
    for (const answer of answers) expect(answer).toMatchObject({ done: 2, refused: 0 });
    expect(new Set(await timesNoted(all))).toEqual(new Set([1]));
  });

  test('under the same key with more numbers only the new ones are done', async () => {
    const all = await inStage(3, 'handling');
    const numbers = numbersOf(all);
    await bulk('zhihui.handler', 'note', { numbers: numbers.slice(0, 1), body: bodies.note }, 'more');
    expect(await bulk('zhihui.handler', 'note', { numbers, body: bodies.note }, 'more')).toMatchObject({ done: 3 });
    expect(new Set(await timesNoted(all))).toEqual(new Set([1]));
  });

  test('under the same key with another body it is refused for each that was done', async () => {
    const all = await inStage(2, 'handling');
    const numbers = numbersOf(all);
    await bulk('zhihui.handler', 'note', { numbers: numbers.slice(1), body: bodies.note }, 'other');
    const other = await bulk('zhihui.handler', 'note', { numbers, body: { text: '别的内容' } }, 'other');
    expect(outcomes(other)).toEqual([
      [numbers[0], true, undefined],
      [numbers[1], false, 'idempotency_conflict'],
    ]);
  });

  test('a bulk and a single action under one key do not stand in for each other', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await bulk('zhihui.handler', 'note', { numbers: [it.number], body: bodies.note }, 'shared');
    const { status } = await it.try('zhihui.handler', 'note', bodies.note, { 'idempotency-key': 'shared' });
    expect(status).toBe(200);
    expect(await timesNoted([it])).toEqual([2]);
  });
});

/** Asks again under the same key, as one does after an outage, until nothing is refused; answers how many are done. */
async function untilAllDone(user: string, payload: object, key: string): Promise<number> {
  const answer = await eventually(
    () => bulkOnce(user, 'note', payload, key),
    ({ refused }) => refused === 0,
  );
  return answer.done;
}

describe('when the engine does not answer', () => {
  const patience = (times: number) => void (stack.patience.times = times);
  afterEach(() => patience(10));

  test('in the middle, what was done stays done, the rest is told so, and the same key finishes it', async () => {
    const all = await cases(30);
    const payload = { numbers: numbersOf(all), body: bodies.note };
    await allQuiet(stack, workflowIdsOf(all));
    recordedOnes.clear();
    cutAt = 20;
    const answer = await bulkOnce('zhihui.dispatcher', 'note', payload, 'in the middle');
    // Of the twenty, all but those under way at the time were answered.
    expect(answer.done).toBeGreaterThanOrEqual(15);
    expect(answer.done).toBeLessThanOrEqual(20);
    expect(answer.refused).toBe(30 - answer.done);
    for (const item of answer.items.filter((each: Json) => !each.done))
      expect(item).toMatchObject({ code: 'temporal_unavailable', detail: expect.stringContaining('同一个幂等键') });
    patience(10);
    link.mend();
    expect(await untilAllDone('zhihui.dispatcher', payload, 'in the middle')).toBe(30);
    expect(new Set(await timesNoted(all))).toEqual(new Set([1]));
  });

  test('at all, only the first few are waited for, and a dry run goes by the record', async () => {
    const all = await cases(12);
    const payload = { numbers: numbersOf(all), body: bodies.note };
    await stack.stopWorker();
    patience(1);
    const answer = await bulkOnce('zhihui.dispatcher', 'note', payload, 'at all');
    patience(10);
    expect(outcomes(answer)).toEqual(all.map((it) => [it.number, false, 'temporal_unavailable']));
    const tried = answer.items.filter((item: Json) => item.title !== null);
    expect(tried.length).toBeGreaterThanOrEqual(5);
    expect(tried.length).toBeLessThan(8);
    expect(await bulk('zhihui.dispatcher', 'note', { ...payload, dryRun: true })).toMatchObject({ done: 12 });
    await stack.startWorker();
    expect(await untilAllDone('zhihui.dispatcher', payload, 'at all')).toBe(12);
    expect(new Set(await timesNoted(all))).toEqual(new Set([1]));
  });
});

describe('what is no bulk action', () => {
  const good = { numbers: ['SQ202601010000019'], body: bodies.note };
  test.each([
    ['no numbers', { ...good, numbers: [] }],
    ['too many numbers', { ...good, numbers: Array.from({ length: 201 }, (_, i) => `SQ${i}`) }],
    ['a number twice', { ...good, numbers: [...good.numbers, ...good.numbers] }],
    ['a number that is none', { ...good, numbers: [1] }],
    ['a number too long', { ...good, numbers: ['S'.repeat(41)] }],
    ['no body', { numbers: good.numbers }],
    ['a body of another action', { ...good, body: { leadUnit: 'zhihui' } }],
    ['a body with a version', { ...good, body: { ...bodies.note, ifVersion: 1 } }],
    ['a dry run that is neither', { ...good, dryRun: 'perhaps' }],
    ['an unknown field', { ...good, all: true }],
  ])('%s is refused as a whole', async (_, payload) => {
    const { status, body } = await ask('zhihui.handler', 'note', payload);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
  });

  test.each(['rate', 'withdraw', 'finish', 'split', 'everything'])('%s is not offered for many', async (action) => {
    const { status, body } = await ask('zhihui.handler', action, good);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  test('nobody acts without signing in', async () => {
    const url = '/api/v1/demands/bulk/note';
    expect((await stack.call(null, { method: 'POST', url, payload: good })).status).toBe(401);
  });
});
