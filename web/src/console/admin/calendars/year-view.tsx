import { useMemo } from 'react';
import { dayKey } from '../../../../../src/domain/calendar';
import { localDay } from '../../../../../src/domain/local-time';
import { useNow } from '../../../time/now';
import { DAY_KIND_LABELS, DAY_KIND_MEANINGS, daysOf, type Day, type DayKind, type Days } from './day-kinds';
import { MonthTable } from './month-table';

interface YearViewProps {
  year: number;
  days: Days;
  onDay?: (day: Day) => void;
  chosen?: string;
  changed?: ReadonlySet<string>;
}

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);
const KINDS = Object.keys(DAY_KIND_LABELS) as DayKind[];

/** Twelve months at one glance. */
export function YearView({ year, days, ...shown }: YearViewProps) {
  const months = useMemo(() => {
    const all = daysOf(year, days);
    return MONTHS.map((month) => all.filter((day) => day.month === month));
  }, [year, days]);
  const now = localDay(useNow());
  const today = now.year === year ? dayKey(now.month, now.day) : undefined;
  return (
    <>
      <ul className="admin-legend" aria-label="图例">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className="admin-day-sample" data-kind={kind}>
              {DAY_KIND_LABELS[kind]}
            </span>
            {DAY_KIND_MEANINGS[kind]}
          </li>
        ))}
      </ul>
      <div className="admin-year">
        {months.map((of, i) => (
          <MonthTable key={i} month={i + 1} days={of} today={today} {...shown} />
        ))}
      </div>
    </>
  );
}
