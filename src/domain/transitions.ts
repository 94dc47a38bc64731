import * as closing from './actions/closing';
import * as dispatching from './actions/dispatching';
import * as handling from './actions/handling';
import * as linking from './actions/linking';
import * as supervising from './actions/supervising';
import type { Actor, Demand } from './demand';
import type { Facts } from './facts';
import { refuse, type Refusal } from './refusal-codes';
import { stands } from './standing';
import { openDraft, seal, type ActionRule, type Outcome, type Rules, type Step } from './transition';
import { ACTIONS, STAGES, type Action, type Stage } from './vocabulary';

/** Every action people may take, where, and who: the one table behind validators, REST, buttons and the state diagram. */
export const TRANSITIONS: { [A in Action]: ActionRule<A> } = {
  dispatch: dispatching.dispatch,
  reject: dispatching.reject,
  merge: linking.merge,
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
  request_extension: handling.requestExtension,
  decide_extension: handling.decideExtension,
  request_deferral: handling.requestDeferral,
  decide_deferral: handling.decideDeferral,
  finish: handling.finish,
  review: closing.review,
  reply: closing.reply,
  rate: closing.rate,
  urge: supervising.urge,
  supervise: supervising.supervise,
  answer_supervision: supervising.answerSupervision,
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
  { from: 'deferred', to: 'handling', why: '复查日期到' },
  { from: 'rating', to: 'closed', why: '逾期未评价' },
  { from: 'calling_back', to: 'closed', why: '回访满意或不合理' },
  { from: 'calling_back', to: 'dispatching', why: '重办' },
  { from: 'closed', to: 'dispatching', why: '抽查不满意,重办' },
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
  if (action === 'rate' && demand.rating !== null) return refuse('already_rated', '本轮已评价过,每轮只能评价一次。');
  const where = rule.from.map((stage) => `“${STAGES[stage]}”`).join('、');
  return refuse(
    'not_allowed_in_stage',
    `诉求现处于“${STAGES[demand.stage]}”,不能${ACTIONS[action]};该操作用于${where}环节,请刷新后查看当前状态。`,
  );
}

/** What speaks against an action now, or null. Pure and synchronous: the workflow's validator is this function. */
export function refusal<A extends Action>(demand: Demand, ask: Ask<A>, now: number, rules: Rules): Refusal | null {
  const rule = TRANSITIONS[ask.action] as ActionRule<A>;
  if (!rule.from.includes(demand.stage)) return wrongStage(demand, ask.action);
  if (!rule.who.some((standing) => stands(demand, ask.actor, standing)))
    return refuse(
      'not_allowed_for_role',
      `您在持有本诉求的单位没有${ACTIONS[ask.action]}的权限,请联系该单位有权限的人员。`,
    );
  if (ask.ifVersion !== undefined && ask.ifVersion !== demand.version)
    return refuse('version_conflict', `诉求已被更新到第 ${demand.version} 版,请刷新后确认再操作。`);
  const general = rule.refuse?.(demand, ask.actor, now, rules) ?? null;
  if (general || ask.facts === undefined) return general;
  return rule.check?.(demand, ask.facts, ask.actor, now, rules) ?? null;
}

/** Carries out an action that was not refused: the new demand and everything to record, tell and start. */
export function apply<A extends Action>(demand: Demand, action: A, facts: Facts[A], step: Step, rules: Rules): Outcome {
  const draft = openDraft(demand, rules, step);
  (TRANSITIONS[action] as ActionRule<A>).apply(draft, facts);
  return seal(draft);
}
