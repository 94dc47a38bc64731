import { z } from 'zod';
import type { Database } from '../database/client';
import { readUnits } from '../database/units';
import { readSeats } from '../database/seats';
import { actsFor } from '../domain/acting';
import type { Grant, SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { beijing, timeSchema } from './demands/view';
import { roleSchema, unitSchema } from './units';

export const meSchema = z
  .object({
    username: z.string(),
    name: z.string(),
    roles: z.array(z.object({ role: roleSchema, unit: unitSchema })),
    standsInFor: z
      .array(
        z.object({
          username: z.string(),
          name: z.string(),
          until: timeSchema,
          roles: z.array(z.object({ role: roleSchema, unit: unitSchema })),
        }),
      )
      .optional()
      .meta({ description: '正在代谁办理：休假的人、到何时、以其哪些角色' }),
    viewedBy: z
      .object({ username: z.string(), name: z.string() })
      .optional()
      .meta({ description: '管理员正以此人身份只读查看' }),
  })
  .meta({ id: 'Me' });

export async function meRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/me',
    { config: { access: 'signed-in' }, schema: { tags: ['登录'], summary: '我是谁', response: { 200: meSchema } } },
    async ({ actor }) => {
      const { username, name, grants, viewedBy } = actor;
      const roles = await namedRoles(database, grants);
      return { username, name, roles, viewedBy, ...(await standingIn(database, actor)) };
    },
  );
}

async function standingIn(
  database: Database,
  { acting }: SignedIn,
): Promise<Pick<z.output<typeof meSchema>, 'standsInFor'>> {
  const absent = actsFor(acting);
  if (absent.length === 0) return {};
  const seats = await readSeats(database);
  const shown = absent.map(async (user) => {
    const person = seats.personOf(user) ?? { username: user, name: user };
    const until = seats.awayAt(user, Date.now())?.until ?? Date.now();
    const held = acting.filter((grant) => grant.for === user && grant.from === undefined);
    return { ...person, until: beijing(until), roles: await namedRoles(database, held) };
  });
  return { standsInFor: await Promise.all(shown) };
}

export async function namedRoles(database: Database, grants: Grant[]): Promise<z.output<typeof meSchema>['roles']> {
  const units = await readUnits(
    database,
    grants.map(({ unit }) => unit),
  );
  return grants.map(({ role, unit }) => ({ role, unit: units.get(unit)! }));
}
