import { getDayDetail } from 'chinese-days';

/** The holiday that a day (YYYY-MM-DD) belongs to, also a working weekend that was moved for it; null for other days. */
export function holidayName(date: string): string | null {
  // «Labour Day,劳动节,2»; of an ordinary day the English name of the weekday.
  const [, name] = getDayDetail(date).name.split(',');
  return name ?? null;
}
