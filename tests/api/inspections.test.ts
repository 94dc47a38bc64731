import { type Answer, type Json, testApp, type TestApp } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import { png } from '../support/sample-files';
import { temporalAddress } from '../support/services';
import { aKey } from '../support/travel';

let api: TestApp;
beforeAll(async () => {
  // The engine answers, but nobody works there: what is filed stays where filing left it.
  api = await testApp({ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: `test-${aKey()}` });
});
afterAll(() => api.close());

const BUILDING = 'longteng-tower';
const inspector = `${BUILDING}.collector`;
const above = 'longteng.collector';

const get = (user: string, url: string) => api.call(user, { method: 'GET', url: `/api/v1${url}` });
const post = (user: string, url: string, payload: object = {}, key?: string) =>
  api.call(user, { method: 'POST', url: `/api/v1${url}`, payload, headers: key ? { 'idempotency-key': key } : {} });
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const open = (more: object = {}, user = above, key?: string) =>
  post(
    user,
    '/inspections',
    { building: BUILDING, name: '三月排查', plannedAt: '2026-03-10T09:00:00+08:00', ...more },
    key,
  );
const aRound = async (more: object = {}): Promise<Json> => (await open(more)).body;
const red = { category: '欠薪维权', risk: 'red', place: '12 层', description: '装修公司拖欠工资两个月' };
const amber = {
  category: '安全生产',
  risk: 'amber',
  place: '地下车库',
  description: '灭火器过期',
  followUp: '三日内更换',
};
const green = { category: '理财投资', risk: 'green' };
const find = (round: string, finding: object, user = inspector, key?: string) =>
  post(user, `/inspections/${round}/findings`, finding, key);

describe('a round', () => {
  it('is opened for a building by collectors there or above, and listed the newest first', async () => {
    const { status, body, headers } = await open();
    expect([status, headers.location]).toEqual([201, `/api/v1/inspections/${body.id}`]);
    expect(body).toMatchObject({
      ...{ building: { id: BUILDING, kind: 'building' }, name: '三月排查', createdBy: { username: above } },
      ...{ finishedAt: null, counts: { green: 0, amber: 0, red: 0 }, findings: [] },
    });
    for (const user of [inspector, 'xixiang.collector', 'baoan.collector'])
      expect((await open({}, user)).status).toBe(201);
    const later = await aRound({ plannedAt: '2026-04-01' });
    const list = async (query: string, user = inspector): Promise<string[]> =>
      (await get(user, `/inspections?limit=200&${query}`)).body.items.map(({ id }: Json) => id);
    expect((await list(''))[0]).toBe(later.id);
    expect(await list('from=2026-04-01&to=2026-04-01')).toEqual([later.id]);
    expect(await list('unit=xixiang', 'baoan.auditor')).toContain(body.id);
    expect(await list('unit=fuyong', 'baoan.auditor')).toEqual([]);
    await post(above, `/inspections/${later.id}/actions/finish`);
    expect(await list('open=true')).not.toContain(later.id);
    expect(await list('open=false')).toEqual([later.id]);
    const page = (await get(inspector, '/inspections?limit=2')).body;
    const rest = (await get(inspector, `/inspections?limit=200&cursor=${page.nextCursor}`)).body;
    expect([...page.items, ...rest.items].map(({ id }: Json) => id)).toEqual(await list(''));
  });

  it('is not opened for what is no building, nor by others', async () => {
    for (const wrong of [{ building: 'longteng' }, { building: 'nowhere' }, { name: '' }, { plannedAt: 'x' }, { x: 1 }])
      expect(refusalOf(await open(wrong))).toEqual([422, 'invalid_input']);
    for (const user of ['fuhai.collector', 'longteng-team-01.collector', 'zhihui.collector'])
      expect(refusalOf(await open({}, user))).toEqual([403, 'unit_out_of_reach']);
    for (const user of ['longteng-tower.handler', 'longteng.supervisor', 'baoan.administrator'])
      expect(refusalOf(await open({}, user))).toEqual([403, 'not_allowed_for_role']);
    for (const wrong of ['open=maybe', 'from=x', 'cursor=x'])
      expect(refusalOf(await get(above, `/inspections?${wrong}`))).toEqual([422, 'invalid_input']);
  });

  it('of another unit is not there', async () => {
    const { id } = await aRound();
    for (const user of ['fuhai.collector', 'longteng-team-01.collector']) {
      expect(refusalOf(await get(user, `/inspections/${id}`))).toEqual([404, 'not_found']);
      expect(refusalOf(await find(id, red, user))).toEqual([404, 'not_found']);
      expect(refusalOf(await post(user, `/inspections/${id}/actions/finish`))).toEqual([404, 'not_found']);
      expect((await get(user, '/inspections?limit=200')).body.items).toEqual([]);
    }
    expect(refusalOf(await get(above, '/inspections/no-id'))).toEqual([404, 'not_found']);
  });

  it('opened twice with one key is one', async () => {
    const key = aKey();
    const answers = await Promise.all([1, 2].map(() => open({}, above, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('is finished once, and takes no finding afterwards', async () => {
    const { id } = await aRound();
    const race = await Promise.all([1, 2, 3].map(() => post(inspector, `/inspections/${id}/actions/finish`)));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await get(above, `/inspections/${id}`)).body.finishedBy.username).toBe(inspector);
    const demands = await api.database.demand.count();
    for (const finding of [red, amber, green])
      expect(refusalOf(await find(id, finding))).toEqual([409, 'already_concluded']);
    // The refusal came inside the transaction of the demand: nothing of it stayed.
    expect(await api.database.demand.count()).toBe(demands);
  });
});

describe('a red finding', () => {
  it('is an urgent demand at once, red, before the committee of its place', async () => {
    const { id } = await aRound({ name: '节前排查' });
    const contact = { name: '欧阳测', phone: '13800009999' };
    const { status, body } = await find(id, { ...red, contact, subject: { type: 'employee', name: '装修工九人' } });
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(body.demand).toMatchObject({ stage: 'dispatching', urgency: 'urgent', risk: 'red', level: 'C' });
    expect(body.demand.clocks).toMatchObject([{ name: 'dispatch', state: 'running' }]);
    const demand = (await get(inspector, `/demands/${body.demand.number}`)).body;
    expect(demand).toMatchObject({
      ...{ category: '欠薪维权', channel: '楼宇薪火小站', unit: { id: BUILDING }, collectingUnit: { id: BUILDING } },
      ...{ subject: { type: 'employee', name: '装修工九人' }, contact: { phone: expect.stringContaining('*') } },
    });
    expect(demand.body).toContain('节前排查');
    const queue = await get('longteng.dispatcher', '/tasks?queue=dispatch&limit=200');
    const task = queue.body.items.find((each: Json) => each.demand.number === body.demand.number);
    expect(task.demand).toMatchObject({ urgency: 'urgent', risk: 'red' });
    expect((await get(above, `/inspections/${id}`)).body).toMatchObject({
      ...{ counts: { red: 1 }, findings: [{ id: body.id, demand: { number: body.demand.number } }] },
    });
    const origin = await api.database.demandOrigin.findFirst({ where: { findingId: body.id } });
    const row = await api.database.demand.findUniqueOrThrow({ where: { number: body.demand.number } });
    expect(origin?.demandId).toBe(row.id);
  });

  it('and its demand are kept together or not at all', async () => {
    const { id } = await aRound();
    const count = async () => [await api.database.demand.count(), await api.database.finding.count()];
    const before = await count();
    // The demand is refused: somebody else's attachment.
    expect(refusalOf(await find(id, { ...red, attachments: [aKey()] }))).toEqual([422, 'invalid_input']);
    expect(await count()).toEqual(before);
    const row = await api.database.finding.findFirst({ where: { risk: 'red' } });
    expect(row?.demandId).not.toBeNull();
  });

  it('carries its pictures', async () => {
    const upload = await multipartForm([{ name: '现场.png', content: png }]);
    const picture = (await api.call(inspector, { method: 'POST', url: '/api/v1/attachments', ...upload })).body;
    const { id } = await aRound();
    // No rule knows these words: the colour alone makes it urgent.
    const words = { category: '理财投资', description: '有人在大堂拉客户听讲座' };
    const { body } = await find(id, { ...red, ...words, attachments: [picture.id] });
    const seen = await api.call('longteng.dispatcher', { method: 'GET', url: `/api/v1/attachments/${picture.id}` });
    expect([body.demand.risk, body.demand.urgency, seen.status]).toEqual(['red', 'urgent', 200]);
  });

  it('sent twice with one key is one finding and one demand', async () => {
    const { id } = await aRound();
    const key = aKey();
    const answers = await Promise.all([1, 2].map(() => find(id, red, inspector, key)));
    expect(new Set(answers.map(({ body }) => `${body.id} ${body.demand.number}`)).size).toBe(1);
    expect((await get(above, `/inspections/${id}`)).body.findings).toHaveLength(1);
    expect(refusalOf(await find(id, amber, inspector, key))).toEqual([422, 'idempotency_conflict']);
    await post(above, `/inspections/${id}/actions/finish`);
    expect((await find(id, red, inspector, key)).body.id).toBe(answers[0]!.body.id);
  });
});

describe('other findings', () => {
  it('of several people at once are all kept, and counted by risk', async () => {
    const { id } = await aRound();
    const found = await Promise.all([
      ...[amber, amber, green, green, green].map((each) => find(id, each)),
      find(id, red, above),
      find(id, red, 'xixiang.collector'),
    ]);
    expect(found.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 201));
    const { counts, findings } = (await get(inspector, `/inspections/${id}`)).body;
    expect([counts, findings.length]).toEqual([{ green: 3, amber: 2, red: 2 }, 7]);
    expect(new Set(findings.map((each: Json) => each.demand?.number).filter(Boolean)).size).toBe(2);
  });

  it('say what is missing, field by field', async () => {
    const { id } = await aRound();
    const pathsOf = async (finding: object) => {
      const { status, body } = await find(id, finding);
      return [status, body.code, ...body.errors.map(({ path }: Json) => path)];
    };
    expect(await pathsOf({ ...red, place: '', description: '' })).toEqual([
      ...[422, 'invalid_input', '/place', '/description'],
    ]);
    expect(await pathsOf({ ...amber, followUp: '' })).toEqual([422, 'invalid_input', '/followUp']);
    expect(await pathsOf({ ...green, file: true })).toEqual([422, 'invalid_input', '/file']);
    expect(await pathsOf({ ...amber, attachments: [aKey()] })).toEqual([422, 'invalid_input', '/attachments']);
    for (const wrong of [{ category: '别的' }, { risk: 'black' }, { place: '长'.repeat(101) }, { x: 1 }])
      expect(refusalOf(await find(id, { ...red, ...wrong }))).toEqual([422, 'invalid_input']);
    for (const user of ['longteng.supervisor', 'longteng-tower.handler'])
      expect(refusalOf(await find(id, red, user))).toEqual([403, 'not_allowed_for_role']);
  });

  it('in amber stay a record with their follow-up, and become a demand when asked to, once', async () => {
    const { id } = await aRound();
    const kept = (await find(id, amber)).body;
    expect(kept).toMatchObject({ description: '灭火器过期\n跟进：三日内更换', demand: null });
    await post(above, `/inspections/${id}/actions/finish`);
    const key = aKey();
    const race = await Promise.all([
      post(inspector, `/findings/${kept.id}/actions/file`, {}, key),
      post(above, `/findings/${kept.id}/actions/file`),
    ]);
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
    const page = (await get(above, `/inspections/${id}`)).body;
    const [{ demand }] = page.findings;
    expect(demand).toMatchObject({ risk: 'amber', urgency: 'normal', stage: 'dispatching' });
    expect(await api.database.demandOrigin.count({ where: { findingId: kept.id } })).toBe(1);
    const again = await post(above, `/findings/${kept.id}/actions/file`);
    expect([...refusalOf(again), again.body.title]).toEqual([409, 'already_concluded', '已经结束']);
  });

  it('in amber may be filed at once, and in green never', async () => {
    const { id } = await aRound();
    const { body } = await find(id, { ...amber, followUp: '', file: true });
    expect(body.demand).toMatchObject({ risk: 'amber' });
    const plain = (await find(id, green)).body;
    expect(refusalOf(await post(above, `/findings/${plain.id}/actions/file`))).toEqual([409, 'not_allowed_in_stage']);
    for (const user of ['fuhai.collector', 'longteng-team-01.collector'])
      expect(refusalOf(await post(user, `/findings/${plain.id}/actions/file`))).toEqual([404, 'not_found']);
    expect(refusalOf(await post(above, '/findings/no-id/actions/file'))).toEqual([404, 'not_found']);
  });

  it('are corrected with a reason while the round goes on, and say what they were', async () => {
    const { id } = (await open()).body;
    const { body } = await find(id, amber);
    const correct = (more: object = {}, user = inspector) =>
      post(user, `/findings/${body.id}/actions/correct`, {
        category: '装修工程',
        risk: 'green',
        reason: '点错了格',
        ...more,
      });
    expect(refusalOf(await correct({ risk: 'red', place: '12 层', description: '欠薪' }))).toEqual([
      409,
      'not_allowed_in_stage',
    ]);
    expect(refusalOf(await correct({ risk: 'amber' }))).toEqual([422, 'invalid_input']);
    const corrected = await correct();
    expect(corrected.body).toMatchObject({
      ...{ category: '装修工程', risk: 'green' },
      description: `更正：原记为“${amber.category}”黄色，点错了格`,
    });
    await post(inspector, `/inspections/${id}/actions/finish`);
    expect(refusalOf(await correct())).toEqual([409, 'already_concluded']);
    const filed = await find((await open()).body.id, red);
    const later = await post(inspector, `/findings/${filed.body.id}/actions/correct`, {
      ...{ category: '装修工程', risk: 'green', reason: '点错了格' },
    });
    expect([...refusalOf(later), later.body.detail]).toEqual([
      ...[409, 'already_concluded', expect.stringContaining('请撤回那件诉求')],
    ]);
  });

  it('leave one line each in the audit', async () => {
    const lines = await api.database.audit.findMany({ where: { target: BUILDING } });
    const count = (action: string) => lines.filter((line) => line.action === action).length;
    expect(count('finding_recorded')).toBe(await api.database.finding.count());
    expect(count('inspection_created')).toBe(await api.database.inspection.count());
    expect(count('finding_filed')).toBe(1);
  });
});

describe('a building', () => {
  it('shows the gravest risk of each category in the newest round that looked at it, and its last rounds', async () => {
    await api.database.finding.deleteMany();
    await api.database.inspection.deleteMany();
    const [old, fresh] = [await aRound({ plannedAt: '2026-05-01' }), await aRound({ plannedAt: '2026-06-01' })];
    await find(old.id, { ...amber, category: '装修工程' });
    await find(old.id, { ...red, category: '安全生产' });
    await find(fresh.id, { ...green, category: '安全生产' });
    await find(fresh.id, { ...amber, category: '安全生产' });
    const board = (await get(inspector, '/buildings')).body.items;
    expect(board).toHaveLength(1);
    expect(board[0]).toMatchObject({ unit: { id: BUILDING }, openRounds: 2, openDemands: 1 });
    expect(board[0].risks.map((each: Json) => [each.category, each.risk, each.inspection]).sort()).toEqual([
      ['安全生产', 'amber', fresh.id],
      ['装修工程', 'amber', old.id],
    ]);
    // One that was filed by mistake, and taken back, colours nothing.
    const mistaken = (await find(fresh.id, { ...red, category: '劳资纠纷' })).body;
    const { number } = mistaken.demand;
    await api.database.demand.update({ where: { number }, data: { stage: 'withdrawn' } });
    expect((await get(inspector, '/buildings')).body.items[0].risks).toEqual(board[0].risks);
    expect((await get(inspector, `/inspections/${fresh.id}`)).body.counts).toEqual({ green: 1, amber: 1, red: 0 });
    const { rounds, unfollowed } = (await get('longteng.supervisor', `/buildings/${BUILDING}`)).body;
    expect(unfollowed.map((each: Json) => [each.category, each.inspection])).toEqual([
      ['安全生产', fresh.id],
      ['装修工程', old.id],
    ]);
    expect(rounds.map((round: Json) => [round.id, round.risks.length])).toEqual([
      [fresh.id, 1],
      [old.id, 2],
    ]);
    expect(rounds[1].risks).toContainEqual({ category: '安全生产', risk: 'red' });
    expect((await get('baoan.supervisor', '/buildings?unit=fuyong')).body.items).toEqual([]);
    expect((await get('fuhai.supervisor', '/buildings')).body.items).toEqual([]);
    for (const [user, unit] of [
      ['fuhai.supervisor', BUILDING],
      [above, 'longteng'],
    ] as const)
      expect(refusalOf(await get(user, `/buildings/${unit}`))).toEqual([404, 'not_found']);
  });
});
