import type { Database } from '../database/client';
import type { UnitName } from '../database/units';
import { ROLES, type Role } from '../domain/vocabulary';
import { verifyPassword } from '../identity/passwords';

/** Of every demo account; they exist in demo mode and in tests only. */
export const demoPassword = 'zhitongche-demo-2026';

const PREFIX = 'demo-';

const inOpenUnit = { unit: { closedAt: null } };

/** Demo accounts are known by their ids: everybody else's is random. */
export const demoUserId = (username: string): string => `${PREFIX}${username}`;

export interface OfferedAccount {
  username: string;
  password: string;
  name: string;
  unit: UnitName;
  role: Role;
}

/**
 * The demo accounts by which one can sign in now: not disabled, with a role, and with the password they were made with. All were
 * made with one hash, so that looking takes one check of a password per process.
 */
export function createDemoAccounts(database: Database): () => Promise<OfferedAccount[]> {
  const checked = new Map<string, Promise<boolean>>();

  function hasDemoPassword(hash: string): Promise<boolean> {
    const known = checked.get(hash) ?? verifyPassword(hash, demoPassword);
    checked.set(hash, known);
    return known;
  }

  return async () => {
    const users = await database.user.findMany({
      where: { id: { startsWith: PREFIX }, disabledAt: null, grants: { some: inOpenUnit } },
      select: {
        ...{ username: true, name: true, passwordHash: true },
        grants: { where: inOpenUnit, select: { role: true, unit: true } },
      },
      orderBy: { username: 'asc' },
    });
    const isOpen = await Promise.all(users.map((user) => hasDemoPassword(user.passwordHash)));
    return users
      .filter((_, i) => isOpen[i])
      .map(({ username, name, grants }) => ({
        ...{ username, password: demoPassword, name },
        ...foremost(grants as Grant[]),
      }))
      .sort(fromTheTop);
  };
}

type Grant = { role: Role; unit: UnitName };

/** The demo's own accounts have one role each; of one that was given more, the first in the order of the chain. */
function foremost(grants: Grant[]): Grant {
  const [{ role, unit }] = grants.sort(fromTheTop) as [Grant];
  const { id, name, kind, level } = unit;
  return { role, unit: { id, name, kind, level } };
}

/** The district first, and in each unit the roles in the order of the chain. */
function fromTheTop(a: Grant, b: Grant): number {
  return (
    a.unit.level.localeCompare(b.unit.level) ||
    a.unit.id.localeCompare(b.unit.id) ||
    ROLES.indexOf(a.role) - ROLES.indexOf(b.role)
  );
}
