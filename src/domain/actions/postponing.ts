import { extendClock } from '../clock';
import { isOfEdition, liveClock, type Actor, type Demand } from '../demand';
import { oneLevelUp } from '../organisation';
import { WORKING_DAY } from '../policy';
import { refuse, type Refusal } from '../refusal-codes';
import { moveTo, notify, pause, record, type ActionRule } from '../transition';
import { heldByAnother, waitNoMore } from './handling';
import { tellReporter } from './telling';

const userOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.user : actor.kind);

/** Asked before expiry, once a round, not longer than the original limit, decided one level up (domain.md §4). */
export const requestExtension: ActionRule<'request_extension'> = {
  from: ['handling'],
  to: [],
  who: ['case_handler'],
  refuse: (demand, actor, now) => {
    const clock = liveClock(demand, 'handle');
    if (demand.extension || (clock && clock.extension > 0))
      return refuse('already_requested', '每轮办理只能申请一次延期，请在原期限内办结或申请挂账。');
    if (!clock || now >= clock.dueAt)
      return refuse('clock_expired', '延期须在到期前申请，现已超过办理时限，请尽快办结。');
    return heldByAnother(demand, actor);
  },
  check: (demand, facts) => {
    const clock = liveClock(demand, 'handle');
    const limit = Math.floor((clock?.budget ?? 0) / 60_000 / WORKING_DAY);
    return facts.workingDays > limit
      ? refuse('too_long', `延期不得超过原办理时限（${limit} 个工作日），请改短后再申请。`)
      : null;
  },
  apply: (draft, facts) => {
    const { demand, step } = draft;
    demand.extension = { workingDays: facts.workingDays, by: userOf(step.actor), at: step.now, decided: null };
    record(draft, 'extension_requested', { public: false, data: { workingDays: facts.workingDays } });
    notify(
      draft,
      'approval',
      { role: 'supervisor', unit: oneLevelUp(demand.lead!).id },
      { data: { task: 'decide_extension' } },
    );
  },
};

const ownRequest = (by: string | undefined, actor: Actor): Refusal | null =>
  actor.kind === 'staff' && by === actor.user
    ? refuse('separation_of_duties', '不能审批自己提出的申请，请由上一级其他主管审批。')
    : null;

function hasRunOut(demand: Demand, now: number): boolean {
  const clock = liveClock(demand, 'handle');
  return clock === null || clock.state === 'breached' || (clock.state === 'running' && now >= clock.dueAt);
}

export const decideExtension: ActionRule<'decide_extension'> = {
  from: ['handling', 'waiting', 'deferred'],
  to: [],
  who: ['supervisor_above'],
  refuse: (demand, actor) =>
    demand.extension && demand.extension.decided === null
      ? ownRequest(demand.extension.by, actor)
      : refuse('nothing_to_decide', '没有待审批的延期申请。'),
  // A passed due time never moves, so an approval would promise what does not happen (docs/policies-and-calendars.md).
  check: (demand, { approve }, _actor, now) =>
    approve && isOfEdition(demand, 2) && hasRunOut(demand, now)
      ? refuse(
          'clock_expired',
          '办理时限在批准之前已经到期，到期后不能再延；请选择不同意，仍需时间的请经办人申请挂账。',
        )
      : null,
  apply: (draft, facts) => {
    const { demand, rules, step } = draft;
    const asked = demand.extension!;
    asked.decided = facts.approve ? 'approved' : 'refused';
    const clock = liveClock(demand, 'handle');
    if (facts.approve && clock) extendClock(clock, rules.calendar, step.now, asked.workingDays * WORKING_DAY);
    record(draft, 'extension_decided', {
      public: facts.approve,
      data: { approve: facts.approve, workingDays: asked.workingDays },
    });
    notify(draft, 'decision', { user: asked.by }, { data: { approve: facts.approve, about: 'extension' } });
  },
};

const LONGEST_DEFERRAL = 366 * 24 * 60 * 60_000;

export const requestDeferral: ActionRule<'request_deferral'> = {
  from: ['handling'],
  to: [],
  who: ['case_handler'],
  refuse: (demand, actor) =>
    demand.deferral?.decided === null
      ? refuse('already_requested', '已有待审批的挂账申请，请等待区级审批。')
      : heldByAnother(demand, actor),
  check: (demand, { reviewAt }, _actor, now) => {
    if (reviewAt <= now) return refuse('not_in_future', '挂账复查日期须在今后，请重新选择。');
    return isOfEdition(demand, 2) && reviewAt - now > LONGEST_DEFERRAL
      ? refuse('too_long', '挂账最长 366 天，请选择更早的复查日期；到期仍办不了的，可以再次申请。')
      : null;
  },
  apply: (draft, facts) => {
    const { demand, step } = draft;
    demand.deferral = { reviewAt: facts.reviewAt, by: userOf(step.actor), at: step.now, decided: null };
    record(draft, 'deferral_requested', { public: false, data: { reviewAt: facts.reviewAt } });
    notify(
      draft,
      'approval',
      { role: 'supervisor', unit: demand.place.path[0]! },
      { data: { task: 'decide_deferral' } },
    );
  },
};

/** 挂账 is approved at A. The review date is a durable timer that wakes the case. */
export const decideDeferral: ActionRule<'decide_deferral'> = {
  from: ['handling', 'waiting'],
  to: ['deferred'],
  who: ['district_supervisor'],
  refuse: (demand, actor) =>
    demand.deferral?.decided === null
      ? ownRequest(demand.deferral.by, actor)
      : refuse('nothing_to_decide', '没有待审批的挂账申请。'),
  apply: (draft, facts) => {
    const { demand } = draft;
    const asked = demand.deferral!;
    asked.decided = facts.approve ? 'approved' : 'refused';
    record(draft, 'deferral_decided', {
      public: facts.approve,
      data: { approve: facts.approve, reviewAt: asked.reviewAt },
    });
    if (facts.approve) {
      pause(draft, 'deferred');
      waitNoMore(demand);
      // Parked, it does not wait for a poll any more.
      if (demand.poll) demand.poll.wait = false;
      moveTo(draft, 'deferred', demand.holder);
      tellReporter(draft, 'deferred', { dueAt: asked.reviewAt });
    }
    notify(draft, 'decision', { user: asked.by }, { data: { approve: facts.approve, about: 'deferral' } });
  },
};
