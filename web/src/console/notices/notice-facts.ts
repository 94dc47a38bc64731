import type { Notice } from '../../../../src/api/contract';
import { APPEAL_KINDS, APPEAL_STATES, type AppealKind, type AppealState } from '../../../../src/domain/appeal';
import { DRAFT_KINDS, type DraftKind } from '../../../../src/domain/change-draft';
import { NOTICES, type NoticeKind } from '../../../../src/domain/notice';
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
    return `${wordOf(data, 'day') ?? '明天'} 约 ${Number(data.due)} 件，在岗能办 ${Number(data.capacity)} 件，差 ${data.short} 件`;
  if (kind === 'reporter_untold')
    return `诉求人没有留联系方式，请转告：${NOTICES[wordOf(data, 'about') as NoticeKind] ?? '有新进展'}`;
  if (kind === 'endpoint_disabled') return `${wordOf(data, 'reason') ?? '对方不再接收'}，请核对后修改或重新启用`;
  if (kind === 'draft_submitted') return '请您看过改动和影响，批准或退回';
  if (kind === 'draft_decided')
    return data.approve === true ? `已发布为第 ${Number(data.version)} 版` : '已退回，请看意见';
  if (kind === 'calendar_missing')
    return `有 ${Number(data.provisional)} 个到期时间是暂定的，请按国务院办公厅的通知起草并发布`;
  const appeal = wordOf(data, 'appealKind') as AppealKind | null;
  if (appeal) return appealWords(appeal, data);
  if (clock) return `${CLOCKS[clock]}时限${typeof data.percent === 'number' ? `已用 ${data.percent}%` : ''}`;
  if (kind === 'decided')
    return typeof data.workingDays === 'number' ? `须在 ${data.workingDays} 个工作日内答复` : null;
  const task = kind === 'task' || kind === 'approval' ? wordOf(data, 'task') : null;
  if (task) return task === 'handle' ? '办理' : (ACTIONS[task as Action] ?? null);
  const person = wordOf(data, 'person');
  if (kind === 'holder_gone') return `${person ?? '经办人'} 不再办理，可接手或改派`;
  if (kind === 'deputised') return deputised(person ?? '同事', data);
  const about = wordOf(data, 'about');
  if (about === 'withdrawn') return '诉求人已撤回';
  return about && ABOUT[about] ? `${ABOUT[about]}${data.approve === true ? '已同意' : '未同意'}` : null;
}

/** What it concerns, where that is not a case. */
export function subjectOf({ kind, demand, data }: Pick<Notice, 'kind' | 'demand' | 'data'>): string {
  if (demand) return demand.title;
  if (kind === 'deputised') return '休假代办';
  if (kind === 'callers_short') return '回访排班';
  if (kind === 'endpoint_disabled') return wordOf(data, 'endpoint') ?? '机器人或 Webhook';
  if (kind === 'analysis_ready') return wordOf(data, 'title') ?? '专题分析';
  if (kind === 'topic_owned') return wordOf(data, 'title') ?? '类案';
  if (kind === 'calendar_missing') return `${Number(data.year)} 年工作日历`;
  const draft = wordOf(data, 'draftKind') as DraftKind | null;
  if (draft) return `${DRAFT_KINDS[draft]}草案${wordOf(data, 'target') ? `（${wordOf(data, 'target')}）` : ''}`;
  return '一件已不在您可见范围的诉求';
}

function appealWords(kind: AppealKind, { state, redo }: Notice['data']): string {
  const outcome = state === 'open' ? '' : `：${APPEAL_STATES[state as AppealState] ?? ''}`;
  return `${APPEAL_KINDS[kind]}${outcome}${redo ? '；本件正在重办，请知悉' : ''}`;
}

function deputised(person: string, data: Notice['data']): string {
  if (data.ended === true) return `${person} 的休假代办已结束`;
  const [from, to] = [wordOf(data, 'fromAt'), wordOf(data, 'toAt')];
  return `${person} 休假，由您代办${from && to ? `，${moment(from)} 至 ${moment(to)}` : ''}`;
}

/** To whom it went. */
export const addresseeOf = ({ unit, role, standIn }: Pick<Notice, 'unit' | 'role' | 'standIn'>): string =>
  standIn
    ? `发给 ${standIn.name}，由您代办`
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
  if (kind === 'endpoint_disabled') return { to: '/admin/endpoints', search: {} };
  const analysis = wordOf(data, 'analysis');
  if (analysis) return { to: `/analyses/${analysis}`, search: {} };
  if (kind === 'calendar_missing') return { to: '/admin/calendars', search: { year: String(Number(data.year)) } };
  const draft = wordOf(data, 'draft');
  if (draft) return draftTarget(draft, data);
  const topic = wordOf(data, 'topic');
  if (topic) return { to: `/topics/${topic}`, search: {} };
  const appeal = wordOf(data, 'appeal');
  if (appeal) return { to: `/appeals/${appeal}`, search: {} };
  return demand ? { to: `/demands/${demand.number}`, search: {} } : null;
}

const DRAFT_PAGES: Record<DraftKind, string> = {
  policy: '/admin/policies',
  calendar: '/admin/calendars',
  rules: '/admin/rules',
  figures: '/statistics/definitions',
};
function draftTarget(draft: string, data: Notice['data']): Target {
  const year = wordOf(data, 'target');
  return { to: DRAFT_PAGES[data.draftKind as DraftKind], search: { ...(year ? { year } : {}), draft } };
}
