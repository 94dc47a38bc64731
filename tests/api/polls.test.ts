import { randomUUID } from 'node:crypto';
import type { Activities } from '../../activities';
import { readVotingLink, ballotLink, openLink } from '../../src/polls/voting-links';
import type { Answer, Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, fileDemand, insist, until } from '../support/travel';

let stack: Stack;
/** What the workflow of a poll writes, it writes after this. */
let isTheirTurn: Promise<void> = Promise.resolve();
beforeAll(async () => {
  const activities = (real: Activities): Activities => ({
    ...real,
    keepPoll: (poll) => isTheirTurn.then(() => real.keepPoll(poll)),
    closePoll: (closing) => isTheirTurn.then(() => real.closePoll(closing)),
  });
  stack = await testStack({}, { activities });
});
afterAll(() => stack.close());

/** The workflows of polls write nothing meanwhile. */
async function beforeTheirWorkflows(work: () => Promise<void>): Promise<void> {
  let go!: () => void;
  isTheirTurn = new Promise((resolve) => (go = resolve));
  await work().finally(go);
}

const DAY = 24 * 3_600_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const bus = {
  question: '接驳公交走哪一条路？',
  options: ['同富路', '朗辉路'],
  electorate: 'ballots',
  ballots: 3,
  closesAt: inDays(3),
};
let addresses = 0;
const anyone = (method: 'GET' | 'POST', url: string, payload?: object, from?: string) =>
  stack.call(null, {
    ...{ method, url: `/api/v1/public/polls/${url}`, ...(payload ? { payload } : {}) },
    remoteAddress: from ?? `10.2.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`,
  });
const staff = (user: string, method: 'GET' | 'POST', url: string, payload?: object, headers = {}) =>
  stack.call(user, { method, url: `/api/v1${url}`, ...(payload ? { payload } : {}), headers });
const said = ({ status, body }: Answer) => [status, body?.code];

async function inHand(): Promise<{ number: string; trackingToken: string }> {
  const filed = await fileDemand(stack, { kind: 'suggestion' });
  await acts(stack, 'zhihui.dispatcher', filed.number, 'dispatch', { leadUnit: 'zhihui' });
  await acts(stack, 'zhihui.handler', filed.number, 'accept');
  return filed;
}

async function opened(more: object = {}): Promise<{ poll: Json; number: string; trackingToken: string }> {
  const filed = await inHand();
  const answer = await staff('zhihui.handler', 'POST', `/demands/${filed.number}/polls`, { ...bus, ...more });
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  expect(answer.headers.location).toBe(`/api/v1/polls/${answer.body.id}`);
  return { ...filed, poll: answer.body };
}

const linksOf = async (id: string): Promise<string[]> =>
  (await staff('zhihui.handler', 'GET', `/polls/${id}/ballots`)).body.items.map(({ link }: Json) => link);
const close = (id: string, user = 'zhihui.handler') =>
  staff(user, 'POST', `/polls/${id}/actions/close`, { reason: '大家都投了' });

describe('opening a poll', () => {
  it('makes one poll however often it is asked with one key, and the demand has it', async () => {
    const { number } = await inHand();
    const key = { 'idempotency-key': aKey() };
    const open = () => staff('zhihui.handler', 'POST', `/demands/${number}/polls`, { ...bus, wait: true }, key);
    const [one, two] = [await open(), await open()];
    expect([one.status, two.status, two.body]).toEqual([201, 201, one.body]);
    expect(one.body).toMatchObject({
      ...{ question: bus.question, ballots: 3, votes: 0, waits: true, result: null, isOrganiser: true },
      ...{ unit: { id: 'zhihui' }, by: { username: 'zhihui.handler' }, demand: { number } },
    });
    const { body } = await staff('zhihui.handler', 'GET', `/demands/${number}`);
    expect(body).toMatchObject({ stage: 'waiting', poll: { id: one.body.id, waits: true, closed: false } });
    const { body: list } = await staff('fuyong.dispatcher', 'GET', `/polls?demand=${number}&open=true`);
    expect(list.items.map(({ id }: Json) => id)).toEqual([one.body.id]);
    const other = await staff('zhihui.handler', 'POST', `/demands/${number}/polls`, { ...bus, ballots: 4 }, key);
    expect(said(other)).toEqual([422, 'idempotency_conflict']);
  });

  it('by the action alone makes the same poll, and whoever opened it finds it at once', async () => {
    const { number } = await inHand();
    await beforeTheirWorkflows(async () => {
      await acts(stack, 'zhihui.handler', number, 'open_poll', bus);
      const { body } = await staff('zhihui.handler', 'GET', `/polls?demand=${number}`);
      expect(body.items).toMatchObject([{ question: bus.question, options: bus.options, waits: false }]);
    });
  });

  it('ends it with its demand: whoever withdraws that, and whoever handled it, reads at once that it is over', async () => {
    const { poll, number, trackingToken } = await opened();
    const [link] = await linksOf(poll.id);
    await anyone('POST', `${link}/votes`, { option: 1 });
    await beforeTheirWorkflows(async () => {
      const url = `/public/demands/${trackingToken}/actions/withdraw`;
      const withdrawn = await insist(stack, null, url, { reason: '好了' });
      const over = { closedAt: expect.any(String), closedEarly: '诉求已撤回或不予受理，票选随之结束。' };
      expect(withdrawn.body).toMatchObject({ stage: 'withdrawn', polls: [{ ...over, votes: 1 }] });
      const { body } = await staff('zhihui.handler', 'GET', `/polls?demand=${number}`);
      expect(body.items).toMatchObject([{ ...over, result: [{ votes: 0 }, { votes: 1 }] }]);
      expect(said(await anyone('POST', `${link}/votes`, { option: 0 }))).toEqual([409, 'poll_closed']);
    });
  });

  it('leaves nothing behind when it is refused', async () => {
    const { number } = await fileDemand(stack, { kind: 'suggestion' });
    const refused = await staff('zhihui.handler', 'POST', `/demands/${number}/polls`, bus);
    expect(said(refused)).toEqual([409, 'not_allowed_in_stage']);
    expect((await staff('zhihui.handler', 'GET', `/polls?demand=${number}`)).body.items).toEqual([]);
  });

  it.each<[string, object, string, number]>([
    ['one option', { options: ['甲'] }, '/options', 422],
    ['eleven options', { options: Array.from({ length: 11 }, (_, i) => `选项${i}`) }, '/options', 422],
    ['the same option twice', { options: ['甲', ' 甲 '] }, '/options', 422],
    ['an empty option', { options: ['甲', ' '] }, '/options/1', 422],
    ['no number of ballots', { ballots: undefined }, '/ballots', 422],
    ['too many ballots', { ballots: 2_001 }, '/ballots', 422],
    ['ballots of an open poll', { electorate: 'open' }, '/ballots', 422],
    ['a date without time', { closesAt: '2099-01-01' }, '/closesAt', 422],
    ['a field that is none', { secret: true }, '', 422],
  ])('is refused with %s', async (_, more, path, status) => {
    const { number } = await (input ??= inHand());
    const { status: is, body } = await staff('zhihui.handler', 'POST', `/demands/${number}/polls`, { ...bus, ...more });
    expect([is, body.code]).toEqual([status, 'invalid_input']);
    if (path) expect(body.errors.map((error: Json) => error.path)).toContain(path);
  });
  let input: ReturnType<typeof inHand> | null = null;

  it.each([
    ['in the past', () => inDays(-1), 'not_in_future'],
    ['after more than thirty days', () => inDays(31), 'too_long'],
  ])('is refused when it closes %s', async (_, closesAt, code) => {
    const { number } = await (input ??= inHand());
    const refused = await staff('zhihui.handler', 'POST', `/demands/${number}/polls`, { ...bus, closesAt: closesAt() });
    expect(said(refused)).toEqual([422, code]);
  });

  it('is refused while another is open', async () => {
    const { number } = await opened();
    const second = await staff('zhihui.handler', 'POST', `/demands/${number}/polls`, bus);
    expect(said(second)).toEqual([409, 'poll_open']);
  });
});

describe('a ballot', () => {
  it('counts once: the second vote is refused and the first stays', async () => {
    const { poll } = await opened();
    const [link] = await linksOf(poll.id);
    expect((await anyone('GET', link!)).body).toMatchObject({
      canVote: true,
      hasVoted: false,
      votes: null,
      ballots: null,
    });
    expect((await anyone('POST', `${link}/votes`, { option: 1 })).body).toMatchObject({
      canVote: false,
      hasVoted: true,
    });
    expect(said(await anyone('POST', `${link}/votes`, { option: 0 }))).toEqual([409, 'already_voted']);
    expect((await close(poll.id)).body.result).toEqual([
      { option: '同富路', votes: 0 },
      { option: '朗辉路', votes: 1 },
    ]);
  });

  it('cast twenty times at once counts once', async () => {
    const { poll } = await opened();
    const [link] = await linksOf(poll.id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => anyone('POST', `${link}/votes`, { option: i % 2 })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect((await staff('zhihui.handler', 'GET', `/polls/${poll.id}`)).body.votes).toBe(1);
  });

  it('changes nothing by being looked at', async () => {
    const { poll } = await opened();
    const [link] = await linksOf(poll.id);
    const one = await anyone('GET', link!);
    for (let i = 0; i < 3; i += 1) expect((await anyone('GET', link!)).body).toEqual(one.body);
    expect(await stack.database.pollVote.count({ where: { pollId: poll.id } })).toBe(0);
    expect((await anyone('GET', `${link}/votes`)).status).toBe(405);
  });

  it('comes too late after the closing time, also before anybody has counted, and shows the result afterwards', async () => {
    const { poll } = await opened();
    const [link, other] = await linksOf(poll.id);
    await anyone('POST', `${other}/votes`, { option: 0 });
    await stack.database.poll.update({ where: { id: poll.id }, data: { closesAt: new Date(Date.now() - 1) } });
    expect(said(await anyone('POST', `${link}/votes`, { option: 0 }))).toEqual([409, 'poll_closed']);
    expect((await anyone('GET', link!)).body).toMatchObject({ canVote: false, hasVoted: false, result: null });
    await close(poll.id);
    expect(said(await anyone('POST', `${link}/votes`, { option: 0 }))).toEqual([409, 'poll_closed']);
    const { body } = await anyone('GET', link!);
    expect(body).toMatchObject({ votes: 1, ballots: 3, closedEarly: '大家都投了' });
    expect(body.result.map(({ votes }: Json) => votes)).toEqual([1, 0]);
  });

  it.each([[2], [-1], ['0'], [undefined]])('is refused for option %p', async (option) => {
    const { poll } = await (shared ??= opened());
    const [link] = await linksOf(poll.id);
    expect(said(await anyone('POST', `${link}/votes`, { option }))).toEqual([422, 'invalid_input']);
  });
  let shared: ReturnType<typeof opened> | null = null;

  it('is secret: no answer and no row says what it was cast for, by whom or at which minute', async () => {
    const { poll } = await opened();
    const [link] = await linksOf(poll.id);
    const voted = await anyone('POST', `${link}/votes`, { option: 1 });
    expect(Object.keys(voted.body as object)).not.toContain('option');
    const rows = await stack.database.$queryRaw<object[]>`SELECT * FROM poll_vote WHERE poll_id = ${poll.id}::uuid`;
    expect(Object.keys(rows[0]!).sort()).toEqual(['option', 'poll_id', 'serial', 'voted_at']);
    expect((rows[0] as { voted_at: Date }).voted_at.getTime() % 3_600_000).toBe(0);
  });
});

describe('guessing a link', () => {
  it('is answered alike for no link, a wrong one of a real poll, one of no poll and one beyond the last ballot', async () => {
    const { poll } = await opened();
    const [link] = await linksOf(poll.id);
    const wrong = link!.slice(0, 30) + (link![30] === 'A' ? 'B' : 'A') + link!.slice(31);
    const guesses = ['x', wrong, ballotLink(randomUUID(), 1, stack.config), ballotLink(poll.id, 4, stack.config)];
    guesses.push(openLink(poll.id, stack.config));
    const answers = await Promise.all(guesses.map((guess) => anyone('GET', guess)));
    const votes = await Promise.all(guesses.map((guess) => anyone('POST', `${guess}/votes`, { option: 0 })));
    for (const { status, body } of [...answers, ...votes]) expect([status, body]).toEqual([404, answers[0]!.body]);
  });

  it('is held up after twenty tries from one address', async () => {
    const answers: Answer[] = [];
    for (let i = 0; i < 21; i += 1) answers.push(await anyone('GET', `guess-${i}`, undefined, '10.8.8.8'));
    expect(answers.slice(-2).map(({ status }) => status)).toEqual([404, 429]);
    expect((await anyone('GET', 'guess', undefined, '10.8.8.8')).status).toBe(429);
  });

  it('cannot be done from one link to the next', () => {
    const key = { indexKey: stack.config.indexKey };
    const id = randomUUID();
    const [one, two] = [ballotLink(id, 1, key), ballotLink(id, 2, key)];
    expect(one.slice(22, 54)).not.toBe(two.slice(22, 54));
    expect(readVotingLink(one, key)).toEqual({ poll: id, serial: 1 });
    expect(readVotingLink(openLink(id, key), key)).toEqual({ poll: id, serial: null });
    expect(readVotingLink(one.slice(0, 54) + two.slice(54), key)).toBeNull();
    expect(readVotingLink(one, { indexKey: Buffer.alloc(32) })).toBeNull();
  });
});

describe('an open poll', () => {
  it('has one link; whoever opens it draws a ballot, and opening alone draws none', async () => {
    const { poll } = await opened({ electorate: 'open', ballots: undefined });
    const { body } = await staff('zhihui.handler', 'GET', `/polls/${poll.id}/ballots`);
    expect(body.items).toHaveLength(1);
    const { link, url } = body.items[0];
    expect(url).toBe(`${stack.config.publicUrl}/m/poll#${link}`);
    expect((await anyone('GET', link)).body).toMatchObject({ needsBallot: true, canVote: false, electorate: 'open' });
    expect((await staff('zhihui.handler', 'GET', `/polls/${poll.id}`)).body.ballots).toBe(0);
    const { status, body: drawn } = await anyone('POST', `${link}/ballots`);
    expect(status).toBe(201);
    expect(said(await anyone('POST', `${link}/votes`, { option: 0 }))).toEqual([422, 'invalid_input']);
    expect((await anyone('POST', `${drawn.token}/votes`, { option: 0 })).status).toBe(200);
    expect(said(await anyone('POST', `${drawn.token}/ballots`))).toEqual([422, 'invalid_input']);
    expect((await close(poll.id)).body).toMatchObject({ ballots: 1, votes: 1 });
    expect(said(await anyone('POST', `${link}/ballots`))).toEqual([409, 'poll_closed']);
  });

  it('gives sixty ballots to one address within ten minutes and no more', async () => {
    const { poll } = await opened({ electorate: 'open', ballots: undefined });
    const link = openLink(poll.id, stack.config);
    const statuses: number[] = [];
    for (let i = 0; i < 61; i += 1) statuses.push((await anyone('POST', `${link}/ballots`, {}, '10.7.7.7')).status);
    expect(statuses.slice(-2)).toEqual([201, 429]);
    expect((await anyone('POST', `${link}/ballots`)).status).toBe(201);
  });
});

describe('links and result', () => {
  it('are given to the unit that holds the poll, page by page and as a list, and every look is audited', async () => {
    const { poll, number } = await opened();
    const page = await staff('zhihui.supervisor', 'GET', `/polls/${poll.id}/ballots?limit=2`);
    expect(page.body.items.map(({ serial }: Json) => serial)).toEqual([1, 2]);
    const next = await staff('zhihui.handler', 'GET', `/polls/${poll.id}/ballots?cursor=${page.body.nextCursor}`);
    expect(next.body.items.map(({ serial }: Json) => serial)).toEqual([3]);
    expect(next.body.nextCursor).toBeUndefined();
    const csv = await staff('zhihui.handler', 'GET', `/polls/${poll.id}/ballots.csv`);
    expect(csv.text.split('\n').filter((line) => line.includes('/m/poll#'))).toHaveLength(3);
    const lines = await stack.database.audit.findMany({ where: { action: 'poll_ballots_shown', target: number } });
    expect(lines.map(({ detail }) => [(detail as Json).from, (detail as Json).to])).toEqual([
      [1, 2],
      [3, 3],
      [1, 3],
    ]);
  });

  it.each(['fuyong.supervisor', 'baoan.handler'])('are not given to %s, who may see the poll', async (user) => {
    const { poll } = await (seen ??= opened());
    expect((await staff(user, 'GET', `/polls/${poll.id}`)).body).toMatchObject({ isOrganiser: false, votes: 0 });
    for (const route of ['ballots', 'ballots.csv'])
      expect(said(await staff(user, 'GET', `/polls/${poll.id}/${route}`))).toEqual([403, 'not_allowed_for_role']);
    expect(said(await close(poll.id, user))).toEqual([403, 'not_allowed_for_role']);
  });
  let seen: ReturnType<typeof opened> | null = null;

  it('cannot be ended with words that leak: the reason is published', async () => {
    const { poll } = await opened();
    const end = (reason: string) => staff('zhihui.handler', 'POST', `/polls/${poll.id}/actions/close`, { reason });
    const refused = await end('请问 13800009999');
    expect(said(refused)).toEqual([422, 'leaks_personal_data']);
    expect(refused.body.errors[0].path).toBe('/reason');
    expect((await end('大家都投了')).status).toBe(200);
  });

  it('are nothing to a sibling', async () => {
    const { poll } = await (seen ??= opened());
    expect(said(await staff('fuhai.handler', 'GET', `/polls/${poll.id}`))).toEqual([404, 'not_found']);
    expect(said(await staff('fuhai.handler', 'GET', `/polls/${poll.id}/ballots`))).toEqual([404, 'not_found']);
    expect((await staff('fuhai.handler', 'GET', '/polls')).body.items).toEqual([]);
  });

  it('of a poll that runs are hidden from staff as well, and published to reporter and followers once it has closed', async () => {
    const { poll, number, trackingToken } = await opened({ wait: true });
    const other = await fileDemand(stack, { kind: 'suggestion' });
    await acts(stack, 'zhihui.dispatcher', other.number, 'merge', { into: number });
    const [link] = await linksOf(poll.id);
    await anyone('POST', `${link}/votes`, { option: 1 });
    expect((await staff('zhihui.handler', 'GET', `/polls/${poll.id}`)).body).toMatchObject({ votes: 1, result: null });
    const track = async (token: string) =>
      (await stack.call(null, { method: 'GET', url: `/api/v1/public/demands/${token}` })).body;
    expect(await track(trackingToken)).toMatchObject({
      ...{ stage: 'waiting', stageLabel: '等待票选结果', next: { step: '公布票选结果' } },
      polls: [{ question: bus.question, result: null, votes: null }],
    });
    await close(poll.id);
    for (const token of [trackingToken, other.trackingToken]) {
      const shown = await until(async () => {
        const { polls } = await track(token);
        return polls[0]?.result ? polls[0] : undefined;
      });
      expect(shown).toMatchObject({ votes: 1, ballots: 3, unit: '智美·汇志园区' });
      expect(shown.result[1]).toEqual({ option: '朗辉路', votes: 1 });
    }
  });

  it('are no more given, nor closed again, when the poll has ended; the early end is audited', async () => {
    const { poll, number } = await opened();
    await close(poll.id);
    expect(said(await close(poll.id))).toEqual([409, 'already_concluded']);
    expect(said(await staff('zhihui.handler', 'GET', `/polls/${poll.id}/ballots`))).toEqual([409, 'already_concluded']);
    const [line] = await stack.database.audit.findMany({ where: { action: 'poll_closed_early', target: number } });
    expect(line!.detail).toEqual({ poll: poll.id, reason: '大家都投了' });
    const wordless = await staff('zhihui.handler', 'POST', `/polls/${poll.id}/actions/close`, { reason: ' ' });
    expect(said(wordless)).toEqual([422, 'invalid_input']);
  });

  it('come in pages', async () => {
    const all = (await staff('baoan.supervisor', 'GET', '/polls?limit=200')).body.items.map(({ id }: Json) => id);
    const first = (await staff('baoan.supervisor', 'GET', '/polls?limit=1')).body;
    const second = (await staff('baoan.supervisor', 'GET', `/polls?limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.items[0].id, second.items[0].id]).toEqual(all.slice(0, 2));
    expect(said(await staff('baoan.supervisor', 'GET', '/polls?cursor=nonsense'))).toEqual([422, 'invalid_input']);
  });
});
