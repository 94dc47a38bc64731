import { type Json, testApp, type TestApp } from '../support/app';

const contact = { name: '王小明', phone: '13800009999' };

let api: TestApp;
let demand: Json;
beforeAll(async () => {
  api = await testApp();
  const payload = {
    ...{ kind: 'help', title: '门口施工占道', body: '出不去', unit: 'zhihui', channel: 'counter', contact },
    subject: { type: 'enterprise', name: '某企业' },
  };
  demand = (await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload })).body;
});
afterAll(() => api.close());

const reveal = (username: string, payload: object = { reason: '首次联系' }, number: string = demand.number) =>
  api.call(username, { method: 'POST', url: `/api/v1/demands/${number}/reveal-contact`, payload });
const auditLines = () => api.database.audit.findMany({ where: { action: 'contact_revealed' } });

describe("a reporter's contact", () => {
  test('is masked wherever the demand is shown', async () => {
    for (const url of ['', '/events', '/clocks', '/actions'].map((part) => `/api/v1/demands/${demand.number}${part}`)) {
      const { text } = await api.call('zhihui.handler', { method: 'GET', url });
      for (const secret of [contact.name, contact.phone]) expect(text).not.toContain(secret);
    }
    const list = await api.call('zhihui.handler', { method: 'GET', url: '/api/v1/demands' });
    expect(list.body.items[0].contact).toEqual({ name: '王**', phone: '138****9999' });
  });

  test('stands nowhere in the database in plain', async () => {
    const tables = await api.database.$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    for (const { name } of tables) {
      const rows = await api.database.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`);
      const whole = rows.map(({ row }) => row).join('\n');
      for (const secret of [contact.name, contact.phone, Buffer.from(contact.phone).toString('hex')]) {
        expect({ table: name, leaks: whole.includes(secret) }).toEqual({ table: name, leaks: false });
      }
    }
  });

  test('is shown in full for a reason, and one audit line keeps who, what and why', async () => {
    const before = (await auditLines()).length;
    const answer = await reveal('zhihui.handler');
    expect(answer.body).toEqual(contact);
    const lines = (await auditLines()).slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      userId: 'demo-zhihui.handler',
      detail: { reason: '首次联系', number: demand.number },
    });
    expect(JSON.stringify(lines[0]!.detail)).not.toContain(contact.phone);
  });

  test.each([
    ['without a reason', 'zhihui.handler', {}, 'invalid_input'],
    ['for an empty reason', 'zhihui.handler', { reason: ' ' }, 'invalid_input'],
    ['to an auditor', 'zhihui.auditor', { reason: '看看' }, 'not_allowed_for_role'],
    ['to an administrator', 'fuyong.administrator', { reason: '看看' }, 'not_allowed_for_role'],
    ['to another street', 'fuhai.supervisor', { reason: '看看' }, 'not_found'],
  ])('is not shown %s, and nothing is noted', async (_why, username, payload, code) => {
    const before = (await auditLines()).length;
    const answer = await reveal(username, payload);
    expect(answer.body.code).toBe(code);
    expect(answer.text).not.toContain(contact.phone);
    expect(await auditLines()).toHaveLength(before);
  });

  test('is not shown to somebody who sees the demand in one role and calls people in another unit', async () => {
    await api.database.roleGrant.create({ data: { userId: 'demo-zhihui.auditor', role: 'handler', unitId: 'fuhai' } });
    expect((await reveal('zhihui.auditor')).body.code).toBe('not_allowed_for_role');
  });
});
