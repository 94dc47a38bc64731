import { z } from 'zod';
import { findUsers, hasDouble, putUser, readUser } from '../identity/users';
import { passwordWeakness } from '../identity/password-rules';
import { hashPassword } from '../identity/passwords';
import { forgetSeats, type HeldSeats, readSeats } from '../database/seats';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { invalidInput, Problem } from './errors';
import { awaySchema, awayView } from './demands/view';
import { flag } from './flag';
import { newPasswordSchema } from './password-attempts';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { text } from './text';
import { DEPUTED_ROLES } from '../domain/acting';
import { roleSchema, unitSchema } from './units';
import type { Database } from '../database/client';
import type { Coverage } from '../database/units';

const grantSchema = z.object({ role: roleSchema, unit: unitSchema });
/** Colleagues see names; `disabled` and `roles` are for the administrators of a covering unit. */
export const userSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    disabled: z.boolean().optional(),
    roles: z.array(grantSchema).optional(),
    away: awaySchema.optional().meta({ description: '正在休假' }),
  })
  .meta({ id: 'User' });
const usersQuerySchema = z.object({
  unit: z.string().max(64).optional(),
  role: roleSchema.optional(),
  deputies: flag.optional().meta({ description: '只列可以代办的：有办理类角色的人' }),
  q: text(64, { min: 0 }).optional().meta({ description: '姓名或用户名中的文字' }),
  includeDisabled: flag.optional().meta({ description: '也列出所管理单位中已停用的人员' }),
  ...pageQuery,
});
export const usernameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, '用户名须为 2 到 64 个字母、数字、点、横线或下划线');
const userChangeSchema = z
  .strictObject({
    name: text(50),
    disabled: z.boolean(),
    roles: z.array(z.strictObject({ role: roleSchema, unit: z.string().max(64) })).max(100),
    password: newPasswordSchema.optional(),
  })
  .meta({ id: 'UserChange' });

export async function userRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/users',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['组织'], summary: '人员', querystring: usersQuerySchema, response: { 200: listOf(userSchema) } },
    },
    async ({ actor, query: { unit, role, deputies, q, includeDisabled = false, cursor, limit } }) => {
      const administered = await coveredUnits(database, actor, 'administrator');
      const handedTo = role === 'handler' ? await coveredUnits(database, actor, 'supervisor', 'dispatcher') : null;
      const units = visibleUnits(actor, administered, handedTo, unit);
      const after = decodeCursor(cursor, usernameSchema);
      const page = { after, limit: limit + 1 };
      const roles = role ? [role] : deputies ? DEPUTED_ROLES : undefined;
      const users = await findUsers(database, { units, roles, q, includeDisabled, administered, ...page });
      const seats = await readSeats(database);
      const found = pageOf(users, limit, (user) => user.username);
      return { ...found, items: found.items.map((user) => ({ ...user, ...awayOf(seats, user.id) })) };
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
    async ({ actor, params: { username }, body }) => {
      if (username === actor.username) throw new Problem('own_account', '不能修改自己的账号，请由另一位管理员操作。');
      const administered = await requireReach(database, actor, username, body.roles);
      const { password, ...change } = body;
      const passwordHash = await hashOf(database, username, password);
      const closed = await putUser(database, actor.user, { username, ...change, passwordHash });
      forgetSeats(database);
      if (closed !== null)
        throw new Problem(
          'unit_closed',
          `“${closed}”已关闭，不能有在用人员。请先重新开放该单位，或去掉在该单位的角色。`,
        );
      return readUser(database, username, administered);
    },
  );
}

function awayOf(seats: HeldSeats, user: string): { away?: z.output<typeof awaySchema> } {
  const away = awayView(seats, user);
  return away ? { away } : {};
}

/** Of the new password, or undefined when the old one stays. Throws when it is weak, and when a new user would have none. */
async function hashOf(database: Database, username: string, password: string | undefined): Promise<string | undefined> {
  const known = await database.user.count({ where: { username } });
  if (known === 0 && (await hasDouble(database, username)))
    throw new Problem('username_taken', '已有仅大小写不同的用户名，容易混淆，请换一个。');
  if (password === undefined) {
    if (known === 0) throw invalidInput('/password', '没有这个用户；新增用户须给出初始口令。');
    return undefined;
  }
  const weakness = passwordWeakness(password, username);
  if (weakness) throw invalidInput('/password', weakness);
  return hashPassword(password);
}

/**
 * Units whose people the caller may list: those administered, and the caller's own. `handedTo` are those to whose handlers the
 * caller hands cases, as supervisor or dispatcher of a unit above; nobody else of them is listed. Null is everybody.
 */
function visibleUnits(
  actor: SignedIn,
  administered: Coverage,
  handedTo: Coverage | null,
  unit: string | undefined,
): string[] | null {
  const visible = new Set([...administered.units, ...actor.units, ...(handedTo?.units ?? [])]);
  if (unit === undefined) return administered.all ? null : [...visible];
  if (visible.has(unit)) return [unit];
  throw new Problem(
    'not_allowed_for_role',
    '只能查看本单位和所管理单位的人员；督办员和分拨员还可以查看下级单位的经办人（role=handler）。',
  );
}

/**
 * An administrator reaches a user only if everything the user has, and shall have, lies under the administrator's units.
 * Somebody known without any role belongs to no unit, so only an administrator of the root unit reaches them.
 */
async function requireReach(
  database: Database,
  actor: SignedIn,
  username: string,
  wanted: { unit: string }[],
): Promise<Coverage> {
  const administered = await coveredUnits(database, actor, 'administrator');
  const known = await database.user.findUnique({
    where: { username },
    select: { grants: { select: { unitId: true } } },
  });
  if (known?.grants.length === 0 && !administered.all)
    throw new Problem('not_allowed_for_role', '此人已有账号但没有任何角色，不归任何单位，请由最上级单位的管理员操作。');
  const present = known?.grants ?? [];
  const units = [...present.map((grant) => grant.unitId), ...wanted.map((grant) => grant.unit)];
  if (units.every((unit) => administered.units.has(unit))) return administered;
  throw new Problem('not_allowed_for_role', '此人有不归您管理的单位的角色，或您要授予这样的角色，请由上级管理员操作。');
}
