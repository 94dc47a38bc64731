import { randomUUID } from 'node:crypto';
import { triedIn, type NewRehearsalBody } from '../../src/api/rehearsals/new-rehearsal';
import type { Database, Sql } from '../../src/database/client';
import { insertRehearsal } from '../../src/database/rehearsals';
import { readTrial } from '../../src/rehearsal/read-trial';
import { runRehearsal } from '../../src/rehearsal/run';
import { tasksOf } from '../../src/domain/record';
import type { Demand } from '../../src/domain/demand';
import { defaultPolicy } from '../../src/domain/policy';
import { defaultRules } from '../../src/domain/default-rules';
import { simulate, type Simulated } from '../../src/simulation/simulate';
import { at } from '../support/a-demand';
import { testApp, type Answer, type TestApp } from '../support/app';
import { halved } from '../support/recorded-case';

const REHEARSALS = '/api/v1/rehearsals';
const DAY = 86_400_000;
/**
 * Until then the history is known. What is still open would go on if workflows held it, so it is replayed no further. The same in
 * every run, and with it the lives, because the seed of a simulation ends with it.
 */
const END = at('2026-06-30 18:00');
const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
const PERIOD = { from: dayOf(END - 15 * DAY), to: dayOf(END) };

let service: TestApp;
let made: Simulated;

beforeAll(async () => {
  service = await testApp();
  made = await simulate(service.database, service.config, { days: 14, demands: 160, seed: 'test', to: END });
});
afterAll(() => service.close());
afterEach(() =>
  service.database.rehearsal.updateMany({
    where: { state: { in: ['waiting', 'running'] } },
    data: { state: 'cancelled' },
  }),
);

const ask = (username: string | null, body: object, key?: string): Promise<Answer> =>
  service.call(username, {
    method: 'POST',
    url: REHEARSALS,
    payload: { unit: 'baoan', ...PERIOD, ...body },
    headers: key ? { 'idempotency-key': key } : {},
  });
const get = (username: string, path: string): Promise<Answer> =>
  service.call(username, { method: 'GET', url: `${REHEARSALS}${path}` });
const run = (id: string): Promise<boolean> => runRehearsal(service.database, id, END, () => {});

/** As the route leaves it, without waiting for an engine that is not there. */
async function requested(unit = 'baoan', drafts: Partial<NewRehearsalBody> = {}): Promise<string> {
  const { database } = service;
  const { id: by } = await database.user.findUniqueOrThrow({ where: { username: 'baoan.supervisor' } });
  const { path: sight } = await database.unit.findUniqueOrThrow({ where: { id: unit } });
  const tried = await triedIn(database, { unit, ...PERIOD, ...drafts });
  const [from, to] = [new Date(END - 20 * DAY), new Date(END + DAY)];
  const id = randomUUID();
  await database.transact((sql) => insertRehearsal(sql, { id, unit, sight, from, to, tried, by }));
  return id;
}

async function finished(unit = 'baoan', drafts: Partial<NewRehearsalBody> = {}, by = 'baoan.supervisor') {
  const id = await requested(unit, drafts);
  await run(id);
  return (await get(by, `/${id}`)).body;
}

async function draft(kind: string, data: object, state = 'draft'): Promise<string> {
  const { id: authorId } = await service.database.user.findUniqueOrThrow({
    where: { username: 'baoan.administrator' },
  });
  const id = randomUUID();
  const row = { id, kind, target: null, baseVersion: 1, note: '试行', state, authorId };
  await service.database.changeDraft.create({ data: { ...row, data: { proposed: data } } });
  return id;
}

describe('what the simulation wrote', () => {
  it('has a row and a search entry for every demand, and exactly the tasks of its state', async () => {
    const { database } = service;
    const demands = await database.demand.findMany({ select: { id: true, state: true, stage: true, version: true } });
    expect(demands).toHaveLength(made.demands);
    expect(await database.demandSearch.count()).toBe(made.demands);
    const rows = await database.task.findMany({ select: { demandId: true, kind: true, unitId: true, userId: true } });
    const expected = demands.flatMap(({ id, state }) =>
      tasksOf(state as unknown as Demand).map(({ kind, unit, user }) => `${id} ${kind} ${unit} ${user ?? ''}`),
    );
    expect(
      rows.map(({ demandId, kind, unitId, userId }) => `${demandId} ${kind} ${unitId} ${userId ?? ''}`).sort(),
    ).toEqual(expected.sort());
  });

  it('puts what is open into the outbox, and lets the relay begin open phone jobs anew', async () => {
    const { database } = service;
    const open = await database.demand.count({ where: { stage: { notIn: ['closed', 'rejected', 'withdrawn'] } } });
    expect(open).toBe(made.open);
    expect(await database.intakeOutbox.count()).toBe(open);
    const jobs = await database.callbackJob.findMany({ where: { result: null } });
    expect(jobs.every(({ version, state }) => version === 0 && state === 'scheduled')).toBe(true);
    const waiting = await database.demand.count({ where: { stage: 'calling_back' } });
    expect(jobs.filter(({ kind }) => kind === 'dissatisfied')).toHaveLength(waiting);
  });

  it('shows like any other demand: in lists, in the case and on the timeline', async () => {
    const { body: list } = await service.call('zhihui.supervisor', {
      method: 'GET',
      url: '/api/v1/demands?limit=5&stage=closed',
    });
    expect(list.items.length).toBeGreaterThan(0);
    const { number } = list.items[0];
    for (const path of ['', '/events', '/clocks'])
      expect(
        (await service.call('zhihui.supervisor', { method: 'GET', url: `/api/v1/demands/${number}${path}` })).status,
      ).toBe(200);
  });
});

describe('a rehearsal over REST', () => {
  it('of the unchanged rules gives the history again', async () => {
    const { state, total, done, tried, result } = await finished();
    expect({ state, tried, total, done }).toEqual({
      state: 'done',
      tried: [],
      total: made.demands,
      done: made.demands,
    });
    expect(result).toMatchObject({
      cases: made.demands,
      identical: made.demands,
      changed: 0,
      untraceable: 0,
      undone: 0,
    });
    expect(result.breaches.total.before).toBeGreaterThan(0);
    expect(result.breaches.total.after).toBe(result.breaches.total.before);
  });

  it('of a draft policy shows by clock and unit what would be late, with the demands behind it', async () => {
    const policyDraft = await draft('policy', halved(defaultPolicy));
    const { id, result, tried } = await finished('baoan', { policyDraft });
    expect(tried).toEqual([{ kind: 'policy', draft: policyDraft, revision: 1, target: null }]);
    const { breaches } = result;
    expect(breaches.total.after).toBeGreaterThan(breaches.total.before);
    const sum = (lines: { after: number }[]) => lines.reduce((all, line) => all + line.after, 0);
    expect([sum(breaches.byClock), sum(breaches.byUnit)]).toEqual([breaches.total.after, breaches.total.after]);
    const { body } = await get('baoan.supervisor', `/${id}/cases?change=more_breaches&clock=dispatch&limit=200`);
    expect(body.items.length).toBeGreaterThan(0);
    for (const { breaches: one } of body.items) expect(one.after.length).toBeGreaterThan(one.before.length);
    const page = await get('baoan.supervisor', `/${id}/cases?limit=3`);
    expect(page.body.items).toHaveLength(3);
    expect(
      (await get('baoan.supervisor', `/${id}/cases?limit=3&cursor=${page.body.nextCursor}`)).body.items[0].number,
    ).not.toBe(page.body.items[0].number);
  });

  it('of a draft of rules shows whose demands they would be', async () => {
    const [commonest] = await service.database.$queryRaw<{ category: string; lead: string }[]>`
      SELECT d.category, d.lead_unit_id AS lead FROM demand d
        JOIN demand_event e ON e.demand_id = d.id AND e.type = 'dispatched' AND e.data->>'followed' = 'true'
      WHERE d.round = 1 AND d.lead_unit_id LIKE 'fuyong-%' AND d.lead_unit_id <> 'fuyong-welfare'
      GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1`;
    const when = { category: [commonest!.category], under: ['fuyong'] };
    const assign = [{ id: 'tried', when, then: { lead: 'fuyong-welfare' }, reason: '试行' }];
    const rulesDraft = await draft('rules', { ...defaultRules, assign: [...assign, ...defaultRules.assign] });
    const { id, result } = await finished('fuyong', { rulesDraft }, 'fuyong.supervisor');
    const moves = result.owners.moves.map(({ from, to }: { from: { id: string }; to: { id: string } }) => [
      from?.id,
      to?.id,
    ]);
    expect(moves).toContainEqual([commonest!.lead, 'fuyong-welfare']);
    expect(result.owners.reproposed).toBeGreaterThanOrEqual(result.owners.changed);
    const { body } = await get('fuyong.supervisor', `/${id}/cases?change=owner&unit=fuyong-welfare`);
    const owners = body.items.map(({ owner }: { owner: { after: { id: string } | null } }) => owner.after?.id);
    expect(owners).toContain('fuyong-welfare');
  });

  it('of a draft calendar moves what falls on the day that is off', async () => {
    const { database } = service;
    const year = Number(PERIOD.to.slice(0, 4));
    const held = await database.calendarYear.findFirstOrThrow({ where: { year }, orderBy: { version: 'desc' } });
    const id = await draft('calendar', { source: '试行', days: held.data });
    await database.changeDraft.update({ where: { id }, data: { target: String(year), baseVersion: held.version } });
    expect((await finished('baoan', { calendarDraft: id })).result).toMatchObject({
      identical: made.demands,
      changed: 0,
    });
  });

  it('begins anew after a dead worker, and is done only once', async () => {
    const id = await requested('zhihui');
    await service.database.rehearsal.update({ where: { id }, data: { state: 'running', done: 50 } });
    expect(await run(id)).toBe(true);
    const { done, total, result } = (await get('baoan.supervisor', `/${id}`)).body;
    expect([done, result.cases]).toEqual([total, total]);
    expect(await run(id)).toBe(false);
  });

  it('stops when it is cancelled, and cannot be cancelled twice', async () => {
    const id = await requested();
    const cancel = () =>
      service.call('baoan.supervisor', { method: 'POST', url: `${REHEARSALS}/${id}/actions/cancel` });
    // It reads no case before it is cancelled: otherwise a quick one is through by then.
    let letRead = (): void => undefined;
    const isCancelled = new Promise<void>((resolve) => (letRead = resolve));
    const search: Sql = async (...statement) => {
      await isCancelled;
      return service.database.search(...statement);
    };
    const held = Object.create(service.database, { search: { value: search } }) as Database;
    const during = runRehearsal(held, id, END, () => {});
    expect(await cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    letRead();
    expect(await during).toBe(false);
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'not_allowed_in_state' } });
    expect((await get('baoan.supervisor', `/${id}`)).body).toMatchObject({ state: 'cancelled', result: null });
  });

  it('is asked for once per key, and not while two are unfinished', async () => {
    const key = randomUUID();
    const first = await ask('baoan.supervisor', {}, key);
    expect(first.status).toBe(201);
    const again = await ask('baoan.supervisor', {}, key);
    expect([again.body.id, again.headers.location]).toEqual([first.body.id, `/api/v1/rehearsals/${first.body.id}`]);
    expect((await ask('baoan.supervisor', { unit: 'fuyong' }, key)).body.code).toBe('idempotency_conflict');
    await requested();
    expect(await ask('baoan.supervisor', {})).toMatchObject({ status: 409, body: { code: 'too_many_rehearsals' } });
    const lines = await service.call('baoan.auditor', {
      method: 'GET',
      url: '/api/v1/audit?action=rehearsal_requested',
    });
    expect(lines.body.items).toHaveLength(1);
  });
});

describe('who may rehearse what', () => {
  it('a unit rehearses itself and what lies under it, and reads no sibling’s rehearsal', async () => {
    const { id, result } = await finished('zhihui', {}, 'fuyong.supervisor');
    expect(result.cases).toBeLessThan(made.demands);
    expect((await get('zhihui.supervisor', `/${id}`)).status).toBe(200);
    expect((await get('baoan.administrator', `/${id}`)).status).toBe(200);
    for (const path of ['', '/cases']) expect((await get('fuhai.supervisor', `/${id}${path}`)).status).toBe(404);
    expect((await get('fuhai.supervisor', '')).body.items).toEqual([]);
    const stranger = await service.call('fuhai.supervisor', {
      method: 'POST',
      url: `${REHEARSALS}/${id}/actions/cancel`,
    });
    expect(stranger.status).toBe(404);
    expect(await ask('fuyong.supervisor', { unit: 'fuhai' })).toMatchObject({
      status: 403,
      body: { code: 'unit_out_of_reach' },
    });
  });

  it.each(['handler', 'dispatcher', 'callback', 'auditor'])('%s does not', async (role) => {
    expect((await ask(`fuyong.${role}`, { unit: 'fuyong' })).status).toBe(403);
    expect((await get(`fuyong.${role}`, '')).status).toBe(403);
  });

  it.each([
    [{ unit: 'nowhere' }, 'invalid_input'],
    [{ from: '2026-02-30' }, 'invalid_input'],
    [{ from: '2020-01-01' }, 'invalid_input'],
    [{ from: '2199-01-01', to: '2199-01-02' }, 'invalid_input'],
    [{ policyDraft: randomUUID() }, 'invalid_input'],
    [{ policyDraft: 'x' }, 'invalid_input'],
    [{ more: 1 }, 'invalid_input'],
  ])('%j is refused', async (body, code) => {
    expect((await ask('baoan.supervisor', body)).body.code).toBe(code);
  });

  it('a draft of another kind or one that was given up is refused; others can be chosen', async () => {
    const calendar = await draft('calendar', { days: {} });
    const gone = await draft('policy', defaultPolicy, 'withdrawn');
    for (const policyDraft of [calendar, gone])
      expect(await ask('baoan.supervisor', { policyDraft })).toMatchObject({
        status: 422,
        body: { code: 'invalid_input' },
      });
    const { body } = await get('fuyong.supervisor', '/drafts');
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect([ids.includes(calendar), ids.includes(gone)]).toEqual([true, false]);
    // What a draft is for concerns those who edit drafts.
    const notes = (answer: Answer) => new Set(answer.body.items.map(({ note }: { note: string | null }) => note));
    expect(notes(await get('fuyong.supervisor', '/drafts'))).toEqual(new Set([null]));
    expect(notes(await get('baoan.administrator', '/drafts'))).toEqual(new Set(['试行']));
  });
});

it('what is tried is the draft as it was when it was asked for', async () => {
  const policyDraft = await draft('policy', halved(defaultPolicy));
  const id = await requested('zhihui', { policyDraft });
  const proposed: object = defaultPolicy;
  await service.database.changeDraft.update({ where: { id: policyDraft }, data: { data: { proposed } } });
  const row = await service.database.rehearsal.findUniqueOrThrow({ where: { id } });
  const { trialOf } = await readTrial(service.database, row.trial as never, Date.now());
  expect((await trialOf({} as never)).policy?.budgets).toEqual(halved(defaultPolicy).budgets);
});
