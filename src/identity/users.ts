import { randomUUID } from 'node:crypto';
import { recordAudit } from '../database/audit';
import type { Database, Prisma } from '../database/client';
import type { UnitName } from '../database/units';
import type { Role } from '../domain/vocabulary';
import { closeAllSessions } from './sessions';

export type UserView = {
  id: string;
  username: string;
  name: string;
  disabled?: boolean;
  roles?: { role: Role; unit: UnitName }[];
};

export type UserSearch = {
  units: string[];
  role?: Role;
  /** User name after which to go on. */
  after?: string;
  limit: number;
  /** Units in which the searcher may see more than names. */
  administered: Set<string>;
};

export type UserChange = {
  username: string;
  name: string;
  disabled: boolean;
  roles: { role: Role; unit: string }[];
  /** Required for a user that does not exist yet. */
  passwordHash?: string;
};

const viewSelect = {
  id: true,
  username: true,
  name: true,
  disabledAt: true,
  grants: {
    select: { role: true, unit: { select: { id: true, name: true, kind: true, level: true } } },
    orderBy: [{ unitId: 'asc' }, { role: 'asc' }],
  },
} satisfies Prisma.UserSelect;

/** People with a grant in one of the units, by user name. */
export async function findUsers(database: Database, search: UserSearch): Promise<UserView[]> {
  const { units, role, after, limit, administered } = search;
  const users = await database.user.findMany({
    where: {
      grants: { some: { unitId: { in: units }, ...(role ? { role } : {}) } },
      ...(after === undefined ? {} : { username: { gt: after } }),
    },
    select: viewSelect,
    orderBy: { username: 'asc' },
    take: limit,
  });
  return users.map((user) => viewOf(user, administered));
}

export async function readUser(database: Database, username: string, administered: Set<string>): Promise<UserView> {
  return viewOf(await database.user.findUniqueOrThrow({ where: { username }, select: viewSelect }), administered);
}

function viewOf(user: Prisma.UserGetPayload<{ select: typeof viewSelect }>, administered: Set<string>): UserView {
  const { id, username, name, disabledAt } = user;
  const grants = user.grants.filter((grant) => administered.has(grant.unit.id));
  if (grants.length === 0) return { id, username, name };
  const roles = grants.map(({ role, unit }) => ({ role: role as Role, unit: unit as UnitName }));
  return { id, username, name, disabled: disabledAt !== null, roles };
}

/**
 * Creates or changes a user with all roles, and audits it. A disabled user and one whose password changed loses every
 * session; changed roles count from the next request on.
 */
export async function putUser(database: Database, by: string, change: UserChange): Promise<void> {
  const { username, name, disabled, roles, passwordHash } = change;
  await database.$transaction(async (tx) => {
    const known = await tx.user.findUnique({ where: { username }, select: { id: true, disabledAt: true } });
    const id = known?.id ?? randomUUID();
    const disabledAt = disabled ? (known?.disabledAt ?? new Date()) : null;
    const fields = { name, disabledAt, ...(passwordHash === undefined ? {} : { passwordHash }) };
    if (known) await tx.user.update({ where: { id }, data: fields });
    else await tx.user.create({ data: { id, username, ...fields, passwordHash: passwordHash! } });
    await tx.roleGrant.deleteMany({ where: { userId: id } });
    await tx.roleGrant.createMany({
      data: roles.map(({ role, unit }) => ({ userId: id, role, unitId: unit })),
      skipDuplicates: true,
    });
    if (disabled || passwordHash !== undefined) await closeAllSessions(tx, id);
    const detail = { disabled, roles, passwordChanged: passwordHash !== undefined };
    await recordAudit(tx, { user: by, action: known ? 'user_changed' : 'user_created', target: id, detail });
  });
}
