import { recordedForGood } from '../support/a-case';
import type { Answer, Json } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import * as files from '../support/sample-files';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, atWindow, onJob, rateBy, repliedDemand, until, type Traveller } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const onRating = (token: string, payload: object, key?: string): Promise<Answer> =>
  stack.call(null, {
    ...{ method: 'POST', url: `/api/v1/public/ratings/${token}/additions`, payload },
    headers: key ? { 'idempotency-key': key } : {},
  });
const shown = async (token: string): Promise<Json> =>
  (await stack.call(null, { method: 'GET', url: `/api/v1/public/ratings/${token}` })).body;
const get = async (user: string, url: string): Promise<Json> =>
  (await stack.call(user, { method: 'GET', url: `/api/v1${url}` })).body;
const refusalOf = ({ status, body }: Answer) => [status, body.code];
const file = (user: string, number: string, body: object): Promise<Answer> =>
  stack.call(user, { method: 'POST', url: `/api/v1/demands/${number}/appeals`, payload: body });
const rated = async (payload: object): Promise<Traveller> => {
  const demand = await repliedDemand(stack);
  expect((await rateBy(stack, demand.ratingToken, payload)).status).toBe(200);
  return demand;
};
const jobOf = (id: string) => stack.database.callbackJob.findUnique({ where: { id } });

describe('a rating', () => {
  it('says what it is asked before anything is chosen: reasons with what follows, and nothing preset', async () => {
    const { ratingToken } = await repliedDemand(stack);
    const page = await shown(ratingToken);
    expect(page).toMatchObject({
      ...{ canRate: true, isRated: false, grade: null, dimensions: {}, reasons: [], comment: null, attachments: [] },
      ...{ follows: null, addition: null, canAdd: false, addUntil: null },
    });
    expect(page.reasonRules).toContainEqual({ code: 'too_slow', label: '办理太慢', reopens: false });
    expect(page.reasonRules).toContainEqual({ code: 'not_solved', label: '问题没有解决', reopens: true });
  });

  it('keeps dimensions, reasons, words and pictures with its round', async () => {
    const { number, ratingToken } = await repliedDemand(stack);
    const { payload, headers } = await multipartForm([{ content: files.png }]);
    const sent = await stack.call(null, { method: 'POST', url: '/api/v1/public/attachments', payload, headers });
    const said = { dimensions: { speed: 2, service: 5 }, reasons: ['bad_reply'], comment: '答非所问' };
    const body = { grade: 2, ...said, attachments: [sent.body.id] };
    expect((await rateBy(stack, ratingToken, body)).body).toMatchObject({
      ...said,
      ...{ grade: 2, isRated: true, follows: 'callback', canAdd: true, attachments: [{ id: sent.body.id }] },
    });
    const { rounds, attachments } = await get('zhihui.handler', `/demands/${number}`);
    expect(rounds).toMatchObject([
      { rating: 2, ratedBy: 'reporter', reasons: ['bad_reply'], dimensions: said.dimensions },
    ]);
    expect(attachments).toMatchObject([{ id: sent.body.id, byReporter: true }]);
  });

  it('that is good has no reasons for dissatisfaction, whatever was ticked before', async () => {
    const { number } = await rated({ grade: 5, reasons: ['not_solved', 'bad_service'] });
    const { rounds } = await get('zhihui.handler', `/demands/${number}`);
    expect(rounds).toMatchObject([{ rating: 5, reasons: [] }]);
  });

  it.each([{}, { grade: 6 }, { grade: '满意' }])('of %j hears which grades there are', async (body) => {
    const { ratingToken } = await unrated();
    const { status, body: refused } = await rateBy(stack, ratingToken, body);
    expect([status, refused.errors]).toEqual([422, [{ path: '/grade', message: '请选 1 到 5,5 为非常满意' }]]);
  });

  it.each([
    { grade: 5, dimensions: { speed: 6 } },
    { grade: 5, dimensions: { beauty: 3 } },
    { grade: 2, reasons: ['ugly'] },
    { grade: 5, by: 'telephone' },
    { grade: 5, attachments: ['no-id'] },
    { grade: 5, attachments: ['7d444840-9dc0-41d1-b245-5ffdce74fad2'] },
    { dimensions: { speed: 5 } },
  ])('that says %j is refused', async (body) => {
    const { ratingToken } = await unrated();
    expect(refusalOf(await rateBy(stack, ratingToken, body))).toEqual([422, 'invalid_input']);
  });

  let kept: Promise<Traveller> | null = null;
  const unrated = () => (kept ??= repliedDemand(stack));

  it('by staff on the telephone is flagged apart', async () => {
    const { number } = await unrated();
    await acts(stack, 'zhihui.collector', number, 'rate', { grade: 4, by: 'telephone', dimensions: {} });
    const { rounds } = await get('zhihui.collector', `/demands/${number}`);
    expect(rounds).toMatchObject([{ rating: 4, ratedBy: 'telephone', dimensions: {} }]);
  });

  it('that is confirmed for a reason which does not reopen closes the case with the finding kept', async () => {
    const { id, number, ratingToken } = await rated({ grade: 2, reasons: ['too_slow'] });
    const job = `${id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied', reasons: ['too_slow'] });
    expect(await get('zhihui.handler', `/demands/${number}`)).toMatchObject({
      ...{ stage: 'closed', round: 1, rating: 2 },
      rounds: [{ callback: 'dissatisfied', reasons: ['too_slow'] }],
    });
    expect(await shown(ratingToken)).toMatchObject({ follows: 'closed', grade: 2 });
  });
});

describe('an addition to a rating', () => {
  const bad = { grade: 1, text: '过了一周又堵上了' };

  it('stands beside the rating, which stays; a worse one is phoned about', async () => {
    const { id, number, ratingToken } = await rated({ grade: 5 });
    const added = await onRating(ratingToken, bad);
    expect([added.status, added.body]).toMatchObject([
      201,
      { grade: 5, canAdd: false, addition: { grade: 1, text: bad.text, called: true } },
    ]);
    const job = `${id}-1-a`;
    expect(await jobOf(job)).toMatchObject({ kind: 'dissatisfied', round: 1, leadUnitId: 'zhihui', unitId: 'fuyong' });
    const { rounds } = await get('zhihui.handler', `/demands/${number}`);
    expect(rounds).toMatchObject([{ rating: 5, addition: { grade: 1, text: bad.text, called: true } }]);

    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied', reasons: ['not_solved'] });
    const reopened = await until(async () => {
      const demand = await get('fuyong.callback', `/demands/${number}`);
      return demand.round === 2 ? demand : undefined;
    });
    expect(reopened).toMatchObject({ stage: 'dispatching', rounds: [{ rating: 5 }, { rating: null }] });
    const events = (await get('fuyong.callback', `/demands/${number}/events`)).items;
    expect(events.find(({ type }: Json) => type === 'redone').cause).toMatchObject({ callbackJob: job });
    expect(await shown(ratingToken)).toMatchObject({ follows: 'redo' });
  });

  it('that is satisfied, or says words only, is kept and nobody is phoned', async () => {
    for (const body of [{ grade: 4, text: '还行' }, { text: '谢谢' }]) {
      const { id, ratingToken } = await rated({ grade: 5 });
      expect((await onRating(ratingToken, body)).body.addition).toMatchObject({ ...body, called: false });
      expect(await jobOf(`${id}-1-a`)).toBeNull();
    }
  });

  it('while the callback still waits opens no second one', async () => {
    const { id, ratingToken } = await rated({ grade: 2, reasons: ['not_solved'] });
    expect((await onRating(ratingToken, bad)).body.addition.called).toBe(false);
    expect(await jobOf(`${id}-1-a`)).toBeNull();
  });

  it('can be made from the tracking page, as long as it is allowed', async () => {
    const { trackingToken, ratingToken } = await repliedDemand(stack);
    const tracked = async () =>
      (await stack.call(null, { method: 'GET', url: `/api/v1/public/demands/${trackingToken}` })).body;
    expect(await tracked()).toMatchObject({ ratingToken, canAdd: false });
    await rateBy(stack, ratingToken, { grade: 5 });
    expect(await tracked()).toMatchObject({ stage: 'closed', ratingToken, canAdd: true });
    await onRating(ratingToken, { text: '谢谢' });
    expect(await tracked()).toMatchObject({ ratingToken, canAdd: false });
  });

  it('is made once: the same request again is the same, another is refused', async () => {
    const { ratingToken } = await rated({ grade: 5 });
    const key = aKey();
    const [first, again] = [await onRating(ratingToken, bad, key), await onRating(ratingToken, bad, key)];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(refusalOf(await onRating(ratingToken, { text: '别的' }, key))).toEqual([422, 'idempotency_conflict']);
    expect(refusalOf(await onRating(ratingToken, { text: '别的' }))).toEqual([409, 'already_added']);
    expect(refusalOf(await onRating(ratingToken, { text: '别的' }, aKey()))).toEqual([409, 'already_added']);
  });

  it('is made once when it comes many times at once', async () => {
    const { ratingToken } = await rated({ grade: 5 });
    const key = aKey();
    const answers = await Promise.all([1, 2, 3].map(() => onRating(ratingToken, bad, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(
      await stack.database.words.count({ where: { texts: { path: ['text'], equals: bad.text } } }),
    ).toBeGreaterThan(0);
  });

  it('is refused before the rating, after thirty days, without words, and by a wrong link', async () => {
    const { ratingToken } = await repliedDemand(stack);
    expect(refusalOf(await onRating(ratingToken, bad))).toEqual([409, 'not_allowed_in_stage']);
    const old = await rated({ grade: 2, reasons: ['not_solved'] });
    await recordedForGood(stack, old.number);
    await stack.database.$executeRaw`UPDATE demand_event SET at = at - interval '30 days 1 minute'
      WHERE demand_id = ${old.id}::uuid AND type = 'rated'`;
    expect(refusalOf(await onRating(old.ratingToken, bad))).toEqual([409, 'addition_too_late']);
    expect(await shown(old.ratingToken)).toMatchObject({ canAdd: false });
    for (const body of [
      { grade: 1 },
      { grade: 0, text: '差' },
      { text: '差', reasons: [] },
      { text: '差'.repeat(2001) },
    ])
      expect(refusalOf(await onRating(old.ratingToken, body))).toEqual([422, 'invalid_input']);
    expect(refusalOf(await onRating('no-such-link', bad))).toEqual([404, 'not_found']);
  });
});

describe('a good rating that turns out otherwise', () => {
  const reveal = (number: string) =>
    stack.call('zhihui.collector', {
      ...{ method: 'POST', url: `/api/v1/demands/${number}/contact/reveal` },
      payload: { reason: '核对联系方式' },
    });

  it('by an addition hides the contact and numbers from the unit complained of', async () => {
    const { number, ratingToken } = await rated({ grade: 4 });
    expect((await reveal(number)).status).toBe(200);
    await onRating(ratingToken, { grade: 1, text: '又堵了，打 13800009999' });
    expect(refusalOf(await reveal(number))).toEqual([403, 'separation_of_duties']);
    expect((await get('zhihui.handler', `/demands/${number}`)).rounds[0].addition.text).toBe('又堵了，打 138****9999');
    const seats = async (query: string) =>
      (await get('fuyong.callback', `/demands/${number}/as-of?${query}`)).sight.contact.map(({ role }: Json) => role);
    const { seq } = (await get('fuyong.callback', `/demands/${number}/events`)).items.at(-1);
    expect(await seats(`seq=${seq}`)).toContain('collector');
    expect(await seats(`at=${encodeURIComponent(new Date().toISOString())}`)).not.toContain('collector');
  });

  it('when a spot check asks hides the contact as well, once the call is over', async () => {
    const { id: demandId, number } = await rated({ grade: 5 });
    const at = new Date();
    const job = { id: aKey(), demandId, kind: 'spot_check', round: 1, unitId: 'fuyong', attempts: [], version: 1 };
    const times = { windowStart: at, windowEnd: at, createdAt: at };
    await stack.database.callbackJob.create({ data: { ...job, ...times, state: 'claimed' } });
    expect((await reveal(number)).status).toBe(200);
    const ended = { state: 'concluded', result: 'dissatisfied', concludedAt: at };
    await stack.database.callbackJob.update({ where: { id: job.id }, data: ended });
    expect(refusalOf(await reveal(number))).toEqual([403, 'separation_of_duties']);
  });
});

describe('words of a dissatisfied person', () => {
  it('reach the unit complained of without a number that was left in them', async () => {
    const { number, ratingToken } = await rated({ grade: 1, comment: '没人联系我，请打 13800009999' });
    await onRating(ratingToken, { text: '还是打 138 0000 9999' });
    const read = async (user: string) => {
      const { items } = await get(user, `/demands/${number}/events`);
      const { rounds } = await get(user, `/demands/${number}`);
      return [items.find(({ type }: Json) => type === 'rated').words.comment, rounds[0].addition.text];
    };
    const everything = async (user: string) =>
      JSON.stringify(
        await Promise.all(['', '/events', '/public-view'].map((part) => get(user, `/demands/${number}${part}`))),
      );
    expect(await everything('zhihui.handler')).not.toMatch(/138 ?0000 ?9999/);
    expect(await everything('fuyong.callback')).toMatch(/138 ?0000 ?9999/);
    expect(await read('zhihui.handler')).toEqual(['没人联系我，请打 138****9999', '还是打 138****9999']);
    expect(await read('fuyong.callback')).toEqual(['没人联系我，请打 13800009999', '还是打 138 0000 9999']);
  });
});

describe('an appeal', () => {
  const reason = '评价与办理质量无关';

  it('is offered to the unit complained of with its last day, and refused to others', async () => {
    const { number } = await rated({ grade: 1, reasons: ['other'] });
    const { options } = await get('zhihui.handler', `/demands/${number}/appeals`);
    expect(options.map(({ kind, round, allowed }: Json) => [kind, round, allowed])).toEqual([
      ['rating', 1, true],
      ['unreasonable', 1, true],
    ]);
    const kindsFor = async (user: string) =>
      (await get(user, `/demands/${number}/appeals`)).options.map(({ kind }: Json) => kind);
    expect(await kindsFor('fuyong.callback')).toEqual(['unreasonable']);
    expect(await kindsFor('fuyong.supervisor')).toEqual([]);
    expect(await kindsFor('zhihui.reviewer')).toEqual([]);
    for (const user of ['fuyong.supervisor', 'fuyong.callback', 'zhihui.dispatcher'])
      expect(refusalOf(await file(user, number, { kind: 'rating', reason }))).toEqual([403, 'not_allowed_for_role']);
    expect(refusalOf(await file('fuhai.handler', number, { kind: 'rating', reason }))).toEqual([404, 'not_found']);
    expect(refusalOf(await file('zhihui.collector', number, { kind: 'rating', reason }))).toEqual([
      403,
      'not_allowed_for_role',
    ]);
  });

  it('of what nobody complained of, of nothing, or without a reason is refused', async () => {
    const { number } = await rated({ grade: 3 });
    expect(refusalOf(await file('zhihui.handler', number, { kind: 'rating', reason }))).toEqual([
      409,
      'nothing_to_appeal',
    ]);
    expect(refusalOf(await file('zhihui.handler', number, { kind: 'breach', reason }))).toEqual([
      409,
      'nothing_to_appeal',
    ]);
    for (const body of [{ kind: 'rating' }, { kind: 'taste', reason }, { kind: 'rating', reason, round: 0 }])
      expect(refusalOf(await file('zhihui.handler', number, body))).toEqual([422, 'invalid_input']);
  });

  it('of a breach names its clock, goes above who was charged with it, and says nothing to the reporter but that', async () => {
    const { number, trackingToken, id } = await rated({ grade: 5 });
    await recordedForGood(stack, number);
    await stack.database.$executeRaw`UPDATE demand SET state = jsonb_set(state, '{clocks,1,state}', '"breached"')
      WHERE id = ${id}::uuid AND state->'clocks'->1->>'name' = 'accept'`;
    expect(refusalOf(await file('zhihui.handler', number, { kind: 'breach', clock: 'handle', reason }))[1]).toBe(
      'nothing_to_appeal',
    );
    const { status, body } = await file('zhihui.handler', number, { kind: 'breach', clock: 'accept', reason });
    expect([status, body]).toMatchObject([
      201,
      { kind: 'breach', clock: { id: 'accept-1', label: '签收' }, rating: 5 },
    ]);
    const tracked = await stack.call(null, { method: 'GET', url: `/api/v1/public/demands/${trackingToken}` });
    expect(tracked.body.underReview).toBe(true);
    expect(tracked.text).not.toMatch(/申诉|与办理质量无关/);
    const reveal = {
      method: 'POST',
      url: `/api/v1/demands/${number}/contact/reveal`,
      payload: { reason: '核对' },
    } as const;
    expect(refusalOf(await stack.call('zhihui.collector', reveal))).toEqual([403, 'separation_of_duties']);
    expect((await get('zhihui.handler', `/demands/${number}/appeals`)).options).toEqual([]);
    expect((await get('zhihui.supervisor', '/appeals?side=ours')).items).toMatchObject([{ id: body.id }]);
    expect(await get('fuyong.supervisor', `/appeals/${body.id}`)).toMatchObject({ canRule: true, reason });
    expect((await get('fuhai.supervisor', `/appeals/${body.id}`)).code).toBe('not_found');
    const sneaked = {
      method: 'POST',
      url: `/api/v1/appeals/${body.id}/actions/rule`,
      payload: { uphold: true },
    } as const;
    expect(refusalOf(await stack.call('fuyong.supervisor', sneaked))).toEqual([422, 'invalid_input']);
  });
});
