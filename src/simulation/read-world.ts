import type { Database } from '../database/client';
import { createRulesReader } from '../database/rules';
import { seatOf } from '../domain/acting';
import type { Level, UnitKind } from '../domain/vocabulary';
import type { World, WorldUnit } from './world';

/** Open units, the people who can sign in, and the published rules. Throws when nothing is published. */
export async function readWorld(database: Database): Promise<World> {
  const [units, grants, rules, forms] = await Promise.all([
    database.unit.findMany({ where: { closedAt: null }, orderBy: { id: 'asc' } }),
    database.roleGrant.findMany({
      where: { user: { disabledAt: null } },
      orderBy: [{ unitId: 'asc' }, { userId: 'asc' }],
    }),
    createRulesReader(database)(),
    database.formVersion.groupBy({ by: ['formCode'], _max: { version: true } }),
  ]);
  const staff = new Map<string, string[]>();
  for (const { role, unitId, userId } of grants) {
    const seat = seatOf(role, unitId);
    staff.set(seat, [...(staff.get(seat) ?? []), userId]);
  }
  return {
    units: new Map(
      units.map(({ id, kind, level, path }): [string, WorldUnit] => [
        id,
        { kind: kind as UnitKind, ref: { id, level: level as Level, path } },
      ]),
    ),
    staff,
    policy: rules.policy,
    calendarYears: rules.calendarYears,
    propose: (demand) => rules.routing.propose(demand),
    forms: new Map(forms.map(({ formCode, _max }) => [formCode, _max.version ?? 1])),
  };
}
