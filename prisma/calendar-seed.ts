import days2023 from 'chinese-days/dist/years/2023.json';
import days2024 from 'chinese-days/dist/years/2024.json';
import days2025 from 'chinese-days/dist/years/2025.json';
import days2026 from 'chinese-days/dist/years/2026.json';
import type { CalendarYear } from '../src/domain/calendar';
import { dayNumberOf, weekday } from '../src/domain/local-time';

interface PublishedDays {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
}

/** The years the State Council has published, as first versions. 2027 is missing on purpose: it shows as 日历未发布. */
export function seedCalendarYears(): CalendarYear[] {
  return [
    calendarYear(2023, '国办发明电〔2022〕16号', days2023),
    calendarYear(2024, '国办发明电〔2023〕7号', days2024),
    calendarYear(2025, '国办发明电〔2024〕12号', days2025),
    calendarYear(2026, '国办发明电〔2025〕7号', days2026),
  ];
}

function calendarYear(year: number, notice: string, published: PublishedDays): CalendarYear {
  const off = Object.keys(published.holidays).filter((date) => isIn(year, date) && !isWeekend(date));
  const work = Object.keys(published.workdays).filter((date) => isIn(year, date) && isWeekend(date));
  const entries = [...off.map((date) => [date, 'off'] as const), ...work.map((date) => [date, 'work'] as const)];
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const days = Object.fromEntries(entries.map(([date, rule]) => [date.slice(5), rule]));
  return { year, version: 1, source: `国务院办公厅关于${year}年部分节假日安排的通知（${notice}）`, days };
}

function isIn(year: number, date: string): boolean {
  return date.startsWith(`${year}-`);
}

function isWeekend(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return weekday(dayNumberOf(year, month, day)) % 6 === 0;
}
