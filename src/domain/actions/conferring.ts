import type { Demand } from '../demand';
import type { Facts } from '../facts';
import { committeeFor, liesUnder, upperLevel, type UnitRef } from '../organisation';
import { refuse } from '../refusal-codes';
import { notify, record, type ActionRule, type Draft } from '../transition';
import { putBefore, remember } from './committee';
import { assign, tellUnits } from './dispatching';
import { IN_WORK, notifyHolder, putUnderSupervision, whoActs } from './supervising';

export type DecisionOutcome = 'assigned' | 'passed_up' | 'told';

/**
 * What a decision does besides being recorded. Only a case that is before a committee of the conference's own unit, or of one
 * below, is given away; who has it in hand anywhere else keeps it and is told.
 */
export function outcomeOf(demand: Demand, { unit, lead }: Pick<Facts['decide'], 'unit' | 'lead'>): DecisionOutcome {
  const committee = demand.stage === 'dispatching' ? demand.holder.unit : null;
  if (lead === null || committee === null || !liesUnder(committee, unit.id)) return 'told';
  return liesUnder(lead, unit.id) || upperLevel(unit.level) === null ? 'assigned' : 'passed_up';
}

/** Whom a conference can name: units below its own, and committees above it with their departments. A sibling's are not its to order. */
export const mayBeNamed = (lead: UnitRef, unit: UnitRef): boolean =>
  liesUnder(lead, unit.id) || unit.path.includes(committeeFor(lead, lead.level).id);

/**
 * 党建联席会议 decides who does what by when. "By when" is a supervision that must be answered; one that runs already is kept,
 * because nothing resets a promise. Each conference decides on a demand once.
 */
export const decide: ActionRule<'decide'> = {
  from: [...IN_WORK, 'rating'],
  to: ['accepting', 'dispatching'],
  keeps: [...IN_WORK.filter((stage) => stage !== 'dispatching'), 'rating'],
  who: ['presiding'],
  check: (demand, facts) => {
    if (demand.decidedBy?.includes(facts.conference))
      return refuse('already_decided', '该会议已对本诉求作出决定，需要改变时请在下一次会议上重新决定。');
    return demand.ruling && outcomeOf(demand, facts) !== 'told'
      ? refuse('ruling_pending', '该诉求退单已达上限，正等待裁决，请先裁决，或不指定主办单位。')
      : null;
  },
  apply: (draft, facts) => {
    const { demand } = draft;
    const { conference, unit, lead, workingDays } = facts;
    const outcome = outcomeOf(demand, facts);
    demand.conference = false;
    demand.decidedBy = [...(demand.decidedBy ?? []), conference];
    if (outcome === 'assigned') assignTo(draft, facts);
    record(draft, 'decided', { data: { conference, unit: unit.id, lead: lead?.id ?? null, workingDays, outcome } });
    if (outcome === 'passed_up') passUpFrom(draft, facts);
    if (outcome === 'assigned') tellUnits(draft);
    const supervises = workingDays !== null && putUnderSupervision(draft, unit.id, workingDays, whoActs(draft.step));
    tellWhoActs(draft, supervises ? workingDays : null);
  },
};

/** Nobody of the service holds a case that its reporter is asked to rate: its handlers answer for it. */
function tellWhoActs(draft: Draft, workingDays: number | null): void {
  const { holder, lead } = draft.demand;
  const more = { ring: true, data: { workingDays } };
  if (holder.unit) notifyHolder(draft, 'decided', more);
  else if (lead) notify(draft, 'decided', { role: 'handler', unit: lead.id }, more);
}

/** A conference above the committee that has the case takes it from there. */
function assignTo(draft: Draft, { unit, lead }: Facts['decide']): void {
  const { demand } = draft;
  if (!liesUnder(lead!, demand.holder.unit!.id)) {
    remember(draft, demand.holder.unit);
    demand.level = unit.level;
    demand.committee = unit;
  }
  assign(draft, lead!, demand.co, lead!);
}

/** The unit that shall lead lies beyond the conference's reach: the next level gets the case, with the decision as reason. */
function passUpFrom(draft: Draft, { unit, lead }: Facts['decide']): void {
  const to = upperLevel(unit.level)!;
  record(draft, 'passed_up', { data: { from: draft.demand.level, to, lead: lead!.id } });
  remember(draft, draft.demand.holder.unit);
  putBefore(draft, to);
}
