import pino from 'pino';
import { createStaffingActivities } from '../../activities/staffing';
import { requestIdOf, requestKey } from '../../src/api/request-key';
import { virtualTime } from '../../src/demo/fast-forward';
import { localDay } from '../../src/domain/working-time';
import { releaseJobs } from '../../src/spot-check/release-jobs';
import { allQuiet, recordedForGood } from '../support/a-case';
import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, atWindow, onJob, repliedDemand, until, type Traveller } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const list = async (user: string, query = ''): Promise<Json[]> => {
  const { status, body } = await stack.call(user, { method: 'GET', url: `/api/v1/callbacks${query}` });
  expect(status).toBe(200);
  return body.items as Json[];
};
const demandOf = async ({ number }: Traveller): Promise<Json> =>
  (await stack.call('fuyong.callback', { method: 'GET', url: `/api/v1/demands/${number}` })).body;
const callsInRecord = async ({ number }: Traveller): Promise<number> => {
  const { body } = await stack.call('fuyong.callback', { method: 'GET', url: `/api/v1/demands/${number}/events` });
  return body.items.filter(({ type }: Json) => type === 'callback_attempted').length;
};
const refusalOf = ({ status, body }: { status: number; body: Json }) => [status, body?.code];

/** A demand that was rated badly, with the id of its callback job. */
async function dissatisfied(): Promise<Traveller & { job: string }> {
  const demand = await repliedDemand(stack);
  await acts(stack, 'zhihui.collector', demand.number, 'rate', {
    grade: 1,
    reasons: ['not_solved'],
    comment: '仍然堵',
  });
  const job = `${demand.id}-1`;
  await until(async () => (await list('fuyong.callback', '?limit=200')).find((each) => each.id === job));
  return { ...demand, job };
}

describe('a callback after a dissatisfied rating', () => {
  it('waits for its window, is claimed by a caller who is apart from the case, and leads to the next round', async () => {
    const demand = await dissatisfied();
    const { job } = demand;

    const offered = await atWindow(stack, 'fuyong.callback', job);
    expect(offered).toMatchObject({
      kind: 'dissatisfied',
      state: 'offered',
      demand: { number: demand.number, round: 1, rating: 1, reasons: ['not_solved'], comment: '仍然堵' },
      attempts: [],
      claimedBy: null,
    });
    expect(JSON.stringify(offered)).not.toMatch(/1380000|欧阳/);
    expect((await list('fuyong.callback', '?due=true&limit=200')).map((each) => each.id)).toContain(job);

    const refused = await onJob(stack, 'zhihui.callback', job, 'claim');
    expect(refusalOf(refused)).toEqual([403, 'not_allowed_for_role']);
    const claimed = await onJob(stack, 'fuyong.callback', job, 'claim');
    expect([claimed.status, claimed.body.claimedBy.username]).toEqual([200, 'fuyong.callback']);

    const missed = await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'no_answer', note: '无人接听' });
    expect(missed.body).toMatchObject({
      state: 'scheduled',
      claimedBy: null,
      attempts: [{ outcome: 'no_answer', note: '无人接听', by: { username: 'fuyong.callback' } }],
    });
    const isMorning = (time: string) => localDay(Date.parse(time)).minutes < 12 * 60;
    expect(isMorning(missed.body.windowStart)).toBe(!isMorning(missed.body.attempts[0].at));

    const again = await atWindow(stack, 'fuyong.callback', job);
    expect(again.state).toBe('offered');
    expect((await onJob(stack, 'fuyong.callback', job, 'claim')).status).toBe(200);
    const early = await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied', grade: 1 });
    expect(refusalOf(early)).toEqual([409, 'not_allowed_in_stage']);
    expect((await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' })).status).toBe(200);
    const concluded = await onJob(stack, 'fuyong.callback', job, 'conclude', {
      result: 'dissatisfied',
      grade: 2,
      reasons: ['not_solved'],
      note: '早高峰依旧拥堵',
    });
    expect(concluded.body).toMatchObject({
      state: 'concluded',
      result: 'dissatisfied',
      grade: 2,
      note: '早高峰依旧拥堵',
    });
    expect(await demandOf(demand)).toMatchObject({ stage: 'dispatching', round: 2, rating: null, leadUnit: null });

    const events = await stack.call('fuyong.callback', {
      method: 'GET',
      url: `/api/v1/demands/${demand.number}/events`,
    });
    expect(events.body.items.map((event: Json) => event.type)).toEqual(
      expect.arrayContaining(['rated', 'callback_scheduled', 'callback_concluded', 'redone']),
    );
    expect(refusalOf(await onJob(stack, 'fuyong.callback', job, 'claim'))).toEqual([409, 'already_concluded']);
    expect((await list('fuyong.callback', '?limit=200')).map((each) => each.id)).not.toContain(job);
    expect((await list('fuyong.callback', '?state=concluded&limit=200')).map((each) => each.id)).toContain(job);
  });

  it('goes to one of two callers who reach for it at once, and the other hears that it is taken', async () => {
    const { job } = await dissatisfied();
    await atWindow(stack, 'fuyong.callback', job);
    const answers = await Promise.all(
      ['fuyong.callback', 'baoan.callback'].map((user) => onJob(stack, user, job, 'claim')),
    );
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'already_claimed']);
    const { claimedBy } = (await list('baoan.supervisor', '?limit=200')).find((each) => each.id === job)!;
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(claimedBy.username).toBe(['fuyong.callback', 'baoan.callback'][winner]);
  });

  it('is not known to units that it does not concern, nor to the unit that handled the case', async () => {
    const { job } = await dissatisfied();
    await atWindow(stack, 'fuyong.callback', job);
    for (const user of ['fuhai.callback', 'fuhai.supervisor', 'zhihui.callback', 'zhihui.supervisor']) {
      expect((await list(user, '?limit=200')).map((each) => each.id)).not.toContain(job);
      expect((await stack.call(user, { method: 'GET', url: `/api/v1/callbacks/${job}` })).status).toBe(404);
    }
    for (const action of ['claim', 'attempt', 'conclude']) {
      const payload = { attempt: { outcome: 'reached' }, conclude: { result: 'satisfied' } }[action] ?? {};
      expect((await onJob(stack, 'fuhai.callback', job, action, payload)).status).toBe(404);
      expect(refusalOf(await onJob(stack, 'fuyong.supervisor', job, action, payload))).toEqual([
        403,
        'not_allowed_for_role',
      ]);
    }
  });

  it('is hidden from a caller who also belongs to the handling unit, and refused to that caller', async () => {
    const { job } = await dissatisfied();
    await atWindow(stack, 'fuyong.callback', job);
    const grant = { userId: 'demo-fuyong.callback', role: 'replier', unitId: 'zhihui' };
    await stack.database.roleGrant.create({ data: grant });
    try {
      expect((await list('fuyong.callback', '?limit=200')).map((each) => each.id)).not.toContain(job);
      expect(refusalOf(await onJob(stack, 'fuyong.callback', job, 'claim'))).toEqual([403, 'separation_of_duties']);
    } finally {
      await stack.database.roleGrant.delete({ where: { userId_role_unitId: grant } });
    }
  });

  it('ends unreachable after the last attempt, and the demand shows its redo with the answer', async () => {
    const demand = await dissatisfied();
    const { job } = demand;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await atWindow(stack, 'fuyong.callback', job);
      await onJob(stack, 'fuyong.callback', job, 'claim');
      const { body } = await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'no_answer' });
      expect([body.attempts.length, body.state]).toEqual([attempt, attempt < 3 ? 'scheduled' : 'unreachable']);
      // Whoever phoned reads at once what the call did to the clock.
      expect(await callsInRecord(demand)).toBe(Math.min(attempt, 2));
    }
    expect(await demandOf(demand)).toMatchObject({ stage: 'dispatching', round: 2 });
  });

  it('is called later when the person names a time, and at no other', async () => {
    const { job } = await dissatisfied();
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    const nextAt = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString();
    const late = { outcome: 'call_later', nextAt };
    const { body } = await onJob(stack, 'fuyong.callback', job, 'attempt', late);
    expect([body.state, Date.parse(body.windowStart)]).toEqual(['scheduled', Date.parse(nextAt)]);
    for (const payload of [
      { outcome: 'call_later', nextAt: '2020-01-01T10:00:00+08:00' },
      { outcome: 'no_answer', nextAt },
      { outcome: 'vanished' },
    ])
      expect(refusalOf(await onJob(stack, 'fuyong.callback', job, 'attempt', payload))).toEqual([422, 'invalid_input']);
  });
});

describe('what was answered on the telephone', () => {
  it('is read word for word by callers and those above, and not by the unit complained of', async () => {
    const demand = await dissatisfied();
    const { job, number } = demand;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    const answers = [{ question: '还有什么要补充', answer: '打我另一个电话 13955556666，别告诉他们' }];
    const found = { result: 'dissatisfied', note: '早高峰依旧堵', answers };
    expect((await onJob(stack, 'fuyong.callback', job, 'conclude', found)).body.answers).toEqual(answers);
    const read = (user: string, path: string) => stack.call(user, { method: 'GET', url: `/api/v1${path}` });
    expect((await read('fuyong.supervisor', `/callbacks/${job}`)).body.answers).toEqual(answers);
    for (const path of ['', '/events', '/public-view'])
      expect((await read('zhihui.handler', `/demands/${number}${path}`)).text).not.toMatch(/13955556666|别告诉他们/);
    const told = (await read('fuyong.callback', `/demands/${number}/events`)).body.items;
    expect(told.find(({ type }: Json) => type === 'callback_concluded').words).toEqual({
      note: '早高峰依旧堵',
    });
  });
});

describe('a ruling that a demand is unreasonable', () => {
  it('states its grounds, in which nobody’s number stands, and tells the reporter, who may have it looked into again', async () => {
    const demand = await dissatisfied();
    const { id, job, ratingToken, trackingToken } = demand;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    const conclude = (more: object) =>
      onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'unreasonable', grade: 1, ...more });
    const bare = await conclude({});
    expect([refusalOf(bare), bare.body.errors[0].path]).toEqual([[422, 'invalid_input'], '/note']);
    const leaking = await conclude({ note: '园区王工 13955556666 说已经办了' });
    expect([refusalOf(leaking), leaking.body.errors[0].path]).toEqual([[422, 'leaks_personal_data'], '/note']);
    const basis = '园区公约第 8 条已有约定';
    expect((await conclude({ note: basis })).body).toMatchObject({ result: 'unreasonable', note: basis });

    const open = async (path: string) => (await stack.call(null, { method: 'GET', url: `/api/v1/public${path}` })).body;
    const tracked = async () =>
      (await open(`/demands/${trackingToken}`)).events.find(({ type }: Json) => type === 'callback_concluded').words;
    expect(await tracked()).toEqual({ basis, outcome: expect.stringMatching(/认定为不合理诉求.*追评一次/) });
    await recordedForGood(stack, demand.number);
    const ratedDaysAgo = (days: number) => stack.database.$executeRaw`
      UPDATE demand_event SET at = now() - make_interval(days => ${days}::int) WHERE demand_id = ${id}::uuid AND type = 'rated'`;
    await ratedDaysAgo(31);
    expect((await tracked()).outcome).toMatch(/不认可的，可以向/);
    await ratedDaysAgo(0);
    expect(await open(`/ratings/${ratingToken}`)).toMatchObject({
      ...{ follows: 'closed', canAdd: true },
      calledBack: { basis, text: expect.stringContaining('不合理诉求') },
    });

    const url = `/api/v1/public/ratings/${ratingToken}/additions`;
    const added = await stack.call(null, { method: 'POST', url, payload: { grade: 1, text: '公约里没有这一条' } });
    expect([added.status, added.body.addition]).toMatchObject([201, { called: true, calledBack: null }]);
    expect(added.body.calledBack.text).not.toContain('追评');
    const second = await atWindow(stack, 'fuyong.callback', `${id}-1-a`);
    expect(second).toMatchObject({ state: 'offered', kind: 'dissatisfied', demand: { rating: 1 } });
    await onJob(stack, 'fuyong.callback', second.id, 'claim');
    await onJob(stack, 'fuyong.callback', second.id, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', second.id, 'conclude', { result: 'unreasonable', note: '公约第 9 条' });
    expect((await open(`/ratings/${ratingToken}`)).addition).toMatchObject({
      called: true,
      calledBack: { basis: '公约第 9 条', text: expect.stringMatching(/不认可的，可以向/) },
    });
  });
});

describe('a person who refuses to be called back', () => {
  it('is not phoned again: the rating stands, and both sides read that it was refused', async () => {
    const demand = await dissatisfied();
    const { job } = demand;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    const { body } = await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'refused' });
    expect(body).toMatchObject({ state: 'concluded', result: 'refused', grade: null });
    expect(await demandOf(demand)).toMatchObject({
      ...{ stage: 'dispatching', round: 2 },
      rounds: [{ rating: 1, callback: 'refused' }, {}],
    });
    const shown = await stack.call(null, { method: 'GET', url: `/api/v1/public/ratings/${demand.ratingToken}` });
    expect(shown.body.calledBack.text).toMatch(/不愿接受回访.*重新办理/);
  });
});

describe('a repeated request of a caller', () => {
  it('records one call, during the job and after its end', async () => {
    const demand = await dissatisfied();
    const { job } = demand;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    const [first, second] = [aKey(), aKey()];
    for (let i = 0; i < 2; i += 1) {
      const { body } = await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' }, first);
      expect(body.attempts).toHaveLength(1);
    }
    const other = await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'refused' }, first);
    expect(refusalOf(other)).toEqual([422, 'idempotency_conflict']);
    for (let i = 0; i < 2; i += 1) {
      const concluded = await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'satisfied' }, second);
      expect([concluded.status, concluded.body.result]).toEqual([200, 'satisfied']);
      expect((await demandOf(demand)).stage).toBe('closed');
    }
    const ruled = { result: 'unreasonable', note: '超出政策规定' };
    const changed = await onJob(stack, 'fuyong.callback', job, 'conclude', ruled, second);
    expect(refusalOf(changed)).toEqual([422, 'idempotency_conflict']);
    expect(refusalOf(await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'satisfied' }))).toEqual([
      409,
      'already_concluded',
    ]);
  });
});

describe('a repeated request when the engine has forgotten the job', () => {
  it('is answered from the record', async () => {
    const { id: demandId } = await repliedDemand(stack);
    const [id, key, at] = [`${demandId}-7`, aKey(), new Date()];
    const done = requestIdOf(requestKey(`demo-fuyong.callback\n${id}\nconclude`, key, { result: 'satisfied' }));
    await stack.database.callbackJob.create({
      data: {
        ...{ id, demandId, kind: 'dissatisfied', round: 1, state: 'concluded', result: 'satisfied', requests: [done] },
        ...{
          unitId: 'fuyong',
          leadUnitId: 'zhihui',
          sight: ['baoan', 'fuyong'],
          workedOn: [],
          attempts: [],
          version: 4,
        },
        ...{ windowStart: at, windowEnd: at, createdAt: at, concludedAt: at },
      },
    });
    const conclude = (result: string, by: string, more: object = {}) =>
      onJob(stack, 'fuyong.callback', id, 'conclude', { result, ...more }, by);
    const again = await conclude('satisfied', key);
    expect([again.status, again.body.result]).toEqual([200, 'satisfied']);
    expect(refusalOf(await conclude('unreasonable', key, { note: '超出政策规定' }))).toEqual([
      422,
      'idempotency_conflict',
    ]);
    expect(refusalOf(await conclude('satisfied', aKey()))).toEqual([409, 'already_concluded']);
  });
});

describe('the list of callbacks', () => {
  it('is sorted by window, can be paged without loss, and says what is due', async () => {
    const all = (await list('fuyong.supervisor', '?limit=200')).map((each) => each.id as string);
    const starts = (await list('fuyong.supervisor', '?limit=200')).map((each) => Date.parse(each.windowStart));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const paged: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const url = `/api/v1/callbacks?limit=1${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await stack.call('fuyong.supervisor', { method: 'GET', url });
      paged.push(...body.items.map((each: Json) => each.id));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
    const due = await list('fuyong.supervisor', '?due=true&limit=200');
    const later = await list('fuyong.supervisor', '?due=false&limit=200');
    expect([...due, ...later].map((each) => each.id).sort()).toEqual([...all].sort());
    expect(new Set(later.map((each) => each.state))).toEqual(new Set(['scheduled']));
    expect(await list('fuyong.supervisor', '?due=2020-01-01T00:00:00Z')).toEqual([]);
    const far = await list('fuyong.supervisor', `?due=${encodeURIComponent('2199-01-01T00:00:00+08:00')}&limit=200`);
    expect(far.map((each) => each.id)).toEqual(all);
    expect(await list('fuyong.supervisor', '?kind=spot_check')).toEqual([]);
  });

  it('is for callers, supervisors and auditors', async () => {
    for (const [user, status] of [
      ['fuyong.auditor', 200],
      ['fuyong.handler', 403],
      ['fuyong.collector', 403],
    ] as const)
      expect((await stack.call(user, { method: 'GET', url: '/api/v1/callbacks' })).status).toBe(status);
  });
});

describe('a claimed callback', () => {
  const history = async (job: string): Promise<string[]> => {
    const { body } = await stack.call('fuyong.supervisor', { method: 'GET', url: `/api/v1/callbacks/${job}` });
    return body.history.map((each: Json) => `${each.by.username} ${each.what}`);
  };
  const claimed = async (): Promise<string> => {
    const { job } = await dissatisfied();
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    return job;
  };

  it('is handed to another caller by whoever has it or by a supervisor, and its history says so', async () => {
    const job = await claimed();
    const transfer = (by: string, user: string) => onJob(stack, by, job, 'transfer', { user, reason: '对方要求换人' });
    expect(refusalOf(await transfer('baoan.callback', 'baoan.callback'))).toEqual([403, 'not_allowed_for_role']);
    expect(refusalOf(await transfer('fuyong.callback', 'zhihui.callback'))).toEqual([422, 'not_a_caller']);
    expect(refusalOf(await transfer('fuyong.callback', 'fuyong.callback'))).toEqual([409, 'held_by_another']);
    expect(refusalOf(await transfer('fuyong.callback', 'nobody'))).toEqual([422, 'invalid_input']);
    const handed = await transfer('fuyong.callback', 'baoan.callback');
    expect([handed.status, handed.body.claimedBy.username]).toEqual([200, 'baoan.callback']);
    expect(handed.body.history.at(-1)).toMatchObject({ what: 'transferred', note: '对方要求换人' });
    expect((await onJob(stack, 'baoan.callback', job, 'attempt', { outcome: 'reached' })).status).toBe(200);
    const back = await transfer('fuyong.supervisor', 'fuyong.callback');
    expect(back.body.claimedBy.username).toBe('fuyong.callback');
    expect(await history(job)).toEqual([
      'fuyong.callback claimed',
      'fuyong.callback transferred',
      'fuyong.supervisor transferred',
    ]);
    const told = await stack.database.notice.findMany({
      where: { userId: 'demo-baoan.callback', kind: 'callback_due' },
    });
    expect(told).toHaveLength(1);
    const ended = await onJob(stack, 'fuyong.callback', job, 'conclude', {
      result: 'satisfied',
      reasons: [],
      solved: true,
    });
    expect(ended.body).toMatchObject({ state: 'concluded', found: { solved: true } });
    expect(refusalOf(await transfer('fuyong.supervisor', 'baoan.callback'))).toEqual([409, 'already_concluded']);
  });

  it('goes back to the queue when its claimer is disabled, or when an absence begins', async () => {
    const job = await claimed();
    const state = async () => (await list('fuyong.supervisor', '?limit=200')).find((each) => each.id === job)?.state;
    await releaseJobs(stack.temporal, stack.database);
    expect(await state()).toBe('claimed');
    const user = { where: { username: 'fuyong.callback' } };
    await stack.database.user.update({ ...user, data: { disabledAt: new Date() } });
    await releaseJobs(stack.temporal, stack.database);
    await until(async () => ((await state()) === 'offered' ? true : undefined));
    await stack.database.user.update({ ...user, data: { disabledAt: null } });

    await onJob(stack, 'fuyong.callback', job, 'claim');
    const absence = {
      userId: 'demo-fuyong.callback',
      deputyId: 'demo-baoan.callback',
      createdBy: 'demo-fuyong.callback',
    };
    const started = (await virtualTime(stack, `callback/${job}`))! + 1_000;
    const times = { fromAt: new Date(Math.min(started, Date.now())), toAt: new Date(Date.now() + 86_400_000) };
    const { id } = await stack.database.absence.create({ data: { id: aKey(), ...absence, ...times } });
    await allQuiet(stack, [`callback/${job}`]);
    // A claim that was made during the absence stays: that person is there after all.
    await stack.database
      .$executeRaw`UPDATE callback_job SET found = jsonb_set(found, '{history,-1,at}', to_jsonb(${Date.now() + 60_000}::bigint)) WHERE id = ${job}`;
    await releaseJobs(stack.temporal, stack.database);
    expect(await state()).toBe('claimed');
    await stack.database
      .$executeRaw`UPDATE callback_job SET found = jsonb_set(found, '{history,-1,at}', '0') WHERE id = ${job}`;
    await releaseJobs(stack.temporal, stack.database);
    await until(async () => ((await state()) === 'offered' ? true : undefined));
    await stack.database.absence.delete({ where: { id } });
    expect(await history(job)).toEqual([
      'fuyong.callback claimed',
      'fuyong.callback released',
      'fuyong.callback claimed',
      'fuyong.callback released',
    ]);
  });
});

describe('scripts', () => {
  const act = (user: string, method: 'POST' | 'PUT', path: string, payload: object = {}, key?: string) =>
    stack.call(user, { method, url: `/api/v1${path}`, payload, headers: key ? { 'idempotency-key': key } : {} });
  const get = (user: string, path: string) => stack.call(user, { method: 'GET', url: `/api/v1${path}` });
  const script = {
    ...{ unit: 'fuyong', title: '求助回访', kind: 'help' },
    steps: [
      { title: '开场', lines: ['您好，这里是【回访单位】。'] },
      { title: '还堵吗', lines: ['早高峰还堵吗？'], answer: 'choice', options: ['堵', '不堵'] },
    ],
  };

  it('of the nearest unit that fits stand beside the job; without one the example', async () => {
    const { job } = await dissatisfied();
    const used = async () => (await get('fuyong.callback', `/callbacks/${job}/script`)).body;
    expect(await used()).toMatchObject({ id: null, unit: null, isExample: true });
    const key = aKey();
    const made = await act('fuyong.supervisor', 'POST', '/callback-scripts', script, key);
    expect(made.status).toBe(201);
    expect((await act('fuyong.supervisor', 'POST', '/callback-scripts', script, key)).body.id).toBe(made.body.id);
    expect(await used()).toMatchObject({ id: made.body.id, unit: { id: 'fuyong' }, isExample: false });
    expect((await used()).steps[1]).toMatchObject({ answer: 'choice', options: ['堵', '不堵'] });

    const { unit: _unit, ...change } = { ...script, kind: 'complaint' };
    const changed = await act('fuyong.administrator', 'PUT', `/callback-scripts/${made.body.id}`, change);
    expect([changed.status, changed.body.kind]).toEqual([200, 'complaint']);
    expect((await used()).isExample).toBe(true);
    const retire = () => act('fuyong.supervisor', 'POST', `/callback-scripts/${made.body.id}/actions/retire`);
    expect((await retire()).body.retired).toBe(true);
    expect(refusalOf(await retire())).toEqual([409, 'not_allowed_in_state']);
    expect((await get('fuyong.callback', '/callback-scripts')).body.items).toEqual([]);
    expect((await get('baoan.auditor', '/callback-scripts?retired=true')).body.items).toHaveLength(1);
    expect((await get('fuhai.supervisor', '/callback-scripts?retired=true')).body.items).toEqual([]);
    const lines = await stack.database.audit.findMany({
      where: { target: 'fuyong', action: { startsWith: 'callback_script' } },
    });
    expect(lines.map(({ action }) => action)).toEqual([
      'callback_script_created',
      'callback_script_changed',
      'callback_script_retired',
    ]);
  });

  it('are written by the unit and those above, and must hold together', async () => {
    const write = (user: string, more: object = {}) => act(user, 'POST', '/callback-scripts', { ...script, ...more });
    for (const user of ['zhihui.supervisor', 'fuhai.administrator'])
      expect(refusalOf(await write(user))).toEqual([403, 'not_allowed_for_role']);
    expect(refusalOf(await write('fuyong.callback'))).toEqual([403, 'not_allowed_for_role']);
    const step = { title: '甲', lines: ['乙'] };
    for (const steps of [
      [],
      [{ ...step, lines: [] }],
      [{ ...step, answer: 'choice' }],
      [{ ...step, options: ['一', '二'] }],
      [{ ...step, lines: ['您好【姓名】'] }],
    ])
      expect(refusalOf(await write('fuyong.supervisor', { steps }))).toEqual([422, 'invalid_input']);
    expect(refusalOf(await write('fuyong.supervisor', { unit: 'nowhere' }))).toEqual([422, 'invalid_input']);
  });
});

describe('staffing', () => {
  const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
  const put = (user: string, payload: object) =>
    stack.call(user, { method: 'PUT', url: '/api/v1/caller-shifts', payload });
  const staffing = (user: string, query = '') =>
    stack.call(user, { method: 'GET', url: `/api/v1/callbacks/staffing${query}` });
  const shift = () => ({ unit: 'fuyong', day: day(1), user: 'fuyong.callback', capacity: 3 });

  it('holds jobs due per day against callers on duty', async () => {
    expect((await put('fuyong.supervisor', shift())).status).toBe(200);
    expect((await staffing('fuyong.callback')).body.items).toHaveLength(14);
    const { body } = await staffing('fuyong.callback', `?to=${day(40)}`);
    expect([body.unit.id, body.items.length, body.canPlan]).toEqual(['fuyong', 41, false]);
    const tomorrow = body.items[1];
    expect(tomorrow).toMatchObject({
      date: day(1),
      capacity: 3,
      callers: [{ username: 'fuyong.callback', capacity: 3 }],
    });
    const open = body.items.reduce((sum: number, each: Json) => sum + each.open, 0);
    expect(open).toBe((await list('fuyong.supervisor', '?limit=200')).length);
    for (const each of body.items)
      expect(each.shortfall).toBe(Math.max(0, Math.ceil(each.open + each.expected) - each.capacity));
    await put('fuyong.supervisor', { ...shift(), capacity: 0 });
    expect((await staffing('fuyong.supervisor')).body.items[1].callers).toEqual([]);
  });

  it('counts no caller who is away', async () => {
    await put('fuyong.supervisor', { ...shift(), day: day(3) });
    const from = new Date(`${day(3)}T00:00:00+08:00`);
    const people = {
      userId: 'demo-fuyong.callback',
      deputyId: 'demo-baoan.callback',
      createdBy: 'demo-fuyong.callback',
    };
    const times = { fromAt: from, toAt: new Date(from.getTime() + 86_400_000) };
    const { id } = await stack.database.absence.create({ data: { id: aKey(), ...people, ...times } });
    expect((await staffing('fuyong.supervisor')).body.items[3].callers).toEqual([]);
    await stack.database.absence.delete({ where: { id } });
    expect((await staffing('fuyong.supervisor')).body.items[3].capacity).toBe(3);
  });

  it('is planned by the unit and those above, for its own callers, and read likewise', async () => {
    expect(refusalOf(await put('fuhai.supervisor', shift()))).toEqual([403, 'unit_out_of_reach']);
    expect(refusalOf(await put('fuyong.callback', shift()))).toEqual([403, 'not_allowed_for_role']);
    for (const wrong of [
      { user: 'fuyong.handler' },
      { user: 'nobody' },
      { capacity: -1 },
      { day: 'morgen' },
      { unit: 'x' },
    ])
      expect(refusalOf(await put('fuyong.supervisor', { ...shift(), ...wrong }))).toEqual([422, 'invalid_input']);
    expect((await put('baoan.administrator', shift())).status).toBe(200);
    expect(refusalOf(await staffing('fuhai.supervisor', '?unit=fuyong'))).toEqual([403, 'unit_out_of_reach']);
    expect(refusalOf(await staffing('zhihui.callback', '?unit=fuyong'))).toEqual([403, 'unit_out_of_reach']);
    for (const query of [
      '?from=2026-03-02&to=2026-03-01',
      '?from=2026-01-01&to=2026-12-31',
      '?from=x',
      '?from=0001-01-01',
    ])
      expect(refusalOf(await staffing('fuyong.supervisor', query))).toEqual([422, 'invalid_input']);
  });

  it('that falls short tomorrow is told to the supervisors, once', async () => {
    const at = new Date(`${day(1)}T10:00:00+08:00`);
    const job = { kind: 'dissatisfied', round: 1, state: 'scheduled', unitId: 'fuyong', attempts: [], version: 1 };
    const times = { windowStart: at, windowEnd: at, createdAt: at };
    await stack.database.callbackJob.createMany({
      data: [aKey(), aKey()].map((id) => ({ id, demandId: id, ...job, ...times })),
    });
    await put('fuyong.supervisor', { ...shift(), capacity: 1 });
    const activities = createStaffingActivities(stack.database, pino({ level: 'silent' }));
    const tell = () => activities.tellShortfalls(Date.now());
    expect([await tell(), await tell()]).toEqual([1, 0]);
    const notices = async (user: string) =>
      (await stack.call(user, { method: 'GET', url: '/api/v1/notices?kind=callers_short' })).body.items;
    const [notice] = await notices('fuyong.supervisor');
    expect(notice.data).toMatchObject({ unit: 'fuyong', day: day(1), capacity: 1 });
    expect(notice.data.short).toBeGreaterThan(0);
    for (const other of ['fuyong.callback', 'zhihui.supervisor', 'baoan.supervisor'])
      expect(await notices(other)).toEqual([]);
  });
});
