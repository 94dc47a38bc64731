import type { Logger } from 'pino';
import { readCalendars } from '../src/database/calendars';
import type { Database } from '../src/database/client';
import { tellCalendarMissing } from '../src/database/draft-notices';
import { missingYears } from '../src/domain/calendar';
import { dayNumber } from '../src/domain/local-time';

/** 1970-01-01 was a Thursday: of days numbered from it, a week begins on every Monday. */
const weekOf = (at: number): number => Math.floor((dayNumber(at) + 3) / 7);

export function createCalendarMissing(database: Database, log: Logger) {
  return {
    /** Tells the administrators of the district once a week which year's calendar is missing at `now` (epoch ms). */
    async tellCalendarsMissing(now: number): Promise<number> {
      let told = 0;
      for (const year of missingYears(await readCalendars(database), now))
        told += await tellCalendarMissing(database, { year, week: weekOf(now), at: new Date(now) });
      if (told > 0) log.warn({ told }, 'a calendar is missing');
      return told;
    },
  };
}
