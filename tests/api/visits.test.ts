import { type Answer, type Json, testApp, type TestApp } from '../support/app';
import { temporalAddress } from '../support/services';
import { aKey } from '../support/travel';

let api: TestApp;
let enterprise: Json;
beforeAll(async () => {
  // The engine answers, but nobody works there: what is filed stays where filing left it.
  api = await testApp({ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: `test-${aKey()}` });
  enterprise = (await made('龙腾精密（示例）', { team: TEAM, address: '前进二路 1 号' })).body;
});
afterAll(() => api.close());

const TEAM = 'longteng-team-01';
const ours = `${TEAM}.collector`;
const others = 'longteng-team-02.collector';
const above = 'longteng.collector';

const get = (user: string, url: string) => api.call(user, { method: 'GET', url: `/api/v1${url}` });
const send = (method: 'POST' | 'PUT', user: string, url: string, payload: object = {}, key?: string) =>
  api.call(user, { method, url: `/api/v1${url}`, payload, headers: key ? { 'idempotency-key': key } : {} });
const post = (user: string, url: string, payload?: object, key?: string) => send('POST', user, url, payload, key);
const put = (user: string, url: string, payload: object) => send('PUT', user, url, payload);
const made = (name: string, more: object = {}, user = above) =>
  post(user, '/enterprises', { name, unit: 'longteng', ...more });
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const namesOf = ({ body }: Answer): string[] => body.items.map(({ name }: Json) => name);
const day = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
let hours = 10;
/** An hour for which nothing was planned: nobody visits an enterprise twice in one. */
function freeHour(): string {
  hours += 1;
  return `${day(1 + Math.floor(hours / 24))}T${String(hours % 24).padStart(2, '0')}:00:00+08:00`;
}
const plan = (more: object = {}, user = ours, key?: string) =>
  post(user, '/visits', { enterprises: [enterprise.id], plannedAt: freeHour(), ...more }, key);
const aVisit = async (more: object = {}): Promise<Json> => (await plan(more)).body.items[0];
/** As if it had been planned for that day long ago. */
const backdate = (id: string, days: number) =>
  api.database.visit.update({ where: { id }, data: { plannedAt: new Date(`${day(days)}T10:00:00+08:00`) } });

describe('an enterprise', () => {
  it('is registered in its place and given to a team, and found by name, address, unit and team', async () => {
    expect(enterprise).toMatchObject({
      ...{ name: '龙腾精密（示例）', address: '前进二路 1 号', retired: false, unit: { id: 'longteng' } },
      ...{ team: { id: TEAM }, lastVisitAt: null, nextVisitAt: null },
    });
    for (const query of ['q=精密', 'q=前进二路', 'unit=xixiang', `team=${TEAM}`])
      expect(namesOf(await get(above, `/enterprises?${encodeURI(query)}`))).toContain('龙腾精密（示例）');
    for (const query of ['q=没有这家', 'unit=fuyong', 'team=longteng-team-02', 'unassigned=true'])
      expect(namesOf(await get(above, `/enterprises?${encodeURI(query)}`))).not.toContain('龙腾精密（示例）');
  });

  it('is listed page by page', async () => {
    for (const name of ['甲企业（示例）', '乙企业（示例）', '丙企业（示例）']) await made(name);
    const all = namesOf(await get(above, '/enterprises?limit=200'));
    const pages: string[] = [];
    for (let cursor = ''; ;) {
      const page = await get(above, `/enterprises?limit=2${cursor}`);
      pages.push(...namesOf(page));
      if (!page.body.nextCursor) break;
      cursor = `&cursor=${page.body.nextCursor}`;
    }
    expect(pages).toEqual(all);
    expect(refusalOf(await get(above, '/enterprises?cursor=x'))).toEqual([422, 'invalid_input']);
  });

  it('may be registered by a team that finds it at the door, in its own community only', async () => {
    const { status, body } = await made('门口遇见的企业（示例）', { team: TEAM }, ours);
    expect([status, body.team.id]).toEqual([201, TEAM]);
    expect(refusalOf(await made('别处（示例）', { unit: 'zhihui' }, ours))).toEqual([403, 'unit_out_of_reach']);
    expect(refusalOf(await made('别队（示例）', { team: 'longteng-team-02' }, ours))).toEqual([422, 'invalid_input']);
  });

  it('needs a name of its own and a place where an enterprise can stand', async () => {
    expect(refusalOf(await made('龙腾精密（示例）'))).toEqual([409, 'name_taken']);
    for (const wrong of [{ unit: 'nowhere' }, { unit: TEAM }, { unit: 'xixiang-governance' }, { name: ' ' }, { x: 1 }])
      expect(refusalOf(await made('丁企业（示例）', wrong))).toEqual([422, 'invalid_input']);
    expect(refusalOf(await made('戊（示例）', { unit: 'fuyong' }))).toEqual([403, 'unit_out_of_reach']);
    // The team of a park does not look after what stands elsewhere.
    expect(refusalOf(await made('己（示例）', { unit: 'fuyong', team: TEAM }, 'baoan.collector'))).toEqual([
      ...[422, 'invalid_input'],
    ]);
  });

  it('registered twice with one key is one', async () => {
    const key = aKey();
    const answers = await Promise.all(
      [1, 2].map(() => post(above, '/enterprises', { name: '同一家（示例）', unit: 'longteng' }, key)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('is renamed, moved and retired; its open visits are cancelled then, and the audit has a line', async () => {
    const { body } = await made('要搬走的企业（示例）', { team: TEAM });
    const visit = await aVisit({ enterprises: [body.id] });
    const change = { name: '搬走了（示例）', unit: 'longteng-tower', address: '龙腾大厦 8 层', retired: true };
    const { status, body: after } = await put(ours, `/enterprises/${body.id}`, change);
    expect([status, after.name, after.unit.id, after.retired]).toEqual([200, '搬走了（示例）', 'longteng-tower', true]);
    expect((await get(ours, `/visits/${visit.id}`)).body.state).toBe('cancelled');
    expect(namesOf(await get(above, '/enterprises?limit=200'))).not.toContain('搬走了（示例）');
    expect(namesOf(await get(above, '/enterprises?limit=200&retired=true'))).toContain('搬走了（示例）');
    expect(refusalOf(await plan({ enterprises: [body.id] }))).toEqual([422, 'invalid_input']);
    const lines = await api.database.audit.findMany({ where: { action: 'enterprise_changed' } });
    expect(lines).toMatchObject([{ userId: `demo-${ours}`, target: 'longteng-tower' }]);
    const away = { ...change, unit: 'zhihui', retired: false };
    expect(refusalOf(await put('baoan.collector', `/enterprises/${body.id}`, away))).toEqual([422, 'invalid_input']);
  });

  it('of another team is neither seen nor changed by the team beside', async () => {
    expect(namesOf(await get(others, '/enterprises?limit=200'))).not.toContain('龙腾精密（示例）');
    expect(namesOf(await get(others, '/enterprises?limit=200'))).toContain('甲企业（示例）');
    const change = { name: '甲', unit: 'longteng', address: '', retired: false };
    for (const user of [others, 'fuhai.collector', 'zhihui.administrator'])
      expect(refusalOf(await put(user, `/enterprises/${enterprise.id}`, change))).toEqual([404, 'not_found']);
    expect(refusalOf(await put(above, '/enterprises/no-id', change))).toEqual([404, 'not_found']);
  });
});

describe('a team', () => {
  it('takes enterprises and gives them up, whole list or piece by piece; one enterprise has one team', async () => {
    const [a, b] = (await Promise.all(['子（示例）', '丑（示例）'].map((name) => made(name)))).map(
      ({ body }) => body.id as string,
    );
    const team = '/teams/longteng-team-03';
    expect((await put(above, `${team}/enterprises`, { enterprises: [a, b] })).body.enterprises).toBe(2);
    expect((await put('xixiang.supervisor', `${team}/enterprises`, { remove: [a] })).body.enterprises).toBe(1);
    expect((await put(above, `${team}/enterprises`, { add: [a] })).body.enterprises).toBe(2);
    expect((await put(above, `${team}/enterprises`, { enterprises: [b] })).body.enterprises).toBe(1);
    const taken = await put(above, '/teams/longteng-team-04/enterprises', { add: [b] });
    expect([...refusalOf(taken), taken.body.detail]).toEqual([
      409,
      'enterprise_taken',
      expect.stringContaining('丑（示例）'),
    ]);
    // A team beside is told no name.
    const hidden = await put(others, '/teams/longteng-team-02/enterprises', { add: [b] });
    expect([...refusalOf(hidden), hidden.text.includes('丑')]).toEqual([409, 'enterprise_taken', false]);
  });

  it('that two people give to two teams at once is looked after by one of them', async () => {
    const { id } = (await made('抢（示例）')).body;
    const answers = await Promise.all(
      [5, 6, 7, 8].map((n) => put(above, `/teams/longteng-team-0${n}/enterprises`, { add: [id] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await api.database.teamEnterprise.count({ where: { enterpriseId: id } })).toBe(1);
  });

  it('that gives an enterprise up does not go there any more', async () => {
    const { id } = (await made('移出（示例）', { team: TEAM })).body;
    const visit = await aVisit({ enterprises: [id] });
    await put(above, `/teams/${TEAM}/enterprises`, { remove: [id] });
    expect((await get(ours, `/visits/${visit.id}`)).body.state).toBe('cancelled');
  });

  it('is told apart from what is no team, and from bad lists', async () => {
    for (const [url, body] of [
      ['/teams/longteng/enterprises', { add: [] }],
      ['/teams/nowhere/enterprises', { add: [] }],
      ['/teams/zhihui-property/enterprises', { add: [] }],
    ] as const)
      expect(refusalOf(await put(above, url, body))).toEqual([404, 'not_found']);
    for (const body of [{ enterprises: ['x'] }, { add: [aKey()] }, { enterprises: [], add: [] }])
      expect(refusalOf(await put(above, `/teams/${TEAM}/enterprises`, body))).toEqual([422, 'invalid_input']);
    const { id } = (await post('zhihui.collector', '/enterprises', { name: '汇志（示例）', unit: 'zhihui' })).body;
    expect(refusalOf(await put('baoan.administrator', `/teams/${TEAM}/enterprises`, { add: [id] }))).toEqual([
      ...[422, 'invalid_input'],
    ]);
  });

  it('is counted: enterprises, those visited this month, demands filed, visits overdue', async () => {
    const team = 'skyworth-service';
    const by = `${team}.collector`;
    const ids = (
      await Promise.all(
        ['寅', '卯'].map((name) => post(by, '/enterprises', { name: `${name}（示例）`, unit: 'skyworth', team })),
      )
    ).map(({ body }) => body.id as string);
    const [first, second] = (await plan({ enterprises: ids }, by)).body.items;
    await post(by, `/visits/${first.id}/actions/record`, { summary: '去过' });
    await post(by, '/demands', { visit: first.id, kind: 'help', title: '网速慢', body: '网速慢' });
    await backdate(second.id, -2);
    const counts = { enterprises: 2, visitedThisMonth: 1, demands: 1, overdueVisits: 1 };
    expect((await get('shiyan.supervisor', `/teams/${team}`)).body).toMatchObject({
      ...{ unit: { id: team }, place: { id: 'skyworth' }, ...counts },
    });
    expect((await get(by, '/teams')).body.items).toMatchObject([{ unit: { id: team }, ...counts }]);
    expect((await get('baoan.auditor', '/teams?unit=xixiang&limit=200')).body.items).toHaveLength(26);
    expect(refusalOf(await get('fuhai.supervisor', `/teams/${team}`))).toEqual([404, 'not_found']);
  });

  it('of 25 is listed page by page', async () => {
    const first = (await get(above, '/teams?limit=20')).body;
    const second = (await get(above, `/teams?limit=20&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([20, 6, undefined]);
  });
});

describe('visits', () => {
  it('are planned for several enterprises and months at once, by the team or above', async () => {
    const other = (await made('辰（示例）', { team: TEAM })).body;
    const { status, body } = await plan({
      ...{ enterprises: [enterprise.id, other.id], months: 3, plannedAt: `${day(1)}T10:00:00+08:00` },
    });
    expect([status, body.items.length]).toEqual([201, 6]);
    expect(body.items[0]).toMatchObject({
      ...{ state: 'planned', team: { id: TEAM }, plannedBy: { username: ours }, doneAt: null, demands: 0 },
      ...{ enterprise: { id: enterprise.id, address: '前进二路 1 号' }, plannedAt: `${day(1)}T10:00:00.000+08:00` },
    });
    for (const user of [above, 'xixiang.supervisor', 'baoan.collector'])
      expect((await plan({}, user)).status).toBe(201);
    expect((await get(above, `/enterprises?q=${encodeURI('辰')}`)).body.items[0].nextVisitAt).toContain(day(1));
  });

  it('are not planned by others, for others, for yesterday, or by the hundred', async () => {
    for (const user of [others, 'zhihui.collector', 'fuhai.supervisor'])
      expect(refusalOf(await plan({}, user))).toEqual([422, 'invalid_input']);
    for (const user of ['longteng.handler', 'xixiang.dispatcher', 'baoan.auditor', 'baoan.administrator'])
      expect(refusalOf(await plan({}, user))).toEqual([403, 'not_allowed_for_role']);
    expect(refusalOf(await plan({ plannedAt: day(-1) }))).toEqual([422, 'not_in_future']);
    expect(refusalOf(await plan({ plannedAt: '2199-01-01' }))).toEqual([422, 'too_long']);
    const free = (await made('巳（示例）')).body.id;
    for (const wrong of [
      ...[{ enterprises: [] }, { enterprises: [aKey()] }, { enterprises: [free] }, { months: 0 }, { months: 13 }],
      ...[{ plannedAt: '明天' }, { enterprises: Array.from({ length: 20 }, aKey), months: 12 }],
    ])
      expect(refusalOf(await plan(wrong))).toEqual([422, 'invalid_input']);
  });

  it('asked for twice with one key are planned once', async () => {
    const key = aKey();
    const plannedAt = freeHour();
    const answers = await Promise.all([1, 2].map(() => plan({ plannedAt }, ours, key)));
    expect(new Set(answers.map(({ body }) => body.items[0].id)).size).toBe(1);
    expect(refusalOf(await plan({ plannedAt, months: 2 }, ours, key))).toEqual([422, 'idempotency_conflict']);
  });

  it('are not planned twice for one enterprise and hour, unless the first was cancelled', async () => {
    const plannedAt = freeHour();
    const half = plannedAt.replace(':00:00+', ':30:00+');
    const first = await aVisit({ plannedAt });
    const again = await plan({ plannedAt: half });
    expect([...refusalOf(again), again.body.detail]).toEqual([
      ...[422, 'invalid_input', expect.stringContaining('已安排走访“龙腾精密（示例）”')],
    ]);
    await post(ours, `/visits/${first.id}/actions/cancel`);
    expect((await plan({ plannedAt: half })).status).toBe(201);
  });

  it('are listed by team, day and state; one that nobody recorded in its day is missed', async () => {
    const missed = await aVisit();
    await backdate(missed.id, -1);
    const list = async (query: string, user = ours): Promise<string[]> =>
      (await get(user, `/visits?limit=200&${query}`)).body.items.map(({ id }: Json) => id);
    expect(await list('state=missed')).toEqual([missed.id]);
    expect(await list('state=planned')).not.toContain(missed.id);
    expect(await list('state=missed,planned&mine=true')).toContain(missed.id);
    expect(await list(`from=${day(-1)}&to=${day(-1)}`)).toEqual([missed.id]);
    expect(await list(`team=${TEAM}`, above)).toContain(missed.id);
    expect(await list('mine=true', above)).toEqual([]);
    expect(await list('team=longteng-team-02', above)).toEqual([]);
    for (const user of [others, 'fuhai.collector']) expect(await list('', user)).toEqual([]);
    const newest = await list(`enterprise=${enterprise.id}&sort=-plannedAt`);
    expect(await list(`enterprise=${enterprise.id}`)).toEqual([...newest].reverse());
    for (const wrong of ['state=gone', 'from=x', 'enterprise=x', 'sort=name', 'cursor=x'])
      expect(refusalOf(await get(ours, `/visits?${wrong}`))).toEqual([422, 'invalid_input']);
    // Whoever came late writes it down all the same.
    expect((await post(ours, `/visits/${missed.id}/actions/record`, { summary: '补记' })).body.state).toBe('done');
  });

  it('are listed page by page in both directions', async () => {
    for (const sort of ['plannedAt', '-plannedAt']) {
      const all = (await get(ours, `/visits?limit=200&sort=${sort}`)).body.items.map(({ id }: Json) => id);
      const first = (await get(ours, `/visits?limit=3&sort=${sort}`)).body;
      const rest = (await get(ours, `/visits?limit=200&sort=${sort}&cursor=${first.nextCursor}`)).body;
      expect([...first.items, ...rest.items].map(({ id }: Json) => id)).toEqual(all);
    }
  });
});

describe('a visit', () => {
  it('is recorded once, and shows what was said there the last time', async () => {
    const [earlier, later] = (await plan({ months: 2 })).body.items;
    const record = (id: string, payload: object, key?: string) =>
      post(ours, `/visits/${id}/actions/record`, payload, key);
    const { status, body } = await record(earlier.id, { summary: '生产正常' });
    expect([status, body.state, body.summary, body.doneBy.username]).toEqual([200, 'done', '生产正常', ours]);
    expect(refusalOf(await record(earlier.id, { summary: '再记一次' }))).toEqual([409, 'already_concluded']);
    for (const action of ['cancel', 'move'])
      expect(
        refusalOf(
          await post(ours, `/visits/${earlier.id}/actions/${action}`, action === 'move' ? { plannedAt: day(2) } : {}),
        ),
      ).toEqual([...[409, 'already_concluded']]);
    const page = (await get(ours, `/visits/${later.id}`)).body;
    expect(page.lastVisits[0]).toMatchObject({ id: earlier.id, summary: '生产正常', doneBy: { username: ours } });
    expect(page.lastVisits.map(({ id }: Json) => id)).not.toContain(later.id);
    for (const wrong of [{}, { summary: ' ' }, { summary: '长'.repeat(2001) }])
      expect(refusalOf(await record(later.id, wrong))).toEqual([422, 'invalid_input']);
  });

  it('recorded by two at once, or twice with one key, is recorded once', async () => {
    const [one, other] = [await aVisit(), await aVisit()];
    const race = await Promise.all(
      [1, 2, 3].map((n) => post(ours, `/visits/${one.id}/actions/record`, { summary: `第${n}人` })),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const key = aKey();
    for (const _ of [1, 2]) {
      const { status, body } = await post(ours, `/visits/${other.id}/actions/record`, { summary: '断网重试' }, key);
      expect([status, body.summary]).toEqual([200, '断网重试']);
    }
    const lines = await api.database.audit.findMany({ where: { action: 'visit_recorded' } });
    expect(lines.filter(({ detail }) => [one.id, other.id].includes((detail as Json).visit))).toHaveLength(2);
  });

  it('is corrected by whoever recorded it or administers the team, and keeps what it said', async () => {
    const { id } = await aVisit();
    const correct = (user: string, summary: string, key?: string) =>
      post(user, `/visits/${id}/actions/correct`, { summary, reason: '记错了人' }, key);
    expect(refusalOf(await correct(ours, '见到厂长'))).toEqual([409, 'not_allowed_in_stage']);
    await post(ours, `/visits/${id}/actions/record`, { summary: '见到经理' });
    expect((await get(ours, `/visits/${id}`)).body.canCorrect).toBe(true);
    expect(refusalOf(await correct(above, '见到厂长'))).toEqual([403, 'not_allowed_for_role']);
    expect((await get(above, `/visits/${id}`)).body.canCorrect).toBe(false);
    expect(refusalOf(await correct(others, '见到厂长'))).toEqual([404, 'not_found']);
    expect(refusalOf(await correct(ours, ' '))).toEqual([422, 'invalid_input']);
    const key = aKey();
    const [first, again] = [await correct(ours, '见到厂长', key), await correct(ours, '见到厂长', key)];
    expect([first.status, first.body.state, first.body.doneBy.username]).toEqual([200, 'done', ours]);
    expect(first.body.summary).toMatch(/^见到厂长\n更正（\d{4}年\d+月\d+日 .+）：原记“见到经理”，记错了人$/);
    expect(again.body.summary).toBe(first.body.summary);
    const { status, body } = await correct('baoan.administrator', '见到厂长和工会主席');
    expect([status, body.summary.split('\n更正（').length]).toEqual([200, 3]);
    expect(body.summary).toMatch(/^见到厂长和工会主席\n.*原记“见到厂长”.*\n.*原记“见到经理”/);
    const lines = await api.database.audit.findMany({ where: { action: 'visit_corrected', target: TEAM } });
    const of = lines.filter(({ detail }) => (detail as Json).visit === id);
    expect(of.map(({ detail }) => (detail as Json).reason)).toEqual(['记错了人', '记错了人']);
    expect(new Set(of.map(({ userId }) => userId)).size).toBe(2);
  });

  it('is moved and cancelled, by the team or its supervisors', async () => {
    const { id } = await aVisit();
    await backdate(id, -3);
    const moved = await post('longteng.supervisor', `/visits/${id}/actions/move`, { plannedAt: day(5) });
    expect([moved.status, moved.body.state, moved.body.plannedAt]).toEqual([
      200,
      'planned',
      `${day(5)}T00:00:00.000+08:00`,
    ]);
    const move = (plannedAt: string) => post(ours, `/visits/${id}/actions/move`, { plannedAt });
    expect(refusalOf(await move(day(-1)))).toEqual([422, 'not_in_future']);
    expect(refusalOf(await move('x'))).toEqual([422, 'invalid_input']);
    const cancelled = await post(ours, `/visits/${id}/actions/cancel`);
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    expect(refusalOf(await post(ours, `/visits/${id}/actions/cancel`))).toEqual([409, 'already_concluded']);
    expect(refusalOf(await post(ours, `/visits/${id}/actions/record`, { summary: '去过' }))).toEqual([
      ...[409, 'already_concluded'],
    ]);
    expect(refusalOf(await post('longteng.supervisor', `/visits/${id}/actions/record`, { summary: '去过' }))).toEqual([
      ...[403, 'not_allowed_for_role'],
    ]);
  });

  it('of another team is not there', async () => {
    const { id } = await aVisit();
    for (const user of [others, 'zhihui.collector', 'fuhai.collector']) {
      expect(refusalOf(await get(user, `/visits/${id}`))).toEqual([404, 'not_found']);
      expect(refusalOf(await post(user, `/visits/${id}/actions/record`, { summary: 'x' }))).toEqual([404, 'not_found']);
      const demand = { visit: id, kind: 'help', title: '甲', body: '乙' };
      expect(refusalOf(await post(user, '/demands', demand))).toEqual([404, 'not_found']);
    }
    expect(refusalOf(await get(ours, '/visits/no-id'))).toEqual([404, 'not_found']);
  });
});

describe('a demand filed from a visit', () => {
  const demand = { kind: 'help', title: '厂区门口积水', body: '一下雨就积水' };

  it('takes channel, place and subject from the visit, and stands on its page', async () => {
    const { id } = await aVisit();
    const { status, body } = await post(ours, '/demands', { ...demand, visit: id });
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(body).toMatchObject({
      ...{ channel: '包干队伍', unit: { id: 'longteng' }, collectingUnit: { id: TEAM } },
      subject: { type: 'enterprise', name: '龙腾精密（示例）' },
    });
    const page = (await get(ours, `/visits/${id}`)).body;
    expect(page).toMatchObject({ demands: 1, filed: [{ number: body.number, stage: 'dispatching' }] });
    expect(page.openDemands.map(({ number }: Json) => number)).toContain(body.number);
    expect(page.filed[0].clocks).toMatchObject([{ name: 'dispatch', state: 'running' }]);
    const queue = await get('longteng.dispatcher', '/tasks?queue=dispatch&limit=200');
    expect(queue.body.items.map((task: Json) => task.demand.number)).toContain(body.number);
  });

  it('may say otherwise', async () => {
    const { id } = await aVisit();
    const more = { unit: 'longteng-tower', channel: '电话', subject: { type: 'employee', name: '门卫老李' } };
    const { body } = await post(above, '/demands', { ...demand, visit: id, ...more });
    expect(body).toMatchObject({ ...more, unit: { id: 'longteng-tower' }, collectingUnit: { id: 'longteng' } });
  });

  it('sent twice with one key is one', async () => {
    const { id } = await aVisit();
    const key = aKey();
    const answers = await Promise.all([1, 2].map(() => post(ours, '/demands', { ...demand, visit: id }, key)));
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
  });

  it('needs a visit that was not cancelled; without one it names its place and subject itself', async () => {
    const { id } = await aVisit();
    await post(ours, `/visits/${id}/actions/cancel`);
    expect(refusalOf(await post(ours, '/demands', { ...demand, visit: id }))).toEqual([409, 'already_concluded']);
    const { status, body } = await post(ours, '/demands', demand);
    expect([status, body.errors.map(({ path }: Json) => path)]).toEqual([422, ['/unit', '/subject']]);
    expect(refusalOf(await post(ours, '/demands', { ...demand, visit: 'x' }))).toEqual([422, 'invalid_input']);
    expect(refusalOf(await post('longteng.handler', '/demands', { ...demand, visit: id }))).toEqual([
      ...[403, 'not_allowed_for_role'],
    ]);
  });

  it('that the team may not see does not stand on its pages', async () => {
    const hidden = {
      ...demand,
      title: '街道自己的事',
      unit: 'xixiang',
      subject: { type: 'enterprise', name: enterprise.name },
      channel: '电话',
    };
    const { number } = (await post('xixiang.collector', '/demands', hidden)).body;
    const { id } = await aVisit();
    for (const user of [ours, above]) expect((await get(user, `/visits/${id}`)).text).not.toContain(number);
  });
});
