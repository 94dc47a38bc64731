import type { DemandEvent } from '../../../../src/api/contract';
import { FALLBACK } from '../../../../src/domain/routing';
import { DIMENSIONS, type Dimension, type Dimensions } from '../../../../src/domain/rating';
import {
  CLOCKS,
  DISSATISFACTION_REASONS,
  type ClockName,
  type DissatisfactionReason,
  type Grade,
  type Level,
} from '../../../../src/domain/vocabulary';
import type { DecisionOutcome } from '../../../../src/domain/actions/conferring';
import { GRADE_LABELS, labelOf, LEVEL_LABELS, RESULT_LABELS, WRITTEN_LABELS } from '../../words/labels';
import { moment } from '../../time/format';
import { CONCLUSION_LABELS, OUTCOME_LABELS as CALL_LABELS } from '../callbacks/words';
import { OUTCOME_LABELS } from '../conferences/words';
import { CONTACT_LABELS } from './forms';
import { lateWords } from './ledger-words';

/** What people wrote, by the name of the field. */
export const WORD_LABELS: Record<string, string> = {
  ...WRITTEN_LABELS,
  outcome: '结果',
  goTo: '建议去向',
  note: '备注',
  text: '内容',
  summary: '办理情况',
  comment: '评价意见',
  decision: '决定',
  options: '选项',
};

type UnitName = (id: string) => string;

/** What happened, in one line, from the data that the event carries. */
export function eventSentence(event: DemandEvent, unitName: UnitName): string {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each type of event has data of its own
  const data = event.data as Record<string, any>;
  const named = (value: unknown) => (typeof value === 'string' ? unitName(value) : '');
  switch (event.type) {
    case 'submitted':
      return `渠道：${String(data.channel)}`;
    case 'dispatched':
      return [
        `主办 ${named(data.lead)}`,
        ...((data.co as string[] | undefined)?.map((id) => `协办 ${named(id)}`) ?? []),
        `反馈 ${named(data.replying)}`,
        ...ruleSentence(event),
      ].join('；');
    case 'ruled':
      return `主办 ${named(data.lead)}${data.by ? `，由 ${named(data.by)} 裁决` : ''}`;
    case 'passed_down':
      return `下派给 ${named(data.to)}`;
    case 'passed_up':
      return `${LEVEL_LABELS[data.from as Level]} → ${LEVEL_LABELS[data.to as Level]}`;
    case 'transferred':
      return [event.to ? `转给 ${event.to.name}` : '', relievedWords(data.relieved)].filter(Boolean).join('；');
    case 'contacted':
      return `${CONTACT_LABELS[data.channel as string]}，${CONTACT_LABELS[data.outcome as string]}`;
    case 'extension_requested':
    case 'supervised':
      return `${String(data.workingDays)} 个工作日`;
    case 'extension_decided':
    case 'deferral_decided':
    case 'reviewed':
      return data.approve ? '同意' : '不同意';
    case 'deferral_requested':
      return typeof data.reviewAt === 'number' ? `复查日期 ${moment(data.reviewAt)}` : '';
    case 'finished':
    case 'replied':
      return labelOf(RESULT_LABELS, data.result as string);
    case 'rated':
      return ratingSentence(data);
    case 'callback_attempted':
      return labelOf(CALL_LABELS, data.outcome as string);
    case 'callback_concluded':
      return conclusionSentence(data);
    case 'poll_opened':
      return typeof data.closesAt === 'number' ? `截止 ${moment(data.closesAt)}${data.wait ? '，等结果再办' : ''}` : '';
    case 'poll_closed':
      return `${String(data.votes)} 票，发出 ${String(data.ballots)} 票${data.early ? '，提前结束' : ''}`;
    case 'decided':
      return decisionSentence(data, named);
    case 'redone':
      return `第 ${String(data.round)} 轮`;
    case 'returned':
      return `第 ${String(data.returns)} 次退单`;
    case 'urged':
      return `第 ${String(data.count)} 次催办`;
    case 'policy_changed':
      return `第 ${String(data.from)} 版 → 第 ${String(data.to)} 版，${movedWords(data.clocks)}`;
    case 'calendar_changed':
      return `${String(data.cause)}，${movedWords(data.clocks)}`;
    case 'reminded':
    case 'rating_reminded':
    case 'timeout_escalated':
    case 'moved_up':
    case 'supervised_by_clock':
      return rungSentence(event);
    default:
      return '';
  }
}

function decisionSentence(data: Record<string, unknown>, named: (value: unknown) => string): string {
  const parts = [
    data.lead ? `主办 ${named(data.lead)}` : '',
    typeof data.workingDays === 'number' ? `${data.workingDays} 个工作日内答复` : '',
    OUTCOME_LABELS[data.outcome as DecisionOutcome] ?? '',
  ];
  return parts.filter(Boolean).join('；');
}

const RATED_BY: Record<string, string> = { collector: '（收集人代为登记）', telephone: '（电话代评）' };
const reasonWords = (reasons: unknown): string =>
  ((reasons ?? []) as DissatisfactionReason[]).map((reason) => DISSATISFACTION_REASONS[reason]).join('、');

function ratingSentence(data: Record<string, unknown>): string {
  const points = Object.entries((data.dimensions ?? {}) as Dimensions).map(
    ([name, value]) => `${DIMENSIONS[name as Dimension]} ${value} 分`,
  );
  const grade = `${GRADE_LABELS[data.grade as Grade]}${RATED_BY[data.ratedBy as string] ?? ''}`;
  return [grade, reasonWords(data.reasons), points.join('，')].filter(Boolean).join('；');
}

function conclusionSentence(data: Record<string, unknown>): string {
  const parts = [
    labelOf(CONCLUSION_LABELS, data.result as string),
    reasonWords(data.reasons),
    data.reopens === false ? '这些原因不重新办理，结论留存' : '',
  ];
  return parts.filter(Boolean).join('；');
}

/** Of the clocks that a change of policy or calendar moved: which, and when they are due now. */
function movedWords(clocks: unknown): string {
  const moved = (clocks ?? []) as { id: string; dueAt: number }[];
  const words = moved.map(({ id, dueAt }) => `${CLOCKS[id.replace(/-\d+$/, '') as ClockName]} ${moment(dueAt)}`);
  return words.length === 0 ? '时限不变' : `重算后到期：${words.join('；')}`;
}

/** Of a holder who can no longer sign in. */
function relievedWords(relieved: unknown): string {
  const { name } = (relieved ?? {}) as { name?: string };
  return name ? `原经办人 ${name} 已停用` : '';
}

/** By which rule of which version it was proposed, why, and whether whoever dispatched followed it. */
function ruleSentence({ cause, data }: DemandEvent): string[] {
  const { rule } = cause as { rule?: { id: string; version: number; reason?: string } };
  if (!rule) return [];
  const name = rule.id === FALLBACK ? '兜底' : `规则“${rule.reason ?? rule.id}”`;
  const why = rule.id === FALLBACK && rule.reason ? `：${rule.reason}` : '';
  const which = `${name}（规则第 ${rule.version} 版）`;
  return [data.followed === false ? `没有采用${which}的建议${why}` : `依据${which}${why}`];
}

function rungSentence({ cause }: DemandEvent): string {
  const { clock, percent, lateBy } = cause as { clock?: ClockName; percent?: number; lateBy?: number };
  if (!clock) return '';
  return `${CLOCKS[clock]}时限用到 ${percent} %${lateWords(lateBy ?? 0)}`;
}
