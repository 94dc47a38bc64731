import { Writable } from 'node:stream';
import pino from 'pino';
import { buildApp } from '../../src/api/app';
import { networkOf } from '../../src/api/public/throttle';
import { linkHash } from '../../src/intake/file-demand';
import { recordedForGood } from '../support/a-case';
import { heldUpFor, type Answer, type Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import {
  acts,
  aKey,
  filed,
  goRound,
  historyText,
  mistyped,
  onJob,
  atWindow,
  rateBy,
  repliedDemand,
  until,
  wholeDatabase,
} from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const { channel: _channel, ...filing } = filed;
let addresses = 0;
/** Every request from an address of its own, unless one is named: the throttle counts by address. */
const anyone = (method: 'GET' | 'POST', url: string, payload?: object, more: { from?: string; key?: string } = {}) =>
  stack.call(null, {
    method,
    url: `/api/v1/public${url}`,
    ...(payload ? { payload } : {}),
    headers: more.key ? { 'idempotency-key': more.key } : {},
    remoteAddress: more.from ?? `10.1.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`,
  });
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const fileIt = async (more: object = {}): Promise<Json> =>
  (await anyone('POST', '/demands', { ...filing, ...more })).body;

describe('filing without login', () => {
  it('gives a number and a link, and the demand lies before the committee of the place, which collected it', async () => {
    const answer = await anyone('POST', '/demands', filing);
    expect(answer.status).toBe(201);
    const { number, trackingToken } = answer.body;
    expect(answer.body).toMatchObject({ stage: 'dispatching', stageLabel: '待分拨', next: { step: '分拨给办理单位' } });
    expect(answer.headers.location).toBe(`/api/v1/public/demands/${trackingToken}`);
    const seen = await stack.call('zhihui.dispatcher', { method: 'GET', url: `/api/v1/demands/${number}` });
    expect(seen.body).toMatchObject({
      channel: '网站',
      collectingUnit: { id: 'zhihui' },
      holder: { unit: { id: 'zhihui' }, role: 'dispatcher' },
      contact: { name: '欧**', phone: '138****9999' },
    });
  });

  it('for a building is collected by its community, for a street department by its street', async () => {
    for (const [unit, collecting] of [
      ['longteng-tower', 'longteng'],
      ['fuyong-welfare', 'fuyong'],
      ['baoan', 'baoan'],
    ]) {
      const { number } = await fileIt({ unit });
      const row = await stack.database.demand.findUniqueOrThrow({ where: { number } });
      expect([unit, row.collectingUnitId]).toEqual([unit, collecting]);
    }
  });

  it('by the form of a unit needs no place, and refuses a place that lies elsewhere', async () => {
    const { unit: _unit, ...placeless } = filing;
    const { number } = (await anyone('POST', '/demands', { ...placeless, form: 'skyworth', channel: '扫码' })).body;
    expect(await stack.database.demand.findUnique({ where: { number } })).toMatchObject({
      unitId: 'skyworth',
      channel: '扫码',
    });
    expect(refusalOf(await anyone('POST', '/demands', placeless))).toEqual([422, 'invalid_input']);
    expect(refusalOf(await anyone('POST', '/demands', { ...filing, form: 'skyworth' }))).toEqual([
      422,
      'invalid_input',
    ]);
    expect(refusalOf(await anyone('POST', '/demands', { ...filing, form: 'nowhere' }))).toEqual([404, 'not_found']);
    expect(refusalOf(await anyone('POST', '/demands', { ...filing, urgency: 'urgent' }))).toEqual([
      422,
      'invalid_input',
    ]);
  });

  it('twice with one key is one demand; the key with another text is refused', async () => {
    const key = aKey();
    const [first, second] = await Promise.all([1, 2].map(() => anyone('POST', '/demands', filing, { key })));
    expect([first!.status, second!.status]).toEqual([201, 201]);
    expect(second!.body).toEqual(first!.body);
    const other = await anyone('POST', '/demands', { ...filing, title: '另一件事' }, { key });
    expect(refusalOf(other)).toEqual([422, 'idempotency_conflict']);
  });

  it('is held up after twenty from one address within ten minutes, and goes on from another', async () => {
    const began = Date.now();
    const answers: Answer[] = [];
    for (let i = 0; i < 21; i += 1) answers.push(await anyone('POST', '/demands', filing, { from: '10.9.9.9' }));
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(201), 429]);
    expect(refusalOf(answers[20]!)).toEqual([429, 'too_many_attempts']);
    expect(heldUpFor(answers[20]!, began)).toBeGreaterThan(500);
    expect((await anyone('POST', '/demands', filing, { from: '10.9.9.8' })).status).toBe(201);
  });

  it('counts a house with IPv6 as one address', () => {
    expect(networkOf('2001:db8:0:7:aaaa::1')).toBe(networkOf('2001:db8::7:1:2:3:4'));
    expect(networkOf('2001:db8:0:8::1')).not.toBe(networkOf('2001:db8:0:7::1'));
    expect(networkOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
  });

  it('finds on the form of a unit what can be chosen, and no form where there is no unit', async () => {
    const { body } = await anyone('GET', '/forms/longteng');
    expect(body).toMatchObject({ code: 'longteng', unit: { id: 'longteng', name: '龙腾社区' } });
    expect(body.places.map((place: Json) => place.id)).toEqual(['longteng-tower']);
    expect(body.kinds).toContainEqual({ value: 'complaint', label: '投诉' });
    expect(body.subjectTypes).toHaveLength(6);
    expect(body.channels[0]).toBe('网站');
    expect((await anyone('GET', '/forms/nowhere')).status).toBe(404);
  });
});

describe('following a demand by its link', () => {
  it('shows where it stands and what was said to the reporter, and nothing that staff said among themselves', async () => {
    const { number, trackingToken } = await fileIt();
    const inside = '内部意见：此人多次来访';
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui-property', note: inside });
    await acts(stack, 'zhihui-property.handler', number, 'return', { reason: inside });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    await acts(stack, 'zhihui.handler', number, 'accept');
    await acts(stack, 'zhihui.handler', number, 'contact', { channel: 'phone', outcome: 'reached', note: inside });
    await acts(stack, 'zhihui.handler', number, 'note', { text: inside });
    await acts(stack, 'zhihui.handler', number, 'note', { text: '已到现场查看', public: true });
    await acts(stack, 'zhihui.collector', number, 'urge', { text: inside });
    await acts(stack, 'zhihui.supervisor', number, 'supervise', { reason: inside, workingDays: 2 });
    const { status, body, text } = await anyone('GET', `/demands/${trackingToken}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ number, stage: 'handling', stageLabel: '办理中', holder: '智美·汇志园区', round: 1, result: null },
      next: { step: '办理完毕' },
      ...{ canSupply: false, canUrge: true, canWithdraw: true },
    });
    expect(body.ratingToken).toBeUndefined();
    expect(body.events.find((event: Json) => event.type === 'noted').words).toEqual({ text: '已到现场查看' });
    expect(text).not.toContain(inside);
    const people = await stack.database.user.findMany({ where: { username: { startsWith: 'zhihui' } } });
    for (const { name, username } of people) for (const each of [name, username]) expect(text).not.toContain(each);
    for (const inner of ['supervised', 'handledBy', 'worked', '13800009999', '欧阳'])
      expect([inner, text.includes(inner)]).toEqual([inner, false]);
  });

  it('lets the reporter answer a question, urge once a day and withdraw', async () => {
    const { number, trackingToken } = await fileIt();
    const act = (action: string, payload: object, key?: string) =>
      anyone('POST', `/demands/${trackingToken}/actions/${action}`, payload, { key });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    await acts(stack, 'zhihui.handler', number, 'accept');
    expect(refusalOf(await act('supply_information', { text: '见图' }))).toEqual([409, 'not_allowed_in_stage']);
    await acts(stack, 'zhihui.handler', number, 'request_information', { question: '几点最堵？' });
    const asked = (await anyone('GET', `/demands/${trackingToken}`)).body;
    expect(asked).toMatchObject({ stage: 'waiting', canSupply: true, next: { step: '请您补充材料' } });
    expect(asked.events.at(-1).words).toEqual({ question: '几点最堵？' });
    const key = aKey();
    for (let i = 0; i < 2; i += 1) {
      const answered = await act('supply_information', { text: '八点' }, key);
      expect([answered.status, answered.body.stage]).toEqual([200, 'handling']);
      expect(answered.body.events.filter((event: Json) => event.type === 'information_supplied')).toHaveLength(1);
    }
    const urged = await act('urge', { text: '请快些' });
    expect(urged.body.events.at(-1)).toMatchObject({ type: 'urged', byReporter: true, unit: null });
    expect([urged.status, urged.body.canUrge, urged.body.events.at(-1).words]).toEqual([
      200,
      false,
      { text: '请快些' },
    ]);
    expect(refusalOf(await act('urge', {}))).toEqual([429, 'too_often']);
    expect(refusalOf(await act('accept', {}))).toEqual([404, 'not_found']);
    const withdrawn = await act('withdraw', { reason: '已自行解决' });
    expect(withdrawn.body).toMatchObject({ stage: 'withdrawn', canWithdraw: false, next: null });
    expect(refusalOf(await act('withdraw', { reason: '已自行解决' }))).toEqual([409, 'not_allowed_in_stage']);
  });

  it('of a letter that was split leads on to its parts', async () => {
    const { number, trackingToken } = await fileIt();
    const parts = [
      { title: '出入口拥堵', body: '早高峰' },
      { title: '路灯不亮', body: '北门' },
    ];
    await acts(stack, 'zhihui.dispatcher', number, 'split', { parts });
    const { body } = await anyone('GET', `/demands/${trackingToken}`);
    expect(body.parts.map((part: Json) => part.title)).toEqual(['出入口拥堵', '路灯不亮']);
    const part = await anyone('GET', `/demands/${body.parts[1].trackingToken}`);
    expect(part.body).toMatchObject({ number: body.parts[1].number, title: '路灯不亮' });
  });

  it('ends thirty days after the demand has ended', async () => {
    const { number, trackingToken } = await fileIt();
    await anyone('POST', `/demands/${trackingToken}/actions/withdraw`, { reason: '不用了' });
    await recordedForGood(stack, number);
    const since = (days: number) =>
      stack.database
        .$executeRaw`UPDATE demand SET closed_at = now() - make_interval(days => ${days}::int) WHERE number = ${number}`;
    await since(29);
    expect((await anyone('GET', `/demands/${trackingToken}`)).status).toBe(200);
    await since(31);
    expect((await anyone('GET', `/demands/${trackingToken}`)).status).toBe(404);
  });
});

describe('rating by link', () => {
  it('shows the reply, and opening it any number of times changes nothing', async () => {
    const demand = await repliedDemand(stack);
    const row = () => stack.database.demand.findUniqueOrThrow({ where: { id: demand.id } });
    const before = await row();
    for (let i = 0; i < 10; i += 1) {
      const { status, body, headers } = await anyone('GET', `/ratings/${demand.ratingToken}`);
      expect([status, body]).toMatchObject([
        200,
        {
          ...{ number: demand.number, round: 1, isRated: false, grade: null, canRate: true, result: 'resolved' },
          reply: { found: '货车与员工车辆混行', done: '增设货车通道' },
          until: expect.any(String),
        },
      ]);
      expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'no-referrer']);
    }
    expect(await row()).toEqual(before);
    expect(Buffer.from(before.ratingHash!)).toEqual(linkHash(demand.ratingToken));
    const tracked = await anyone('GET', `/demands/${demand.trackingToken}`);
    expect(tracked.body.ratingToken).toBe(demand.ratingToken);
  });

  it('counts once: a second rating is refused and the first stays', async () => {
    const { number, ratingToken, trackingToken } = await repliedDemand(stack);
    const first = await anyone('POST', `/ratings/${ratingToken}`, { grade: 4, comment: '基本解决' });
    expect([first.status, first.body]).toMatchObject([200, { isRated: true, grade: 4, canRate: false }]);
    expect(refusalOf(await anyone('POST', `/ratings/${ratingToken}`, { grade: 1 }))).toEqual([409, 'already_rated']);
    expect((await anyone('GET', `/ratings/${ratingToken}`)).body).toMatchObject({ isRated: true, grade: 4 });
    const { body } = await anyone('GET', `/demands/${trackingToken}`);
    // The way to what may be added to it once.
    expect(body).toMatchObject({ number, stage: 'closed', rating: 4, result: 'resolved', ratingToken, canAdd: true });
  });

  it('of two at the same moment takes one', async () => {
    for (const grades of [
      [5, 4],
      [1, 2],
    ]) {
      const { number, ratingToken } = await repliedDemand(stack);
      const answers = await Promise.all(grades.map((grade) => anyone('POST', `/ratings/${ratingToken}`, { grade })));
      expect(answers.map(({ body, status }) => body.code ?? status).sort()).toEqual([200, 'already_rated']);
      const winner = answers.find(({ status }) => status === 200)!;
      const seen = await stack.call('zhihui.collector', { method: 'GET', url: `/api/v1/demands/${number}` });
      expect(seen.body.rating).toBe(winner.body.grade);
      const events = await stack.call('zhihui.collector', { method: 'GET', url: `/api/v1/demands/${number}/events` });
      expect(events.body.items.filter((event: Json) => event.type === 'rated')).toHaveLength(1);
    }
  });

  it('repeated with the same key is answered as before', async () => {
    const { ratingToken } = await repliedDemand(stack);
    const key = aKey();
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await anyone('POST', `/ratings/${ratingToken}`, { grade: 5 }, { key });
      expect([status, body.grade]).toEqual([200, 5]);
    }
    expect(refusalOf(await anyone('POST', `/ratings/${ratingToken}`, { grade: 3 }, { key }))).toEqual([
      422,
      'idempotency_conflict',
    ]);
  });

  it('that is bad leads by itself to a callback, and the redo gets a link of its own', async () => {
    const demand = await repliedDemand(stack);
    await rateBy(stack, demand.ratingToken, { grade: 1, reasons: ['not_solved'] });
    const job = `${demand.id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    const concluded = await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied' });
    expect(concluded.body.demand).toMatchObject({ rating: 1, reasons: ['not_solved'] });
    const late = await anyone('POST', `/ratings/${demand.ratingToken}`, { grade: 5 });
    expect(refusalOf(late)).toEqual([409, 'already_rated']);
    expect((await anyone('GET', `/ratings/${demand.ratingToken}`)).body).toMatchObject({ round: 1, grade: 1 });

    const second = await goRound(stack, demand.number);
    expect(second).not.toBe(demand.ratingToken);
    expect((await anyone('GET', `/ratings/${demand.ratingToken}`)).status).toBe(404);
    const rated = await anyone('POST', `/ratings/${second}`, { grade: 5 });
    expect(rated.body).toMatchObject({ round: 2, grade: 5 });
  });
});

describe('secret links', () => {
  it('that are wrong, malformed or meant for something else are all answered alike', async () => {
    const { trackingToken, ratingToken } = await repliedDemand(stack);
    const wrong = [mistyped(trackingToken), 'x', '%F0%A0%AE%B7', "'%20OR%201=1", 'a'.repeat(290)];
    const urls = [
      ...wrong.flatMap((token) => [`/demands/${token}`, `/ratings/${token}`]),
      `/demands/${ratingToken}`,
      `/ratings/${trackingToken}`,
    ];
    const answers = await Promise.all(urls.map((url) => anyone('GET', url)));
    expect([...new Set(answers.map(({ status, body }) => `${status} ${body.code} ${body.detail}`))]).toEqual([
      expect.stringMatching(/^404 not_found 链接无效/),
    ]);
    const posts = await Promise.all([
      anyone('POST', '/ratings/x', { grade: 5 }),
      anyone('POST', '/demands/x/actions/urge', {}),
    ]);
    expect(posts.map(refusalOf)).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
  });

  it('cannot be guessed at: after twenty wrong ones a minute an address is held up, even with a right one', async () => {
    const { trackingToken } = await fileIt();
    const from = '10.8.8.8';
    const answers: Answer[] = [];
    for (let i = 0; i < 30; i += 1)
      answers.push(await anyone('GET', `/ratings/${'g'.repeat(30)}${i + 10}`, undefined, { from }));
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array<number>(20).fill(404),
      ...Array<number>(10).fill(429),
    ]);
    expect(Number(answers[29]!.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await anyone('GET', `/demands/${trackingToken}`, undefined, { from })).status).toBe(429);
    expect((await anyone('GET', `/demands/${trackingToken}`)).status).toBe(200);
  });

  it('that are right never hold anybody up', async () => {
    const { trackingToken } = await fileIt();
    for (let i = 0; i < 50; i += 1)
      expect((await anyone('GET', `/demands/${trackingToken}`, undefined, { from: '10.7.7.7' })).status).toBe(200);
  });

  it('stand in no log line, no table and no history', async () => {
    const lines: string[] = [];
    const sink = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) });
    const log = pino({ level: 'trace' }, sink);
    const { database, temporal, config } = stack;
    const app = await buildApp({ database, temporal, config, log });
    const demand = await repliedDemand(stack);
    const tokens = [demand.trackingToken, demand.ratingToken];
    for (const token of tokens)
      for (const url of [
        `/api/v1/public/demands/${token}`,
        `/api/v1/public/ratings/${token}`,
        `/api/v1/public/x/${token}`,
      ])
        await app.inject({ url });
    await app.inject({ method: 'POST', url: `/api/v1/public/ratings/${tokens[1]}`, payload: { grade: 9 } });
    await app.inject({ method: 'POST', url: `/api/v1/public/ratings/${tokens[1]}`, payload: { grade: 5 } });
    await app.close();
    await until(async () => lines.find((line) => line.includes('/api/v1/public/ratings/:token')));
    const rows = [...(await wholeDatabase(stack)).values()].join('\n');
    const history = await historyText(stack, `demand/${demand.id}`);
    for (const text of [rows, history]) expect(text.includes(demand.number)).toBe(true);
    for (const token of tokens)
      for (const text of [lines.join(''), rows, history]) expect(text.includes(token)).toBe(false);
  });
});
