import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase, type Database, type Prisma } from '../src/database/client';
import { demoPassword, demoUserId } from '../src/demo/accounts';
import { defaultPolicy } from '../src/domain/policy';
import { defaultRules } from '../src/domain/default-rules';
import { ROLE_LABELS, type Level, type Role, type UnitKind } from '../src/domain/vocabulary';
import { hashPassword } from '../src/identity/passwords';
import { seedCalendarYears } from './calendar-seed';
import { seedCollection } from './collection-seed';
import { seedReplies } from './reply-seed';
import { seedEnterprises } from './demo-enterprises';
import { demoDuties } from './demo-duties';
import { seedPeople as people, type SeedUnit, seedUnits } from './demo-organisation';

export { demoPassword, seedEnterprises };

export type DemoAccount = {
  username: string;
  password: string;
  unit: { id: string; name: string; kind: UnitKind; level: Level };
  level: Level;
  roles: Role[];
  /** The roles in Chinese, for people. */
  roleLabels: string[];
};

/** Units, the first policy, the published calendars, channels and forms. Adds what is missing and changes nothing that is there. */
export async function seedOrganisation(database: Database): Promise<void> {
  const paths = pathsOf(seedUnits);
  const units = seedUnits.map(({ parent, ...unit }) => ({ ...unit, parentId: parent, path: paths.get(unit.id)! }));
  await database.unit.createMany({ data: units, skipDuplicates: true });
  const { version } = defaultPolicy;
  const policy = { version, data: json(defaultPolicy), note: '示例：出厂默认值，尚未经主管部门确认' };
  await database.policy.createMany({ data: policy, skipDuplicates: true });
  const rules = { version: 1, data: json(defaultRules), note: '示例：出厂默认规则' };
  await database.ruleSet.createMany({ data: rules, skipDuplicates: true });
  const duties = demoDuties.map((duty) => ({ id: randomUUID(), ...duty }));
  await database.dutyItem.createMany({ data: duties, skipDuplicates: true });
  const calendars = seedCalendarYears().map(({ year, version, source, days }) => ({
    year,
    version,
    source,
    data: days,
  }));
  await database.calendarYear.createMany({ data: calendars, skipDuplicates: true });
  await seedCollection(database, 'baoan');
  await seedReplies(database, 'baoan');
}

/** The demo accounts. All share one password and one hash, because a hash takes longer than all the rest. */
export async function seedPeople(database: Database): Promise<DemoAccount[]> {
  const present = await database.user.count({ where: { username: { in: people.map((person) => person.username) } } });
  if (present < people.length) {
    const passwordHash = await hashPassword(demoPassword);
    const users = people.map(({ username, name }) => ({ id: demoUserId(username), username, name, passwordHash }));
    await database.user.createMany({ data: users, skipDuplicates: true });
    const grants = people.map(({ username, unit, role }) => ({ userId: demoUserId(username), unitId: unit, role }));
    await database.roleGrant.createMany({ data: grants, skipDuplicates: true });
  }
  return people.map(({ username, unit, role }) => demoAccount(username, unit, role));
}

/** The first administrator of a service without demo accounts; does nothing when there is any user. */
export async function seedAdministrator(database: Database, password: string): Promise<void> {
  if ((await database.user.count()) > 0) return;
  const grants = { create: { role: 'administrator', unitId: 'baoan' } };
  const passwordHash = await hashPassword(password);
  await database.user.create({
    data: { id: 'first-administrator', username: 'admin', name: '管理员', passwordHash, grants },
  });
}

function demoAccount(username: string, unitId: string, role: Role): DemoAccount {
  const { id, name, kind, level } = seedUnits.find((unit) => unit.id === unitId)!;
  return {
    username,
    password: demoPassword,
    unit: { id, name, kind, level },
    level,
    roles: [role],
    roleLabels: [ROLE_LABELS[role]],
  };
}

function pathsOf(units: SeedUnit[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { id, parent } of units) paths.set(id, [...(parent === null ? [] : paths.get(parent)!), id]);
  return paths;
}

function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  if (!env.DATABASE_URL) throw new Error('没有设置 DATABASE_URL');
  const database = createDatabase({ url: env.DATABASE_URL, poolSize: 2 });
  try {
    await seedOrganisation(database);
    if (env.ADMIN_PASSWORD) await seedAdministrator(database, env.ADMIN_PASSWORD);
    if (env.DEMO !== '1') return;
    const folder = path.resolve(env.DATA_DIR || '.data');
    await mkdir(folder, { recursive: true });
    const accounts = JSON.stringify(await seedPeople(database), null, 2);
    await seedEnterprises(database);
    await writeFile(path.join(folder, 'demo-accounts.json'), `${accounts}\n`, { mode: 0o600 });
  } finally {
    await database.$disconnect();
  }
}

if (require.main === module) {
  main(process.env).catch((error: Error) => {
    console.error(`写入初始数据失败：${error.message}`);
    process.exitCode = 1;
  });
}
