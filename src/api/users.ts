import { z } from 'zod';
import { findUsers, putUser, readUser } from '../identity/users';
import { hashPassword, passwordMaxLength, passwordMinLength } from '../identity/passwords';
import { unitsWithRole, type SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { invalidInput, Problem } from './errors';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { text } from './text';
import { roleSchema, unitSchema } from './units';
import type { Database } from '../database/client';
import { unitsUnder } from '../database/units';

const grantSchema = z.object({ role: roleSchema, unit: unitSchema });
/** Colleagues see names; `disabled` and `roles` are for the administrators of a covering unit. */
const userSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    disabled: z.boolean().optional(),
    roles: z.array(grantSchema).optional(),
  })
  .meta({ id: 'User' });
const usersQuerySchema = z.object({ unit: z.string().max(64).optional(), role: roleSchema.optional(), ...pageQuery });
const usernameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, '用户名须为 2 到 64 个字母、数字、点、横线或下划线');
const userChangeSchema = z
  .strictObject({
    name: text(50),
    disabled: z.boolean(),
    roles: z.array(z.strictObject({ role: roleSchema, unit: z.string().max(64) })).max(100),
    password: z
      .string()
      .min(passwordMinLength, `口令不能少于 ${passwordMinLength} 个字符`)
      .max(passwordMaxLength)
      .optional(),
  })
  .meta({ id: 'UserChange' });

export async function userRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/users',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['组织'], summary: '人员', querystring: usersQuerySchema, response: { 200: listOf(userSchema) } },
    },
    async ({ actor, query }) => {
      const { unit, role, limit } = query;
      const administered = await unitsUnder(database, unitsWithRole(actor, 'administrator'));
      const visible = visibleUnits(actor, administered, unit);
      const after = decodeCursor(query.cursor, z.string());
      const users = await findUsers(database, { units: visible, role, after, limit: limit + 1, administered });
      return pageOf(users, limit, (user) => user.username);
    },
  );

  app.put(
    '/users/:username',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['组织'],
        summary: '新增或修改人员',
        params: z.object({ username: usernameSchema }),
        body: userChangeSchema,
        response: { 200: userSchema },
      },
    },
    async ({ actor, params, body }) => {
      if (params.username === actor.username)
        throw new Problem('own_account', '不能修改自己的账号,请由另一位管理员操作。');
      const administered = await requireReach(database, actor, params.username, body.roles);
      const { password, ...change } = body;
      if (password === undefined) await requireKnown(database, params.username);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      await putUser(database, actor.user, { username: params.username, ...change, passwordHash });
      return readUser(database, params.username, administered);
    },
  );
}

async function requireKnown(database: Database, username: string): Promise<void> {
  const known = await database.user.count({ where: { username } });
  if (known === 0) throw invalidInput('/password', '没有这个用户;新增用户须给出初始口令。');
}

/** Units whose people the caller may list: those administered, and the caller's own. */
function visibleUnits(actor: SignedIn, administered: Set<string>, unit: string | undefined): string[] {
  const visible = new Set([...administered, ...actor.units]);
  if (unit === undefined) return [...visible];
  if (visible.has(unit)) return [unit];
  throw new Problem('not_allowed_for_role', '只能查看本单位和所管理单位的人员。');
}

/** An administrator reaches a user only if everything the user has, and shall have, lies under the administrator's units. */
async function requireReach(
  database: Database,
  actor: SignedIn,
  username: string,
  wanted: { unit: string }[],
): Promise<Set<string>> {
  const administered = await unitsUnder(database, unitsWithRole(actor, 'administrator'));
  const present = await database.roleGrant.findMany({ where: { user: { username } }, select: { unitId: true } });
  const units = [...present.map((grant) => grant.unitId), ...wanted.map((grant) => grant.unit)];
  if (units.every((unit) => administered.has(unit))) return administered;
  throw new Problem('not_allowed_for_role', '此人有不归您管理的单位的角色,或您要授予这样的角色,请由上级管理员操作。');
}
