import type { Demand } from '../demand';
import type { REPORTER_KINDS } from '../notice';
import { notify, type DemandMessage, type Draft } from '../transition';

type ToFollower = Extract<DemandMessage, { kind: 'main_replied' | 'main_ended' | 'main_moved' | 'main_poll_closed' }>;

export function tellFollowers(draft: Draft, message: ToFollower): void {
  for (const demandId of draft.demand.followers)
    draft.effects.push({
      kind: 'tell_demand',
      demandId,
      message: { ...message, ...joinedAs(draft.demand, demandId) },
    });
}

/** Whoever filed it, by the contact they left (src/notices/spread.ts). An improvement was filed by a unit. */
export function tellReporter(
  draft: Draft,
  kind: (typeof REPORTER_KINDS)[number],
  data: Record<string, unknown> = {},
): void {
  if (draft.demand.kind !== 'improvement') notify(draft, kind, { reporter: true }, { ring: true, data });
}

/** By which of its mergings this follower belongs here, as messages say it. */
export function joinedAs({ joined }: Demand, follower: string): { joined?: number } {
  const known = joined?.[follower];
  return known === undefined ? {} : { joined: known };
}

export function tellFollowersItEnded(draft: Draft): void {
  tellFollowers(draft, { kind: 'main_ended' });
  draft.demand.followers = [];
}

/** A merged demand that goes its own way takes leave of its main case. */
export function tellMainItLeft(draft: Draft): void {
  const { id, mergedInto, mergedBy } = draft.demand;
  if (mergedInto === null) return;
  const message = { kind: 'follower_left', follower: id, ...(mergedBy ? { joined: mergedBy } : {}) } as const;
  draft.effects.push({ kind: 'tell_demand', demandId: mergedInto, message });
}

export function tellParent(draft: Draft): void {
  const { parent, id } = draft.demand;
  if (parent) draft.effects.push({ kind: 'tell_demand', demandId: parent, message: { kind: 'part_ended', part: id } });
}
