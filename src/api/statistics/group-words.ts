import type { DirectoryUnit } from '../../database/unit-directory';
import type { FigureSet } from '../../domain/figure-set';
import { DAY } from '../../domain/local-time';
import { KIND_LABELS, type Kind, type Level } from '../../domain/vocabulary';
import { isOverTime, type Grouping } from '../../domain/grouping';
import { ELSEWHERE } from '../../statistics/grouping';
import type { Units } from '../demands/view';
import type { Period } from '../period';
import type { FiguresRow } from './figures-schema';

interface Where {
  unit: DirectoryUnit;
  units: Units;
  period: Period;
}

const LEVEL_WORDS: Record<Level, string> = { A: '区级', B: '街道', C: '社区、园区' };

/** What a group is called on the page. */
export function labelOf(by: Grouping | null, key: string, { unit, units }: Where): string {
  switch (by) {
    case null:
      return '合计';
    case 'unit':
      if (key === ELSEWHERE) return '本单位以外';
      return key === unit.id ? `${unit.name}本级` : (units.get(key)?.name ?? key);
    case 'place':
      if (key === ELSEWHERE) return '本地以外';
      return key === unit.id ? `${unit.name}（未到下级）` : (units.get(key)?.name ?? key);
    case 'level':
      return LEVEL_WORDS[key as Level] ?? key;
    case 'kind':
      return KIND_LABELS[key as Kind] ?? key;
    default:
      return key;
  }
}

/** The parameters with which the list of demands shows a group: of what the unit and those under it did. */
export function searchOf(
  by: Grouping | null,
  key: string,
  { unit, period, set }: Where & { set: FigureSet },
): Record<string, string> {
  const all = {
    ...(unit.path.length === 1 ? {} : { unit: unit.id, answerable: unit.id }),
    ...{ from: period.days[0]!, to: period.days.at(-1)! },
  };
  switch (by) {
    case null:
      return all;
    case 'unit':
      return { ...all, answerable: key === ELSEWHERE ? `!${unit.id}` : key === unit.id ? `=${unit.id}` : key };
    case 'place':
      return { ...all, place: key === ELSEWHERE ? `!${unit.id}` : key === unit.id ? `=${unit.id}` : key };
    case 'day':
    case 'week':
    case 'month':
      return { ...all, ...stretch(by, key, period, set) };
    default:
      return { ...all, [by]: key };
  }
}

/** The days of a stretch that lie in the period, both included. */
function stretch(by: 'day' | 'week' | 'month', first: string, { days }: Period, set: FigureSet) {
  const last = by === 'day' ? first : by === 'week' ? plusDays(first, 6) : endOfMonth(first, set);
  const [from, to] = [days[0]!, days.at(-1)!];
  return { from: first < from ? from : first, to: last > to ? to : last };
}

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

function endOfMonth(first: string, { monthBegins }: FigureSet): string {
  const [year, month] = first.split('-').map(Number);
  return plusDays(new Date(Date.UTC(year!, month, monthBegins)).toISOString().slice(0, 10), -1);
}

/** Time runs forward; everything else has the largest first. */
export function inOrder(by: Grouping, rows: readonly FiguresRow[]): FiguresRow[] {
  const weight = ({ filed, closed, rates }: FiguresRow) =>
    filed + closed + Math.max(0, ...rates.map((r) => r.denominator));
  return [...rows].sort((a, b) =>
    isOverTime(by) || by === 'level' ? (a.key < b.key ? -1 : 1) : weight(b) - weight(a) || (a.key < b.key ? -1 : 1),
  );
}
