import { civilDate, dayNumberOf } from '../../../../../src/domain/local-time';
import { dayKey } from '../../../../../src/domain/calendar';

/** The day after «2026-11-25», written the same way; undefined for what is no day. */
export function dayAfter(day: string | undefined): string | undefined {
  const [, year, month, ofMonth] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (year === undefined) return undefined;
  const next = civilDate(dayNumberOf(Number(year), Number(month), Number(ofMonth)) + 1);
  return `${next.year}-${dayKey(next.month, next.day)}`;
}
