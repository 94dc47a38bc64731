import { WorkflowNotFoundError } from '@temporalio/client';
import { readOpenAppeals } from '../src/appeals/start-appeals';
import type { Database } from '../src/database/client';
import { readConcerned } from '../src/database/calendars';
import { calendarFrom, createRulesReader } from '../src/database/rules';
import { isNewer, type Calendar, type CalendarYear } from '../src/domain/calendar';
import type { Demand } from '../src/domain/demand';
import type { Engine } from '../src/intake/start-workflow';
import type { Appeal } from '../src/domain/appeal';
import { appealCalendarSignal, appealWorkflowId, calendarSignal, demandWorkflowId } from '../workflows/messages';
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

const NO_UUID = '00000000-0000-0000-0000-000000000000';

/** The same for an appeal; `planned` as it would be filed now, by the newest calendar. */
export async function tellAppealCalendar({ client }: Engine, planned: Appeal, calendar: Calendar): Promise<void> {
  const message = { calendar, budget: planned.budget! };
  await client.workflow.getHandle(appealWorkflowId(planned.id)).signal(appealCalendarSignal, message);
}

export function createCalendarChange(database: Database, engine: Engine) {
  const readRules = createRulesReader(database);

  /** False when the workflow has ended or has not begun, which will begin with the new calendar. */
  async function hears(signal: Promise<void>): Promise<boolean> {
    try {
      await signal;
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** All that wait for a ruling: they are few, and no page of demands is theirs, because their demands may have ended. */
  async function tellAppeals(): Promise<void> {
    const rules = await readRules();
    for (let after = NO_UUID; ;) {
      const appeals = await readOpenAppeals(database, rules, { after, limit: PAGE });
      await tellInTurns(appeals, AT_ONCE, ({ appeal }) =>
        hears(tellAppealCalendar(engine, appeal, calendarFrom(rules.calendarYears, appeal.filedAt))),
      );
      if (appeals.length < PAGE) return;
      after = appeals[appeals.length - 1]!.appeal.id;
    }
  }

  return {
    /** Tells a page of the open demands, and with the first all open appeals, which calendar holds now. Telling one twice changes nothing. */
    async tellCalendar(change: { year: number; version: number; after: string | null }): Promise<Told> {
      const { year, version, after } = change;
      if (after === null) await tellAppeals();
      const { calendarYears } = await readRules();
      const demands = await readConcerned(database, year, { after, limit: PAGE });
      const cause = calendarCause({ year, version });
      const told = await tellInTurns(demands, AT_ONCE, ({ id, createdAt }) =>
        hears(signalCalendar(engine, id, { calendar: calendarFrom(calendarYears, createdAt), cause })),
      );
      return { told, next: demands.length < PAGE ? null : demands[demands.length - 1]!.id };
    },
  };
}
