import { currentRound, type Demand } from '../demand';
import { refuse } from '../refusal-codes';
import { holds, moveTo, record, stop, stopAll, type ActionRule, type DemandMessage, type Draft } from '../transition';
import { putBefore } from './committee';
import { closeDemand, askForRating } from './closing';
import { tellFollowersItEnded } from './telling';

/**
 * 并案: the follower keeps its own reporter, reply and rating. A handling clock that runs goes on: clocks pause only for
 * `waiting` and `deferred` (domain.md §5), and its reporter waits all the same.
 */
export const merge: ActionRule<'merge'> = {
  from: ['dispatching'],
  to: ['merged'],
  who: ['committee'],
  refuse: (demand) => (demand.ruling ? refuse('ruling_pending', '该诉求正等待裁决,请先裁决再并案。') : null),
  check: (demand, facts) =>
    facts.into === demand.id || demand.followers.includes(facts.into)
      ? refuse('cannot_merge_into_itself', '不能并入自己或已并入本诉求的诉求,请选择另一件主案。')
      : null,
  apply: (draft, facts) => {
    const { demand } = draft;
    stop(draft, 'dispatch');
    record(draft, 'merged', { data: { into: facts.into } });
    demand.mergedInto = facts.into;
    moveTo(draft, 'merged', holds(null, null));
    const message = { kind: 'follower_joined', follower: demand.id } as const;
    draft.effects.push({ kind: 'tell_demand', demandId: facts.into, message });
    for (const follower of demand.followers)
      draft.effects.push({ kind: 'tell_demand', demandId: facts.into, message: { ...message, follower } });
    demand.followers = [];
  },
};

/** 拆分: one letter, several cases, each with clocks of its own. The letter closes when all its parts have ended. */
export const split: ActionRule<'split'> = {
  from: ['dispatching'],
  to: ['split'],
  who: ['committee'],
  refuse: (demand) => (demand.ruling ? refuse('ruling_pending', '该诉求正等待裁决,请先裁决再拆分。') : null),
  apply: (draft, facts) => {
    const { demand, step } = draft;
    stop(draft, 'dispatch', 'contact', 'handle');
    demand.parts = facts.partIds.map((id) => ({ id, ended: false }));
    record(draft, 'split', { data: { parts: facts.partIds } });
    moveTo(draft, 'split', holds(null, null));
    draft.effects.push({ kind: 'file_parts', partIds: facts.partIds, wordsId: step.wordsId ?? null });
    tellFollowersItEnded(draft);
  },
};

/** What another demand's workflow said. Late or repeated messages change nothing. */
export function hear(draft: Draft, message: DemandMessage): boolean {
  const { demand } = draft;
  switch (message.kind) {
    case 'follower_joined':
      return followerJoined(draft, message.follower);
    case 'main_replied':
      if (demand.stage !== 'merged') return false;
      draft.step.wordsId = message.wordsId;
      record(draft, 'main_replied', { data: { main: demand.mergedInto } });
      draft.step.wordsId = null;
      answeredWith(demand, message);
      stopAll(draft);
      askForRating(draft);
      return true;
    case 'main_ended':
      if (demand.stage !== 'merged') return false;
      record(draft, 'main_ended', { data: { main: demand.mergedInto } });
      demand.mergedInto = null;
      putBefore(draft, demand.level);
      return true;
    case 'part_ended':
      return partEnded(draft, message.part);
  }
}

/** The main case's unit handled this one too: callbacks and figures go by it. */
function answeredWith(demand: Demand, { lead, result, workedOn }: DemandMessage & { kind: 'main_replied' }): void {
  demand.lead = lead ?? null;
  demand.result = result ?? null;
  demand.handledBy = workedOn ?? [];
  currentRound(demand).lead = demand.lead?.id ?? null;
}

function followerJoined(draft: Draft, follower: string): boolean {
  const { demand } = draft;
  if (demand.followers.includes(follower)) return false;
  const isPast = ['rating', 'calling_back', 'merged', 'split'].includes(demand.stage) || demand.closedAt !== null;
  if (isPast) {
    draft.effects.push({ kind: 'tell_demand', demandId: follower, message: { kind: 'main_ended' } });
    return true;
  }
  demand.followers.push(follower);
  record(draft, 'follower_joined', { public: false, data: { follower } });
  return true;
}

function partEnded(draft: Draft, part: string): boolean {
  const { demand } = draft;
  const entry = demand.parts.find((p) => p.id === part);
  if (demand.stage !== 'split' || !entry || entry.ended) return false;
  entry.ended = true;
  record(draft, 'part_ended', { data: { part, open: demand.parts.filter((p) => !p.ended).length } });
  if (demand.parts.every((p) => p.ended)) closeDemand(draft);
  return true;
}
