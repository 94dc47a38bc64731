import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createCalendarMissing } from '../../activities/calendar-missing';
import { calendarOf } from '../../src/domain/calendar';
import { dayNumber, weekday } from '../../src/domain/local-time';
import { defaultPolicy } from '../../src/domain/policy';
import { atLocal, localDay, workingTimeBetween } from '../../src/domain/working-time';
import { aCase, type Case } from '../support/a-case';
import { type Answer, type Json, testApp } from '../support/app';
import { NOTICES } from '../support/holiday-notices';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

const AUTHOR = 'baoan.administrator';
const SECOND = 'baoan.administrator2';
const next = localDay(Date.now()).year + 1;
const { version: _, ...plain } = defaultPolicy;
const withMinutes = (clock: string, minutes: number) => ({
  ...plain,
  budgets: plain.budgets.map((row) => (row.clock === clock ? { ...row, minutes } : row)),
});

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
  const years = Array.from({ length: next - 2023 }, (_year, i) => 2023 + i);
  const data = years.map((year) => ({ year, version: 1, source: '测试', data: {} }));
  await stack.database.calendarYear.createMany({ data, skipDuplicates: true });
});
afterAll(() => stack.close());

const ask = (user: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, headers = {}) =>
  stack.call(user, { method, url: `/api/v1${url}`, payload, headers });
const aDraft = (more: object = {}) => ({ kind: 'policy', data: plain, note: '按区里要求', ...more });
const draftBy = async (user: string, more: object = {}): Promise<Json> => {
  const answer = await ask(user, 'POST', '/drafts', aDraft(more));
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.body;
};
const act = (user: string, { id }: Json, action: string, body: object = {}) =>
  ask(user, 'POST', `/drafts/${id}/actions/${action}`, body);
const edit = (user: string, { id }: Json, body: object) => ask(user, 'PUT', `/drafts/${id}`, body);
const preview = async ({ id }: Json, query = ''): Promise<Json> =>
  (await ask(SECOND, 'GET', `/drafts/${id}/preview${query}`)).body;
const refused = ({ status, body }: Answer) => [status, body.code];
const submitted = async (more: object = {}): Promise<Json> => {
  const draft = await draftBy(AUTHOR, more);
  return (await act(AUTHOR, draft, 'submit')).body;
};
const approve = async (draft: Json): Promise<Json> => {
  const answer = await act(SECOND, draft, 'approve');
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return answer.body;
};
const currentVersion = async (): Promise<number> => (await ask(AUTHOR, 'GET', '/policies/current')).body.version;

describe('the life of a draft', () => {
  test('is drafted, submitted and published by another person, once, with a line in the audit for each step', async () => {
    const base = await currentVersion();
    const draft = await draftBy(AUTHOR, { data: { ...plain, returnLimit: 3 } });
    expect(draft).toMatchObject({
      ...{ kind: 'policy', target: null, state: 'draft', revision: 1, baseVersion: base, newestVersion: base },
      ...{ appliesToRunning: false, author: { username: AUTHOR }, reviewer: null, version: null, progress: null },
      ...{ data: { returnLimit: 3 }, base: { returnLimit: 2 } },
    });
    const edited = await edit(AUTHOR, draft, { revision: 1, data: { ...plain, returnLimit: 4 }, note: '再议后' });
    expect(edited.body).toMatchObject({ revision: 2, data: { returnLimit: 4 }, note: '再议后' });
    expect((await act(AUTHOR, draft, 'submit', { revision: 2 })).body).toMatchObject({ state: 'in_review' });
    const both = await Promise.all([act(SECOND, draft, 'approve', { revision: 2 }), act(SECOND, draft, 'approve')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await ask(AUTHOR, 'GET', `/drafts/${draft.id}`)).body).toMatchObject({
      ...{ state: 'published', version: base + 1, reviewer: { username: SECOND }, base: { returnLimit: 2 } },
    });
    expect((await ask(AUTHOR, 'GET', '/policies/current')).body).toMatchObject({
      ...{ version: base + 1, returnLimit: 4, note: '再议后', publishedBy: SECOND },
    });
    const lines = await stack.database.audit.findMany({
      where: { target: `draft/${draft.id}` },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ action, userId }) => `${action} ${userId}`)).toEqual([
      ...['created', 'changed', 'submitted'].map((what) => `draft_${what} demo-${AUTHOR}`),
      `draft_approved demo-${SECOND}`,
    ]);
    expect(await stack.database.audit.count({ where: { target: `policy/${base + 1}` } })).toBe(1);
  });

  test('whoever may approve it is told that it waits, and the author what became of it', async () => {
    const draft = await submitted({ note: '待审' });
    const noticesOf = async (user: string) => {
      const { items } = (await ask(user, 'GET', '/notices?limit=200')).body;
      return items.flatMap(({ kind, data }: Json) => (data.draft === draft.id ? [[kind, data.approve]] : []));
    };
    expect(await noticesOf(SECOND)).toEqual([['draft_submitted', undefined]]);
    for (const user of [AUTHOR, 'fuyong.administrator', 'baoan.supervisor']) expect(await noticesOf(user)).toEqual([]);
    await act(SECOND, draft, 'refuse', { note: '再议' });
    await edit(AUTHOR, draft, { revision: 1, data: plain, note: '再议后' });
    await act(AUTHOR, draft, 'submit');
    await approve(draft);
    expect(await noticesOf(AUTHOR)).toEqual([
      ['draft_decided', true],
      ['draft_decided', false],
    ]);
    expect(await noticesOf(SECOND)).toHaveLength(2);
  });

  test('nobody approves or refuses a draft of their own, and nobody else edits, submits or withdraws it', async () => {
    const draft = await submitted();
    expect(refused(await act(AUTHOR, draft, 'approve'))).toEqual([403, 'four_eyes']);
    expect(refused(await act(AUTHOR, draft, 'refuse', { note: '不' }))).toEqual([403, 'four_eyes']);
    expect(refused(await edit(SECOND, draft, { revision: 1, data: plain, note: '改' }))).toEqual([
      403,
      'not_the_author',
    ]);
    expect(refused(await act(SECOND, draft, 'withdraw'))).toEqual([403, 'not_the_author']);
    const other = await draftBy(AUTHOR);
    expect(refused(await act(SECOND, other, 'submit'))).toEqual([403, 'not_the_author']);
  });

  test('one that is refused says why, and is edited and submitted again', async () => {
    const draft = await submitted();
    expect(refused(await act(SECOND, draft, 'refuse'))).toEqual([422, 'invalid_input']);
    expect((await act(SECOND, draft, 'refuse', { note: '依据不足' })).body).toMatchObject({
      ...{ state: 'refused', reviewNote: '依据不足' },
    });
    const again = await edit(AUTHOR, draft, { revision: 1, data: plain, note: '补充依据' });
    expect(again.body).toMatchObject({ state: 'draft', revision: 2, reviewer: null, reviewNote: null });
    expect((await act(AUTHOR, draft, 'submit')).body.state).toBe('in_review');
  });

  test('one that is edited leaves the review: nobody approves what was changed behind their back', async () => {
    const draft = await submitted();
    expect((await edit(AUTHOR, draft, { revision: 1, data: plain, note: '改' })).body.state).toBe('draft');
    expect(refused(await act(SECOND, draft, 'approve'))).toEqual([409, 'not_allowed_in_state']);
    expect(refused(await edit(AUTHOR, draft, { revision: 1, data: plain, note: '旧' }))).toEqual([
      409,
      'version_conflict',
    ]);
    await act(AUTHOR, draft, 'submit');
    expect(refused(await act(SECOND, draft, 'approve', { revision: 1 }))).toEqual([409, 'version_conflict']);
  });

  test('one that is withdrawn or published is over', async () => {
    const draft = await submitted();
    expect((await act(AUTHOR, draft, 'withdraw')).body.state).toBe('withdrawn');
    for (const action of ['submit', 'withdraw'])
      expect(refused(await act(AUTHOR, draft, action))[1]).toBe('not_allowed_in_state');
    for (const action of ['approve', 'refuse'])
      expect(refused(await act(SECOND, draft, action, { note: '无' }))).toEqual([409, 'not_allowed_in_state']);
    expect(refused(await edit(AUTHOR, draft, { revision: 1, data: plain, note: '改' }))[1]).toBe(
      'not_allowed_in_state',
    );
    expect(refused(await ask(SECOND, 'GET', `/drafts/${draft.id}/preview`))[1]).toBe('not_allowed_in_state');
  });

  test('one whose base was replaced meanwhile is not approved until it was edited on the newest', async () => {
    const draft = await submitted();
    await ask(AUTHOR, 'PUT', '/policies', plain);
    expect((await ask(AUTHOR, 'GET', `/drafts/${draft.id}`)).body.newestVersion).toBe(draft.baseVersion + 1);
    expect(refused(await act(SECOND, draft, 'approve'))).toEqual([409, 'version_conflict']);
    const stale = { revision: 1, data: plain, note: '改', baseVersion: draft.baseVersion };
    expect(refused(await edit(AUTHOR, draft, stale))).toEqual([409, 'version_conflict']);
    await edit(AUTHOR, draft, { ...stale, baseVersion: draft.baseVersion + 1 });
    await act(AUTHOR, draft, 'submit');
    expect((await approve(draft)).version).toBe(draft.baseVersion + 2);
  });

  test('the same key makes one draft', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [one, other] = [1, 2].map(() => ask(AUTHOR, 'POST', '/drafts', aDraft(), headers));
    expect((await one!).body.id).toBe((await other!).body.id);
    expect(refused(await ask(AUTHOR, 'POST', '/drafts', aDraft({ note: '别的' }), headers))).toEqual([
      ...[422, 'idempotency_conflict'],
    ]);
  });

  test('drafts are listed by kind and state, those changed last first, page by page', async () => {
    const { items } = (await ask(SECOND, 'GET', '/drafts?kind=policy')).body;
    const times = items.map((item: Json) => Date.parse(item.updatedAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(items[0].data).toBeUndefined();
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await ask(SECOND, 'GET', `/drafts?kind=policy&limit=3${cursor}`)).body;
      seen.push(...page.items.map((item: Json) => item.id));
      if (!page.nextCursor) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(items.map((item: Json) => item.id));
    const inReview = (await ask(SECOND, 'GET', '/drafts?state=in_review')).body.items;
    expect(new Set(inReview.map((item: Json) => item.state))).toEqual(new Set(['in_review']));
  });

  test.each(['fuyong.administrator', 'baoan.supervisor', 'baoan.auditor'])(
    '%s sees and does nothing of it',
    async (user) => {
      const draft = await draftBy(AUTHOR);
      const answers = await Promise.all([
        ask(user, 'GET', '/drafts'),
        ask(user, 'GET', `/drafts/${draft.id}`),
        ask(user, 'GET', `/drafts/${draft.id}/preview`),
        ask(user, 'POST', '/drafts', aDraft()),
        edit(user, draft, { revision: 1, data: plain, note: '改' }),
        act(user, draft, 'approve'),
        ask(user, 'POST', `/calendars/${next}/notice`, { text: '通知' }),
      ]);
      for (const answer of answers) expect(refused(answer)).toEqual([403, 'not_allowed_for_role']);
    },
  );
});

describe('what cannot be a draft is refused', () => {
  test.each<[string, object, string]>([
    ['a policy with a fault', { data: { ...plain, returnLimit: 0 } }, '/data/returnLimit'],
    [
      'a policy without its due time',
      { data: { ...plain, ladders: { accept: [{ percent: 50, step: 'remind' }] } } },
      '/data/ladders/accept',
    ],
    ['a policy for a year', { target: '2027' }, '/target'],
    ['a calendar of no year', { kind: 'calendar', data: { source: '通知', days: {} } }, '/target'],
    [
      'a calendar of a day that does not exist',
      { kind: 'calendar', target: '2027', data: { source: '通知', days: { '02-30': 'off' } } },
      '/data/days/02-30',
    ],
    ['no reason', { note: ' ' }, '/note'],
  ])('%s', async (_what, more, path) => {
    const { status, body } = await ask(AUTHOR, 'POST', '/drafts', aDraft(more));
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
  });

  test('one that does not exist, and an action that does not', async () => {
    for (const id of [randomUUID(), 'x']) expect((await ask(AUTHOR, 'GET', `/drafts/${id}`)).status).toBe(404);
    expect((await act(AUTHOR, await draftBy(AUTHOR), 'publish')).status).toBe(422);
    expect((await ask(AUTHOR, 'GET', '/drafts?cursor=x')).status).toBe(422);
  });

  test('while the engine that would tell the demands is away, nothing is published', async () => {
    const alone = await testApp();
    const on = (user: string, url: string, payload: object) =>
      alone.call(user, { method: 'POST', url: `/api/v1/drafts${url}`, payload });
    const { body } = await on(AUTHOR, '', aDraft({ appliesToRunning: true }));
    await on(AUTHOR, `/${body.id}/actions/submit`, {});
    expect(refused(await on(SECOND, `/${body.id}/actions/approve`, {}))).toEqual([503, 'temporal_unavailable']);
    expect(await alone.database.policy.count()).toBe(1);
    expect(await alone.database.changeDraft.findMany()).toMatchObject([{ state: 'in_review', version: null }]);
    await alone.close();
  });
});

describe('a policy for the running demands as well', () => {
  const inHandling = async (): Promise<Case> => {
    const current = await currentVersion();
    return until(async () => {
      const it = await aCase(stack);
      return (await it.recorded()).policyVersion === current ? it.bringTo('handling') : undefined;
    });
  };
  const finished = ({ id }: Json): Promise<Json> =>
    until(async () => {
      const { progress } = (await ask(AUTHOR, 'GET', `/drafts/${id}`)).body;
      return progress?.finishedAt ? progress : undefined;
    });

  test('shows beforehand what moves, moves exactly that, with one line in the ledger, and says how many were told', async () => {
    const it = await inHandling();
    const late = await (await aCase(stack)).bringTo('handling');
    await late.untilRung('handle', 50);
    const before = await it.clock('handle');
    const draft = await submitted({ data: withMinutes('handle', 4 * 420), appliesToRunning: true });
    const moves = await preview(draft, '?limit=200');
    const mine = moves.items.filter((item: Json) => item.number === it.number);
    expect(mine).toMatchObject([
      { title: '园区出入口通行慢', clock: 'handle', breaches: false, unit: { id: 'zhihui' } },
    ]);
    expect(Date.parse(mine[0].oldDueAt)).toBe(before.dueAt);
    expect(moves).toMatchObject({ kind: 'policy', applies: true, complete: true, total: { later: 0 } });
    const ofLate = moves.items.find((item: Json) => item.number === late.number && item.clock === 'handle');
    expect(ofLate).toMatchObject({ breaches: true, atOnce: expect.arrayContaining(['escalate']) });
    expect(moves.total.atOnce.escalate).toBeGreaterThan(0);
    expect(moves.lookedAt).toBe(await openDemands());
    const sum = (of: 'clocks' | 'demands') => moves.byUnit.reduce((all: number, each: Json) => all + each[of], 0);
    expect([sum('clocks'), sum('demands')]).toEqual([moves.total.clocks, moves.total.demands]);

    const { version } = await approve(draft);
    const progress = await finished(draft);
    expect(progress.told).toBe(progress.of);
    const after = await until(async () =>
      (await it.recorded()).policyVersion === version ? it.clock('handle') : undefined,
    );
    expect(after.dueAt).toBe(Date.parse(mine[0].newDueAt));
    expect(after.changes).toMatchObject([{ cause: `时限与规则第 ${version} 版`, from: before.dueAt, to: after.dueAt }]);
    expect((await it.eventTypes()).filter((type) => type === 'policy_changed')).toHaveLength(1);
    const row = await stack.database.demand.findUniqueOrThrow({ where: { id: it.id } });
    expect([row.policyVersion, row.nextDueAt?.getTime()]).toEqual([version, (await it.clock('contact')).dueAt]);
    const [line] = await stack.database.audit.findMany({
      where: { action: 'change_applied', target: `policy/${version}` },
    });
    expect(line).toMatchObject({ userId: null, detail: { told: progress.told, version } });
    await it.untilRung('handle', 100);
    const fired = (await it.events()).filter((event: Json) => event.cause.clock === 'handle' && event.cause.percent);
    expect(fired.map((event: Json) => event.cause.percent)).toEqual([50, 80, 100]);
  });

  test('one for new demands only moves nothing, and says so', async () => {
    const it = await inHandling();
    const draft = await submitted({ data: withMinutes('handle', 3 * 420) });
    expect(await preview(draft)).toMatchObject({ applies: false, lookedAt: 0, items: [], total: { demands: 0 } });
    const { progress } = await approve(draft);
    expect(progress).toBeNull();
    expect((await it.clock('handle')).budget).toBe(4 * 420 * 60_000);
  });

  const openDemands = () =>
    stack.database.demand.count({ where: { stage: { notIn: ['closed', 'rejected', 'withdrawn'] } } });
});

describe('a year of the calendar', () => {
  test('is published by draft from its notice, and what was provisional becomes firm', async () => {
    const known = calendarOf([{ year: next - 1, version: 1, source: '测试', days: {} }]);
    const minutes = Math.round(workingTimeBetween(known, Date.now(), atLocal(next, 2, 17, 900)) / 60_000);
    await approve(await submitted({ data: withMinutes('handle', minutes) }));
    const version = await currentVersion();
    const it = await until(async () => {
      const filed = await aCase(stack);
      return (await filed.recorded()).policyVersion === version ? filed.bringTo('handling') : undefined;
    });
    const before = await it.clock('handle');
    expect(before.provisional).toBe(true);
    const days = Object.fromEntries(
      Array.from({ length: 14 }, (_day, i) => [`02-${String(i + 1).padStart(2, '0')}`, 'off']),
    );
    const draft = await submitted({ kind: 'calendar', target: String(next), data: { source: '通知', days } });
    expect(draft).toMatchObject({ target: String(next), baseVersion: 0, base: null });
    const mine = (await preview(draft, '?limit=200')).items.filter((item: Json) => item.number === it.number);
    expect(mine).toMatchObject([{ clock: 'handle', provisional: false }]);

    expect((await approve(draft)).version).toBe(1);
    const after = await until(async () => {
      const clock = await it.clock('handle');
      return clock.provisional ? undefined : clock;
    });
    expect([after.dueAt, after.changes.length]).toEqual([Date.parse(mine[0].newDueAt), 1]);
    await until(async () => (await ask(AUTHOR, 'GET', `/drafts/${draft.id}`)).body.progress?.finishedAt);
    expect((await ask(AUTHOR, 'GET', `/calendars/${next}`)).body).toMatchObject({
      version: 1,
      publishedBy: SECOND,
      days,
    });
    const stale = await ask(AUTHOR, 'PUT', `/calendars/${next}`, { source: '更正', days, version: 0 });
    expect(refused(stale)).toEqual([409, 'version_conflict']);
  });

  test('a notice is read, checked and compared, and nothing is written', async () => {
    const held = (await ask(AUTHOR, 'GET', '/calendars/2026')).body;
    const read = await ask(AUTHOR, 'POST', '/calendars/2026/notice', { text: NOTICES[2026] });
    expect(read.body).toMatchObject({
      year: 2026,
      problems: [],
      changes: [],
      publishedVersion: held.version,
      days: held.days,
    });
    const wrong = NOTICES[2026]!.replace('共5天', '共6天');
    const { problems, changes } = (await ask(AUTHOR, 'POST', '/calendars/2026/notice', { text: wrong })).body;
    expect(problems).toEqual([expect.stringContaining('劳动节：写的是6天')]);
    expect(changes).toContainEqual({ day: '05-04', from: 'off', to: null });
    const other = await ask(AUTHOR, 'POST', `/calendars/${next + 1}/notice`, { text: NOTICES[2026] });
    expect(other.body).toMatchObject({ days: {}, publishedVersion: 0, problems: [expect.stringContaining('不是')] });
    expect((await ask(AUTHOR, 'POST', '/calendars/2026/notice', { text: '' })).status).toBe(422);
  });

  test('administrators of the district are told once a week from December on that it is missing', async () => {
    const activities = createCalendarMissing(stack.database, pino({ level: 'silent' }));
    const on = (month: number, day: number) => activities.tellCalendarsMissing(atLocal(next + 1, month, day, 600));
    await stack.database.calendarYear.createMany({
      data: [{ year: next + 1, version: 1, source: '测试', data: {} }],
      skipDuplicates: true,
    });
    expect(await on(11, 30)).toBe(0);
    const first = Array.from({ length: 7 }, (_day, i) => i + 1);
    const monday = first.find((day) => weekday(dayNumber(atLocal(next + 1, 12, day, 600))) === 1)!;
    expect([await on(12, monday), await on(12, monday + 6), await on(12, monday + 7)]).toEqual([2, 0, 2]);
    const { items } = (await ask(SECOND, 'GET', '/notices?kind=calendar_missing')).body;
    expect(items.map(({ data }: Json) => data.year)).toEqual([next + 2, next + 2]);
    expect(items[0].data.provisional).toEqual(expect.any(Number));
    expect((await ask('fuyong.administrator', 'GET', '/notices?kind=calendar_missing')).body.items).toEqual([]);
  });
});
