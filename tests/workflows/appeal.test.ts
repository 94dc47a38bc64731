import { createCalendarChange } from '../../activities/calendar-change';
import { fastForward, virtualTime } from '../../src/demo/fast-forward';
import { Prisma } from '../../src/database/client';
import { excludedByAppeal } from '../../src/database/appeals';
import { startWaitingAppeals } from '../../src/appeals/start-appeals';
import { readCalendarYear } from '../../src/database/calendars';
import { createRulesReader } from '../../src/database/rules';
import { dayKey } from '../../src/domain/calendar';
import { localDay } from '../../src/domain/local-time';
import { appealQuery, appealWorkflowId } from '../../workflows/messages';
import { allQuiet, eventually, untilHeard } from '../support/a-case';
import type { Answer, Json } from '../support/app';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import {
  aKey,
  atWindow,
  historyText,
  insist,
  onJob,
  rateBy,
  repliedDemand,
  until,
  type Traveller,
} from '../support/travel';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const HOUR = 3_600_000;
const REASON = '诉求人要求减免已依规核定的租金，与办理质量无关。';

const post = (user: string, url: string, payload: object, key?: string): Promise<Answer> =>
  insist(stack, user, url, payload, key);
const file = (user: string, number: string, body: object = {}, key?: string) =>
  post(user, `/demands/${number}/appeals`, { kind: 'rating', reason: REASON, ...body }, key);
const act = (user: string, id: string, action: string, body: object, key?: string) =>
  post(user, `/appeals/${id}/actions/${action}`, body, key);
const get = async (user: string, url: string): Promise<Json> =>
  (await stack.call(user, { method: 'GET', url: `/api/v1${url}` })).body;
const told = (id: string) =>
  stack.database.notice.findMany({ where: { key: { startsWith: `appeal:${id}:` } }, orderBy: { id: 'asc' } });
const noticed = async (id: string) =>
  (await told(id)).map(({ kind, role, unitId, userId }) => [kind, userId ?? `${role}@${unitId}`]);
const recorded = (id: string, version: number) =>
  until(async () => {
    const row = await stack.database.appeal.findUniqueOrThrow({ where: { id } });
    return row.version >= version ? row : undefined;
  });

/** A demand whose rating is dissatisfied, and the appeal of it. */
async function appealed(body: object = {}, user = 'zhihui.handler'): Promise<Traveller & { appeal: Json }> {
  const demand = await repliedDemand(stack);
  await rateBy(stack, demand.ratingToken, { grade: 1, reasons: ['not_solved'] });
  const { status, body: appeal, text } = await file(user, demand.number, body);
  if (status !== 201) throw new Error(text);
  await recorded(appeal.id, 1);
  return { ...demand, appeal };
}

const isExcluded = async ({ id }: { id: string }, round = 1): Promise<boolean> => {
  const [row] = await stack.database.$queryRaw<{ excluded: boolean }[]>`
    SELECT ${excludedByAppeal.rating(Prisma.sql`${id}::uuid`, Prisma.sql`${round}`)} AS excluded`;
  return row!.excluded;
};

describe('an appeal that is filed', () => {
  it('waits with the supervisors and dispatchers above, and is ruled on by one of them', async () => {
    const { id, number, appeal } = await appealed();
    expect(appeal).toMatchObject({
      ...{ kind: 'rating', state: 'open', round: 1, rating: 1, overdue: false, reason: REASON, ruling: null },
      ...{ unit: { id: 'zhihui' }, rulingUnit: { id: 'fuyong' }, canRule: false, canWithdraw: true },
    });
    expect(await noticed(appeal.id)).toEqual([
      ['appeal_filed', 'supervisor@fuyong'],
      ['appeal_filed', 'dispatcher@fuyong'],
    ]);
    const unpublished = new Date('2099-03-02T10:00:00+08:00');
    await allQuiet(stack, [appealWorkflowId(appeal.id)]);
    await stack.database.appeal.update({ where: { id: appeal.id }, data: { dueAt: unpublished } });
    const queue = await get('fuyong.supervisor', '/appeals?side=ruling&state=open');
    expect(queue.items[0].provisional).toBe(true);
    expect(queue.items).toMatchObject([{ id: appeal.id, canRule: true, whyNot: null }]);
    for (const foreign of ['fuhai.supervisor', 'zhihui.supervisor'])
      expect((await get(foreign, '/appeals?side=ruling')).items).toEqual([]);

    const ruled = await act('fuyong.supervisor', appeal.id, 'rule', {
      uphold: true,
      reason: '租金核定有据，评价不计。',
    });
    expect([ruled.status, ruled.body]).toMatchObject([
      200,
      {
        state: 'upheld',
        ruling: '租金核定有据，评价不计。',
        ruledBy: { username: 'fuyong.supervisor' },
        canRule: false,
      },
    ]);
    expect((await noticed(appeal.id)).slice(2)).toEqual([
      ['appeal_ruled', 'demo-zhihui.handler'],
      ['appeal_ruled', 'supervisor@zhihui'],
      ['appeal_ruled', 'callback@fuyong'],
    ]);
    // The demand itself keeps its history: figures leave the rating out.
    expect(await get('fuyong.supervisor', `/demands/${number}`)).toMatchObject({ stage: 'calling_back', rating: 1 });
    expect([await isExcluded({ id }), await isExcluded({ id }, 2)]).toEqual([true, false]);
    const again = await act('baoan.supervisor', appeal.id, 'rule', { uphold: false, reason: '再看一次' });
    expect([again.status, again.body.code]).toEqual([409, 'already_concluded']);
    named['appeal-upheld'] = appealWorkflowId(appeal.id);
  });

  it('changes nothing when it is refused or withdrawn', async () => {
    const [one, other] = [await appealed(), await appealed()];
    await act('fuyong.dispatcher', one.appeal.id, 'rule', { uphold: false, reason: '问题确实没有解决' });
    const withdrawn = await act('zhihui.supervisor', other.appeal.id, 'withdraw', {});
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', ruling: null });
    expect([await isExcluded(one), await isExcluded(other)]).toEqual([false, false]);
    // Once for each rating, also after it was withdrawn.
    expect((await file('zhihui.supervisor', other.number)).body.code).toBe('already_appealed');
    named['appeal-withdrawn'] = appealWorkflowId(other.appeal.id);
  });

  it('reminds at 80 %, tells the supervisors above when it is overdue, and can still be ruled on', async () => {
    const { appeal } = await appealed();
    const workflowId = appealWorkflowId(appeal.id);
    const go = async (ms: number) => void (await fastForward(stack, [workflowId], ms));
    const now = (await virtualTime(stack, workflowId)) ?? Date.now();
    await go(Date.parse(appeal.dueAt) - now - HOUR);
    await recorded(appeal.id, 2);
    expect((await noticed(appeal.id)).slice(2)).toEqual([
      ['appeal_due', 'supervisor@fuyong'],
      ['appeal_due', 'dispatcher@fuyong'],
    ]);
    await go(2 * HOUR);
    expect(await recorded(appeal.id, 3)).toMatchObject({ overdue: true, state: 'open' });
    expect((await noticed(appeal.id)).slice(4)).toEqual([['appeal_overdue', 'supervisor@baoan']]);
    const ruled = await act('baoan.supervisor', appeal.id, 'rule', { uphold: false, reason: '评价属实' });
    expect(ruled.body).toMatchObject({ state: 'refused', overdue: true });
    named['appeal-overdue'] = workflowId;
  });

  it('that the engine did not hear of is started by the relay, once', async () => {
    const { id, number, ratingToken } = await repliedDemand(stack);
    await rateBy(stack, ratingToken, { grade: 2 });
    const { client } = stack.temporal;
    const start = client.workflow.start.bind(client.workflow);
    client.workflow.start = () => Promise.reject(new Error('the engine is away'));
    const { status, body } = await file('zhihui.handler', number).finally(() => (client.workflow.start = start));
    expect([status, body.state]).toEqual([201, 'open']);
    await stack.database
      .$executeRaw`UPDATE appeal SET filed_at = now() - interval '5 seconds' WHERE demand_id = ${id}::uuid`;
    const rules = await createRulesReader(stack.database)();
    expect(await startWaitingAppeals(stack.temporal, stack.database, rules)).toBe(1);
    await recorded(body.id, 1);
    expect(await startWaitingAppeals(stack.temporal, stack.database, rules)).toBe(0);
    const ruled = await act('fuyong.supervisor', body.id, 'rule', { uphold: true, reason: '属实' });
    expect(ruled.body.state).toBe('upheld');
  });

  it('is filed and ruled on once under its key, and the key is good for one body only', async () => {
    const { number, ratingToken } = await repliedDemand(stack);
    await rateBy(stack, ratingToken, { grade: 2 });
    const [filing, ruling] = [aKey(), aKey()];
    const first = await file('zhihui.handler', number, {}, filing);
    expect(await file('zhihui.handler', number, {}, filing)).toMatchObject({
      status: 201,
      body: { id: first.body.id },
    });
    expect((await file('zhihui.handler', number, { reason: '另一个理由' }, filing)).body.code).toBe(
      'idempotency_conflict',
    );
    for (let i = 0; i < 2; i += 1) {
      const ruled = await act('fuyong.supervisor', first.body.id, 'rule', { uphold: true, reason: '属实' }, ruling);
      expect([ruled.status, ruled.body.state]).toEqual([200, 'upheld']);
    }
    const other = await act('fuyong.supervisor', first.body.id, 'rule', { uphold: false, reason: '属实' }, ruling);
    expect(other.body.code).toBe('idempotency_conflict');
    expect((await noticed(first.body.id)).filter(([kind]) => kind === 'appeal_ruled')).toHaveLength(3);
  });
});

describe('a demand that is said to be unreasonable', () => {
  it('by the callback staff is ruled on by the district, and a redo under way hears of it', async () => {
    const { id, number, appeal } = await appealed({ kind: 'unreasonable' }, 'fuyong.callback');
    expect(appeal).toMatchObject({ unit: { id: 'fuyong' }, rulingUnit: { id: 'baoan' } });
    const street = await act('fuyong.supervisor', appeal.id, 'rule', { uphold: true, reason: '超出政策' });
    expect([street.status, street.body.code]).toEqual([403, 'not_allowed_for_role']);
    const job = `${id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied' });
    await eventually(
      () => get('baoan.supervisor', `/demands/${number}`),
      ({ stage, round }) => stage === 'dispatching' && round === 2,
    );
    const ruled = await act('baoan.supervisor', appeal.id, 'rule', { uphold: true, reason: '超出政策范围' });
    expect(ruled.body).toMatchObject({ state: 'upheld', kindLabel: '不合理诉求认定' });
    const notices = await noticed(appeal.id);
    expect(notices.at(-1)).toEqual(['appeal_ruled', 'dispatcher@zhihui']);
    // It is record and exclusion: the redo goes on.
    expect(await get('baoan.supervisor', `/demands/${number}`)).toMatchObject({ stage: 'dispatching', round: 2 });
    expect(await isExcluded({ id })).toBe(true);
  });
});

describe('a calendar that is corrected while an appeal waits', () => {
  /** Another version of each year concerned, without work for ten days from tomorrow. */
  async function publishHoliday(now: number): Promise<number[]> {
    const days = Array.from({ length: 10 }, (_, i) => localDay(now + (i + 1) * 24 * HOUR));
    const years = [...new Set(days.map(({ year }) => year))];
    for (const year of years) {
      const known = await readCalendarYear(stack.database, year);
      const off = days.filter((day) => day.year === year).map(({ month, day }) => [dayKey(month, day), 'off'] as const);
      const data = { ...known?.days, ...Object.fromEntries(off) };
      await stack.database.calendarYear.create({
        data: { year, version: (known?.version ?? 0) + 1, source: '测试', data },
      });
    }
    return years;
  }

  it('plans it anew, once however often it is told, and tells nobody', async () => {
    const { appeal } = await appealed();
    const now = Date.now();
    const [year] = await publishHoliday(now);
    const changes = createCalendarChange(stack.database, stack.temporal);
    for (let i = 0; i < 2; i += 1) await changes.tellCalendar({ year: year!, version: 99, after: null });
    const { dueAt } = await recorded(appeal.id, 2);
    expect(dueAt.getTime()).toBeGreaterThan(Math.max(Date.parse(appeal.dueAt), now + 10 * 24 * HOUR));
    const handle = stack.temporal.client.workflow.getHandle(appealWorkflowId(appeal.id));
    expect(await untilHeard(() => handle.query(appealQuery))).toMatchObject({ version: 2, dueAt: dueAt.getTime() });
    expect(await noticed(appeal.id)).toHaveLength(2);
    expect(await get('fuyong.supervisor', `/appeals/${appeal.id}`)).toMatchObject({ state: 'open', overdue: false });
    const ruled = await act('fuyong.supervisor', appeal.id, 'rule', { uphold: true, reason: '属实' });
    expect(ruled.body).toMatchObject({ state: 'upheld', overdue: false });
    named['appeal-replanned'] = appealWorkflowId(appeal.id);
  });
});

describe('the appeals above', () => {
  it('hold no word that anybody wrote in their histories', async () => {
    const texts = await Promise.all(Object.values(named).map((workflowId) => historyText(stack, workflowId)));
    expect(texts.join('\n')).not.toMatch(/租金|属实|核定/);
  });

  it('are repeated by their workflows', async () => {
    expect(await replayAndKeep(stack, named)).toEqual([]);
  });
});
