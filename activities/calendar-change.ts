import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../src/database/client';
import { readConcerned } from '../src/database/calendars';
import { calendarFrom, createRulesReader } from '../src/database/rules';
import { isNewer, type Calendar, type CalendarYear } from '../src/domain/calendar';
import type { Demand } from '../src/domain/demand';
import type { Engine } from '../src/intake/start-workflow';
import { calendarSignal, demandWorkflowId } from '../workflows/messages';
import { AT_ONCE, PAGE, tellInTurns, type Told } from './telling';

type YearVersion = Pick<CalendarYear, 'year' | 'version'>;

const calendarCause = ({ year, version }: YearVersion): string => `日历 ${year} 第 ${version} 版`;

const signalCalendar = ({ client }: Engine, id: string, message: { calendar: Calendar; cause: string }) =>
  client.workflow.getHandle(demandWorkflowId(id)).signal(calendarSignal, message);

/**
 * A demand that goes by an older calendar than the published one, because the engine was restored to an earlier time for example,
 * is told of it. Answers whether it had to be.
 */
export async function tellMissedCalendar(
  engine: Engine,
  { id }: Demand,
  held: readonly YearVersion[],
  calendar: Calendar,
): Promise<boolean> {
  const missed = calendar.years.filter((year) => isNewer({ ...calendar, years: [year] }, held));
  if (missed.length === 0) return false;
  await signalCalendar(engine, id, { calendar, cause: missed.map(calendarCause).join('、') });
  return true;
}

export function createCalendarChange(database: Database, engine: Engine) {
  const readRules = createRulesReader(database);

  /** Tells one demand; false when its workflow has ended or has not begun, which will begin with the new calendar. */
  async function tell(demandId: string, message: { calendar: Calendar; cause: string }): Promise<boolean> {
    try {
      await signalCalendar(engine, demandId, message);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  return {
    /** Tells a page of the open demands which calendar holds now. Telling one twice changes nothing. */
    async tellCalendar(change: { year: number; version: number; after: string | null }): Promise<Told> {
      const { year, version, after } = change;
      const { calendarYears } = await readRules();
      const demands = await readConcerned(database, year, { after, limit: PAGE });
      const cause = calendarCause({ year, version });
      const told = await tellInTurns(demands, AT_ONCE, ({ id, createdAt }) =>
        tell(id, { calendar: calendarFrom(calendarYears, createdAt), cause }),
      );
      return { told, next: demands.length < PAGE ? null : demands[demands.length - 1]!.id };
    },
  };
}
