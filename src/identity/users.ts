import { randomUUID } from 'node:crypto';
import { recordAudit } from '../database/audit';
import type { Database, Prisma, Transaction } from '../database/client';
import type { Coverage, UnitName } from '../database/units';
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
  /** Units to look in; null for everybody, also people without a role. */
  units: string[] | null;
  /** Who has one of these. */
  roles?: readonly Role[];
  /** Part of a name or user name. */
  q?: string;
  /** Also people who can no longer sign in, where the searcher administers. */
  includeDisabled: boolean;
  /** User name after which to go on. */
  after?: string;
  limit: number;
  /** Units in which the searcher may see more than names. */
  administered: Coverage;
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
  const { units, roles, q, includeDisabled, after, limit, administered } = search;
  const grant = { ...(units && { unitId: { in: units } }), ...(roles && { role: { in: [...roles] } }) };
  const conditions: Prisma.UserWhereInput[] = [includeDisabled ? disabledWithin(administered) : { disabledAt: null }];
  if (units || roles) conditions.push({ grants: { some: grant } });
  if (after !== undefined) conditions.push({ username: { gt: after } });
  if (q) {
    const contains = { contains: literally(q), mode: 'insensitive' } as const;
    conditions.push({ OR: [{ name: contains }, { username: contains }] });
  }
  const where = { AND: conditions };
  const users = await database.user.findMany({ where, select: viewSelect, orderBy: { username: 'asc' }, take: limit });
  return users.map((user) => viewOf(user, administered));
}

/** Who is disabled is for administrators: colleagues are shown the others only. */
function disabledWithin({ units, all }: Coverage): Prisma.UserWhereInput {
  if (all) return {};
  return { OR: [{ disabledAt: null }, { grants: { some: { unitId: { in: [...units] } } } }] };
}

/** A pattern of LIKE that stands for the text itself. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export async function readUser(database: Database, username: string, administered: Coverage): Promise<UserView> {
  return viewOf(await database.user.findUniqueOrThrow({ where: { username }, select: viewSelect }), administered);
}

function viewOf(user: Prisma.UserGetPayload<{ select: typeof viewSelect }>, administered: Coverage): UserView {
  const { id, username, name, disabledAt } = user;
  const grants = user.grants.filter((grant) => administered.units.has(grant.unit.id));
  if (grants.length === 0 && !administered.all) return { id, username, name };
  const roles = grants.map(({ role, unit }) => ({ role: role as Role, unit: unit as UnitName }));
  return { id, username, name, disabled: disabledAt !== null, roles };
}

/** Whether another user has this name but for upper and lower case: people could not tell the two apart. */
export async function hasDouble(database: Database, username: string): Promise<boolean> {
  const [row] = await database.sql<{ found: boolean }>`
    SELECT EXISTS (
      SELECT 1 FROM staff_user WHERE lower(username) = lower(${username}) AND username <> ${username}) AS found`;
  return row!.found;
}

/**
 * Creates or changes a user with all roles, and audits it. A disabled user and one whose password changed loses every
 * session; changed roles count from the next request on. Answers the name of a closed unit in which the roles of somebody
 * who can sign in were to be, and has done nothing then.
 */
export async function putUser(database: Database, by: string, change: UserChange): Promise<string | null> {
  const { username, name, disabled, roles, passwordHash } = change;
  return database.$transaction(async (tx) => {
    const closed = disabled ? null : await closedAmong(tx, roles);
    if (closed !== null) return closed;
    const known = await tx.user.findUnique({ where: { username }, select: heldSelect });
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
    if (disabled && known?.disabledAt === null) await tellOfHeldWork(tx, id, name);
    const before = known && { disabled: known.disabledAt !== null, roles: rolesOf(known.grants) };
    const detail = { before, disabled, roles, passwordChanged: passwordHash !== undefined };
    await recordAudit(tx, { user: by, action: known ? 'user_changed' : 'user_created', target: id, detail });
    return null;
  });
}

/** Work that somebody holds who cannot sign in any more is nobody's: those who may take it over are told. */
async function tellOfHeldWork(tx: Transaction, id: string, name: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO notice (key, demand_id, kind, role, unit_id, at, data)
    SELECT t.demand_id || ':holder_gone:' || d.version || ':' || r.role || '@' || t.unit_id, t.demand_id, 'holder_gone',
      r.role, COALESCE((
        SELECT p.id FROM unit n, unnest(n.path) WITH ORDINALITY AS p(id, depth)
        WHERE n.id = t.unit_id AND EXISTS (SELECT 1 FROM role_grant g JOIN staff_user u ON u.id = g.user_id
          WHERE g.unit_id = p.id AND g.role = r.role AND u.disabled_at IS NULL)
        ORDER BY p.depth DESC LIMIT 1), t.unit_id), now(), jsonb_build_object('person', ${name}::text)
    FROM task t JOIN demand d ON d.id = t.demand_id CROSS JOIN (VALUES ('handler'), ('supervisor')) AS r(role)
    WHERE t.user_id = ${id} AND t.kind = 'handle' ON CONFLICT (key) DO NOTHING`;
}

const heldSelect = { id: true, disabledAt: true, grants: { select: { role: true, unitId: true } } } as const;

const rolesOf = (grants: { role: string; unitId: string }[]) =>
  grants.map(({ role, unitId }) => ({ role, unit: unitId }));

/** Keeps the units as they are until the transaction ends, so that none is closed meanwhile. */
async function closedAmong(tx: Transaction, roles: UserChange['roles']): Promise<string | null> {
  const ids = roles.map(({ unit }) => unit);
  const rows = await tx.$queryRaw<{ name: string; closed: boolean }[]>`
    SELECT name, closed_at IS NOT NULL AS closed FROM unit WHERE id = ANY(${ids}::text[]) ORDER BY id FOR SHARE`;
  return rows.find(({ closed }) => closed)?.name ?? null;
}
