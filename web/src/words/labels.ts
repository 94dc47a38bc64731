import type { LadderRow, LadderStep } from '../../../src/domain/policy';
import {
  DISSATISFACTION_REASONS,
  GRADE_LABELS,
  type DissatisfactionReason,
  type Grade,
  type Risk,
} from '../../../src/domain/vocabulary';

/** What people read for the words of the domain that the domain itself gives no label. */
export const RISK_LABELS: Record<Risk, string> = { green: '低风险', amber: '黄色风险', red: '红色风险' };
export { GRADE_LABELS, LEVEL_LABELS, RESULT_LABELS, ROLE_LABELS, URGENCY_LABELS } from '../../../src/domain/vocabulary';
export const STEP_LABELS: Record<LadderStep, string> = {
  remind: '提醒持有人',
  escalate: '升级给督办员',
  move_up: '权责上提一级',
  supervise: '列入督办',
};
/** «超时升级给督办员»: from 100 % on the due time has passed. */
export const stepWords = ({ percent, step }: LadderRow): string =>
  `${percent >= 100 && step === 'escalate' ? '超时' : ''}${STEP_LABELS[step]}`;

/** What people wrote into an event, as staff and reporters both call it; each side adds words of its own. */
export const WRITTEN_LABELS = {
  reason: '理由',
  question: '问题',
  found: '查明情况',
  done: '处理结果',
  basis: '依据',
  contact: '联系人和电话',
};

/** To choose from, the best first. */
export const GRADES: readonly Grade[] = [5, 4, 3, 2, 1];
export const GRADE_OPTIONS = GRADES.map((value) => ({ value, label: GRADE_LABELS[value] }));
export const REASON_OPTIONS = Object.entries(DISSATISFACTION_REASONS).map(([value, label]) => ({
  value: value as DissatisfactionReason,
  label,
}));

/** The label of a word that came as plain text; the word itself when it has none. */
export const labelOf = (labels: Record<string, string>, word: string | null | undefined): string =>
  word == null ? '—' : (labels[word] ?? word);
