import type { Notice } from '../../../../src/api/contract';
import { APPEAL_KINDS, APPEAL_STATES, type AppealKind, type AppealState } from '../../../../src/domain/appeal';
import { ACTIONS, CLOCKS, type Action, type Role } from '../../../../src/domain/vocabulary';
import { elapsedWords } from '../../time/remaining';
import { moment } from '../../time/format';
import { ROLE_LABELS } from '../../words/labels';

const ABOUT: Record<string, string> = { extension: '延期申请', deferral: '挂账申请' };
const wordOf = (data: Notice['data'], name: string): string | null =>
  typeof data[name] === 'string' ? data[name] : null;

/** What it is about, beyond its kind: the clock, the task, the decision. */
export function matterOf({ kind, clock, data }: Pick<Notice, 'kind' | 'clock' | 'data'>): string | null {
  if (kind === 'callback_due' && typeof data.attempt === 'number') return `第 ${data.attempt} 次通话`;
  if (kind === 'callers_short' && typeof data.short === 'number')
    return `${wordOf(data, 'day') ?? '明天'} 约 ${Number(data.due)} 件,在岗能办 ${Number(data.capacity)} 件,差 ${data.short} 件`;
  const appeal = wordOf(data, 'appealKind') as AppealKind | null;
  if (appeal) return appealWords(appeal, data);
  if (clock) return `${CLOCKS[clock]}时限${typeof data.percent === 'number' ? `已用 ${data.percent}%` : ''}`;
  if (kind === 'decided')
    return typeof data.workingDays === 'number' ? `须在 ${data.workingDays} 个工作日内答复` : null;
  const task = kind === 'task' || kind === 'approval' ? wordOf(data, 'task') : null;
  if (task) return task === 'handle' ? '办理' : (ACTIONS[task as Action] ?? null);
  const person = wordOf(data, 'person');
  if (kind === 'holder_gone') return `${person ?? '经办人'} 不再办理,可接手或改派`;
  if (kind === 'deputised') return deputised(person ?? '同事', data);
  const about = wordOf(data, 'about');
  if (about === 'withdrawn') return '诉求人已撤回';
  return about && ABOUT[about] ? `${ABOUT[about]}${data.approve === true ? '已同意' : '未同意'}` : null;
}

function appealWords(kind: AppealKind, { state, redo }: Notice['data']): string {
  const outcome = state === 'open' ? '' : `:${APPEAL_STATES[state as AppealState] ?? ''}`;
  return `${APPEAL_KINDS[kind]}${outcome}${redo ? ';本件正在重办,请知悉' : ''}`;
}

function deputised(person: string, data: Notice['data']): string {
  if (data.ended === true) return `${person} 的休假代办已结束`;
  const [from, to] = [wordOf(data, 'fromAt'), wordOf(data, 'toAt')];
  return `${person} 休假,由您代办${from && to ? `,${moment(from)} 至 ${moment(to)}` : ''}`;
}

/** To whom it went. */
export const addresseeOf = ({ unit, role, standIn }: Pick<Notice, 'unit' | 'role' | 'standIn'>): string =>
  standIn
    ? `发给 ${standIn.name},由您代办`
    : unit
      ? `发给${unit.name}${role ? ` ${ROLE_LABELS[role as Role] ?? ''}` : ''}`
      : '发给您本人';

/** When the window or the time limit behind it ends. */
export function limitOf({ data }: Pick<Notice, 'data'>): string | null {
  const [dueAt, windowEnd] = [wordOf(data, 'dueAt'), wordOf(data, 'windowEnd')];
  if (dueAt) return `到期 ${moment(dueAt)}`;
  return windowEnd ? `时段到 ${moment(windowEnd)}` : null;
}

/** What went out later than planned says by how much; less than a minute is nobody's concern. */
export const delayOf = ({ lateBySeconds }: Pick<Notice, 'lateBySeconds'>): string | null =>
  lateBySeconds >= 60 ? `比计划晚 ${elapsedWords(lateBySeconds * 1_000)}发出` : null;

export interface Target {
  to: string;
  search: Record<string, string>;
}

/** Where to go about it; null when the case is out of sight by now. */
export function targetOf({ kind, demand, data }: Pick<Notice, 'kind' | 'demand' | 'data'>): Target | null {
  const job = wordOf(data, 'job');
  if (kind === 'callback_due' && job) return { to: '/callbacks', search: { job } };
  if (kind === 'callers_short')
    return { to: '/callbacks', search: { tab: 'staffing', unit: wordOf(data, 'unit') ?? '' } };
  if (kind === 'deputised') return { to: '/account', search: {} };
  const appeal = wordOf(data, 'appeal');
  if (appeal) return { to: `/appeals/${appeal}`, search: {} };
  return demand ? { to: `/demands/${demand.number}`, search: {} } : null;
}
