import { z } from 'zod';
import type { Database } from '../database/client';
import { readUnits } from '../database/units';
import type { Grant } from './actor';
import type { Api, ApiDependencies } from './app';
import { roleSchema, unitSchema } from './units';

export const meSchema = z
  .object({
    username: z.string(),
    name: z.string(),
    roles: z.array(z.object({ role: roleSchema, unit: unitSchema })),
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
    async ({ actor: { username, name, grants, viewedBy } }) => {
      const roles = await namedRoles(database, grants);
      return { username, name, roles, viewedBy };
    },
  );
}

export async function namedRoles(database: Database, grants: Grant[]): Promise<z.output<typeof meSchema>['roles']> {
  const units = await readUnits(
    database,
    grants.map(({ unit }) => unit),
  );
  return grants.map(({ role, unit }) => ({ role, unit: units.get(unit)! }));
}
