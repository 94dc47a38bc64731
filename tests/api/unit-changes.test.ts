import { type Answer, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const park = { name: '新桥东园区', kind: 'park', parent: 'fuyong' };
const create = (user: string, payload: object) => api.call(user, { method: 'POST', url: '/api/v1/units', payload });
const change = (user: string, id: string, payload: object) =>
  api.call(user, { method: 'PUT', url: `/api/v1/units/${id}`, payload });
const codeOf = ({ status, body }: Answer) => [status, body.code];
const lines = () => api.database.audit.findMany({ orderBy: { id: 'asc' } });

/** What is asked, and the lines of the audit that it left. */
async function audited(ask: () => Promise<Answer>): Promise<[Answer, [string, string | null, string | null][]]> {
  const before = (await lines()).length;
  const answer = await ask();
  return [answer, (await lines()).slice(before).map(({ action, userId, target }) => [action, userId, target])];
}

describe('a new unit', () => {
  test('stands where an administrator above it puts it, at the level of its place, and is on record once', async () => {
    const [answer, left] = await audited(() => create('fuyong.administrator', { id: 'fuyong-east', ...park }));
    const unit = { id: 'fuyong-east', name: '新桥东园区', kind: 'park', level: 'C', parentId: 'fuyong', closed: false };
    expect([answer.status, answer.body]).toEqual([201, unit]);
    expect(left).toEqual([['unit_created', 'demo-fuyong.administrator', 'fuyong-east']]);
    const tree = await api.call('fuhai.handler', { method: 'GET', url: '/api/v1/units' });
    expect(tree.body.items).toContainEqual(unit);
    const { path } = await api.database.unit.findUniqueOrThrow({ where: { id: 'fuyong-east' } });
    expect(path).toEqual(['baoan', 'fuyong', 'fuyong-east']);
  });

  test('can be worked with at once', async () => {
    const roles = [{ role: 'collector', unit: 'fuyong-east' }];
    const person = { name: '甲', disabled: false, roles, password: 'a long first password' };
    const url = '/api/v1/users/east.collector';
    expect((await api.call('fuyong.administrator', { method: 'PUT', url, payload: person })).status).toBe(200);
    const filing = { kind: 'help', title: '灯不亮', body: '路灯不亮。', unit: 'fuyong-east', channel: '窗口' };
    const payload = { ...filing, subject: { type: 'sole', name: '某支部' } };
    const filed = await api.call('east.collector', { method: 'POST', url: '/api/v1/demands', payload });
    expect(filed.body).toMatchObject({ unit: { id: 'fuyong-east' }, holder: { unit: { name: '新桥东园区' } } });
  });

  test('gets an id of its own when none is given', async () => {
    const [one, two] = [await create('fuyong.administrator', park), await create('fuyong.administrator', park)];
    expect(one.body.id).toMatch(/^park-[0-9a-f]{10}$/);
    expect(two.body.id).not.toBe(one.body.id);
  });

  test.each([
    ['an id with capitals', { ...park, id: 'East' }, '/id'],
    ['an id of one letter', { ...park, id: 'e' }, '/id'],
    ['an id of 41 letters', { ...park, id: 'e'.repeat(41) }, '/id'],
    ['no name', { ...park, name: ' ' }, '/name'],
    ['a name of 51 letters', { ...park, name: '长'.repeat(51) }, '/name'],
    ['an unknown kind', { ...park, kind: 'city' }, '/kind'],
    ['no parent', { ...park, parent: undefined }, '/parent'],
    ['an unknown parent', { ...park, parent: 'nowhere' }, '/parent'],
    ['a level', { ...park, level: 'A' }, ''],
  ])('with %s is refused', async (_what, payload, path) => {
    const [answer, left] = await audited(() => create('fuyong.administrator', payload));
    expect([...codeOf(answer), answer.body.errors?.[0]?.path, left]).toEqual([422, 'invalid_input', path, []]);
  });

  test('with the id of another is refused', async () => {
    const [answer, left] = await audited(() => create('fuyong.administrator', { ...park, id: 'fuhai' }));
    expect([...codeOf(answer), left]).toEqual([409, 'unit_exists', []]);
  });

  test.each([
    ['street', 'fuyong'],
    ['park', 'baoan'],
    ['team', 'fuyong'],
    ['department', 'zhihui'],
    ['building', 'zhihui-property'],
    ['district', 'baoan'],
  ])('%s does not stand under %s', async (kind, parent) => {
    const [answer, left] = await audited(() => create('baoan.administrator', { name: '甲', kind, parent }));
    expect([...codeOf(answer), left]).toEqual([422, 'kind_does_not_fit_parent', []]);
  });
});

describe('reach', () => {
  test.each([
    ['fuhai.administrator', 'a sibling street'],
    ['zhihui.administrator', 'a park below'],
  ])('%s of %s neither adds to a street nor changes it', async (user) => {
    const [added, left] = await audited(() => create(user, park));
    const [changed, more] = await audited(() => change(user, 'fuyong', { name: '甲', closed: false }));
    for (const answer of [added, changed]) expect(codeOf(answer)).toEqual([403, 'not_allowed_for_role']);
    expect([...left, ...more]).toEqual([]);
  });

  test('only administrators change units', async () => {
    for (const role of ['collector', 'dispatcher', 'handler', 'reviewer', 'callback', 'supervisor', 'auditor']) {
      const answers = [await create(`fuyong.${role}`, park), await change(`fuyong.${role}`, 'zhihui', park)];
      for (const answer of answers) expect([role, ...codeOf(answer)]).toEqual([role, 403, 'not_allowed_for_role']);
    }
  });

  test('a unit that does not exist is not found', async () => {
    const answer = await change('baoan.administrator', 'nowhere', { name: '甲', closed: false });
    expect(codeOf(answer)).toEqual([404, 'not_found']);
  });
});

describe('changing a unit', () => {
  const aUnit = async (more: object = {}) => (await create('fuyong.administrator', { ...park, ...more })).body.id;

  test('an administrator renames, closes and reopens it, each on record once', async () => {
    const id = await aUnit();
    const left: string[] = [];
    for (const payload of [
      { name: '改名园区', closed: false },
      { name: '改名园区', closed: false },
      { name: '改名园区', closed: true },
      { name: '再改', closed: false },
    ]) {
      const [answer, added] = await audited(() => change('fuyong.administrator', id, payload));
      expect(answer.body).toMatchObject({ id, ...payload });
      left.push(added.map(([action]) => action).join());
    }
    expect(left).toEqual(['unit_renamed', '', 'unit_closed', 'unit_reopened']);
    const last = (await lines()).at(-1)!;
    const detail = { before: { name: '改名园区', closed: true }, after: { name: '再改', closed: false } };
    expect(last).toMatchObject({ target: id, detail });
  });

  test('a unit with a demand, work, people or units below is not closed, and the answer counts them', async () => {
    const answer = await change('baoan.administrator', 'fuyong-east', { name: '东', closed: true });
    expect(codeOf(answer)).toEqual([409, 'unit_in_use']);
    expect(answer.body.detail).toBe(
      '该单位及其下级还有 1 件在办诉求、1 项待办、1 名有角色的在用人员。请先办结或转走诉求、处理完待办、调走或停用人员，再关闭。关闭以后再到该单位的工作，由上级“福永街道”承接。',
    );
    const above = await change('baoan.administrator', 'fuyong', { name: '福永', closed: true });
    expect(above.body.detail).toMatch(/1 件在办诉求、1 项待办、\d+ 个未关闭的下级单位、\d+ 名有角色的在用人员/);
  });

  test('a callback that is still to be made keeps the unit open that makes it', async () => {
    const id = await aUnit();
    const demand = await api.database.demand.findFirstOrThrow({ where: { unitId: 'fuyong-east' } });
    const at = new Date();
    const job = { id: 'job', demandId: demand.id, kind: 'dissatisfied', round: 1, state: 'scheduled', unitId: id };
    const times = { windowStart: at, windowEnd: at, createdAt: at, attempts: [], version: 1 };
    await api.database.callbackJob.create({ data: { ...job, ...times } });
    const refused = await change('fuyong.administrator', id, { name: '甲', closed: true });
    expect(refused.body.detail).toContain('还有 1 项待办。');
    await api.database.callbackJob.update({ where: { id: 'job' }, data: { result: 'satisfied' } });
    expect((await change('fuyong.administrator', id, { name: '甲', closed: true })).status).toBe(200);
  });

  test('what is over and who can no longer sign in does not keep a unit open', async () => {
    await api.database.demand.updateMany({ where: { unitId: 'fuyong-east' }, data: { stage: 'withdrawn' } });
    await api.database.task.deleteMany({ where: { unitId: 'fuyong-east' } });
    await api.database.user.update({ where: { username: 'east.collector' }, data: { disabledAt: new Date() } });
    expect((await change('fuyong.administrator', 'fuyong-east', { name: '东', closed: true })).status).toBe(200);
  });

  test('nothing is put or opened under a closed unit', async () => {
    const id = await aUnit();
    const team = { name: '服务队', kind: 'team', parent: id };
    const below = (await create('fuyong.administrator', team)).body.id;
    for (const each of [below, id])
      expect((await change('fuyong.administrator', each, { name: '甲', closed: true })).status).toBe(200);
    expect(codeOf(await create('fuyong.administrator', team))).toEqual([409, 'unit_closed']);
    const reopened = await change('fuyong.administrator', below, { name: '甲', closed: false });
    expect(codeOf(reopened)).toEqual([409, 'unit_closed']);
  });

  test('a unit that is closed while another is put under it never ends with an open one below', async () => {
    for (let i = 0; i < 5; i += 1) {
      const id = await aUnit();
      const team = { name: '服务队', kind: 'team', parent: id };
      const [closed, added] = await Promise.all([
        change('fuyong.administrator', id, { name: '甲', closed: true }),
        create('fuyong.administrator', team),
      ]);
      expect([
        [200, 409],
        [409, 201],
      ]).toContainEqual([closed.status, added.status]);
    }
  });

  test.each([{}, { name: '甲' }, { name: '甲', closed: 'yes' }, { name: '甲', closed: false, parent: 'fuhai' }])(
    'a body like %j is refused',
    async (payload) => {
      expect(codeOf(await change('baoan.administrator', 'zhihui', payload))).toEqual([422, 'invalid_input']);
    },
  );
});
