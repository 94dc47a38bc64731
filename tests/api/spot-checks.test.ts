import { buildApp } from '../../src/api/app';
import { drawSample } from '../../src/domain/spot-check';
import { createTemporal } from '../../src/temporal';
import { demoPassword, noTemporal, type Answer, type Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, atWindow, goRound, onJob, repliedDemand, until, type Traveller } from '../support/travel';

let stack: Stack;
const closed: Traveller[] = [];
beforeAll(async () => {
  stack = await testStack();
  // Five cases of the park, one of its property team.
  for (let i = 0; i < 6; i += 1) {
    const demand = await repliedDemand(stack, {}, i < 5 ? 'zhihui' : 'zhihui-property');
    await acts(stack, 'zhihui.collector', demand.number, 'rate', { grade: 5 });
    closed.push(demand);
  }
});
afterAll(() => stack.close());

const today = {
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
};
const draw = (user: string, more: object = {}, key?: string): Promise<Answer> =>
  stack.call(user, {
    method: 'POST',
    url: '/api/v1/spot-checks',
    payload: { unit: 'fuyong', ...today, ...more },
    headers: key ? { 'idempotency-key': key } : {},
  });
const read = (user: string, id: string) => stack.call(user, { method: 'GET', url: `/api/v1/spot-checks/${id}` });
const numbersOf = (view: Json): string[] => view.sample.map((each: Json) => each.number);
const refusalOf = ({ status, body }: Answer) => [status, body?.code];

describe('a spot check', () => {
  it('draws at least a tenth of what each unit closed, by a recorded seed with which anyone can redo the draw', async () => {
    const { status, body, headers } = await draw('fuyong.supervisor');
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/spot-checks/${body.id}`);
    expect(body).toMatchObject({ unit: { id: 'fuyong' }, drawnBy: { username: 'fuyong.supervisor' }, frameSize: 6 });
    expect(body.strata.map((each: Json) => [each.leadUnit.id, each.size, each.drawn])).toEqual([
      ['zhihui', 5, 1],
      ['zhihui-property', 1, 1],
    ]);
    expect(body.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(drawSample(body.frame, body.percent, body.seed).map(({ number }) => number)).toEqual(numbersOf(body));
    expect(body.sample[0]).toMatchObject({ rating: 5, state: 'scheduled', result: null, round: 1 });
    expect((await read('baoan.auditor', body.id)).body).toMatchObject({
      seed: body.seed,
      sample: body.sample.map(({ number }: Json) => ({ number })),
    });
    const again = await draw('fuyong.supervisor', { seed: body.seed });
    expect(numbersOf(again.body)).toEqual(numbersOf(body));
  });

  it('takes only what was closed in its time, by the unit and what lies under it', async () => {
    for (const [more, size] of [
      [{ unit: 'zhihui-property' }, 1],
      [{ unit: 'skyworth' }, 0],
      [{ from: '2020-01-01', to: '2020-02-01' }, 0],
    ] as const) {
      const { status, body } = await draw('baoan.supervisor', more);
      expect([status, body.frameSize, body.sample.length]).toEqual([201, size, size]);
    }
    const open = await repliedDemand(stack);
    const { body } = await draw('fuyong.administrator', { percent: 100 });
    expect(body.frameSize).toBe(6);
    expect(numbersOf(body)).toEqual(closed.map(({ number }) => number).sort());
    expect(numbersOf(body)).not.toContain(open.number);
  });

  it('is drawn by supervisors and administrators, for their own unit and below', async () => {
    expect(refusalOf(await draw('fuhai.supervisor'))).toEqual([403, 'unit_out_of_reach']);
    expect(refusalOf(await draw('zhihui.supervisor'))).toEqual([403, 'unit_out_of_reach']);
    for (const role of ['handler', 'callback', 'auditor', 'dispatcher'])
      expect(refusalOf(await draw(`fuyong.${role}`))).toEqual([403, 'not_allowed_for_role']);
    for (const wrong of [{ unit: 'nowhere' }, { percent: 0 }, { percent: 101 }, { from: today.to, to: today.from }])
      expect(refusalOf(await draw('baoan.supervisor', wrong))).toEqual([422, 'invalid_input']);
  });

  it('is not known beforehand to the people whose work is checked', async () => {
    const { body } = await draw('baoan.supervisor', { percent: 100 });
    const [{ callback: job }] = body.sample;
    await until(async () =>
      (await stack.database.callbackJob.findUnique({ where: { id: job } }))!.version > 0 ? true : undefined,
    );
    for (const user of ['fuyong.supervisor', 'zhihui.supervisor', 'zhihui.auditor', 'fuhai.administrator'])
      expect(refusalOf(await read(user, body.id))).toEqual([404, 'not_found']);
    expect(
      (await stack.call('zhihui.callback', { method: 'GET', url: '/api/v1/callbacks?limit=200' })).body.items,
    ).toEqual([]);
    expect(refusalOf(await onJob(stack, 'zhihui.callback', job, 'claim'))).toEqual([404, 'not_found']);
    const events = await stack.call('zhihui.handler', {
      method: 'GET',
      url: `/api/v1/demands/${body.sample[0].number}/events`,
    });
    expect(events.body.items.at(-1).type).toBe('closed');
    const listed = await stack.call('fuyong.callback', {
      method: 'GET',
      url: '/api/v1/callbacks?kind=spot_check&limit=200',
    });
    expect(listed.body.items.map((each: Json) => each.id)).toContain(job);
  });

  it('asked for twice with one key is drawn once', async () => {
    const key = aKey();
    const answers = await Promise.all([1, 2].map(() => draw('fuyong.supervisor', {}, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { id } = answers[0]!.body;
    expect((await draw('fuyong.supervisor', {}, key)).body).toMatchObject({ id, seed: answers[0]!.body.seed });
    expect(await stack.database.callbackJob.count({ where: { spotCheckId: id } })).toBe(2);
    expect(refusalOf(await draw('fuyong.supervisor', { percent: 20 }, key))).toEqual([422, 'idempotency_conflict']);
  });

  it('that contradicts a good rating opens the closed case again, and stands beside the rating', async () => {
    const demand = closed[0]!;
    const { body } = await draw('fuyong.supervisor', { percent: 100 });
    const { callback: job } = body.sample.find((each: Json) => each.number === demand.number);
    const offered = await atWindow(stack, 'fuyong.callback', job);
    expect(offered).toMatchObject({ kind: 'spot_check', demand: { number: demand.number, rating: 5, round: 1 } });
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    const { status } = await onJob(stack, 'fuyong.callback', job, 'conclude', {
      result: 'dissatisfied',
      grade: 1,
      note: '其实未解决',
    });
    expect(status).toBe(200);
    const demandUrl = `/api/v1/demands/${demand.number}`;
    const seen = (await stack.call('fuyong.callback', { method: 'GET', url: demandUrl })).body;
    expect(seen).toMatchObject({ stage: 'dispatching', round: 2, rating: null, closedAt: null });
    const checked = (await read('fuyong.supervisor', body.id)).body.sample.find(
      (each: Json) => each.number === demand.number,
    );
    expect(checked).toMatchObject({ rating: 5, state: 'concluded', result: 'dissatisfied', grade: 1 });
    const events = (await stack.call('fuyong.callback', { method: 'GET', url: `${demandUrl}/events` })).body.items;
    expect(events.find((event: Json) => event.type === 'redone').cause.callbackJob).toBe(job);

    const rating = await goRound(stack, demand.number);
    const url = `/api/v1/public/ratings/${rating}`;
    expect((await stack.call(null, { method: 'POST', url, payload: { grade: 5 } })).body).toMatchObject({
      round: 2,
      grade: 5,
    });
  });

  it('that finds the person satisfied leaves the case closed', async () => {
    const demand = closed[1]!;
    const { body } = await draw('fuyong.supervisor', { percent: 100 });
    const { callback: job } = body.sample.find((each: Json) => each.number === demand.number);
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'satisfied', grade: 4 });
    await stack.temporal.client.workflow.getHandle(`callback/${job}`).result();
    const seen = await stack.call('fuyong.callback', { method: 'GET', url: `/api/v1/demands/${demand.number}` });
    expect(seen.body).toMatchObject({ stage: 'closed', round: 1, rating: 5 });
  });

  it('drawn while the engine is away is answered at once, and its calls start when the engine is back', async () => {
    const { database, config } = stack;
    const away = createTemporal({ ...config.temporal, address: noTemporal });
    const app = await buildApp({ database, temporal: away, config });
    const session = await app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: { username: 'fuyong.supervisor', password: demoPassword },
    });
    const drawn = await app.inject({
      method: 'POST',
      url: '/api/v1/spot-checks',
      payload: { unit: 'fuyong', ...today, percent: 100 },
      headers: { authorization: `Bearer ${session.json<Json>().token}` },
    });
    expect(drawn.statusCode).toBe(201);
    const { id, sample } = drawn.json<Json>();
    const unstarted = () => database.callbackJob.count({ where: { spotCheckId: id, version: 0 } });
    expect(await unstarted()).toBe(sample.length);
    await Promise.all([app.close(), away.close()]);

    await database.callbackJob.updateMany({
      where: { spotCheckId: id },
      data: { createdAt: new Date(Date.now() - 60_000) },
    });
    const { client, taskQueue } = stack.temporal;
    const handle = await client.workflow.start('housekeeping', { workflowId: `${taskQueue}/housekeeping`, taskQueue });
    try {
      await until(async () => ((await unstarted()) === 0 ? true : undefined));
    } finally {
      await handle.terminate();
    }
    const first = await client.workflow.getHandle(`callback/${sample[0].callback}`).query<Json, []>('callback');
    expect(first).toMatchObject({ kind: 'spot_check', spotCheckId: id, version: expect.any(Number) });
  });
});
