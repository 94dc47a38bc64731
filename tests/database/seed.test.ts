import { type DemoAccount, seedAdministrator, seedOrganisation, seedPeople } from '../../prisma/seed';
import { createDatabase, type Database } from '../../src/database/client';
import { LEVELS, ROLES } from '../../src/domain/vocabulary';
import { verifyPassword } from '../../src/identity/passwords';
import { PATIENT } from '../support/app';
import { type FreshDatabase, freshDatabase } from '../support/services';

let fresh: FreshDatabase;
let database: Database;
let accounts: DemoAccount[];

beforeAll(async () => {
  fresh = await freshDatabase();
  database = createDatabase({ url: fresh.url, poolSize: 2, ...PATIENT });
  await seedOrganisation(database);
});
afterAll(async () => {
  await database.$disconnect();
  await fresh.drop();
});

describe('the first data', () => {
  test('without the demo there is one administrator, with a password from outside, and no second time', async () => {
    await seedAdministrator(database, 'first long password');
    await seedAdministrator(database, 'another password');
    const users = await database.user.findMany({ include: { grants: true } });
    expect(users).toHaveLength(1);
    expect(users[0]!.grants).toMatchObject([{ role: 'administrator', unitId: 'baoan' }]);
    expect(await verifyPassword(users[0]!.passwordHash, 'first long password')).toBe(true);
  });

  test('every unit knows its way up to the district', async () => {
    const units = await database.unit.findMany();
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    for (const unit of units) {
      const above = unit.parentId === null ? [] : byId.get(unit.parentId)!.path;
      expect(unit.path).toEqual([...above, unit.id]);
    }
    expect(units.filter((unit) => unit.parentId === null).map((unit) => unit.id)).toEqual(['baoan']);
  });

  test('the demo has an account for every role at every level, all in one unit of that level', async () => {
    accounts = await seedPeople(database);
    for (const level of LEVELS) {
      const units = new Set(accounts.filter((account) => account.level === level).map((account) => account.unit.id));
      const complete = [...units].filter((unit) =>
        ROLES.every((role) => accounts.some((each) => each.unit.id === unit && each.roles.includes(role))),
      );
      expect({ level, units: complete }).toEqual({ level, units: expect.arrayContaining([expect.any(String)]) });
    }
    const user = await database.user.findUniqueOrThrow({ where: { username: accounts[0]!.username } });
    expect(await verifyPassword(user.passwordHash, accounts[0]!.password)).toBe(true);
  });

  test('sowing twice changes nothing', async () => {
    const counts = async () =>
      Promise.all([
        database.unit.count(),
        database.user.count(),
        database.roleGrant.count(),
        database.policy.count(),
        database.calendarYear.count(),
      ]);
    const before = await counts();
    await seedOrganisation(database);
    expect(await seedPeople(database)).toEqual(accounts);
    expect(await counts()).toEqual(before);
  });
});
