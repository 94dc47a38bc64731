import { currentRound, isOfEdition, type Demand } from '../demand';
import type { Cause } from '../event';
import { committeeFor, isAbove, liesUnder, oneLevelUp, upperLevel, type UnitRef } from '../organisation';
import { refuse, type Refusal } from '../refusal-codes';
import { windowEnd, workingAmount } from '../returning';
import { holds, moveTo, notify, record, start, stop, stopAll, type ActionRule, type Draft } from '../transition';
import { giveTo, putBefore, releaseLead, remember } from './committee';
import { heldByAnother, takenBy } from './handling';
import { endPoll } from './polling';
import { tellFollowersItEnded, tellParent, tellReporter } from './telling';

const rulingFirst = (demand: Demand): Refusal | null =>
  demand.ruling
    ? refuse(
        'ruling_pending',
        '该诉求退单已达上限，正等待裁决，请使用“裁决”确定主办单位；应由本级管辖以外的单位主办的，请“上报”，由上一级裁决。',
      )
    : null;

const outOfReach = (demand: Demand, unit: UnitRef): Refusal | null =>
  demand.holder.unit && !liesUnder(unit, demand.holder.unit.id)
    ? refuse('unit_out_of_reach', '所选单位不在本级管辖范围内，请选择本级或下级单位，或改用“上报”。')
    : null;

/**
 * Hands the case to a lead unit. The handling clock starts here and nothing later resets it. `minutes` (working) are what an
 * improvement was given instead of the policy's budget.
 */
export function assign(draft: Draft, lead: UnitRef, co: UnitRef[], replying: UnitRef, minutes?: number): void {
  const { demand } = draft;
  stop(draft, 'dispatch');
  demand.lead = lead;
  demand.co = co.filter((unit, i) => unit.id !== lead.id && co.findIndex((same) => same.id === unit.id) === i);
  demand.replying = replying;
  currentRound(demand).lead = lead.id;
  moveTo(draft, 'accepting', holds(lead, 'handler', ownerIn(demand, lead)));
  start(draft, 'accept');
  if (demand.kind !== 'improvement') start(draft, 'contact');
  start(draft, 'handle', minutes ?? minutesGiven(demand));
}

/** Whoever was named to do it; another unit than the one that was asked has people of its own. */
const ownerIn = ({ owner, place }: Demand, lead: UnitRef): string | null =>
  owner !== undefined && lead.id === place.id ? owner : null;

/** Sent back, an improvement has again the time that it was given at first. */
function minutesGiven(demand: Demand): number | undefined {
  if (!isOfEdition(demand, 2)) return undefined;
  const given = demand.clocks.find((clock) => clock.name === 'handle' && clock.given);
  return given && given.budget / 60_000;
}

export function tellUnits(draft: Draft): void {
  const { demand } = draft;
  const owner = demand.holder.user;
  const to = owner === null ? { role: 'handler' as const, unit: demand.lead!.id } : { user: owner };
  notify(draft, 'task', to, { data: { task: 'accept' } });
  for (const unit of demand.co)
    notify(
      draft,
      'task',
      { role: 'handler', unit: unit.id },
      { data: { task: 'co_handle', share: draft.rules.policy.coUnitShare } },
    );
}

/**
 * The rule that proposed a unit, and whether whoever dispatched followed it. After a return or in a later round the proposal
 * of the first day has been tried and says nothing any more.
 */
function byProposal({ demand, step }: Draft, lead: UnitRef): { cause: Cause; data: { followed?: boolean } } {
  const { proposal, policyVersion } = demand;
  if (!proposal?.rule || demand.round > 1 || demand.returns > 0) return { cause: { policyVersion }, data: {} };
  const isChoice = step.actor.kind === 'staff' && proposal.lead !== null;
  return {
    cause: { policyVersion, rule: proposal.rule },
    data: isChoice ? { followed: proposal.lead === lead.id } : {},
  };
}

export const dispatch: ActionRule<'dispatch'> = {
  from: ['dispatching'],
  to: ['accepting'],
  who: ['committee'],
  refuse: rulingFirst,
  check: (demand, facts) => {
    const committee = demand.holder.unit;
    if (facts.level && committee && isAbove(facts.level, committee.level))
      return refuse('level_above_committee', '不能分拨到高于本级的层级，请使用“上报”。');
    const replying = facts.replying.id === demand.collecting.id ? [] : [facts.replying];
    return [facts.lead, ...facts.co, ...replying].map((u) => outOfReach(demand, u)).find((r) => r !== null) ?? null;
  },
  apply: (draft, facts) => {
    const { demand } = draft;
    if (facts.level) demand.level = facts.level;
    if (facts.urgency) demand.urgency = facts.urgency;
    const kept = demand.co.filter((unit) => !facts.co.some((other) => other.id === unit.id));
    assign(draft, facts.lead, [...facts.co, ...kept], facts.replying, facts.minutes);
    const { cause, data } = byProposal(draft, facts.lead);
    record(draft, 'dispatched', {
      cause,
      data: {
        lead: facts.lead.id,
        co: demand.co.map((unit) => unit.id),
        replying: facts.replying.id,
        level: demand.level,
        ...data,
      },
    });
    tellUnits(draft);
  },
};

export const rule: ActionRule<'rule'> = {
  from: ['dispatching'],
  to: ['accepting'],
  who: ['ruling_committee'],
  refuse: (demand) => (demand.ruling ? null : refuse('no_ruling_pending', '该诉求没有待裁决的争议，请直接分拨。')),
  check: (demand, facts) => outOfReach(demand, facts.lead),
  apply: (draft, facts) => {
    const { demand } = draft;
    const by = demand.holder.unit?.id ?? null;
    demand.ruling = false;
    demand.ruled = true;
    assign(draft, facts.lead, demand.co, facts.lead);
    record(draft, 'ruled', { data: { lead: facts.lead.id, by } });
    tellUnits(draft);
  },
};

export const reject: ActionRule<'reject'> = {
  from: ['dispatching'],
  to: ['rejected'],
  who: ['committee'],
  refuse: rulingFirst,
  apply: (draft) => {
    const { demand, step } = draft;
    stopAll(draft);
    record(draft, 'rejected');
    endPoll(draft);
    demand.closedAt = step.now;
    currentRound(demand).endedAt = step.now;
    moveTo(draft, 'rejected', holds(null, null));
    tellReporter(draft, 'rejected');
    tellFollowersItEnded(draft);
    tellParent(draft);
  },
};

/** The unit that was ruled can no more hand the case up than return it. */
const boundByRuling = (demand: Demand): Refusal | null =>
  demand.ruled && isOfEdition(demand, 2)
    ? refuse('ruling_binds', '本诉求已由上级裁决由贵单位主办，不能再上报；一时办不了的，请申请延期或挂账。')
    : null;

/** A dispute is passed up as a dispute: the right unit may lie beyond the committee's reach, and the upper level rules. */
export const passUp: ActionRule<'pass_up'> = {
  from: ['dispatching', 'handling'],
  to: ['dispatching'],
  who: ['committee', 'case_handler'],
  refuse: (demand, actor) => {
    if (!upperLevel(demand.level)) return refuse('already_at_top', '已在区级，没有上一级可以上报，请分拨或申请挂账。');
    return demand.stage === 'handling' ? (heldByAnother(demand, actor) ?? boundByRuling(demand)) : null;
  },
  apply: (draft) => {
    const { demand } = draft;
    const from = demand.level;
    const to = upperLevel(from)!;
    record(draft, 'passed_up', { data: { from, to } });
    if (demand.stage === 'handling') releaseLead(draft, true);
    else remember(draft, demand.holder.unit);
    putBefore(draft, to);
  },
};

export const passDown: ActionRule<'pass_down'> = {
  from: ['dispatching'],
  to: ['dispatching'],
  who: ['committee'],
  refuse: rulingFirst,
  check: (demand, { unit }) => {
    const committee = demand.holder.unit;
    const isCommittee = committeeFor(unit, unit.level).id === unit.id;
    const isBelow = committee && isAbove(committee.level, unit.level) && liesUnder(unit, committee.id);
    return isCommittee && isBelow ? null : refuse('not_below', '只能下派到本级以下的街道、社区或园区。');
  },
  apply: (draft, { unit }) => {
    const { demand } = draft;
    record(draft, 'passed_down', { data: { to: unit.id } });
    remember(draft, demand.holder.unit);
    giveTo(draft, unit);
  },
};

export const accept: ActionRule<'accept'> = {
  from: ['accepting'],
  to: ['handling'],
  who: ['lead_handler'],
  apply: (draft) => {
    const { demand, step } = draft;
    const user = step.actor.kind === 'staff' ? step.actor.user : null;
    // Accepted in the right of an absent person it is that person's, who goes on with it when the deputy has no right to any more.
    // What was given to somebody by name is theirs, whoever of the unit accepts it.
    const holder = demand.holder.user ?? step.actedFor ?? user;
    stop(draft, 'accept');
    if (user) takenBy(demand, user);
    if (holder) takenBy(demand, holder);
    moveTo(draft, 'handling', holds(demand.lead, 'handler', holder));
    record(draft, 'accepted');
  },
};

function tooLate(window: number, { level }: Demand): Refusal {
  const instead = upperLevel(level)
    ? '确不属本单位职责的，请签收后上报并写明理由。'
    : '请签收办理；一时办不了的，请申请延期或挂账。';
  return refuse(
    'return_window_over',
    `退单须在分拨后 ${workingAmount(window)}（工作时间）内提出，现已过时。${instead}`,
  );
}

/** A return never resets the handling clock (domain.md §4); at the limit the dispute goes to the upper level. */
export const returnToDispatcher: ActionRule<'return'> = {
  from: ['accepting'],
  to: ['dispatching'],
  who: ['lead_handler'],
  refuse: (demand, _actor, now, rules) => {
    if (demand.ruled) return refuse('ruling_binds', '本诉求已由上级裁决由贵单位主办，不能再退单，请签收办理。');
    const { returnWindow } = rules.policy;
    return returnWindow !== undefined && now >= (windowEnd(demand, rules) ?? Infinity)
      ? tooLate(returnWindow, demand)
      : null;
  },
  apply: (draft) => {
    const { demand, rules } = draft;
    demand.returns += 1;
    record(draft, 'returned', { public: false, data: { returns: demand.returns } });
    releaseLead(draft, false);
    const disputed = demand.returns >= rules.policy.returnLimit;
    demand.ruling = disputed;
    const dispatcher = demand.committee ?? demand.place;
    giveTo(draft, disputed ? oneLevelUp(dispatcher) : dispatcher);
  },
};
