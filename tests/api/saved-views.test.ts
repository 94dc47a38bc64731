import { randomUUID } from 'node:crypto';
import { MOST_VIEWS } from '../../src/database/saved-views';
import { type Answer, type Json, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());
afterEach(() => api.database.savedView.deleteMany());

const late = {
  name: '本周超时',
  queue: 'overdue',
  search: { kind: 'complaint', sort: 'due', columns: 'number,title' },
};

const post = (user: string, view: object = late) =>
  api.call(user, { method: 'POST', url: '/api/v1/views', payload: view });
const put = (user: string, id: string, view: object) =>
  api.call(user, { method: 'PUT', url: `/api/v1/views/${id}`, payload: view });
const remove = (user: string, id: string) => api.call(user, { method: 'DELETE', url: `/api/v1/views/${id}` });

async function saved(user: string, view: object = late): Promise<Json> {
  const { status, body } = await post(user, view);
  expect(status).toBe(201);
  return body;
}

async function views(user: string, query = ''): Promise<Json> {
  const { status, body } = await api.call(user, { method: 'GET', url: `/api/v1/views${query}` });
  expect(status).toBe(200);
  return body;
}

const idsOf = async (user: string): Promise<string[]> => (await views(user)).items.map((view: Json) => view.id);
const outcome = ({ status, body }: Answer) => [status, body?.code];

describe('a view of one’s own', () => {
  test('comes back as it was saved, for its owner alone', async () => {
    const view = await saved('zhihui.handler');
    expect(view).toEqual({ ...late, id: expect.any(String), unit: null, own: true });
    expect((await views('zhihui.handler')).items).toEqual([view]);
    for (const user of ['zhihui.handler2', 'zhihui.administrator', 'baoan.supervisor', 'fuhai.handler'])
      expect(await idsOf(user)).toEqual([]);
  });

  test('is changed as a whole and deleted by its owner', async () => {
    const { id } = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    const changed = { name: '督办', queue: 'supervised', search: {} };
    expect((await put('zhihui.handler', id, changed)).body).toEqual({ ...changed, id, unit: null, own: true });
    expect((await views('zhihui.handler')).items).toEqual([{ ...changed, id, unit: null, own: true }]);
    expect(outcome(await remove('zhihui.handler', id))).toEqual([204, undefined]);
    expect(await idsOf('zhihui.handler')).toEqual([]);
    expect(outcome(await remove('zhihui.handler', id))).toEqual([404, 'not_found']);
    expect(outcome(await put('zhihui.handler', id, changed))).toEqual([404, 'not_found']);
  });

  test('leads to the list of all demands as well', async () => {
    expect(await saved('zhihui.handler', { ...late, queue: 'demands' })).toMatchObject({ queue: 'demands' });
  });
});

describe('a shared view', () => {
  test('is seen by everybody with a role in that unit, as somebody else’s, and by nobody of another', async () => {
    const view = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    expect(view.unit).toEqual({ id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' });
    expect((await views('zhihui.dispatcher')).items).toEqual([{ ...view, own: false }]);
    for (const user of ['fuyong.handler', 'skyworth.handler', 'fuhai.supervisor', 'baoan.supervisor'])
      expect(await idsOf(user)).toEqual([]);
  });

  test('is shared only where its owner has a role', async () => {
    for (const unit of ['fuyong', 'skyworth', 'nowhere'])
      expect(outcome(await post('zhihui.handler', { ...late, unit }))).toEqual([403, 'not_allowed_for_role']);
    const { id } = await saved('zhihui.handler');
    expect(outcome(await put('zhihui.handler', id, { ...late, unit: 'fuyong' }))).toEqual([
      403,
      'not_allowed_for_role',
    ]);
    expect((await views('zhihui.handler')).items[0].unit).toBeNull();
  });

  test('is changed by its owner alone', async () => {
    const { id } = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    for (const user of ['zhihui.handler2', 'zhihui.administrator'])
      expect(outcome(await put(user, id, { ...late, name: '别人的' }))).toEqual([403, 'not_allowed_for_role']);
    expect((await views('zhihui.handler')).items[0].name).toBe(late.name);
  });

  test('is deleted by its owner or whoever administers the unit, which is audited', async () => {
    const { id } = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    expect(outcome(await remove('zhihui.supervisor', id))).toEqual([403, 'not_allowed_for_role']);
    expect(outcome(await remove('fuhai.administrator', id))).toEqual([404, 'not_found']);
    expect(outcome(await remove('zhihui.administrator', id))).toEqual([204, undefined]);
    const lines = await api.database.audit.findMany({ where: { action: 'shared_view_deleted' } });
    expect(lines).toMatchObject([
      { userId: 'demo-zhihui.administrator', target: 'zhihui', detail: { name: late.name } },
    ]);
    const above = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    expect(outcome(await remove('baoan.administrator', above.id))).toEqual([204, undefined]);
    const own = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    await remove('zhihui.handler', own.id);
    expect(await api.database.audit.count({ where: { action: 'shared_view_deleted' } })).toBe(2);
  });

  test('that is shared no more is somebody else’s private matter, also for the administrator', async () => {
    const { id } = await saved('zhihui.handler', { ...late, unit: 'zhihui' });
    await put('zhihui.handler', id, late);
    expect(await idsOf('zhihui.dispatcher')).toEqual([]);
    for (const user of ['zhihui.administrator', 'zhihui.dispatcher']) {
      expect(outcome(await remove(user, id))).toEqual([404, 'not_found']);
      expect(outcome(await put(user, id, late))).toEqual([404, 'not_found']);
    }
  });
});

describe('names and numbers', () => {
  test('nobody has two views of one name, and different people may', async () => {
    const { id } = await saved('zhihui.handler');
    expect(outcome(await post('zhihui.handler', { ...late, name: ` ${late.name} ` }))).toEqual([409, 'name_taken']);
    const other = await saved('zhihui.handler', { ...late, name: '另一个' });
    expect(outcome(await put('zhihui.handler', other.id, late))).toEqual([409, 'name_taken']);
    expect((await put('zhihui.handler', id, late)).status).toBe(200);
    await saved('zhihui.handler2');
  });

  test('of one name saved many times at once there is one', async () => {
    for (let round = 1; round <= 6; round += 1) {
      const view = { ...late, name: `第 ${round} 轮` };
      const answers = await Promise.all(Array.from({ length: 10 }, () => post('zhihui.handler', view)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
      expect(await idsOf('zhihui.handler')).toHaveLength(round);
    }
  });

  test(`nobody has more than ${MOST_VIEWS}, and the list shows one’s own first, page by page`, async () => {
    await saved('zhihui.dispatcher', { ...late, unit: 'zhihui' });
    for (let i = 0; i < MOST_VIEWS; i += 1) await saved('zhihui.handler', { ...late, name: `视图 ${i}` });
    expect(outcome(await post('zhihui.handler'))).toEqual([409, 'too_many_views']);
    const { items } = await views('zhihui.handler');
    expect(items.map((view: Json) => view.own)).toEqual([...Array<boolean>(MOST_VIEWS).fill(true), false]);
    expect((await put('zhihui.handler', items[0].id, late)).status).toBe(200);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await views('zhihui.handler', `?limit=20${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((view: Json) => view.id));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(items.map((view: Json) => view.id));
  });
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

test.each([
  ['no name', { ...late, name: ' ' }],
  ['a name too long', { ...late, name: '长'.repeat(51) }],
  ['an unknown queue', { ...late, queue: 'everything' }],
  ['no search', { name: 'x', queue: 'mine' }],
  ['too many parameters', { ...late, search: many(21) }],
  ['a value that is no text', { ...late, search: { kind: 1 } }],
  ['a value too long', { ...late, search: { q: '长'.repeat(201) } }],
  ['a parameter too long', { ...late, search: { ['k'.repeat(41)]: 'v' } }],
  ['a parameter that is no word', { ...late, search: { 'a b': 'v' } }],
  ['an unknown field', { ...late, owner: 'demo-baoan.supervisor' }],
])('%s is refused', async (_, view) => {
  expect(outcome(await post('zhihui.handler', view))).toEqual([422, 'invalid_input']);
  const { id } = await saved('zhihui.handler');
  expect(outcome(await put('zhihui.handler', id, view))).toEqual([422, 'invalid_input']);
});

test('twenty parameters are not too many', async () => {
  expect((await saved('zhihui.handler', { ...late, search: many(20) })).search).toEqual(many(20));
});

test('a view that never was is not found, and what is no id is refused', async () => {
  expect(outcome(await put('zhihui.handler', randomUUID(), late))).toEqual([404, 'not_found']);
  expect(outcome(await remove('zhihui.handler', randomUUID()))).toEqual([404, 'not_found']);
  expect(outcome(await remove('zhihui.handler', 'x'))).toEqual([422, 'invalid_input']);
  const url = '/api/v1/views?cursor=WyJhIl0';
  expect(outcome(await api.call('zhihui.handler', { method: 'GET', url }))).toEqual([422, 'invalid_input']);
});
