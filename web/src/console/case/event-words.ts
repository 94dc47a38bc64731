import type { DemandEvent } from '../../../../src/api/contract';
import { CLOCKS, type ClockName, type Level } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS, labelOf, LEVEL_LABELS, RESULT_LABELS, WRITTEN_LABELS } from '../../words/labels';
import { moment } from '../../time/format';
import { CONTACT_LABELS } from './forms';
import { lateWords } from './ledger-words';

/** What people wrote, by the name of the field. */
export const WORD_LABELS: Record<string, string> = {
  ...WRITTEN_LABELS,
  goTo: '建议去向',
  note: '备注',
  text: '内容',
  summary: '办理情况',
  comment: '评价意见',
};

type UnitName = (id: string) => string;

/** What happened, in one line, from the data that the event carries. */
export function eventSentence(event: DemandEvent, unitName: UnitName): string {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each type of event has data of its own
  const data = event.data as Record<string, any>;
  const named = (value: unknown) => (typeof value === 'string' ? unitName(value) : '');
  switch (event.type) {
    case 'submitted':
      return `渠道:${String(data.channel)}`;
    case 'dispatched':
      return [
        `主办 ${named(data.lead)}`,
        ...((data.co as string[] | undefined)?.map((id) => `协办 ${named(id)}`) ?? []),
        `反馈 ${named(data.replying)}`,
      ].join(';');
    case 'ruled':
      return `主办 ${named(data.lead)}`;
    case 'passed_down':
      return `下派给 ${named(data.to)}`;
    case 'passed_up':
      return `${LEVEL_LABELS[data.from as Level]} → ${LEVEL_LABELS[data.to as Level]}`;
    case 'transferred':
      return event.to ? `转给 ${event.to.name}` : '';
    case 'contacted':
      return `${CONTACT_LABELS[data.channel as string]},${CONTACT_LABELS[data.outcome as string]}`;
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
      return `${GRADE_LABELS[data.grade as 1]}${data.ratedBy === 'collector' ? '(收集人代为登记)' : ''}`;
    case 'redone':
      return `第 ${String(data.round)} 轮`;
    case 'returned':
      return `第 ${String(data.returns)} 次退单`;
    case 'urged':
      return `第 ${String(data.count)} 次催办`;
    case 'reminded':
    case 'timeout_escalated':
    case 'moved_up':
    case 'supervised_by_clock':
      return rungSentence(event);
    default:
      return '';
  }
}

function rungSentence({ cause }: DemandEvent): string {
  const { clock, percent, lateBy } = cause as { clock?: ClockName; percent?: number; lateBy?: number };
  if (!clock) return '';
  return `${CLOCKS[clock]}时限用到 ${percent} %${lateWords(lateBy ?? 0)}`;
}
