import { seedCalendarYears } from '../../prisma/calendar-seed';
import { seedPeople, seedUnits } from '../../prisma/demo-organisation';
import { demoUserId } from '../../src/demo/accounts';
import { seatOf } from '../../src/domain/acting';
import { defaultRules } from '../../src/domain/default-rules';
import { demandNumber } from '../../src/domain/number';
import type { UnitRef } from '../../src/domain/organisation';
import { defaultPolicy } from '../../src/domain/policy';
import { createRouter } from '../../src/routing/router';
import type { NumberGiver } from '../../src/simulation/month';
import type { World, WorldUnit } from '../../src/simulation/world';
import { localDay } from '../../src/domain/working-time';

/** The organisation and the people of the demo as a world to simulate in, without a database. */
export function aWorld(more: Partial<World> = {}): World {
  const units = new Map<string, WorldUnit>();
  for (const { id, kind, level, parent } of seedUnits)
    units.set(id, { kind, ref: { id, level, path: [...(parent ? units.get(parent)!.ref.path : []), id] } });
  const staff = new Map<string, string[]>();
  for (const { username, role, unit } of seedPeople) {
    const seat = seatOf(role, unit);
    staff.set(seat, [...(staff.get(seat) ?? []), demoUserId(username)]);
  }
  const router = createRouter(defaultRules);
  const unitOf = (id: string): { ref: UnitRef; closed: boolean } | undefined => {
    const unit = units.get(id);
    return unit && { ref: unit.ref, closed: false };
  };
  return {
    ...{ units, staff, policy: defaultPolicy, calendarYears: seedCalendarYears(), forms: new Map() },
    propose: (demand) => router.propose(demand, unitOf),
    ...more,
  };
}

/** Numbers of a service that has nothing else to do. */
export function numbersInOrder(): NumberGiver {
  const last = new Map<string, number>();
  return async (at, count) => {
    const { year, month, day } = localDay(at);
    const key = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
    const first = last.get(key) ?? 0;
    last.set(key, first + count);
    return Array.from({ length: count }, (_, i) => demandNumber(key, first + 1 + i));
  };
}
