import { createHash } from 'node:crypto';
import { insertAnalysis, SCHEDULE } from '../database/analyses';
import type { Database } from '../database/client';
import { newestFigureSet } from '../database/figure-sets';
import { createUnitDirectory } from '../database/unit-directory';
import type { FigureSet } from '../domain/figure-set';
import { civilDate, dayNumber, DAY, dayNumberOf, startOfDay } from '../domain/local-time';
import { daysOf } from './read-materials';

/** The appraisal month that ended last before an instant (epoch ms). */
export function lastMonth(now: number, { monthBegins }: Pick<FigureSet, 'monthBegins'>): { from: Date; to: Date } {
  const { year, month, day } = civilDate(dayNumber(now));
  const ends = day >= monthBegins ? month : month - 1;
  const first = (of: number) => {
    const shifted = year * 12 + (of - 1);
    return startOfDay(dayNumberOf(Math.floor(shifted / 12), (shifted % 12) + 1, monthBegins));
  };
  return { from: new Date(first(ends - 1)), to: new Date(first(ends)) };
}

/** «2026年10月», or the days where it is not a calendar month. */
export function periodTitle(period: { from: Date; to: Date }): string {
  const { from, to } = daysOf(period);
  const [year, month, day] = from.split('-').map(Number);
  const after = new Date(period.to.getTime() + 8 * 3_600_000);
  const isMonth = day === 1 && after.getUTCDate() === 1 && period.to.getTime() - period.from.getTime() < 32 * DAY;
  return isMonth ? `${year}年${month}月` : `${from} 至 ${to}`;
}

export function reportTitle(unit: string, period: { from: Date; to: Date }): string {
  const when = periodTitle(period);
  return when.includes('至') ? `${unit}专题分析（${when}）` : `${unit}${when}专题分析`;
}

/** The same unit and month have the same report, however often they are planned. */
function idOf(unit: string, from: Date): string {
  const hash = createHash('sha256').update(`analysis\n${unit}\n${from.toISOString()}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** Plans the month's reports of the district and of every street. Answers the ids of all of them. */
export async function planMonthly(database: Database, now: number): Promise<string[]> {
  const [set, units] = await Promise.all([newestFigureSet(database), createUnitDirectory(database).units()]);
  const period = lastMonth(now, set);
  const ids: string[] = [];
  for (const unit of units.values()) {
    if (unit.closed || (unit.kind !== 'district' && unit.kind !== 'street')) continue;
    const id = idOf(unit.id, period.from);
    const title = reportTitle(unit.name, period);
    await insertAnalysis(database.sql, {
      id,
      unit,
      ...period,
      title,
      requestedBy: SCHEDULE,
      figureVersion: set.version,
    });
    ids.push(id);
  }
  return ids;
}
