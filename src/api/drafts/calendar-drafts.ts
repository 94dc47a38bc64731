import { insertCalendar, isConcerned, readCalendars, readCalendarYear } from '../../database/calendars';
import { newestPolicy } from '../../database/policies';
import type { CalendarYear } from '../../domain/calendar';
import type { ApiDependencies } from '../app';
import { impossibleDays, newYearSchema } from '../calendar-schema';
import { invalidInput, Problem } from '../errors';
import { startCalendarChange } from '../start-change';
import { parseDraftData } from './draft-data';
import type { DraftHooks } from './kinds';
import { createMovesPreview } from './moves-preview';

type YearData = Pick<CalendarYear, 'source' | 'days'>;

/** Drafts of one year of the calendar; the target is the year. */
export function createCalendarDrafts({ database, temporal }: ApiDependencies): DraftHooks {
  const preview = createMovesPreview(database);
  return {
    target: yearOf,
    newest: async (on, target) => {
      const held = await readCalendarYear(on, Number(target));
      return { version: held?.version ?? 0, data: held ? dataOf(held) : null };
    },
    version: async (on, target, version) => {
      const held = await readCalendarYear(on, Number(target), version);
      return held ? dataOf(held) : null;
    },
    validate: (data, target) => {
      const { version: _, ...given } = parseDraftData(newYearSchema, data);
      const errors = impossibleDays({ year: Number(target), version: 1, ...given }, '/data/days');
      if (errors.length > 0) throw new Problem('invalid_input', `填写有误：${errors[0]!.message}。`, { errors });
      return given;
    },
    preview: (draft, page) =>
      preview(draft, page, async () => {
        const year = Number(draft.target);
        const held = await readCalendars(database);
        const version = (held.find((each) => each.year === year)?.version ?? 0) + 1;
        const years = [...held, { year, version, ...(draft.data as YearData) }];
        return { change: 'calendar', policy: await newestPolicy(database), years, reaches: isConcerned(year) };
      }),
    publish: async (transaction, draft, { user }) => {
      const year = Number(draft.target);
      const before = await readCalendarYear(transaction, year);
      const next = { year, version: draft.baseVersion + 1, ...(draft.data as YearData) };
      await insertCalendar(transaction, { ...next, by: user, draft: draft.id }, before);
      await startCalendarChange(temporal, next);
    },
  };
}

const dataOf = ({ source, days }: CalendarYear): YearData => ({ source, days });

function yearOf(given: string | undefined): string {
  if (given === undefined || !/^2[01]\d\d$/.test(given)) throw invalidInput('/target', '请写明年份，例如 2027。');
  return given;
}
