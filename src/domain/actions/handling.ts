import { isOfEdition, liveClock, waitsForPoll, type Actor, type Demand } from '../demand';
import { extendClock } from '../clock';
import { oneLevelUp } from '../organisation';
import { WORKING_DAY } from '../policy';
import { refuse, type Refusal } from '../refusal-codes';
import {
  holds,
  moveTo,
  notify,
  pause,
  record,
  resume,
  stop,
  type ActionRule,
  type Draft,
  type Rules,
} from '../transition';
import type { Kind, Result } from '../vocabulary';
import { addWorkingTime } from '../working-time';
import { tellReporter } from './telling';

/** An accepted case belongs to one person; others of the unit may note, a supervisor may transfer. */
export function heldByAnother(demand: Demand, actor: Actor): Refusal | null {
  const holder = demand.holder.user;
  if (holder === null || (actor.kind === 'staff' && actor.user === holder)) return null;
  return refuse('held_by_another', '该诉求已由本单位其他经办人签收,请联系经办人,或由主管转办。');
}

/** Remembers who handles; the last is the one a review sends back to. */
export function takenBy(demand: Demand, user: string): void {
  demand.handledBy = [...demand.handledBy.filter((other) => other !== user), user];
}

const userOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.user : actor.kind);

/** Only reaching the person is a contact: an unanswered call is an attempt. */
function contactMade(draft: Draft): void {
  stop(draft, 'contact');
}

export const contact: ActionRule<'contact'> = {
  from: ['accepting', 'handling', 'waiting', 'deferred'],
  to: [],
  who: ['lead_handler'],
  apply: (draft, facts) => {
    if (facts.outcome === 'reached') contactMade(draft);
    record(draft, 'contacted', { data: { channel: facts.channel, outcome: facts.outcome } });
  },
};

export const note: ActionRule<'note'> = {
  from: [
    'dispatching',
    'accepting',
    'handling',
    'waiting',
    'deferred',
    'reviewing',
    'replying',
    'rating',
    'calling_back',
    'merged',
    'split',
  ],
  to: [],
  who: ['concerned'],
  apply: (draft, facts) => record(draft, 'noted', { public: facts.public }),
};

export const transfer: ActionRule<'transfer'> = {
  from: ['accepting', 'handling', 'waiting', 'deferred'],
  to: ['handling'],
  keeps: ['handling', 'waiting', 'deferred'],
  who: ['lead_handler', 'lead_supervisor'],
  refuse: (demand, actor) => {
    const supervises =
      actor.kind === 'staff' && actor.grants.some((g) => g.role === 'supervisor' && demand.lead?.path.includes(g.unit));
    const relieves = actor.kind === 'staff' && actor.relieves !== undefined && actor.relieves === demand.holder.user;
    return supervises || relieves ? null : heldByAnother(demand, actor);
  },
  check: (demand, facts) =>
    facts.user === demand.holder.user ? refuse('held_by_another', '该经办人已持有本诉求,请选择另一位经办人。') : null,
  apply: (draft, facts) => {
    const { demand, step } = draft;
    const relieved = step.actor.kind === 'staff' && step.actor.relieves ? { relieved: step.actor.relieves } : {};
    stop(draft, 'accept');
    takenBy(demand, facts.user);
    const stage = demand.stage === 'accepting' ? 'handling' : demand.stage;
    moveTo(draft, stage, holds(demand.lead, 'handler', facts.user));
    record(draft, 'transferred', { public: false, data: { to: facts.user, ...relieved } });
    notify(draft, 'task', { user: facts.user }, { data: { task: 'handle' } });
  },
};

/** Sets until when a question that was asked at `since` (epoch ms) waits for its answer. */
export function waitForAnswer(demand: Demand, since: number, { policy, calendar }: Rules): void {
  const { at, provisional } = addWorkingTime(calendar, since, policy.informationWait * 60_000);
  demand.waitingUntil = at;
  if (provisional) demand.waitingProvisional = true;
  else delete demand.waitingProvisional;
}

/** Nothing is waited for any more. */
function waitNoMore(demand: Demand): void {
  demand.waitingUntil = null;
  delete demand.waitingProvisional;
}

/** Asking the reporter is a contact; the clock pauses until the answer, or until the wait of the policy is over. */
export const requestInformation: ActionRule<'request_information'> = {
  from: ['handling'],
  to: ['waiting'],
  who: ['case_handler'],
  refuse: heldByAnother,
  apply: (draft) => {
    const { demand, rules, step } = draft;
    contactMade(draft);
    pause(draft, 'waiting_for_information');
    waitForAnswer(demand, step.now, rules);
    moveTo(draft, 'waiting', demand.holder);
    record(draft, 'information_requested');
    tellReporter(draft, 'information_requested', { dueAt: demand.waitingUntil });
  },
};

/** Back to work after a pause; the handler is told. */
export function continueHandling(draft: Draft, why: 'information' | 'poll_closed' | 'task'): void {
  const { demand } = draft;
  resume(draft);
  waitNoMore(demand);
  moveTo(draft, 'handling', demand.holder);
  tellHandler(draft, why);
}

function tellHandler(draft: Draft, why: 'information' | 'poll_closed' | 'task'): void {
  const { user, unit } = draft.demand.holder;
  notify(draft, why, user ? { user } : { role: 'handler', unit: unit!.id }, { data: { task: 'handle' } });
}

/** Sent while people vote it is kept and the handler told, and the case waits on for the result. */
export const supplyInformation: ActionRule<'supply_information'> = {
  from: ['waiting'],
  to: ['handling', 'waiting'],
  who: ['reporter', 'collector'],
  apply: (draft) => {
    record(draft, 'information_supplied');
    if (waitsForPoll(draft.demand)) tellHandler(draft, 'information');
    else continueHandling(draft, 'information');
  },
};

/** Asked before expiry, once a round, not longer than the original limit, decided one level up (domain.md §4). */
export const requestExtension: ActionRule<'request_extension'> = {
  from: ['handling'],
  to: [],
  who: ['case_handler'],
  refuse: (demand, actor, now) => {
    const clock = liveClock(demand, 'handle');
    if (demand.extension || (clock && clock.extension > 0))
      return refuse('already_requested', '每轮办理只能申请一次延期,请在原期限内办结或申请挂账。');
    if (!clock || now >= clock.dueAt)
      return refuse('clock_expired', '延期须在到期前申请,现已超过办理时限,请尽快办结。');
    return heldByAnother(demand, actor);
  },
  check: (demand, facts) => {
    const clock = liveClock(demand, 'handle');
    const limit = Math.floor((clock?.budget ?? 0) / 60_000 / WORKING_DAY);
    return facts.workingDays > limit
      ? refuse('too_long', `延期不得超过原办理时限(${limit} 个工作日),请改短后再申请。`)
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
    ? refuse('separation_of_duties', '不能审批自己提出的申请,请由上一级其他主管审批。')
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
      ? refuse('clock_expired', '办理时限在批准之前已经到期,到期后不能再延;请选择不同意,仍需时间的请经办人申请挂账。')
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
      ? refuse('already_requested', '已有待审批的挂账申请,请等待区级审批。')
      : heldByAnother(demand, actor),
  check: (demand, { reviewAt }, _actor, now) => {
    if (reviewAt <= now) return refuse('not_in_future', '挂账复查日期须在今后,请重新选择。');
    return isOfEdition(demand, 2) && reviewAt - now > LONGEST_DEFERRAL
      ? refuse('too_long', '挂账最长 366 天,请选择更早的复查日期;到期仍办不了的,可以再次申请。')
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

const RESULTS_OF: Record<Kind, readonly Result[]> = {
  consultation: ['resolved', 'partly', 'explained'],
  help: ['resolved', 'partly', 'explained'],
  complaint: ['resolved', 'partly', 'explained'],
  suggestion: ['adopted', 'partly_adopted', 'noted'],
  improvement: ['resolved', 'partly', 'explained'],
};

export const finish: ActionRule<'finish'> = {
  from: ['handling'],
  to: ['reviewing'],
  who: ['case_handler'],
  refuse: heldByAnother,
  check: (demand, facts) =>
    RESULTS_OF[demand.kind].includes(facts.result)
      ? null
      : refuse(
          'result_does_not_fit_kind',
          demand.kind === 'suggestion'
            ? '建议的办理结果须为:采纳、部分采纳或留作参考。'
            : '该类诉求的办理结果须为:已解决、部分解决或解释说明。',
        ),
  apply: (draft, facts) => {
    const { demand } = draft;
    demand.result = facts.result;
    // A request nobody decided has lost its object.
    if (demand.extension?.decided === null) demand.extension = null;
    if (demand.deferral?.decided === null) demand.deferral = null;
    record(draft, 'finished', { public: false, data: { result: facts.result } });
    moveTo(draft, 'reviewing', holds(demand.lead, 'reviewer'));
    notify(draft, 'task', { role: 'reviewer', unit: demand.lead!.id }, { data: { task: 'review' } });
  },
};
