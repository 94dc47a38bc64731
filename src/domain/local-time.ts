// Beijing time is UTC+8 all year, without summer time since 1991: integers are enough, and they are
// deterministic inside a workflow and independent of the time zone of the process.
export const MINUTE = 60_000;
export const DAY = 86_400_000;
const OFFSET = 8 * 60 * MINUTE;
// 2000-01-01 and 2200-01-01, UTC. Anything outside is a unit mistake (seconds for milliseconds) or a broken input.
const EARLIEST = 946_684_800_000;
const LATEST = 7_258_118_400_000;

export interface CivilDate {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
}

/** Whether a time (epoch ms) that somebody wrote can be reckoned with: a day short of the end, so that its day has one. */
export const isInstant = (at: number): boolean => at >= EARLIEST && at < LATEST - DAY;

/** Epoch ms, whole. Throws RangeError when it is not a number or lies outside the years 2000–2199. */
export function instant(at: number): number {
  if (!(at >= EARLIEST && at < LATEST))
    throw new RangeError(`not an instant of the years 2000-2199 in epoch ms: ${at}`);
  return Math.floor(at);
}

/** Number of the local day that holds the instant (epoch ms); 1970-01-01 is 0. */
export function dayNumber(at: number): number {
  return Math.floor((at + OFFSET) / DAY);
}

/** Local midnight at which a day begins, epoch ms. */
export function startOfDay(day: number): number {
  return day * DAY - OFFSET;
}

/** «09:30» for minutes of the day; the end of the day is «24:00». */
export function clockTime(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

// Both ways count years from 1 March, so that the leap day comes last, in eras of 400 years (146,097 days).
export function civilDate(day: number): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function dayNumberOf(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  return era * 146_097 + ofEra - 719_468;
}

/** The Beijing date and minute of the day (0–1439, seconds dropped) of an instant (epoch ms). Throws RangeError. */
export function localDay(epochMs: number): CivilDate & { minutes: number } {
  const at = instant(epochMs);
  const day = dayNumber(at);
  return { ...civilDate(day), minutes: Math.floor((at - startOfDay(day)) / MINUTE) };
}

/** Epoch ms of a minute of a Beijing day; inverse of `localDay`. Days and minutes may overflow (day 32, minute 1500). Throws RangeError. */
export function atLocal(year: number, month: number, day: number, minutes: number): number {
  if (!(month >= 1 && month <= 12)) throw new RangeError(`not a month: ${month}`);
  return instant(startOfDay(dayNumberOf(year, month, day)) + minutes * MINUTE);
}

/**
 * The instant (epoch ms) at which a message that rings may go out: `at` itself outside quiet hours, else their end.
 * `quiet` is in minutes of the Beijing day, half-open, may wrap midnight; from = to means there are none. Throws RangeError.
 */
export function quietEnd(at: number, quiet: { from: number; to: number }): number {
  const { from, to } = quiet;
  if (!(from >= 0 && from <= 1440 && to >= 0 && to <= 1440)) throw new RangeError(`not quiet hours: ${from}-${to}`);
  const start = startOfDay(dayNumber(instant(at)));
  const minutes = (at - start) / MINUTE;
  if (from <= to) return minutes >= from && minutes < to ? start + to * MINUTE : at;
  if (minutes < to) return start + to * MINUTE;
  return minutes >= from ? start + DAY + to * MINUTE : at;
}
