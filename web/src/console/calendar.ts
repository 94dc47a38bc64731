import { queryOptions, useQuery } from '@tanstack/react-query';
import type { CalendarYear } from '../../../src/api/contract';
import { calendarOf, type Calendar } from '../../../src/domain/calendar';
import { get } from '../api/request';

export const calendarsQuery = queryOptions({
  queryKey: ['calendars'],
  queryFn: () => get<{ items: CalendarYear[] }>('/calendars'),
  staleTime: 10 * 60_000,
});

const none = calendarOf([]);

function published(items: CalendarYear[]): Calendar {
  return calendarOf(
    items
      .filter((year) => year.published)
      .map(({ year, version, source, days }) => ({ year, version: version ?? 1, source: source ?? '', days })),
  );
}

/** The working calendar, as the service counts with it. Until it has come: plain Monday to Friday. */
export const useCalendar = (): Calendar =>
  useQuery({ ...calendarsQuery, select: (list) => published(list.items) }).data ?? none;
