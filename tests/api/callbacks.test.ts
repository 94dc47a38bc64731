import { requestIdOf, requestKey } from '../../src/api/request-key';
import { localDay } from '../../src/domain/working-time';
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
    const changed = await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'unreasonable' }, second);
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
    const conclude = (result: string, by: string) => onJob(stack, 'fuyong.callback', id, 'conclude', { result }, by);
    const again = await conclude('satisfied', key);
    expect([again.status, again.body.result]).toEqual([200, 'satisfied']);
    expect(refusalOf(await conclude('unreasonable', key))).toEqual([422, 'idempotency_conflict']);
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
    const far = await list('fuyong.supervisor', `?due=${encodeURIComponent('2999-01-01T00:00:00+08:00')}&limit=200`);
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
