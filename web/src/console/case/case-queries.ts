import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type {
  Acted,
  ActionOption,
  AsOf,
  Case,
  Certificate,
  ClockLedger,
  DemandEvent,
  Holders,
  Precedent,
  PublicView,
  ToldNotice,
} from '../../../../src/api/contract';
import { get, queryString } from '../../api/request';

/** Everything about one demand lives under ['demand', number], so that one word refreshes it. */
const of = <Answer>(number: string, part: string) =>
  queryOptions({
    queryKey: ['demand', number, part],
    queryFn: () => get<Answer>(`/demands/${encodeURIComponent(number)}${part && `/${part}`}`),
  });

export const caseQuery = (number: string) => of<Case>(number, '');
/** An own step is known before the case is read anew: whoever takes the next one at once is not told that somebody was faster. */
export function keepActed(client: QueryClient, { ratingToken: _, ...after }: Acted): void {
  client.setQueryData(caseQuery(after.number).queryKey, (shown) => shown && { ...shown, ...after });
}
export const actionsQuery = (number: string) => of<{ items: ActionOption[] }>(number, 'actions');
export const eventsQuery = (number: string) => of<{ items: DemandEvent[] }>(number, 'events');
export const clocksQuery = (number: string) => of<{ items: ClockLedger[] }>(number, 'clocks');
export const holdersQuery = (number: string) => of<Holders>(number, 'holders');
export const precedentsQuery = (number: string) => of<{ items: Precedent[] }>(number, 'precedents');
export const toldQuery = (number: string) => of<{ items: ToldNotice[] }>(number, 'notices');
/** A moment, or the state after an event. */
export type Then = { at: string } | { seq: number };
export const asOfQuery = (number: string, then: Then) => of<AsOf>(number, `as-of${queryString(then)}`);
export const certificateQuery = (number: string) => of<Certificate>(number, 'certificate');
export const publicViewQuery = (number: string) => of<PublicView>(number, 'public-view');
