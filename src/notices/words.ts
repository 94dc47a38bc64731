import { clockTime, localDay } from '../domain/local-time';
import { isForReporter, NOTICES, type NoticeKind } from '../domain/notice';
import { CLOCKS, type ClockName } from '../domain/vocabulary';
import { ratingToken, trackingToken } from '../intake/file-demand';
import type { Words } from './port';

/** What a message tells of; never a word of what somebody filed. */
export interface Told {
  kind: NoticeKind | null;
  clock: ClockName | null;
  data: Record<string, unknown>;
  /** Name of the unit that is addressed. */
  unit: string | null;
  demandId: string | null;
  number: string | null;
}

export interface Links {
  publicUrl: string;
  /** Absent where nobody may read the link of whoever filed it. */
  indexKey?: Buffer;
}

/** Chinese, one sentence, says what to do. Built when it is sent or shown, and kept nowhere. */
export function wordsOf(told: Told, links: Links): Words {
  const { kind } = told;
  return { title: kind ? NOTICES[kind] : '提醒', what: sentenceOf(told), link: linkOf(told, links) };
}

/** Of several at once. */
export function wordsOfMany(count: number, { publicUrl }: Links): Words {
  return {
    title: '提醒汇总',
    what: `您有 ${count} 条提醒，请到工作台逐条处理。`,
    link: `${publicUrl}/console/notices`,
  };
}

function linkOf({ kind, number, demandId, data }: Told, { publicUrl, indexKey }: Links): string {
  if (kind && isForReporter(kind) && demandId) {
    const page = kind === 'replied' || kind === 'rating_reminded' ? 'rate' : 'track';
    if (!indexKey) return `${publicUrl}/m/${page}#…`;
    const keys = { indexKey, secretKeys: [] };
    const round = typeof data.round === 'number' ? data.round : 1;
    const token = page === 'track' ? trackingToken(demandId, keys) : ratingToken(demandId, round, keys);
    return `${publicUrl}/m/${page}#${token}`;
  }
  return number ? `${publicUrl}/console/demands/${number}` : `${publicUrl}/console/notices`;
}

function sentenceOf(told: Told): string {
  const { kind, clock, data } = told;
  const it = told.number ?? '一件事项';
  const which = clock ? CLOCKS[clock] : '';
  const until = typeof data.dueAt === 'number' ? minuteOf(data.dueAt) : '';
  const due = until && `应在 ${until} 前完成`;
  const days = typeof data.workingDays === 'number' ? `请在 ${data.workingDays} 个工作日内答复。` : '请尽快办理。';
  switch (kind) {
    case 'reminder':
      return `${it} ${which}时限已用 ${numberOf(data.percent)}%${due && `，${due}`}，请抓紧。`;
    case 'timeout_escalation':
      return `${it} ${which}超时${due && `（${due}）`}，已升级给督办员，请过问。`;
    case 'moved_up':
      return `${it} 因${which}超时上提一级，原单位转为协办，请配合。`;
    case 'supervised':
      return `${it} 已列入督办，${days}`;
    case 'urged':
      return `${it} 第 ${numberOf(data.count)} 次被催办，请尽快办理。`;
    case 'decided':
      return `联席会议对 ${it} 作出决定，${days}`;
    case 'promise_due':
      return `${it} 的承诺到期，请报告兑现情况。`;
    case 'promise_late':
      return `${it} 的承诺逾期没有报告，请督促。`;
    case 'information_requested':
      return `您反映的事项 ${it} 需要您补充材料，请${until && `在 ${until} 前`}打开链接查看并填写。`;
    case 'rejected':
      return `您反映的事项 ${it} 不予受理，理由和可以找谁请打开链接查看。`;
    case 'deferred':
      return `您反映的事项 ${it} 暂时不具备解决条件，已挂账${until && `，${until} 复查`}，请打开链接查看。`;
    case 'withdrawn':
      return `您反映的事项 ${it} 已由登记人撤回；不是您的意思的，请联系登记单位。`;
    case 'replied':
      return `您反映的事项 ${it} 已有反馈，请查看并评价。`;
    case 'rating_reminded':
      return `您反映的事项 ${it} 等待您的评价${due && `，${due}`}。`;
    case 'promise_reported':
      return `您反映的事项 ${it} 此前的承诺有了进展，请查看。`;
    default:
      return `${it} 有新的${kind ? NOTICES[kind] : '提醒'}，请查看。`;
  }
}

const numberOf = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

function minuteOf(at: number): string {
  const { month, day, minutes } = localDay(at);
  return `${month}月${day}日 ${clockTime(minutes)}`;
}

export const REPEATED = '（重复提醒）';
export const repeatedly = (words: Words): Words => ({ ...words, what: `${REPEATED}${words.what}` });
/** One line of text. */
export const lineOf = ({ title, what, link }: Words): string => `【直通车】${title}：${what} ${link}`;
