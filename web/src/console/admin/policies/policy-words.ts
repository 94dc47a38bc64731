import type { Policy } from '../../../../../src/api/contract';
import {
  DEFAULT_APPEAL,
  DEFAULT_SUPERVISION_DAYS,
  type BudgetRow,
  type LadderRow,
  type LadderStep,
} from '../../../../../src/domain/policy';
import { promiseRules } from '../../../../../src/domain/promise-keeping';
import { ADDITION_DAYS, reasonsOf } from '../../../../../src/domain/rating';
import { DISSATISFACTION_REASONS, KIND_LABELS, type ClockName } from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS, STEP_LABELS, stepWords, URGENCY_LABELS } from '../../../words/labels';
import { spansWords } from '../calendars/day-kinds';
import { amountWords } from './amounts';
import { clockTime } from '../../../../../src/domain/local-time';

/** What is published, without when and by whom. */
export type Rules = Omit<Policy, 'version' | 'note' | 'publishedAt' | 'publishedBy'>;

export const STEPS = Object.keys(STEP_LABELS) as LadderStep[];

/** For which demands a row holds: «投诉 · 街道级 · 加急», or all that no row above has taken. */
export function conditionWords({ kind, level, urgency }: Pick<BudgetRow, 'kind' | 'level' | 'urgency'>): string {
  const said = [kind && KIND_LABELS[kind], level && LEVEL_LABELS[level], urgency && URGENCY_LABELS[urgency]];
  return said.filter(Boolean).join(' · ') || '其余全部';
}

export const budgetWords = ({ minutes, scope }: Pick<BudgetRow, 'minutes' | 'scope'>): string =>
  `${amountWords(minutes, scope)}${scope === 'elapsed' ? '（连续计时）' : ''}`;

export function ladderWords(clock: ClockName, rungs: readonly LadderRow[] | undefined): string {
  if (!rungs || rungs.length === 0) return withoutLadder(clock);
  return rungs.map((rung) => `${rung.percent} % ${rungWords(clock, rung)}`).join(' → ');
}
/** Whoever rates holds nothing: the one reminder goes to the reporter. */
export function rungWords(clock: ClockName, rung: LadderRow): string {
  if (clock !== 'rate') return stepWords(rung);
  return rung.percent < 100 ? '提醒诉求人评价（只一次）' : '按未评价办结';
}

export const withoutLadder = (clock: ClockName): string =>
  clock === 'rate' ? '到期仍未评价的，按未评价办结' : '没有阶梯，到期时提醒持有人';

export const rowsOf = (budgets: readonly BudgetRow[], clock: ClockName): BudgetRow[] =>
  budgets.filter((row) => row.clock === clock);

const reasonNames = (rules: Rules, reopens: boolean): string =>
  reasonsOf(rules)
    .filter((rule) => rule.reopens === reopens)
    .map(({ code }) => DISSATISFACTION_REASONS[code])
    .join('、') || '没有';

export interface RuleFact {
  key: string;
  group: string;
  name: string;
  words: string;
}

/** Everything beside budgets and ladders, each as a sentence. */
export function ruleFacts(rules: Rules): RuleFact[] {
  const { callback, redo, quietHours, urgeInterval, appeal = DEFAULT_APPEAL } = rules;
  const promise = promiseRules(rules);
  const fact = (group: string, key: string, name: string, words: string): RuleFact => ({ key, group, name, words });
  return [
    fact('办理', 'returnLimit', '退单次数', `最多 ${rules.returnLimit} 次，再有争议由上级裁决`),
    fact(
      '办理',
      'returnWindow',
      '退单时间',
      rules.returnWindow === undefined
        ? '签收前都可以退单'
        : `分拨后 ${amountWords(rules.returnWindow, 'working')} 内，过时只能签收后上报`,
    ),
    fact(
      '办理',
      'informationWait',
      '等待补充材料',
      `最多 ${amountWords(rules.informationWait, 'working')}，没有回音则时限继续走`,
    ),
    fact('办理', 'coUnitShare', '协办单位的时限', `主办时限的 ${Math.round(rules.coUnitShare * 100)} %`),
    fact('催办', 'urgeInterval.reporter', '诉求人催办间隔', amountWords(urgeInterval.reporter, 'elapsed')),
    fact('催办', 'urgeInterval.staff', '工作人员催办间隔', amountWords(urgeInterval.staff, 'elapsed')),
    fact('回访', 'callback.windows', '回访时段', spansWords(callback.windows)),
    fact('回访', 'callback.attempts', '拨打次数', `最多 ${callback.attempts} 次，轮流安排在不同时段`),
    fact(
      '回访',
      'callback.unreachable',
      '未接通或拒绝回访',
      callback.unreachable === 'redo' ? '按不满意处理，重办' : '办结',
    ),
    fact('评价', 'reasons', '核实后重新办理的原因', reasonNames(rules, true)),
    fact('评价', 'reasons.kept', '核实后只留存结论的原因', reasonNames(rules, false)),
    fact('评价', 'additionDays', '追评', `评价后 ${rules.additionDays ?? ADDITION_DAYS} 天内，每轮一次`),
    fact(
      '申诉',
      'appeal.fileWithin',
      '申诉提出期限',
      `评价、超时或回访后 ${amountWords(appeal.fileWithin, 'working')}内`,
    ),
    fact(
      '申诉',
      'appeal.ruleWithin',
      '裁定期限',
      `${amountWords(appeal.ruleWithin, 'working')}，到期未裁定的告知上一级督办员`,
    ),
    fact(
      '承诺',
      'promise.reportWithin',
      '兑现报告',
      `到期后 ${amountWords(promise.reportWithin, 'elapsed')}内，过时逐级告知督办员`,
    ),
    fact(
      '承诺',
      'promise.postponements',
      '推迟',
      promise.postponements === 0 ? '不能推迟' : `最多 ${promise.postponements} 次`,
    ),
    fact(
      '承诺',
      'promise.adoptedAfter',
      '采纳的建议',
      `没有写明时间的，反馈后 ${amountWords(promise.adoptedAfter, 'elapsed')}报告`,
    ),
    fact('重办', 'redo.levelUpAfter', '由上一级重办', `${redo.levelUpAfter} 轮不满意之后`),
    fact('重办', 'redo.superviseAfter', '列入督办', `${redo.superviseAfter} 轮不满意之后`),
    fact(
      '督办',
      'supervisionDays',
      '自动督办的答复期限',
      `${rules.supervisionDays ?? DEFAULT_SUPERVISION_DAYS} 个工作日（因超时或多轮不满意列入的督办）`,
    ),
    fact(
      '消息',
      'quietHours',
      '安静时段',
      quietHours.from === quietHours.to
        ? '没有'
        : `${clockTime(quietHours.from)} 至 ${clockTime(quietHours.to)} 不响铃`,
    ),
  ];
}
