import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../src/database/client';
import { readConcerned } from '../src/database/calendars';
import { calendarFrom, createRulesReader } from '../src/database/rules';
import type { Calendar } from '../src/domain/calendar';
import type { Engine } from '../src/intake/start-workflow';
import { calendarSignal, demandWorkflowId } from '../workflows/messages';
import { AT_ONCE, PAGE, tellInTurns, type Told } from './telling';

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
    async tellCalendar(change: { year: number; version: number; after: string | null }): Promise<Told> {
      const { year, version, after } = change;
      const { calendarYears } = await readRules();
      const demands = await readConcerned(database, year, { after, limit: PAGE });
      const cause = `日历 ${year} 第 ${version} 版`;
      const told = await tellInTurns(demands, AT_ONCE, ({ id, createdAt }) =>
        tell(id, { calendar: calendarFrom(calendarYears, createdAt), cause }),
      );
      return { told, next: demands.length < PAGE ? null : demands[demands.length - 1]!.id };
    },
  };
}
