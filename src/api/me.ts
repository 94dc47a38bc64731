import { z } from 'zod';
import { readUnits } from '../database/units';
import type { Api, ApiDependencies } from './app';
import { roleSchema, unitSchema } from './units';

const meSchema = z
  .object({ username: z.string(), name: z.string(), roles: z.array(z.object({ role: roleSchema, unit: unitSchema })) })
  .meta({ id: 'Me' });

export async function meRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/me',
    { config: { access: 'signed-in' }, schema: { tags: ['登录'], summary: '我是谁', response: { 200: meSchema } } },
    async ({ actor }) => {
      const units = await readUnits(database, actor.units);
      const roles = actor.grants.map(({ role, unit }) => ({ role, unit: units.get(unit)! }));
      return { username: actor.username, name: actor.name, roles };
    },
  );
}
