import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { createRulesReader, calendarFrom } from '../src/database/rules';
import { unitsWithCallbacks } from '../src/database/staffing';
import { createUnitDirectory, refOf } from '../src/database/unit-directory';
import { dayNumber } from '../src/domain/local-time';
import { readStaffing, tellShort } from '../src/staffing/staffing';

export function createStaffingActivities(database: Database, log: Logger) {
  const readRules = createRulesReader(database);
  const directory = createUnitDirectory(database);

  return {
    /** Tells the supervisors of every unit whose callers are too few on the day after `now` (epoch ms), once a day. */
    async tellShortfalls(now: number): Promise<number> {
      const tomorrow = dayNumber(now) + 1;
      const calendar = calendarFrom((await readRules()).calendarYears, now);
      const units = await directory.units();
      let told = 0;
      for (const id of await unitsWithCallbacks(database)) {
        const unit = units.get(id);
        if (!unit) continue;
        const span = { first: tomorrow, last: tomorrow, now };
        const [day] = await readStaffing(database, units, refOf(unit), calendar, span);
        if (day && day.shortfall > 0 && (await tellShort(database, id, day, now))) told += 1;
      }
      if (told > 0) log.info({ units: told }, 'callers are short tomorrow');
      return told;
    },
  };
}
