import { QUEUES } from '../../src/database/queues';
import { recordedForGood } from '../support/a-case';
import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const filed = {
  kind: 'help',
  title: '园区出入口通行慢',
  body: '早高峰出入口经常堵二十分钟。',
  subject: { type: 'sole', name: '智美科技党支部' },
  channel: '党群服务中心',
};

async function file(unit = 'zhihui'): Promise<string> {
  const payload = { ...filed, unit };
  const { body } = await stack.call(`${unit}.collector`, { method: 'POST', url: '/api/v1/demands', payload });
  return body.number as string;
}

const act = (user: string, number: string, action: string, payload: object = {}): Promise<Json> =>
  acts(stack, user, number, action, payload);

/** A demand in the hands of 智美·汇志's first handler. */
async function inHandling(): Promise<string> {
  const number = await file();
  await act('zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
  await act('zhihui.handler', number, 'accept');
  return number;
}

async function queue(user: string, name: string, more = ''): Promise<Json> {
  const answer = await stack.call(user, { method: 'GET', url: `/api/v1/tasks?queue=${name}&limit=200${more}` });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** What a queue of a user says of one demand: the kinds of its tasks there. */
async function kindsIn(user: string, name: string, number: string): Promise<string[]> {
  const { items } = await queue(user, name);
  return items.filter((item: Json) => item.demand.number === number).map((item: Json) => item.kind);
}

async function dueIn(number: string, interval: string): Promise<void> {
  const id = await recordedForGood(stack, number);
  await stack.database.$executeRaw`
    UPDATE task SET due_at = now() + ${interval}::interval WHERE demand_id = ${id}::uuid`;
}

describe('whose task it is', () => {
  test('a new demand waits for the dispatcher of its place and for nobody of another unit', async () => {
    const number = await file();
    expect(await kindsIn('zhihui.dispatcher', 'mine', number)).toEqual(['dispatch']);
    expect(await kindsIn('zhihui.dispatcher', 'dispatch', number)).toEqual(['dispatch']);
    expect(await kindsIn('zhihui.handler', 'mine', number)).toEqual([]);
    for (const user of ['fuhai.dispatcher', 'fuhai.supervisor', 'skyworth.dispatcher'])
      for (const name of QUEUES) expect([user, name, await kindsIn(user, name, number)]).toEqual([user, name, []]);
  });

  test('an undecided task is everybody’s with the role; once a person holds it, it is only theirs', async () => {
    const number = await file();
    await act('zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    expect(await kindsIn('zhihui.handler', 'accept', number)).toEqual(['accept']);
    expect(await kindsIn('zhihui.handler2', 'mine', number)).toEqual(['accept']);
    await act('zhihui.handler', number, 'accept');
    expect(await kindsIn('zhihui.handler', 'mine', number)).toEqual(['handle']);
    expect(await kindsIn('zhihui.handler2', 'mine', number)).toEqual([]);
    expect(await kindsIn('zhihui.handler2', 'unit', number)).toEqual(['handle']);
  });

  test('an item names the task, its holder, its due time and the demand in short', async () => {
    const number = await inHandling();
    const { items } = await queue('zhihui.handler', 'handle');
    const item = items.find((each: Json) => each.demand.number === number);
    expect(item).toMatchObject({
      kind: 'handle',
      label: '在办',
      role: 'handler',
      unit: { id: 'zhihui', name: '智美·汇志园区' },
      user: { username: 'zhihui.handler' },
      overdue: false,
      demand: { title: filed.title, stage: 'handling', level: 'C', supervised: false },
    });
    const clock = item.demand.clocks.find((each: Json) => each.name === 'handle');
    expect(item.dueAt).toBe(clock.dueAt);
    const ends = new Map(item.demand.clocks.map((each: Json) => [each.name, each.endedAt]));
    expect([ends.get('accept'), ends.get('handle')]).toEqual([expect.stringMatching(/\+08:00$/), null]);
    expect(item.demand.body).toBeUndefined();
  });

  test('an approval waits for the supervisor one level up', async () => {
    const number = await inHandling();
    await act('zhihui.handler', number, 'request_extension', { workingDays: 3, reason: '等待专业评估' });
    expect(await kindsIn('fuyong.supervisor', 'approvals', number)).toEqual(['decide_extension']);
    expect(await kindsIn('zhihui.supervisor', 'approvals', number)).toEqual([]);
  });

  test('a dispute waits for whoever may rule it: dispatchers and supervisors of the upper committee', async () => {
    const number = await file();
    for (let returns = 0; returns < 2; returns += 1) {
      await act('zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
      await act('zhihui.handler', number, 'return', { reason: '不属于本园区职责。' });
    }
    for (const user of ['fuyong.dispatcher', 'fuyong.supervisor'])
      expect([user, await kindsIn(user, 'approvals', number)]).toEqual([user, ['rule']]);
    const before = (await queue('fuyong.supervisor', 'approvals')).counts.approvals;
    for (const user of ['zhihui.supervisor', 'fuyong.reviewer', 'hangcheng.supervisor'])
      expect([user, await kindsIn(user, 'approvals', number)]).toEqual([user, []]);
    await act('fuyong.supervisor', number, 'rule', { leadUnit: 'zhihui', reason: '属地办理。' });
    expect((await queue('fuyong.supervisor', 'approvals')).counts.approvals).toBe(before - 1);
  });

  test('a role that was taken away takes its tasks along', async () => {
    const number = await file('longteng');
    expect(await kindsIn('longteng.dispatcher', 'unit', number)).toEqual(['dispatch']);
    await stack.database.roleGrant.deleteMany({ where: { userId: 'demo-longteng.dispatcher' } });
    const { items, counts } = await queue('longteng.dispatcher', 'unit');
    expect(items).toEqual([]);
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
  });
});

describe('what a unit and its supervisors watch', () => {
  test('a supervisor sees the open work of the units below, others of the street do not', async () => {
    const number = await inHandling();
    expect(await kindsIn('fuyong.supervisor', 'unit', number)).toEqual(['handle']);
    expect(await kindsIn('baoan.supervisor', 'unit', number)).toEqual(['handle']);
    expect(await kindsIn('fuyong.handler', 'unit', number)).toEqual([]);
    expect(await kindsIn('fuyong.supervisor', 'mine', number)).toEqual([]);
  });

  test('what is due within four working hours is due soon, what is past is overdue', async () => {
    const [soon, late, later] = [await inHandling(), await inHandling(), await inHandling()];
    await dueIn(soon, '30 minutes');
    await dueIn(late, '-1 minute');
    await dueIn(later, '60 days');
    const found = async (name: string) => {
      const numbers: string[] = (await queue('fuyong.supervisor', name)).items.map((item: Json) => item.demand.number);
      return [soon, late, later].filter((number) => numbers.includes(number));
    };
    expect(await found('due_soon')).toEqual([soon]);
    expect(await found('overdue')).toEqual([late]);
  });

  test('a task whose clock ran out by the demand’s own time is overdue, whatever the date', async () => {
    const number = await inHandling();
    const demandId = await recordedForGood(stack, number);
    await stack.database.task.updateMany({ where: { demandId }, data: { overdue: true } });
    expect(await kindsIn('zhihui.handler', 'overdue', number)).toEqual(['handle']);
    expect(await kindsIn('zhihui.handler', 'due_soon', number)).toEqual([]);
  });

  test('a supervised demand stands in the queue of supervised ones', async () => {
    const number = await inHandling();
    await act('fuyong.supervisor', number, 'supervise', { reason: '群众反映强烈', workingDays: 2 });
    expect(await kindsIn('fuyong.supervisor', 'supervised', number)).toEqual(['answer_supervision']);
    expect(await kindsIn('zhihui.handler', 'mine', number)).toEqual(['answer_supervision', 'handle']);
  });
});

describe('callbacks', () => {
  const job = async (change: object): Promise<string> => {
    const demand = await stack.database.demand.findFirstOrThrow({ select: { id: true, number: true } });
    const id = `${demand.id}/${Math.random()}`;
    const plain = {
      demandId: demand.id,
      kind: 'dissatisfied',
      round: 1,
      state: 'offered',
      unitId: 'fuyong',
      attempts: [],
    };
    const times = { windowStart: new Date(), windowEnd: new Date(Date.now() + 3_600_000), createdAt: new Date() };
    const whose = { leadUnitId: 'zhihui', sight: ['baoan', 'fuyong'], workedOn: [], version: 1 };
    await stack.database.callbackJob.create({ data: { id, ...plain, ...times, ...whose, ...change } });
    return id;
  };
  const jobsOf = async (user: string): Promise<string[]> =>
    (await queue(user, 'callbacks')).items.map((item: Json) => item.callback);

  test('an offered job waits for callback staff of its unit and above', async () => {
    const id = await job({});
    expect(await jobsOf('fuyong.callback')).toContain(id);
    expect(await jobsOf('baoan.callback')).toContain(id);
    expect(await jobsOf('fuhai.callback')).not.toContain(id);
    expect(await jobsOf('fuyong.handler')).not.toContain(id);
    const { items } = await queue('fuyong.callback', 'mine');
    expect(items.find((item: Json) => item.callback === id)).toMatchObject({ kind: 'callback', label: '待回访' });
  });

  test('a job is not offered to whoever may not phone', async () => {
    const worked = await job({ workedOn: ['demo-fuyong.callback'] });
    const own = await job({ leadUnitId: 'fuyong' });
    const taken = await job({ state: 'claimed', claimedBy: 'demo-baoan.callback' });
    const waiting = await job({ state: 'scheduled' });
    const jobs = await jobsOf('fuyong.callback');
    for (const id of [worked, own, taken, waiting]) expect(jobs).not.toContain(id);
    expect(await jobsOf('baoan.callback')).toEqual(expect.arrayContaining([worked, own, taken]));
  });

  test('at the district, where nobody is above, its own callback staff phone', async () => {
    const id = await job({ unitId: 'baoan', leadUnitId: 'baoan', sight: ['baoan'] });
    expect(await jobsOf('baoan.callback')).toContain(id);
  });
});

describe('pages and counts', () => {
  test('the nearest due time comes first, and pages follow one another without gaps or repeats', async () => {
    await stack.database.$executeRaw`UPDATE task SET due_at = NULL WHERE kind = 'dispatch'`;
    const whole = (await queue('baoan.supervisor', 'unit')).items;
    expect(whole.length).toBeGreaterThan(8);
    const due = whole.map((item: Json) => item.dueAt ?? '9999');
    expect(due).toEqual([...due].sort());
    const seen: Json[] = [];
    let cursor = '';
    do {
      const url = `/api/v1/tasks?queue=unit&limit=3${cursor && `&cursor=${cursor}`}`;
      const { body } = await stack.call('baoan.supervisor', { method: 'GET', url });
      seen.push(...body.items);
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(whole);
  });

  test.each(['baoan.supervisor', 'fuyong.callback', 'zhihui.handler', 'zhihui.dispatcher', 'fuhai.auditor'])(
    'the counts that %s is told are the lengths of the queues',
    async (user) => {
      for (const name of QUEUES) {
        const { items, counts } = await queue(user, name);
        expect([name, counts[name]]).toEqual([name, items.length]);
      }
    },
  );

  test('an unknown queue and a cursor of another list are refused', async () => {
    for (const url of ['/api/v1/tasks?queue=everything', '/api/v1/tasks?cursor=WyJhIl0']) {
      const { status, body } = await stack.call('zhihui.handler', { method: 'GET', url });
      expect([status, body.code]).toEqual([422, 'invalid_input']);
    }
  });
});
