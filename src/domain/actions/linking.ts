import { currentRound, type Demand } from '../demand';
import { passedOnBy } from '../passing-on';
import { refuse } from '../refusal-codes';
import {
  holds,
  moveTo,
  occasion,
  record,
  stop,
  stopAll,
  type ActionRule,
  type DemandMessage,
  type Draft,
} from '../transition';
import { putBefore } from './committee';
import { askForRating, callbackAttempted, closeDemand } from './closing';
import { mainPollClosed, pollClosed } from './polling';
import { joinedAs, tellFollowers, tellFollowersItEnded, tellMainItLeft } from './telling';

/**
 * 并案: the follower keeps its own reporter, reply and rating. A handling clock that runs goes on: clocks pause only for
 * `waiting` and `deferred` (domain.md §5), and its reporter waits all the same.
 */
export const merge: ActionRule<'merge'> = {
  from: ['dispatching'],
  to: ['merged'],
  who: ['committee'],
  refuse: (demand) => (demand.ruling ? refuse('ruling_pending', '该诉求正等待裁决，请先裁决再并案。') : null),
  check: (demand, facts) =>
    facts.into === demand.id || demand.followers.includes(facts.into)
      ? refuse('cannot_merge_into_itself', '不能并入自己或已并入本诉求的诉求，请选择另一件主案。')
      : null,
  apply: (draft, facts) => {
    const { demand } = draft;
    stop(draft, 'dispatch');
    record(draft, 'merged', { data: { into: facts.into } });
    demand.mergedInto = facts.into;
    demand.mergedBy = demand.seq;
    moveTo(draft, 'merged', holds(null, null));
    const tell = (follower: string, joined: { joined?: number }) =>
      draft.effects.push({
        kind: 'tell_demand',
        demandId: facts.into,
        message: { kind: 'follower_joined', follower, ...joined },
      });
    tell(demand.id, { joined: demand.seq });
    for (const follower of demand.followers) tell(follower, joinedAs(demand, follower));
    tellFollowers(draft, { kind: 'main_moved', to: facts.into });
    demand.followers = [];
  },
};

/**
 * 撤销并案: the follower is a case of its own again, before the committee that merged it and with a dispatch clock of its own.
 * A handling clock was never stopped by the merging, so it goes on as it is.
 */
export const unmerge: ActionRule<'unmerge'> = {
  from: ['merged'],
  to: ['dispatching'],
  who: ['merging_committee'],
  apply: (draft) => {
    const { demand } = draft;
    record(draft, 'unmerged', { data: { main: demand.mergedInto } });
    tellMainItLeft(draft);
    demand.mergedInto = null;
    putBefore(draft, demand.level);
  },
};

/**
 * 拆分: one letter, several cases. Each goes on at the letter's level with what its handling clock has left: nothing resets a
 * promise. The letter closes when all its parts have ended.
 */
export const split: ActionRule<'split'> = {
  from: ['dispatching'],
  to: ['split'],
  who: ['committee'],
  refuse: (demand) => (demand.ruling ? refuse('ruling_pending', '该诉求正等待裁决，请先裁决再拆分。') : null),
  apply: (draft, facts) => {
    const { demand, step } = draft;
    const passedOn = passedOnBy(demand);
    stop(draft, 'dispatch', 'contact', 'handle');
    demand.parts = facts.partIds.map((id) => ({ id, ended: false }));
    record(draft, 'split', { data: { parts: facts.partIds } });
    moveTo(draft, 'split', holds(null, null));
    draft.effects.push({
      ...{ kind: 'file_parts', partIds: facts.partIds, wordsId: step.wordsId ?? null },
      ...(passedOn ? { passedOn } : {}),
    });
    tellFollowersItEnded(draft);
  },
};

/** What another workflow said. Late or repeated messages change nothing. */
export function hear(draft: Draft, message: DemandMessage): boolean {
  const { demand } = draft;
  occasion(draft, { kind: 'heard', message });
  switch (message.kind) {
    case 'follower_joined':
      return followerJoined(draft, message);
    case 'follower_left':
      return followerLeft(draft, message);
    case 'main_replied':
      if (!concernsThisMerging(demand, message)) return false;
      draft.step.wordsId = message.wordsId;
      record(draft, 'main_replied', { data: { main: demand.mergedInto } });
      draft.step.wordsId = null;
      answeredWith(demand, message);
      stopAll(draft);
      askForRating(draft);
      return true;
    case 'main_moved':
      return mainMoved(draft, message);
    case 'main_ended':
      if (!concernsThisMerging(demand, message)) return false;
      record(draft, 'main_ended', { data: { main: demand.mergedInto } });
      demand.mergedInto = null;
      putBefore(draft, demand.level);
      return true;
    case 'part_ended':
      return partEnded(draft, message.part);
    case 'callback_attempted':
      return callbackAttempted(draft, message.jobId, message);
    case 'poll_closed':
      return pollClosed(draft, message);
    case 'main_poll_closed':
      return concernsThisMerging(demand, message) && mainPollClosed(draft, message);
  }
}

/** The main case's unit handled this one too: callbacks and figures go by it. */
function answeredWith(demand: Demand, { lead, result, workedOn }: DemandMessage & { kind: 'main_replied' }): void {
  demand.lead = lead ?? null;
  demand.result = result ?? null;
  demand.handledBy = workedOn ?? [];
  currentRound(demand).lead = demand.lead?.id ?? null;
}

const concernsThisMerging = ({ stage, mergedBy }: Demand, { joined }: { joined?: number }): boolean =>
  stage === 'merged' && (joined === undefined || mergedBy == null || joined === mergedBy);

type Joining = DemandMessage & { kind: 'follower_joined' | 'follower_left' };

function followerJoined(draft: Draft, { follower, joined }: Joining): boolean {
  const { demand } = draft;
  if (joined !== undefined && joined <= (demand.left?.[follower] ?? -1)) return false;
  if (demand.followers.includes(follower)) return joinedAnew(demand, follower, joined);
  const isPast = ['rating', 'calling_back', 'merged', 'split'].includes(demand.stage) || demand.closedAt !== null;
  if (isPast) return sendBack(draft, { kind: 'follower_joined', follower, joined });
  demand.followers.push(follower);
  joinedAnew(demand, follower, joined);
  record(draft, 'follower_joined', { public: false, data: { follower } });
  return true;
}

/** For a follower that was brought along to a main case which had ended: it does not hear of that end by itself. */
export function sendBack(draft: Draft, joining: Joining): boolean {
  const { follower, joined } = joining;
  occasion(draft, { kind: 'not_heard', message: joining });
  const message = { kind: 'main_ended', ...(joined === undefined ? {} : { joined }) } as const;
  draft.effects.push({ kind: 'tell_demand', demandId: follower, message });
  return true;
}

/** Notes by which of its mergings the follower belongs here; false when that was known. */
function joinedAnew(demand: Demand, follower: string, joined: number | undefined): boolean {
  if (joined === undefined || joined <= (demand.joined?.[follower] ?? -1)) return false;
  demand.joined = { ...demand.joined, [follower]: joined };
  return true;
}

/** Where it went on with the main case, the new main case is told. Taking leave may overtake the joining: it is remembered. */
function followerLeft(draft: Draft, { follower, joined }: Joining): boolean {
  const { demand } = draft;
  const isMember = demand.followers.includes(follower);
  if (isMember && (joined ?? 0) < (demand.joined?.[follower] ?? 0)) return false;
  if (!isMember && demand.stage === 'merged' && demand.mergedInto !== null) {
    const message = { kind: 'follower_left', follower, ...(joined === undefined ? {} : { joined }) } as const;
    draft.effects.push({ kind: 'tell_demand', demandId: demand.mergedInto, message });
    return true;
  }
  if (!isMember && (joined === undefined || joined <= (demand.left?.[follower] ?? -1))) return false;
  if (joined !== undefined) demand.left = { ...demand.left, [follower]: joined };
  if (!isMember) return true;
  demand.followers = demand.followers.filter((id) => id !== follower);
  record(draft, 'follower_left', { public: false, data: { follower } });
  return true;
}

/** The main case was itself merged. Whoever has left meanwhile takes leave of the new one, which still counts on it. */
function mainMoved(draft: Draft, { to, joined }: DemandMessage & { kind: 'main_moved' }): boolean {
  const { demand } = draft;
  if (!concernsThisMerging(demand, { joined })) {
    const message = {
      kind: 'follower_left',
      follower: demand.id,
      ...(joined === undefined ? {} : { joined }),
    } as const;
    draft.effects.push({ kind: 'tell_demand', demandId: to, message });
    return true;
  }
  if (demand.mergedInto === to) return false;
  demand.mergedInto = to;
  record(draft, 'main_moved', { public: false, data: { main: to } });
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
