import type { CalendarYear } from '../../../../../src/api/contract';

/** The answer to a publication: how many open demands it concerns. */
export interface CalendarAccepted extends CalendarYear {
  replanned: number;
  told: number;
}
