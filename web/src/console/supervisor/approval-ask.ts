import { useQuery } from '@tanstack/react-query';
import type { Case, DemandEvent } from '../../../../src/api/contract';
import type { EventType } from '../../../../src/domain/event';
import type { TaskKind } from '../../../../src/domain/record';
import { caseQuery, eventsQuery } from '../case/case-queries';

/** What waits for an approval, and the action that decides it. */
export const APPROVALS = {
  decide_extension: { label: '延期', asked: 'extension_requested' },
  decide_deferral: { label: '挂账', asked: 'deferral_requested' },
  rule: { label: '退单争议', asked: 'returned' },
} as const satisfies Partial<Record<TaskKind, { label: string; asked: EventType }>>;
export type ApprovalKind = keyof typeof APPROVALS;

export const isApproval = (kind: string): kind is ApprovalKind => kind in APPROVALS;

/** One time that somebody asked, or returned the case, and why. */
export interface Said {
  seq: number;
  at: string;
  by: string;
  unit: string | null;
  reason: string;
}
export interface Ask {
  demand: Case;
  /** The request, or every return that led to the dispute; the latest last. */
  said: Said[];
}

function saidOf({ seq, at, actor, unit, words }: DemandEvent): Said {
  const reason = typeof words?.reason === 'string' ? words.reason : '';
  return { seq, at, by: actor.name ?? '', unit: unit?.name ?? null, reason };
}

/** What waits for a decision, with its reasons; undefined while it is loading. */
export function useAsk(number: string, kind: ApprovalKind): { ask?: Ask; error: Error | null } {
  const demand = useQuery(caseQuery(number));
  const events = useQuery(eventsQuery(number));
  const error = demand.error ?? events.error;
  if (!demand.data || !events.data) return { error };
  const { round } = demand.data;
  const said = events.data.items
    .filter((event) => event.type === APPROVALS[kind].asked && event.round === round)
    .map(saidOf);
  return { ask: { demand: demand.data, said: kind === 'rule' ? said : said.slice(-1) }, error };
}
