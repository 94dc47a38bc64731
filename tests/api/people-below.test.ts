import { testApp, type Answer, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const people = (username: string, query: string): Promise<Answer> =>
  api.call(username, { method: 'GET', url: `/api/v1/users?${query}` });
const names = ({ body }: Answer): string[] => body.items.map((item: { username: string }) => item.username);

describe('whom one may hand a case to', () => {
  test.each([
    ['fuyong.supervisor', 'zhihui', ['zhihui.handler', 'zhihui.handler2']],
    ['baoan.supervisor', 'zhihui', ['zhihui.handler', 'zhihui.handler2']],
    ['fuyong.dispatcher', 'fuyong-economy', ['fuyong-economy.handler']],
    ['zhihui.dispatcher', 'zhihui-property', ['zhihui-property.handler']],
  ])('%s sees the handlers of %s, below, by name only', async (user, unit, handlers) => {
    const answer = await people(user, `unit=${unit}&role=handler`);
    expect(names(answer)).toEqual(handlers);
    for (const item of answer.body.items) expect(Object.keys(item).sort()).toEqual(['id', 'name', 'username']);
  });

  test('without a unit all handlers from their own down are listed, and nobody beside', async () => {
    const units = new Set(
      names(await people('fuyong.supervisor', 'role=handler&limit=200')).map((n) => n.split('.')[0]),
    );
    expect([...units].sort()).toEqual([
      ...['fuyong', 'fuyong-construction', 'fuyong-economy', 'fuyong-governance'],
      ...['zhihui', 'zhihui-mediation', 'zhihui-property'],
    ]);
  });

  test('nobody is listed who can no longer sign in, even when asked for', async () => {
    const where = { username: 'zhihui-mediation.handler' };
    await api.database.user.update({ where, data: { disabledAt: new Date() } });
    for (const more of ['', '&includeDisabled=true'])
      expect(names(await people('fuyong.supervisor', `unit=zhihui-mediation&role=handler${more}`))).toEqual([]);
    await api.database.user.update({ where, data: { disabledAt: null } });
  });

  test.each([
    ['a supervisor asks for everybody of a unit below', 'fuyong.supervisor', 'unit=zhihui'],
    ['a supervisor asks for the auditors below', 'fuyong.supervisor', 'unit=zhihui&role=auditor'],
    ['a supervisor asks for the handlers of another street', 'fuyong.supervisor', 'unit=fuhai&role=handler'],
    ['a supervisor asks for the handlers above', 'fuyong.supervisor', 'unit=baoan&role=handler'],
    ['a dispatcher asks for the handlers of another street', 'fuyong.dispatcher', 'unit=fuhai&role=handler'],
    ['a handler asks for the handlers below', 'fuyong.handler', 'unit=zhihui&role=handler'],
    ['an auditor asks for the handlers below', 'fuyong.auditor', 'unit=zhihui&role=handler'],
  ])('it is refused when %s', async (_what, user, query) => {
    const answer = await people(user, query);
    expect([answer.status, answer.body.code]).toEqual([403, 'not_allowed_for_role']);
    expect(answer.body.detail).toMatch(/role=handler/);
  });

  test('the other roles of somebody below stay unknown', async () => {
    await api.database.roleGrant.create({
      data: { userId: 'demo-zhihui.handler', role: 'auditor', unitId: 'fuhai' },
    });
    const { text } = await people('fuyong.supervisor', 'unit=zhihui&role=handler');
    for (const secret of ['fuhai', 'auditor', 'roles', 'disabled']) expect(text).not.toContain(secret);
  });
});
