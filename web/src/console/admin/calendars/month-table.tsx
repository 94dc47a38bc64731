import { memo } from 'react';
import { DAY_KIND_LABELS, dayWords, WEEKDAYS, type Day } from './day-kinds';

interface MonthTableProps {
  month: number;
  days: readonly Day[];
  /** Set while the year is being edited. */
  onDay?: (day: Day) => void;
  chosen?: string;
  /** Days that the edited year takes differently from the published one. */
  changed?: ReadonlySet<string>;
  today?: string;
}

/** One month, weeks beginning on Monday; each day says in a word what it is. */
export const MonthTable = memo(function MonthTable({ month, days, onDay, chosen, changed, today }: MonthTableProps) {
  return (
    <table className="admin-month">
      <caption>{month} 月</caption>
      <thead>
        <tr>
          {MONDAY_FIRST.map((of) => (
            <th key={of} scope="col">
              {WEEKDAYS[of]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week, i) => (
          <tr key={i}>
            {week.map((day, at) =>
              day === null ? (
                <td key={at} />
              ) : (
                <td key={at} className="admin-day" data-kind={day.kind} data-today={day.key === today || undefined}>
                  <DayCell
                    day={day}
                    onDay={onDay}
                    isChosen={day.key === chosen}
                    isChanged={changed?.has(day.key) ?? false}
                  />
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
});

const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0];

interface DayCellProps {
  day: Day;
  onDay?: (day: Day) => void;
  isChosen: boolean;
  isChanged: boolean;
}

function DayCell({ day, onDay, isChosen, isChanged }: DayCellProps) {
  // Seen as «1 放假» under its month and weekday; heard in full.
  const content = (
    <>
      <span aria-hidden="true" className="number">
        {day.day}
      </span>
      <span aria-hidden="true" className="admin-day-kind">
        {DAY_KIND_LABELS[day.kind]}
      </span>
      <span className="visually-hidden">
        {dayWords(day)}
        {isChanged ? ' 已改动' : ''}
      </span>
    </>
  );
  if (!onDay)
    return (
      <span className="admin-day-cell" title={dayWords(day)}>
        {content}
      </span>
    );
  return (
    <button
      type="button"
      className="admin-day-cell"
      onClick={() => onDay(day)}
      aria-pressed={isChosen}
      data-changed={isChanged || undefined}
      title={dayWords(day)}
    >
      {content}
    </button>
  );
}

function weeksOf(days: readonly Day[]): (Day | null)[][] {
  const before = (days[0]!.weekday + 6) % 7;
  const cells: (Day | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
