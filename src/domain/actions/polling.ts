import { isOfEdition, waitsForPoll, type Demand } from '../demand';
import type { Cause } from '../event';
import { refuse } from '../refusal-codes';
import { moveTo, notify, pause, record, type ActionRule, type Draft, type PollResult } from '../transition';
import { continueHandling, heldByAnother } from './handling';
import { tellFollowers } from './telling';

const DAY = 24 * 60 * 60_000;
const LONGEST = 30 * DAY;

/** A poll that has not told its result a day after its time is given up: the case must go on. */
const givenUpAt = (closesAt: number): number => closesAt + DAY;

const isOpen = ({ poll }: Demand, now: number): boolean =>
  poll != null && poll.closedAt === null && now < givenUpAt(poll.closesAt);

/**
 * 票选 is a way of working on a case, so it belongs to whoever handles it: a committee has two working hours to dispatch, and its
 * clock never pauses. Asked to wait, the case stands in `waiting` until the result comes.
 */
export const openPoll: ActionRule<'open_poll'> = {
  from: ['handling'],
  to: ['waiting', 'handling'],
  who: ['case_handler'],
  refuse: (demand, actor, now) =>
    isOpen(demand, now)
      ? refuse('poll_open', '本诉求已有进行中的票选，请等它结束或提前结束后再发起。')
      : heldByAnother(demand, actor),
  check: (_, { closesAt }, _actor, now) => {
    if (closesAt <= now) return refuse('not_in_future', '票选截止时间须在今后，请重新选择。');
    return closesAt - now > LONGEST ? refuse('too_long', '票选最长 30 天，请选择更早的截止时间。') : null;
  },
  apply: (draft, { poll, closesAt, wait, electorate, ballots }) => {
    const { demand } = draft;
    demand.poll = { id: poll, closesAt, wait, closedAt: null };
    if (wait) {
      pause(draft, 'poll');
      demand.waitingUntil = givenUpAt(closesAt);
      moveTo(draft, 'waiting', demand.holder);
    }
    record(draft, 'poll_opened', { data: { poll, closesAt, wait, electorate, ballots } });
    draft.effects.push({ kind: 'start_poll', poll, closesAt });
  },
};

/** The result of this demand's own poll: recorded whatever stage it is in, and a case that waited for it goes on. */
export function pollClosed(draft: Draft, result: PollResult): boolean {
  const { demand, step } = draft;
  const { poll } = demand;
  if (poll?.id !== result.poll || poll.closedAt !== null) return false;
  const waited = waitsForPoll(demand);
  poll.closedAt = step.now;
  recordResult(draft, result);
  const { user, unit, role } = demand.holder;
  if (waited) continueHandling(draft, 'poll_closed');
  else if (unit && role) notify(draft, 'poll_closed', user ? { user } : { role, unit: unit.id });
  tellFollowers(draft, { ...result, kind: 'main_poll_closed' });
  return true;
}

/** The case comes to its end without an answer: nobody need vote on it any longer. */
export function endPoll({ demand, step, effects }: Draft): void {
  const { poll } = demand;
  if (poll == null || poll.closedAt !== null || !isOfEdition(demand, 2)) return;
  poll.closedAt = step.now;
  effects.push({ kind: 'end_poll', poll: poll.id });
}

/** The result of the main case's poll, for the reporter of a merged one. */
export function mainPollClosed(draft: Draft, result: PollResult): boolean {
  const { demand, step } = draft;
  if (demand.poll?.id === result.poll) return false;
  demand.poll = { id: result.poll, closesAt: step.now, wait: false, closedAt: step.now };
  recordResult(draft, result);
  return true;
}

function recordResult(draft: Draft, { poll, counts, ballots, wordsId }: PollResult): void {
  const votes = counts.reduce((sum, n) => sum + n, 0);
  draft.step.wordsId = wordsId;
  record(draft, 'poll_closed', { data: { poll, counts, votes, ballots, early: wordsId !== null } });
  draft.step.wordsId = null;
}

export function pollOverdue(draft: Draft, cause: Cause): void {
  record(draft, 'poll_overdue', { cause, data: { poll: draft.demand.poll!.id } });
  draft.demand.poll!.wait = false;
  continueHandling(draft, 'task');
}
