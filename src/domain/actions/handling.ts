import { isOfEdition, waitsForPoll, type Actor, type Demand } from '../demand';
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
  return refuse('held_by_another', '该诉求已由本单位其他经办人签收，请联系经办人，或由主管转办。');
}

/** Remembers who handles; the last is the one a review sends back to. */
export function takenBy(demand: Demand, user: string): void {
  demand.handledBy = [...demand.handledBy.filter((other) => other !== user), user];
}

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
    facts.user === demand.holder.user ? refuse('held_by_another', '该经办人已持有本诉求，请选择另一位经办人。') : null,
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
  if (provisional && isOfEdition(demand, 2)) demand.waitingProvisional = true;
  else delete demand.waitingProvisional;
}

/** Nothing is waited for any more. */
export function waitNoMore(demand: Demand): void {
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
            ? '建议的办理结果须为：采纳、部分采纳或留作参考。'
            : '该类诉求的办理结果须为：已解决、部分解决或解释说明。',
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
