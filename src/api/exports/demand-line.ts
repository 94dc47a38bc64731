import type { ExportedDemand, UnitNames } from '../../database/demand-export';
import type { Calendar } from '../../domain/calendar';
import { addWorkingTime } from '../../domain/working-time';
import {
  GRADE_LABELS,
  KIND_LABELS,
  LEVEL_LABELS,
  RESULT_LABELS,
  STAGES,
  URGENCY_LABELS,
  type Grade,
} from '../../domain/vocabulary';
import { hideNumbers } from '../../privacy/hide-numbers';
import { beijing } from '../demands/view';

type Column = [head: string, width: number, cell: (demand: ExportedDemand, known: Known) => string];
interface Known {
  names: UnitNames;
  calendar: Calendar;
}

const COLUMNS: readonly Column[] = [
  ['编号', 20, ({ number }) => number],
  ['类型', 8, ({ kind }) => KIND_LABELS[kind]],
  ['标题', 40, ({ title }) => hideNumbers(title)],
  ['类别', 14, ({ category }) => category],
  ['地点', 22, ({ place }, { names }) => nameOf(place, names)],
  ['环节', 10, ({ stage }) => STAGES[stage]],
  ['层级', 12, ({ level }) => LEVEL_LABELS[level]],
  ['缓急', 8, ({ urgency }) => URGENCY_LABELS[urgency]],
  ['收集渠道', 16, ({ channel }) => channel],
  ['主办单位', 22, ({ lead }, { names }) => nameOf(lead, names)],
  ['协办单位', 28, ({ co }, { names }) => co.map((id) => nameOf(id, names)).join('、')],
  ['反馈单位', 22, ({ replying }, { names }) => nameOf(replying, names)],
  ['提出时间', 18, ({ created_at }) => minute(created_at.getTime())],
  ['首次到期', 18, ({ handle }, { calendar }) => (handle ? minute(firstDue(handle, calendar)) : '')],
  ['办结时间', 18, ({ closed_at }) => (closed_at ? minute(closed_at.getTime()) : '')],
  ['办理结果', 14, ({ result }) => (result ? RESULT_LABELS[result] : '')],
  ['评价', 12, ({ rating }) => (rating ? GRADE_LABELS[rating as Grade] : '')],
  ['轮次', 8, ({ round }) => String(round)],
  ['是否超时', 12, ({ is_late, was_late }) => (is_late ? '已超时' : was_late ? '曾超时' : '否')],
  ['督办', 8, ({ supervised }) => (supervised ? '是' : '否')],
];

export const EXPORT_HEAD = COLUMNS.map(([head]) => head);
export const EXPORT_WIDTHS = COLUMNS.map(([, width]) => width);
export const exportLine = (demand: ExportedDemand, known: Known): string[] =>
  COLUMNS.map(([, , cell]) => cell(demand, known));

const nameOf = (id: string | null, names: UnitNames): string => (id === null ? '' : (names.get(id) ?? id));
const minute = (at: number): string => beijing(at).slice(0, 16).replace('T', ' ');

/** When handling was due as it was first dispatched, by the calendar of today: before extensions, pauses and new budgets. */
function firstDue(clock: NonNullable<ExportedDemand['handle']>, calendar: Calendar): number {
  const { scope, startedAt, changes } = clock;
  const budget = changes.find((change) => change.budget)?.budget?.from ?? clock.budget;
  return scope === 'working' ? addWorkingTime(calendar, startedAt, budget).at : startedAt + budget;
}
