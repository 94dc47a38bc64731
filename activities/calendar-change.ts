import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../src/database/client';
import { readConcerned } from '../src/database/calendars';
import { calendarFrom, createRulesReader } from '../src/database/rules';
import type { Calendar } from '../src/domain/calendar';
import type { Engine } from '../src/intake/start-workflow';
import { calendarSignal, demandWorkflowId } from '../workflows/messages';

const PAGE = 500;
const AT_ONCE = 20;

/** Where to go on, and how many were told; `next` is null after the last page. */
export interface CalendarPage {
  next: string | null;
  told: number;
}

export function createCalendarChange(database: Database, { client }: Engine) {
  const readRules = createRulesReader(database);

  /** Tells one demand; false when its workflow has ended or has not begun, which will begin with the new calendar. */
  async function tell(demandId: string, message: { calendar: Calendar; cause: string }): Promise<boolean> {
    try {
      await client.workflow.getHandle(demandWorkflowId(demandId)).signal(calendarSignal, message);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  return {
    /** Tells a page of the open demands which calendar holds now. Telling one twice changes nothing. */
    async tellCalendar(change: { year: number; version: number; after: string | null }): Promise<CalendarPage> {
      const { year, version, after } = change;
      const { calendarYears } = await readRules();
      const demands = await readConcerned(database, year, { after, limit: PAGE });
      const cause = `日历 ${year} 第 ${version} 版`;
      let told = 0;
      for (let i = 0; i < demands.length; i += AT_ONCE) {
        const heard = await Promise.all(
          demands
            .slice(i, i + AT_ONCE)
            .map(({ id, createdAt }) => tell(id, { calendar: calendarFrom(calendarYears, createdAt), cause })),
        );
        told += heard.filter(Boolean).length;
      }
      return { told, next: demands.length < PAGE ? null : demands[demands.length - 1]!.id };
    },
  };
}
