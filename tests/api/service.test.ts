import { demoPassword, testApp, type TestApp } from '../support/app';
import { hashPassword } from '../../src/identity/passwords';

let api: TestApp;
let sober: TestApp;
beforeAll(async () => {
  api = await testApp({ PUBLIC_URL: 'https://zhitongche.example' });
  // With the accounts in the database, which a real service does not have.
  sober = await testApp({ DEMO: '0' });
});
afterAll(async () => {
  await api.close();
  await sober.close();
});

const accounts = async () => (await api.call(null, { method: 'GET', url: '/api/v1/demo/accounts' })).body.items;
const names = async (): Promise<string[]> => (await accounts()).map((each: { username: string }) => each.username);

describe('what every page knows without login', () => {
  it('is the name of the service, its address, and whether this is a demo', async () => {
    const at = (app: TestApp) => app.call(null, { method: 'GET', url: '/api/v1/public/service' });
    expect((await at(api)).body).toEqual({ name: '直通车', demo: true, publicUrl: 'https://zhitongche.example' });
    expect((await at(sober)).body).toMatchObject({ name: '直通车', demo: false });
  });
});

describe('the demo accounts', () => {
  it('are offered with what one needs to sign in and to choose, the district first', async () => {
    const items = await accounts();
    expect(items[0]).toMatchObject({
      ...{ username: 'baoan.collector', password: demoPassword, role: 'collector' },
      unit: { id: 'baoan', name: '宝安区', kind: 'district', level: 'A' },
    });
    expect(Object.keys(items[0]).sort()).toEqual(['name', 'password', 'role', 'unit', 'username']);
    expect(items.length).toBeGreaterThan(100);
    const { username, password } = items.at(-1);
    const payload = { username, password };
    expect((await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload })).status).toBe(201);
  });

  it('are not offered when one could not sign in by them any more', async () => {
    const { user, roleGrant } = api.database;
    const changed = { passwordHash: await hashPassword('another long password') };
    await user.update({ where: { username: 'fuhai.handler' }, data: { disabledAt: new Date() } });
    await user.update({ where: { username: 'fuhai.reviewer' }, data: changed });
    await roleGrant.deleteMany({ where: { userId: 'demo-fuhai.replier' } });
    const offered = await names();
    for (const gone of ['fuhai.handler', 'fuhai.reviewer', 'fuhai.replier']) expect(offered).not.toContain(gone);
    expect(offered).toContain('fuhai.supervisor');
  });

  it('are no others than those of the demo, even with the same password', async () => {
    const { passwordHash } = await api.database.user.findUniqueOrThrow({ where: { username: 'baoan.handler' } });
    const grants = { create: { role: 'handler', unitId: 'baoan' } };
    await api.database.user.create({
      data: { id: 'someone', username: 'real.person', name: '真人', passwordHash, grants },
    });
    expect(await names()).not.toContain('real.person');
  });

  it('are offered by a demo only: elsewhere the route does not exist', async () => {
    expect(sober.app.routeTable.filter(({ url }) => url.startsWith('/api/v1/demo'))).toEqual([]);
    const answer = await sober.call(null, { method: 'GET', url: '/api/v1/demo/accounts' });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    expect(answer.text).not.toContain(demoPassword);
  });
});
