import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildApp } from '../../src/api/app';
import { readAnnounced } from '../../src/database/notices';
import { drawSample, nextInOrder } from '../../src/domain/spot-check';
import { hashesOf } from '../../src/spot-check/commitment';
import { createTemporal } from '../../src/temporal';
import { recordedForGood } from '../support/a-case';
import { demoPassword, noTemporal, type Answer, type Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, atWindow, goRound, onJob, rateBy, repliedDemand, until, type Traveller } from '../support/travel';

let stack: Stack;
const closed: Traveller[] = [];
beforeAll(async () => {
  stack = await testStack();
  // Five cases of the park, one of its property team.
  const leads = [...Array.from({ length: 5 }, () => 'zhihui'), 'zhihui-property'];
  const demands = await Promise.all(leads.map((lead) => repliedDemand(stack, {}, lead)));
  for (const { number } of demands) await acts(stack, 'zhihui.collector', number, 'rate', { grade: 5 });
  // Some tests change their rows by hand.
  for (const { number } of demands) await recordedForGood(stack, number);
  closed.push(...demands);
});
afterAll(() => stack.close());
// Nobody is phoned twice about a round. All tests draw from the same few cases: what earlier ones drew is of another round to them.
beforeEach(async () => {
  await stack.database
    .$executeRaw`UPDATE callback_job SET round = round + 100 WHERE kind = 'spot_check' AND result IS NULL`;
});

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

const act = (user: string, path: string, payload: object = {}, key?: string): Promise<Answer> =>
  stack.call(user, { method: 'POST', url: `/api/v1${path}`, payload, headers: key ? { 'idempotency-key': key } : {} });
const get = (user: string, path: string): Promise<Answer> => stack.call(user, { method: 'GET', url: `/api/v1${path}` });

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
    // Within calling hours its window is open at once, and its workflow may have said so already.
    const state = expect.stringMatching(/^(scheduled|offered)$/);
    expect(body.sample[0]).toMatchObject({ rating: 5, state, result: null, round: 1 });
    expect((await read('baoan.auditor', body.id)).body).toMatchObject({
      seed: body.seed,
      sample: body.sample.map(({ number }: Json) => ({ number })),
    });
    const chosen = await draw('fuyong.supervisor', { seed: 'mine' });
    expect(refusalOf(chosen)).toEqual([422, 'invalid_input']);
    const further = await draw('fuyong.supervisor');
    expect(numbersOf(further.body).filter((number) => numbersOf(body).includes(number))).toEqual([]);
  });

  it('takes only what was closed in its time, by the unit and what lies under it', async () => {
    const one = await draw('baoan.supervisor', { unit: 'zhihui-property' });
    expect([one.status, one.body.frameSize, one.body.sample.length]).toEqual([201, 1, 1]);
    for (const empty of [
      { unit: 'skyworth' },
      { from: '2020-01-01', to: '2020-02-01' },
      { unit: 'skyworth', commit: true },
    ]) {
      const { status, body } = await draw('baoan.supervisor', empty);
      expect([status, body.errors]).toMatchObject([
        422,
        [{ path: '/from', message: expect.stringMatching(/没有可以抽查/) }],
      ]);
    }
    const open = await repliedDemand(stack);
    const { body } = await draw('fuyong.administrator', { percent: 100 });
    expect(body.frameSize).toBe(6);
    expect(numbersOf(body)).toEqual(closed.map(({ number }) => number).sort());
    expect(numbersOf(body)).not.toContain(open.number);
  });

  it('leaves out improvements that were asked for: they have nobody to phone', async () => {
    const { number } = closed[4]!;
    const become = (kind: string) => stack.database.demand.update({ where: { number }, data: { kind } });
    await become('improvement');
    try {
      const { body } = await draw('fuyong.supervisor');
      expect(body.frame.map((each: Json) => each.number)).not.toContain(number);
    } finally {
      await become('help');
    }
  });

  it('is drawn by supervisors and administrators, for their own unit and below', async () => {
    expect(refusalOf(await draw('fuhai.supervisor'))).toEqual([403, 'unit_out_of_reach']);
    expect(refusalOf(await draw('zhihui.supervisor'))).toEqual([403, 'unit_out_of_reach']);
    for (const role of ['handler', 'callback', 'auditor', 'dispatcher'])
      expect(refusalOf(await draw(`fuyong.${role}`))).toEqual([403, 'not_allowed_for_role']);
    for (const wrong of [{ unit: 'nowhere' }, { percent: 0 }, { percent: 101 }, { from: today.to, to: today.from }])
      expect(refusalOf(await draw('baoan.supervisor', wrong))).toEqual([422, 'invalid_input']);
  });

  it('leaves out who has been phoned about this round or is about to be, and gives nothing away of a check above', async () => {
    const [added, called] = [closed[2]!, closed[3]!];
    const at = new Date();
    const job = {
      kind: 'dissatisfied',
      round: 1,
      unitId: 'fuyong',
      sight: ['baoan', 'fuyong'],
      attempts: [],
      version: 1,
    };
    const jobs = [
      { ...job, id: `${added.id}-1-a`, demandId: added.id, state: 'offered' },
      { ...job, id: `${called.id}-1`, demandId: called.id, state: 'concluded', sight: ['baoan'] },
    ];
    const times = { windowStart: at, windowEnd: at, createdAt: at };
    await stack.database.callbackJob.createMany({ data: jobs.map((each) => ({ ...each, ...times })) });
    try {
      const left = closed.filter((each) => each !== added && each !== called).map(({ number }) => number);
      const frameOf = async (user: string, more: object) =>
        (await draw(user, more)).body.frame?.map((each: Json) => each.number) ?? [];
      expect(await frameOf('baoan.supervisor', { percent: 100 })).toEqual([...left].sort());
      expect(await frameOf('fuyong.supervisor', { percent: 100 })).toEqual([...left].sort());
      expect(await frameOf('fuyong.supervisor', { commit: true })).toEqual([]);
      expect(await frameOf('baoan.supervisor', { commit: true })).toEqual([]);
    } finally {
      await stack.database.callbackJob.deleteMany({ where: { id: { in: jobs.map(({ id }) => id) } } });
    }
  });

  it('leaves out what the drawing unit handled itself: that is for the unit above', async () => {
    const own = closed[5]!;
    const handledBy = (leadUnitId: string) =>
      stack.database.demand.update({ where: { id: own.id }, data: { leadUnitId } });
    await handledBy('fuyong');
    const frameOf = async (user: string) =>
      (await draw(user, { commit: true })).body.frame.map((each: Json) => each.number);
    expect(await frameOf('fuyong.supervisor')).not.toContain(own.number);
    expect(await frameOf('baoan.supervisor')).toContain(own.number);
    await handledBy('zhihui-property');
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
    // The job's workflow opens it again after the answer.
    const seen = await until(async () => {
      const { body } = await stack.call('fuyong.callback', { method: 'GET', url: demandUrl });
      return body.round === 2 ? body : undefined;
    });
    expect(seen).toMatchObject({ stage: 'dispatching', rating: null, closedAt: null });
    const checked = (await read('fuyong.supervisor', body.id)).body.sample.find(
      (each: Json) => each.number === demand.number,
    );
    expect(checked).toMatchObject({ rating: 5, state: 'concluded', result: 'dissatisfied', grade: 1 });
    const events = (await stack.call('fuyong.callback', { method: 'GET', url: `${demandUrl}/events` })).body.items;
    expect(events.find((event: Json) => event.type === 'redone').cause.callbackJob).toBe(job);

    const rating = await goRound(stack, demand.number);
    expect((await rateBy(stack, rating, { grade: 5 })).body).toMatchObject({ round: 2, grade: 5 });
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

describe('a spot check that is committed first', () => {
  it('publishes frame, sizes and hashes, keeps the seed to itself, and draws what fits the hashes', async () => {
    const { body } = await draw('fuyong.supervisor', { commit: true, percent: 30 });
    expect(body).toMatchObject({ state: 'committed', seed: null, drawnAt: null, sample: [], canDraw: true });
    expect(body.strata.map((each: Json) => [each.leadUnit.id, each.drawn])).toEqual([
      ['zhihui', 2],
      ['zhihui-property', 1],
    ]);
    const { seed } = await stack.database.spotCheck.findUniqueOrThrow({ where: { id: body.id } });
    expect(seed).toMatch(/^sealed:/);
    expect(refusalOf(await get('fuyong.supervisor', `/spot-checks/${body.id}/export`))).toEqual([
      409,
      'not_allowed_in_state',
    ]);
    for (const role of ['auditor', 'callback'])
      expect(refusalOf(await act(`fuyong.${role}`, `/spot-checks/${body.id}/actions/draw`))).toEqual([
        403,
        'not_allowed_for_role',
      ]);
    expect(refusalOf(await act('zhihui.supervisor', `/spot-checks/${body.id}/actions/draw`))).toEqual([
      404,
      'not_found',
    ]);

    const key = aKey();
    const drawn = await act('fuyong.administrator', `/spot-checks/${body.id}/actions/draw`, {}, key);
    expect([drawn.status, drawn.body.state, drawn.body.sample.length]).toEqual([200, 'drawn', 3]);
    const { frame, frameHash, seedHash } = drawn.body;
    expect({ frame, frameHash, seedHash }).toEqual({
      ...{ frame: body.frame, frameHash: body.frameHash, seedHash: body.seedHash },
    });
    expect(hashesOf(frame, drawn.body.seed)).toEqual({ frameHash, seedHash });
    const again = await act('fuyong.administrator', `/spot-checks/${body.id}/actions/draw`, {}, key);
    expect([again.status, numbersOf(again.body)]).toEqual([200, numbersOf(drawn.body)]);
    expect(refusalOf(await act('fuyong.administrator', `/spot-checks/${body.id}/actions/draw`))).toEqual([
      409,
      'not_allowed_in_state',
    ]);
    expect(await stack.database.callbackJob.count({ where: { spotCheckId: body.id } })).toBe(3);
  });

  it('lets the next case take the place of one that is open again when it is drawn', async () => {
    const { body } = await draw('fuyong.supervisor', { commit: true, percent: 30 });
    const zhihui = body.frame.filter((each: Json) => each.leadUnit === 'zhihui').map((each: Json) => each.number);
    const open = (stage: string) =>
      stack.database.demand.updateMany({ where: { number: { in: zhihui.slice(1) } }, data: { stage } });
    await open('dispatching');
    const { body: drawn } = await act('fuyong.supervisor', `/spot-checks/${body.id}/actions/draw`);
    await open('closed');
    expect(numbersOf(drawn).filter((number) => zhihui.includes(number))).toEqual([zhihui[0]]);
    expect(new Set(drawn.replacements.map((each: Json) => each.because))).toEqual(new Set(['reopened']));
    const { body: file } = await get('fuyong.auditor', `/spot-checks/${body.id}/export`);
    expect(redraw(file)).toBe(0);
  });

  it('lets the next case take the place of one that was phoned about meanwhile', async () => {
    const { body } = await draw('fuyong.supervisor', { commit: true });
    const earlier = await draw('fuyong.supervisor', { unit: 'zhihui-property' });
    const { body: drawn } = await act('fuyong.supervisor', `/spot-checks/${body.id}/actions/draw`);
    const [{ number }] = earlier.body.sample;
    expect(drawn.replacements).toEqual([{ number, because: 'called', next: null }]);
    expect(numbersOf(drawn)).not.toContain(number);
  });
});

describe('a drawn case about which nobody is asked', () => {
  it('is passed over by a supervisor with a reason, the next one takes its place, and the export still fits', async () => {
    const { body } = await draw('fuyong.supervisor');
    const first = body.sample.find((each: Json) => each.leadUnit.id === 'zhihui');
    const skip = (user: string, payload: object) => onJob(stack, user, first.callback, 'skip', payload);
    for (const user of ['fuyong.callback', 'fuyong.administrator'])
      expect(refusalOf(await skip(user, { reason: '重复抽查' }))).toEqual([403, 'not_allowed_for_role']);
    expect(refusalOf(await skip('zhihui.supervisor', { reason: '重复抽查' }))).toEqual([404, 'not_found']);
    expect(refusalOf(await skip('fuyong.supervisor', { reason: '' }))).toEqual([422, 'invalid_input']);
    const skipped = await skip('fuyong.supervisor', { reason: '诉求人住院，不宜打扰' });
    expect([skipped.status, skipped.body.state, skipped.body.note]).toEqual([200, 'skipped', '诉求人住院，不宜打扰']);
    expect(refusalOf(await skip('fuyong.supervisor', { reason: '重复抽查' }))).toEqual([409, 'already_concluded']);

    const after = await until(async () => {
      const view = (await read('fuyong.supervisor', body.id)).body;
      return view.replacements.length > 0 ? view : undefined;
    });
    const [{ number, because, next }] = after.replacements;
    expect([number, because]).toEqual([first.number, 'skipped']);
    expect(next).toBe(nextInOrder(after.frame, 'zhihui', after.seed, new Set(numbersOf(body))));
    const shown = (wanted: string) => after.sample.find((each: Json) => each.number === wanted);
    expect(shown(first.number).skip).toMatchObject({
      by: { username: 'fuyong.supervisor' },
      reason: '诉求人住院，不宜打扰',
    });
    expect(shown(next)).toMatchObject({ replaces: first.number, result: null });

    const exported = await get('fuyong.auditor', `/spot-checks/${body.id}/export`);
    expect(exported.headers['content-disposition']).toContain(`spot-check-${body.id}.json`);
    expect(redraw(exported.body)).toBe(0);
    expect(redraw({ ...exported.body, sample: exported.body.sample.slice(1) })).toBe(1);
    expect(refusalOf(await get('zhihui.auditor', `/spot-checks/${body.id}/export`))).toEqual([404, 'not_found']);
  });

  it('is followed by the next one as well when the person refuses to talk', async () => {
    const { body } = await draw('fuyong.supervisor');
    const { number, callback: job } = body.sample.find((each: Json) => each.leadUnit.id === 'zhihui');
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    expect((await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'refused' })).body.result).toBe('refused');
    const [replaced] = await until(async () => {
      const { replacements } = (await read('fuyong.supervisor', body.id)).body;
      return replacements.length > 0 ? (replacements as Json[]) : undefined;
    });
    expect(replaced).toMatchObject({ number, because: 'refused', next: expect.stringMatching(/^SQ/) });
  });

  it('cannot be passed over when a bad rating brought the call about', async () => {
    const bad = await repliedDemand(stack);
    await acts(stack, 'zhihui.collector', bad.number, 'rate', { grade: 1 });
    await until(async () => (await get('fuyong.supervisor', `/callbacks/${bad.id}-1`)).body?.id);
    await stack.temporal.client.workflow.getHandle(`callback/${bad.id}-1`).describe();
    expect(refusalOf(await onJob(stack, 'fuyong.supervisor', `${bad.id}-1`, 'skip', { reason: '不想打' }))).toEqual([
      409,
      'not_allowed_in_stage',
    ]);
  });
});

/** Everybody of the handling unit, and of the units between it and the one that draws. */
const CHECKED = [
  ...['supervisor', 'handler', 'auditor', 'callback'].map((role) => `zhihui.${role}`),
  ...['supervisor', 'callback'].map((role) => `fuyong.${role}`),
];

it('nobody under the unit that draws learns of a check before its call is over, wherever they look', async () => {
  const demand = await repliedDemand(stack);
  await acts(stack, 'zhihui.collector', demand.number, 'rate', { grade: 5 });
  const counted = [
    '/tasks?queue=unit',
    '/tasks?queue=callbacks',
    '/notices',
    '/statistics/workload',
    '/callbacks?limit=200',
  ];
  const counts = () =>
    Promise.all(CHECKED.flatMap((user) => counted.map(async (path) => (await get(user, path)).text)));
  // Calls of the checks above whose window is open come to their queue by themselves.
  const onTheirWay = { result: null, OR: [{ version: 0 }, { state: 'scheduled', windowStart: { lte: new Date() } }] };
  await until(async () => ((await stack.database.callbackJob.count({ where: onTheirWay })) === 0 ? true : undefined));
  const before = await counts();

  const { body } = await draw('baoan.supervisor', { percent: 100 });
  const { callback: job } = body.sample.find((each: Json) => each.number === demand.number);
  await atWindow(stack, 'baoan.callback', job);
  await onJob(stack, 'baoan.callback', job, 'claim');
  const revealed = await act('baoan.callback', `/demands/${demand.number}/contact/reveal`, { reason: '抽查回访通话' });
  expect([revealed.status, revealed.body.phone]).toEqual([200, '13800009999']);
  await onJob(stack, 'baoan.callback', job, 'attempt', { outcome: 'reached' });

  const anywhere = `${body.id}|${job}|抽查回访通话`;
  const paths = stack.app.routeTable
    .filter(({ method, url, access }) => method === 'GET' && access !== 'public' && !url.endsWith('/stream'))
    .filter(({ url }) => !url.includes('/:') || /\/(demands\/:number|callbacks\/:id|spot-checks\/:id)/.test(url))
    .map(({ url }) => url.replace(/\/demands\/:number/, `/demands/${demand.number}`))
    .map((url) =>
      url.replace(/\/callbacks\/:id/, `/callbacks/${job}`).replace(/\/spot-checks\/:id/, `/spot-checks/${body.id}`),
    )
    .filter((url) => !url.includes('/:') && !/^\/docs|\.pdf$|xlsx|template/.test(url));
  expect(paths.length).toBeGreaterThan(40);
  for (const user of CHECKED) {
    // The street has checks of its own; the park has none.
    const isThere = new RegExp(user.startsWith('zhihui') ? `${anywhere}|spot_check` : anywhere);
    const texts = await Promise.all(paths.map((url) => stack.call(user, { method: 'GET', url })));
    const leaks = paths.filter((_, i) => isThere.test(texts[i]!.text));
    expect({ user, leaks }).toEqual({ user, leaks: [] });
  }
  for (const user of CHECKED) expect((await onJob(stack, user, job, 'claim')).status).not.toBe(200);
  expect(await counts()).toEqual(before);
  const notice = await stack.database.notice.findFirstOrThrow({ where: { data: { path: ['job'], equals: job } } });
  const [announced] = await readAnnounced(stack.database, { ids: [String(notice.id)] });
  expect(announced!.sight).toEqual(['baoan']);

  const told = async () => (await get('zhihui.supervisor', `/demands/${demand.number}/notices`)).text;
  expect(await told()).not.toContain('callback_due');
  const concluded = await onJob(stack, 'baoan.callback', job, 'conclude', {
    ...{ result: 'satisfied', grade: 4, solved: true, dimensions: { speed: 3 }, replyQuality: 2 },
    answers: [{ question: '询问', answer: '已经通畅' }],
  });
  expect(concluded.body).toMatchObject({
    found: { solved: true, dimensions: { speed: 3 }, replyQuality: 2 },
    answers: [{ question: '询问', answer: '已经通畅' }],
  });
  expect(await told()).toContain('callback_due');
  const seen = (await read('baoan.supervisor', body.id)).body.sample.find((each: Json) => each.callback === job);
  expect(seen).toMatchObject({ verdict: 'confirmed', result: 'satisfied', replyQuality: 2 });
});

it('who supervises the drawing unit and works in the handling unit as well does not see what was drawn of its cases', async () => {
  const { body } = await draw('baoan.supervisor', { percent: 100 });
  await stack.database.roleGrant.create({ data: { userId: 'demo-baoan.auditor', unitId: 'zhihui', role: 'handler' } });
  try {
    const view = (await read('baoan.auditor', body.id)).body;
    expect(view.sample.map((each: Json) => each.leadUnit.id)).not.toContain('zhihui');
    expect(view.sample.length).toBeGreaterThan(0);
    expect(view).toMatchObject({ state: 'drawn', seed: null });
    expect((await read('baoan.supervisor', body.id)).body.seed).toEqual(expect.any(String));
    expect(refusalOf(await get('baoan.auditor', `/spot-checks/${body.id}/export`))).toEqual([
      403,
      'separation_of_duties',
    ]);
  } finally {
    await stack.database.roleGrant.deleteMany({ where: { userId: 'demo-baoan.auditor', unitId: 'zhihui' } });
  }
});

it('jobs that a unit drew are counted by those who answer for checks, not by everybody of the unit', async () => {
  const { body } = await draw('fuyong.supervisor', { percent: 100 });
  const { callback: job } = body.sample.find((each: Json) => each.leadUnit.id === 'zhihui-property');
  await atWindow(stack, 'fuyong.callback', job);
  const sees = async (user: string) => (await get(user, '/tasks?queue=unit&limit=200')).text.includes(job as string);
  expect([await sees('fuyong.supervisor'), await sees('fuyong.callback')]).toEqual([true, true]);
  for (const user of ['fuyong.handler', 'fuyong.dispatcher', 'zhihui-property.handler'])
    expect([user, await sees(user)]).toEqual([user, false]);
});

it('of two open calls about one case, each caller sees the contact by their own', async () => {
  await draw('baoan.supervisor', { percent: 100 });
  const { body } = await draw('fuyong.supervisor', { percent: 100 });
  const { number, callback: job } = body.sample[0];
  expect((await act('fuyong.callback', `/demands/${number}/contact/reveal`, { reason: '抽查回访通话' })).status).toBe(
    200,
  );
  const where = { action: 'contact_revealed', target: number as string };
  const line = await stack.database.audit.findFirstOrThrow({ where, orderBy: { id: 'desc' } });
  expect(line.detail).toMatchObject({ as: 'callback', job });
});

it('a caller of the drawing unit who also works in the handling unit is not told that a call is due', async () => {
  const { body } = await draw('baoan.supervisor', { percent: 100 });
  const { callback: job } = body.sample.find((each: Json) => each.leadUnit.id === 'zhihui');
  await atWindow(stack, 'baoan.supervisor', job);
  const told = async () => (await get('baoan.callback', '/notices?limit=100')).text.includes(job as string);
  expect(await until(async () => (await told()) || undefined)).toBe(true);
  const notice = await stack.database.notice.findFirstOrThrow({ where: { data: { path: ['job'], equals: job } } });
  const [announced] = await readAnnounced(stack.database, { ids: [String(notice.id)] });
  expect(announced).toMatchObject({ kind: 'callback_due', kept_from: 'zhihui' });
  await stack.database.roleGrant.create({ data: { userId: 'demo-baoan.callback', unitId: 'zhihui', role: 'handler' } });
  try {
    expect(await told()).toBe(false);
  } finally {
    await stack.database.roleGrant.deleteMany({ where: { userId: 'demo-baoan.callback', unitId: 'zhihui' } });
  }
});

describe('a plan', () => {
  it('is set up for one’s own unit, seen above, and ended once', async () => {
    const key = aKey();
    const plan = { unit: 'fuyong', every: 'week', percent: 20, minute: 600 };
    const made = await act('fuyong.supervisor', '/spot-check-plans', plan, key);
    expect([made.status, made.body.checks, made.body.canEnd]).toEqual([201, 0, true]);
    expect((await act('fuyong.supervisor', '/spot-check-plans', plan, key)).body.id).toBe(made.body.id);
    expect(made.body.nextAt).toMatch(/T10:00:00/);
    expect((await get('baoan.auditor', '/spot-check-plans')).body.items).toHaveLength(1);
    for (const user of ['zhihui.supervisor', 'fuhai.supervisor'])
      expect((await get(user, '/spot-check-plans')).body.items).toEqual([]);
    for (const [user, wrong, code] of [
      ['baoan.supervisor', plan, 'unit_out_of_reach'],
      ['fuyong.callback', plan, 'not_allowed_for_role'],
      ['fuyong.supervisor', { ...plan, every: 'day' }, 'invalid_input'],
      ['fuyong.supervisor', { ...plan, minute: 1440 }, 'invalid_input'],
      ['fuyong.supervisor', { ...plan, unit: 'nowhere' }, 'invalid_input'],
    ] as const)
      expect((await act(user, '/spot-check-plans', wrong)).body.code).toBe(code);
    const end = (user: string) => act(user, `/spot-check-plans/${made.body.id}/actions/end`);
    expect(refusalOf(await end('zhihui.supervisor'))).toEqual([404, 'not_found']);
    expect((await end('baoan.supervisor')).body.endedAt).not.toBeNull();
    expect(refusalOf(await end('baoan.supervisor'))).toEqual([409, 'not_allowed_in_state']);
    await stack.temporal.client.workflow.getHandle(`spot-check-plan/${made.body.id}`).result();
  });
});

/** By the program that everybody can run; answers its exit code. */
function redraw(file: object): number | null {
  const where = path.join(mkdtempSync(path.join(os.tmpdir(), 'zhitongche-redraw-')), 'draw.json');
  writeFileSync(where, JSON.stringify(file));
  return spawnSync(process.execPath, [path.resolve('scripts/redraw.mjs'), where], { encoding: 'utf8' }).status;
}
