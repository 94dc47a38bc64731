import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '../../src/database/client';
import { readTrace } from '../../src/database/traces';
import { virtualTime } from '../../src/demo/fast-forward';
import { versionAt } from '../../src/domain/as-of';
import { digestOf } from '../../src/api/demands/certificate-view';
import { certify, readLedger, reportOf, type Certified } from '../../src/certificate/certify';
import { disagreementsWith } from '../../src/certificate/disagreements';
import { runOf } from '../../src/certificate/history';
import { createRulesReader } from '../../src/database/rules';
import { inputFromRecord, startDemandWorkflow } from '../../src/intake/start-workflow';
import type { Demand } from '../../src/domain/demand';
import { calendarOf, dayKey, type Calendar, type CalendarYear } from '../../src/domain/calendar';
import type { Policy } from '../../src/domain/policy';
import { localDay } from '../../src/domain/working-time';
import { calendarSignal, policySignal } from '../../workflows/messages';
import { aCase, allQuiet, eventually, HOUR, REPLY, type Case } from '../support/a-case';
import { aDemand } from '../support/a-demand';
import { putDemand } from '../support/put-demand';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

interface Seen {
  at: number;
  state: Demand;
}

/** What the workflow itself says of the demand now, by its own time. */
async function look(it: Case, seen: Seen[]): Promise<void> {
  const at = (await virtualTime({ temporal: stack.temporal }, it.workflowId)) ?? Date.now();
  seen.push({ at, state: await it.state() });
}

const ledgerOf = async (it: Case) => readLedger(stack.database, await it.recorded());
const checked = async (it: Case): Promise<Certified> =>
  (await certify(stack.database, stack.temporal.client, it.number))!;
const asOf = (it: Case, at: number, user = 'fuyong.supervisor') =>
  stack.call(user, {
    method: 'GET',
    url: `/api/v1/demands/${it.number}/as-of?at=${encodeURIComponent(new Date(at).toISOString())}`,
  });

/** The next policy and a corrected calendar, published and told to the workflow as the changes do it. */
async function changeRules(it: Case): Promise<void> {
  const handle = stack.temporal.client.workflow.getHandle(it.workflowId);
  const { data, version } = await stack.database.policy.findFirstOrThrow({ orderBy: { version: 'desc' } });
  const policy = { ...(data as unknown as Policy), version: version + 1, returnLimit: 3 };
  policy.budgets = policy.budgets.map((row) => (row.clock === 'handle' ? { ...row, minutes: row.minutes + 420 } : row));
  await stack.database.policy.create({
    data: { version: policy.version, note: '', data: policy as unknown as Prisma.InputJsonValue },
  });
  await handle.signal(policySignal, { policy, cause: `第 ${policy.version} 版` });
  const calendar = await nextCalendar();
  await handle.signal(calendarSignal, { calendar, cause: '国办发明电〔2026〕9号' });
  await eventually(
    () => it.recorded(),
    ({ clocks }) => clocks.some(({ calendarVersion }) => calendarVersion === calendar.version),
  );
}

/** Tomorrow, and the days after it, are off: in the last days of a year those of two years. */
async function nextCalendar(): Promise<Calendar> {
  const { year } = localDay(Date.now());
  const rows = await stack.database.calendarYear.findMany({ where: { year: { gte: year } } });
  const years = rows.map(({ data, ...row }): CalendarYear => ({ ...row, days: data as CalendarYear['days'] }));
  const off = [1, 2, 3, 4].map((days) => localDay(Date.now() + days * 24 * HOUR));
  const changed = [...new Set(off.map((day) => day.year))].map((of) => {
    const own = years.find((each) => each.year === of) ?? { year: of, version: 0, source: '试行', days: {} };
    const added = off.filter((day) => day.year === of).map(({ month, day }) => [dayKey(month, day), 'off' as const]);
    return { ...own, version: own.version + 1, days: { ...own.days, ...Object.fromEntries(added) } };
  });
  for (const { days, ...row } of changed) await stack.database.calendarYear.create({ data: { ...row, data: days } });
  return calendarOf([...years.filter(({ year: of }) => !changed.some((each) => each.year === of)), ...changed]);
}

/** Everything that makes a ledger long: rungs, a pause that nobody ended, an extension, new rules, supervision, and a second round. */
async function aLongLife(seen: Seen[]): Promise<Case> {
  const it = await aCase(stack, { kind: 'complaint' });
  await look(it, seen);
  await it.untilRung('dispatch', 50);
  await look(it, seen);
  await it.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
  await it.act('zhihui.handler', 'accept');
  await look(it, seen);
  await changeRules(it);
  await look(it, seen);
  await it.act('zhihui.handler', 'request_information', { question: '几点最堵？' });
  await look(it, seen);
  await it.until((await it.recorded()).waitingUntil! + 1_000);
  await it.act('zhihui.handler', 'request_extension', { workingDays: 3, reason: '设备到货晚' });
  await it.act('fuyong.supervisor', 'decide_extension', { approve: true });
  await it.act('fuyong.supervisor', 'supervise', { reason: '久拖', workingDays: 1 });
  await look(it, seen);
  await it.untilRung('handle', 100);
  await look(it, seen);
  await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已分流。' });
  await it.act('zhihui.reviewer', 'review', { approve: true });
  await it.act('zhihui.replier', 'reply', REPLY);
  await look(it, seen);
  await it.act('zhihui.collector', 'rate', { grade: 1, reasons: ['not_solved'] });
  await calledBack(it);
  await look(it, seen);
  await allQuiet(stack, [it.workflowId]);
  return it;
}

async function calledBack(it: Case): Promise<void> {
  const callback = await it.callback();
  await it.until((await callback.job()).windowStart + 1_000);
  await eventually(
    () => callback.job(),
    ({ state }) => state === 'offered',
  );
  await callback.act('claim');
  await callback.act('attempt', { outcome: 'reached', nextAt: null });
  await eventually(
    () => it.eventTypes(),
    (types) => types.includes('callback_attempted'),
  );
  await callback.act('conclude', { result: 'dissatisfied', grade: 1 });
  await eventually(
    () => it.recorded(),
    ({ round }) => round === 2,
  );
}

describe('a life whose time was skipped, with all that makes a ledger long', () => {
  const seen: Seen[] = [];
  let it_: Case;
  beforeAll(async () => {
    it_ = await aLongLife(seen);
  });

  it('is told as of any moment exactly as its workflow stood then', async () => {
    const last = await it_.recorded();
    const { trace } = await readTrace(stack.database, last);
    for (const { at, state } of seen) {
      const version = versionAt(trace, at);
      expect(typeof version).toBe('object');
      const { demand } = version as Exclude<typeof version, string>;
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(demand)), state)) expect(demand).toEqual(state);
      // The time of its workflow may be ahead of everything that was recorded.
      const { status, body } = await asOf(it_, Math.min(at, last.updatedAt));
      const { stage, version: number, level, round } = state;
      expect([status, body]).toMatchObject([200, { stage, version: number, level, round }]);
      expect(body.holder.unit?.id ?? null).toBe(state.holder.unit?.id ?? null);
    }
  });

  it('has a certificate that disagrees with nothing in the history of its workflow', async () => {
    const { disagreements, checked: what, history } = await checked(it_);
    expect(disagreements).toEqual([]);
    expect(history).toBe('kept');
    expect(what.updates).toBeGreaterThanOrEqual(8);
    expect(what.messages).toBe(4);
    expect(what.rungs).toBeGreaterThan(4);
  });

  const forgeries: [what: string, forge: () => Promise<unknown>, finds: RegExp][] = [
    [
      'a rung said to have fired in time',
      () => forgeState(['clocks', '0', 'rungs', '0', 'firedAt'], '1'),
      /clocks\.0\.rungs\.0\.firedAt/,
    ],
    ['a due time moved by a day', () => forgeState(['clocks', '2', 'dueAt'], String(Date.now())), /clocks\.2\.dueAt/],
    [
      'a line that says another did it',
      () => stack.database.$executeRaw`
      UPDATE demand_event SET actor_id = 'demo-zhihui.handler2' WHERE demand_id = ${it_.id}::uuid AND type = 'accepted'`,
      /“user”与流程历史不符/,
    ],
    [
      'another moment of an action, in line and occasion',
      () => stack.database.$executeRaw`
      UPDATE demand_event SET at = at - interval '1 hour', asked = jsonb_set(asked, '{0,now}', to_jsonb((asked->0->>'now')::bigint - 3600000))
      WHERE demand_id = ${it_.id}::uuid AND type = 'finished'`,
      /流程在那一刻没有运行/,
    ],
    [
      'an extension longer than the one asked for',
      () => stack.database.$executeRaw`
      UPDATE demand_event SET asked = jsonb_set(asked, '{0,facts,workingDays}', '5') WHERE demand_id = ${it_.id}::uuid AND type = 'extension_requested'`,
      /申请延期.*流程历史中没有/,
    ],
  ];
  const forgeState = (path: string[], value: string) => stack.database.$executeRaw`
    UPDATE demand SET state = jsonb_set(state, ${path}::text[], ${value}::jsonb) WHERE id = ${it_.id}::uuid`;

  it.each(forgeries)('is not proved by %s', async (_, forge, finds) => {
    const [before] = await stack.database.$queryRaw<{ events: unknown; state: unknown }[]>`
      SELECT (SELECT jsonb_agg(to_jsonb(e)) FROM demand_event e WHERE demand_id = ${it_.id}::uuid) AS events, state FROM demand WHERE id = ${it_.id}::uuid`;
    await forge();
    expect((await checked(it_)).disagreements.join('\n')).toMatch(finds);
    await stack.database
      .$executeRaw`UPDATE demand SET state = ${JSON.stringify(before!.state)}::jsonb WHERE id = ${it_.id}::uuid`;
    await stack.database.$executeRaw`
      UPDATE demand_event e SET at = b.at, actor_id = b.actor_id, asked = b.asked
      FROM jsonb_to_recordset(${JSON.stringify(before!.events)}::jsonb) AS b(seq int, at timestamptz, actor_id text, asked jsonb)
      WHERE e.demand_id = ${it_.id}::uuid AND e.seq = b.seq`;
    expect((await checked(it_)).disagreements).toEqual([]);
  });
});

describe('over REST', () => {
  let number: string;
  let filedAt: number;
  beforeAll(async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    ({ number } = it);
    filedAt = (await it.recorded()).createdAt;
  });
  const ask = (user: string, part: string, url = number) =>
    stack.call(user, { method: 'GET', url: `/api/v1/demands/${url}/${part}` });
  const when = (at: number) => `as-of?at=${encodeURIComponent(new Date(at).toISOString())}`;

  it('as-of tells stage, holder, what was left, open tasks, and who could see what', async () => {
    const { body } = await ask('zhihui.handler', when(filedAt));
    expect(body).toMatchObject({
      ...{ stage: 'dispatching', stageLabel: '待分拨', level: 'C', round: 1, version: 1, seq: 1, leadUnit: null },
      holder: { unit: { id: 'zhihui' }, role: 'dispatcher', user: null },
      tasks: [{ kind: 'dispatch', label: '待分拨', role: 'dispatcher', unit: { id: 'zhihui' }, overdue: false }],
      clocks: [{ name: 'dispatch', state: 'running', remainingMinutes: 120 }],
    });
    expect(body.sight.units.map(({ unit }: { unit: { id: string } }) => unit.id)).toEqual([
      'baoan',
      'fuyong',
      'zhihui',
    ]);
    expect(body.sight.contact).toMatchObject([{ role: 'collector' }, { role: 'dispatcher' }]);
    expect(body.sight.reporter).toMatchObject({ events: [{ seq: 1, label: '已提交' }], inside: 0 });
    expect((await ask('zhihui.handler', 'as-of?seq=2')).body).toMatchObject({ stage: 'accepting', seq: 2, version: 2 });
    const now = (await ask('zhihui.handler', when(Date.now()))).body;
    expect(now).toMatchObject({ stage: 'handling', holder: { user: { username: 'zhihui.handler' } } });
  });

  it('refuses moments before the filing and in the future, and what is no moment', async () => {
    for (const part of [when(filedAt - 1), when(Date.now() + HOUR), 'as-of?at=gestern', 'as-of'])
      expect((await ask('zhihui.handler', part)).status).toBe(422);
    for (const part of ['as-of?seq=99', `as-of?seq=1&at=2026-01-01`])
      expect((await ask('zhihui.handler', part)).status).toBe(422);
    expect((await ask('zhihui.handler', when(filedAt - 1))).body.errors).toMatchObject([{ path: '/at' }]);
  });

  it('the certificate carries the digest of all its facts, and its PDF is of the same', async () => {
    const { status, body } = await ask('zhihui.handler', 'certificate');
    const { check, ...proved } = body;
    expect([status, check.digest]).toEqual([200, digestOf(proved)]);
    expect(digestOf({ ...proved, round: 2 })).not.toBe(check.digest);
    expect(body).toMatchObject({ traceable: true, stage: 'handling', clocks: { length: 4 } });
    expect(body.clocks[3].because[0]).toMatch(/^办理时限（第 1 轮，园区社区级）自 .* 起算，当时“已分拨”。$/);
    const again = await ask('zhihui.handler', `certificate?madeAt=${encodeURIComponent(body.madeAt)}`);
    expect(again.body).toEqual(body);
    const pdf = await ask('zhihui.handler', `certificate.pdf?madeAt=${encodeURIComponent(body.madeAt)}`);
    expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  });

  it('a certificate of the future, or of before the last change, is refused', async () => {
    for (const at of [Date.now() + HOUR, filedAt])
      for (const part of ['certificate', 'certificate.pdf'])
        expect((await ask('zhihui.handler', `${part}?madeAt=${new Date(at).toISOString()}`)).status).toBe(422);
  });

  it('a demand from before occasions were kept says that it cannot be traced, and its certificate is made all the same', async () => {
    await stack.database
      .$executeRaw`UPDATE demand_event SET asked = NULL WHERE demand_id = (SELECT id FROM demand WHERE number = ${number})`;
    expect((await ask('zhihui.handler', when(filedAt))).body.code).toBe('not_traceable');
    expect((await ask('zhihui.handler', 'certificate')).body).toMatchObject({
      traceable: false,
      clocks: { length: 4 },
    });
    expect((await certify(stack.database, stack.temporal.client, number))!.disagreements).not.toEqual([]);
  });
});

describe('histories', () => {
  it('of a demand that was opened again are checked run by run', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    await it.act('zhihui.collector', 'rate', { grade: 5 });
    const rules = await createRulesReader(stack.database)();
    const input = await inputFromRecord(stack.database, rules, await it.recorded());
    const reopen = { jobId: `spot-${it.id}` };
    await allQuiet(stack, [it.workflowId]);
    await startDemandWorkflow(stack.temporal, stack.database, { ...input, reopen });
    await eventually(
      () => it.recorded(),
      ({ round }) => round === 2,
    );
    await eventually(
      () => checked(it),
      ({ runs }) => runs === 2,
    );
    await allQuiet(stack, [it.workflowId]);
    expect(await checked(it)).toMatchObject({ runs: 2, disagreements: [] });
  });

  it('of merged demands are checked with what they told each other', async () => {
    const [main, follower] = [await aCase(stack), await aCase(stack)];
    await follower.act('zhihui.dispatcher', 'merge', { into: main.number });
    await eventually(
      () => main.recorded(),
      ({ followers }) => followers.length === 1,
    );
    await main.bringTo('rating');
    await eventually(
      () => follower.recorded(),
      ({ stage }) => stage === 'rating',
    );
    // What is recorded is told to the engine afterwards.
    await allQuiet(stack, [main.workflowId, follower.workflowId]);
    for (const it of [main, follower])
      expect(await checked(it)).toMatchObject({ disagreements: [], checked: { messages: 1 } });
  });

  it('that begin later than the life are checked from where they begin, and it is said so', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const handle = stack.temporal.client.workflow.getHandle(it.workflowId);
    const whole = await handle.fetchHistory();
    const input = await inputFromRecord(stack.database, await createRulesReader(stack.database)(), await it.recorded());
    const later = runOf('later', whole.events ?? []);
    const ledger = await ledgerOf(it);
    const { updatedAt } = ledger.demand;
    const run = { ...later, input, updates: [], timers: [] };
    const found = disagreementsWith([run], ledger, updatedAt);
    expect(found).toMatchObject({ disagreements: [], checked: { versions: 3, before: 2, updates: 0 } });
    const altered = { ...run, input: { ...input, demand: { ...input.demand, round: 7 } } };
    expect(disagreementsWith([altered], ledger, updatedAt).disagreements).not.toEqual([]);
  });

  it('that the engine keeps no more are said to be gone', async () => {
    const demand = { ...aDemand({ stage: 'handling' }), id: randomUUID() };
    await putDemand(stack.database, demand);
    const report = (await certify(stack.database, stack.temporal.client, demand.number))!;
    expect(report.history).toBe('gone');
    expect(reportOf(report)).toEqual([expect.stringContaining('不再保存')]);
    expect(await certify(stack.database, stack.temporal.client, 'SQ0')).toBeNull();
  });
});
