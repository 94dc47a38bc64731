import type { DemandMessage, Draft } from '../transition';

export function tellFollowers(draft: Draft, message: DemandMessage): void {
  for (const demandId of draft.demand.followers) draft.effects.push({ kind: 'tell_demand', demandId, message });
}

export function tellFollowersItEnded(draft: Draft): void {
  tellFollowers(draft, { kind: 'main_ended' });
  draft.demand.followers = [];
}

export function tellParent(draft: Draft): void {
  const { parent, id } = draft.demand;
  if (parent) draft.effects.push({ kind: 'tell_demand', demandId: parent, message: { kind: 'part_ended', part: id } });
}
