import { capacitiesOf, type Capacity } from './acting';
import * as closing from './actions/closing';
import * as conferring from './actions/conferring';
import * as dispatching from './actions/dispatching';
import * as handling from './actions/handling';
import * as linking from './actions/linking';
import * as polling from './actions/polling';
import * as postponing from './actions/postponing';
import * as supervising from './actions/supervising';
import { essentialsOf, type Occasion } from './asked';
import { stageLabelOf, type Actor, type Demand } from './demand';
import type { Facts } from './facts';
import { refuse, type Refusal } from './refusal-codes';
import { stands } from './standing';
import { occasion, openDraft, seal, type ActionRule, type Outcome, type Rules, type Step } from './transition';
import { ACTIONS, STAGES, type Action, type Stage } from './vocabulary';

/** Every action people may take, where, and who: the one table behind validators, REST, buttons and the state diagram. */
export const TRANSITIONS: { [A in Action]: ActionRule<A> } = {
  dispatch: dispatching.dispatch,
  reject: dispatching.reject,
  merge: linking.merge,
  unmerge: linking.unmerge,
  split: linking.split,
  pass_up: dispatching.passUp,
  pass_down: dispatching.passDown,
  accept: dispatching.accept,
  return: dispatching.returnToDispatcher,
  rule: dispatching.rule,
  transfer: handling.transfer,
  contact: handling.contact,
  note: handling.note,
  request_information: handling.requestInformation,
  supply_information: handling.supplyInformation,
  open_poll: polling.openPoll,
  request_extension: postponing.requestExtension,
  decide_extension: postponing.decideExtension,
  request_deferral: postponing.requestDeferral,
  decide_deferral: postponing.decideDeferral,
  finish: handling.finish,
  review: closing.review,
  reply: closing.reply,
  rate: closing.rate,
  urge: supervising.urge,
  supervise: supervising.supervise,
  answer_supervision: supervising.answerSupervision,
  decide: conferring.decide,
  withdraw: supervising.withdraw,
};

/** Transitions nobody asks for: clocks, callbacks and other demands bring them about. For the state diagram. */
export const TRANSITIONS_OF_ITSELF: { from: Stage; to: Stage; why: string }[] = [
  { from: 'submitted', to: 'dispatching', why: '规则建议后待分拨' },
  { from: 'submitted', to: 'accepting', why: '直通规则' },
  { from: 'dispatching', to: 'dispatching', why: '120 % 上提一级' },
  { from: 'accepting', to: 'dispatching', why: '120 % 上提一级' },
  { from: 'handling', to: 'dispatching', why: '120 % 上提一级' },
  { from: 'waiting', to: 'handling', why: '逾期未补充' },
  { from: 'waiting', to: 'handling', why: '票选出结果，或逾期未出' },
  { from: 'deferred', to: 'handling', why: '复查日期到' },
  { from: 'rating', to: 'closed', why: '逾期未评价' },
  { from: 'calling_back', to: 'closed', why: '回访满意、不合理，或原因不重办' },
  { from: 'calling_back', to: 'dispatching', why: '重办' },
  { from: 'closed', to: 'dispatching', why: '抽查不满意，重办' },
  { from: 'merged', to: 'rating', why: '主案已反馈' },
  { from: 'merged', to: 'dispatching', why: '主案终止' },
  { from: 'split', to: 'closed', why: '各部分均已办结' },
];

export interface Ask<A extends Action = Action> {
  action: A;
  actor: Actor;
  /** Absent when asking what could be done at all, before there is a body. */
  facts?: Facts[A];
  ifVersion?: number;
}

/** What is said when an action does not belong to the stage that the demand is in. */
export function wrongStage(demand: Demand, action: Action): Refusal {
  const rule = TRANSITIONS[action];
  if (action === 'rate' && demand.rating !== null) return refuse('already_rated', '本轮已评价过，每轮只能评价一次。');
  const where = rule.from.map((stage) => `“${STAGES[stage]}”`).join('、');
  return refuse(
    'not_allowed_in_stage',
    `诉求现处于“${stageLabelOf(demand)}”，不能${ACTIONS[action]}；该操作用于${where}环节，请刷新后查看当前状态。`,
  );
}

/**
 * What speaks against an action now, or null. Pure and synchronous: the workflow's validator is this function. Whoever stands in
 * for somebody may act in their own right or in that person's; what is said is what comes nearest to being allowed.
 */
export function refusal<A extends Action>(demand: Demand, ask: Ask<A>, now: number, rules: Rules): Refusal | null {
  if (!TRANSITIONS[ask.action].from.includes(demand.stage)) return wrongStage(demand, ask.action);
  const refusals: Refusal[] = [];
  for (const capacity of capacitiesOf(ask.actor)) {
    const refused = refusalIn(capacity, demand, ask, now, rules);
    if (refused === null) return null;
    refusals.push(refused);
  }
  return refusals.find(({ code }) => code !== 'not_allowed_for_role') ?? refusals[0]!;
}

const isOfSeparation = ({ code }: Refusal): boolean => code === 'separation_of_duties' || code === 'own_case';

/**
 * A deputy may go on with what either of the two holds; but duties are separate both for who really acts and for whose right it
 * is.
 */
function generalRefusal(
  { actor, for: absent }: Capacity,
  refuses: (as: Actor) => Refusal | null,
  real: Actor,
): Refusal | null {
  const refused = refuses(actor);
  if (absent === null || actor.kind !== 'staff' || real.kind !== 'staff') return refused;
  const forReal = refuses({ ...actor, user: real.user });
  const separate = [refused, forReal].find((each) => each !== null && isOfSeparation(each));
  return separate ?? (forReal === null ? null : refused);
}

function refusalIn<A extends Action>(
  capacity: Capacity,
  demand: Demand,
  ask: Ask<A>,
  now: number,
  rules: Rules,
): Refusal | null {
  const rule = TRANSITIONS[ask.action] as ActionRule<A>;
  const { actor } = capacity;
  if (!rule.who.some((standing) => stands(demand, actor, standing)))
    return refuse(
      'not_allowed_for_role',
      `您在持有本诉求的单位没有${ACTIONS[ask.action]}的权限，请联系该单位有权限的人员。`,
    );
  if (ask.ifVersion !== undefined && ask.ifVersion !== demand.version)
    return refuse('version_conflict', `诉求已被更新到第 ${demand.version} 版，请刷新后确认再操作。`);
  const general = generalRefusal(capacity, (as) => rule.refuse?.(demand, as, now, rules) ?? null, ask.actor);
  if (general || ask.facts === undefined) return general;
  return rule.check?.(demand, ask.facts, actor, now, rules) ?? null;
}

/** By whose right the actor acts: what events say beside who really acted. Nothing for somebody in their own right. */
function standingIn<A extends Action>(
  demand: Demand,
  ask: Ask<A>,
  now: number,
  rules: Rules,
): Pick<Step, 'actedFor' | 'insteadOf'> {
  if (ask.actor.kind !== 'staff' || !ask.actor.grants.some((grant) => grant.for ?? grant.from)) return {};
  const capacity = capacitiesOf(ask.actor).find((each) => refusalIn(each, demand, ask, now, rules) === null);
  if (capacity?.actor.kind !== 'staff') return {};
  const { actor } = capacity;
  const standsBy = (grants: typeof actor.grants): boolean =>
    TRANSITIONS[ask.action].who.some((standing) => stands(demand, { ...actor, grants }, standing));
  const isMember = standsBy(actor.grants.filter((grant) => grant.from === undefined));
  const covered = isMember ? undefined : actor.grants.find((grant) => standsBy([grant]));
  return {
    ...(capacity.for === null ? {} : { actedFor: capacity.for }),
    ...(covered === undefined ? {} : { insteadOf: covered.unit }),
  };
}

/** Carries out an action that was not refused: the new demand and everything to record, tell and start. */
export function apply<A extends Action>(demand: Demand, action: A, facts: Facts[A], step: Step, rules: Rules): Outcome {
  const { actor, now } = step;
  const by = standingIn(demand, { action, actor, facts }, now, rules);
  const draft = openDraft(demand, rules, { ...step, ...by });
  const asked = { kind: 'action', action, facts, actor: essentialsOf(actor, demand), wordsId: step.wordsId ?? null };
  occasion(draft, asked as Occasion);
  if (action !== 'transfer' && by.actedFor !== undefined) workedOn(draft.demand, actor, by.actedFor);
  (TRANSITIONS[action] as ActionRule<A>).apply(draft, facts);
  return seal(draft);
}

/** A deputy who goes on with a held case has worked on it; it stays with who holds it, to whom a review sends it back. */
function workedOn(demand: Demand, actor: Actor, holder: string): void {
  if (actor.kind !== 'staff' || demand.holder.user !== holder) return;
  demand.handledBy = [actor.user, ...demand.handledBy.filter((user) => user !== actor.user)];
}
