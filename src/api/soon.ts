import { calendarFrom, type PublishedRules } from '../database/rules';
import { addWorkingTime } from '../domain/working-time';

// Half a working day: long enough to do something about it today.
const SOON = 4 * 60 * 60_000;

/** What is due by then is due soon (`now` in epoch ms): four working hours from now. */
export const soonFrom = ({ calendarYears }: Pick<PublishedRules, 'calendarYears'>, now: number): Date =>
  new Date(addWorkingTime(calendarFrom(calendarYears, now), now, SOON).at);
