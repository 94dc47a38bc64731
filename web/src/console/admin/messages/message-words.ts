import type { Message } from '../../../../../src/api/contract';
import { moment } from '../../../time/format';
import { ROLE_LABELS } from '../../../words/labels';

export const MESSAGE_STATE_LABELS: Record<Message['state'], string> = {
  waiting: '待发送',
  sent: '已发送',
  failed: '发送失败',
};
export const MESSAGE_STATES = Object.keys(MESSAGE_STATE_LABELS) as Message['state'][];

/** Channels that have no words yet are shown by their own name. */
const CHANNEL_LABELS: Record<string, string> = { sink: '仅记日志' };
export const channelWords = (channel: string): string => CHANNEL_LABELS[channel] ?? channel;

/** To whom: a person, or everybody with a role in a unit. */
export function recipientWords({ user, role, unit }: Message): string {
  if (user) return `${user.name}(${user.username})`;
  const who = role ? ROLE_LABELS[role] : '全体';
  return unit ? `${unit.name}的${who}` : who;
}

/** Where it stands, and why it has not gone out. */
export function standingWords({ state, dueAt, sentAt, attempts, quietHours }: Message, now: number): string {
  if (state === 'sent') return sentAt ? `${moment(sentAt, now)} 已发送` : '已发送';
  if (state === 'failed') return `试了 ${attempts} 次都没有发出,不再重试`;
  const when = dueAt ? moment(dueAt, now) : '稍后';
  if (attempts > 0) return `试了 ${attempts} 次没有发出,${when} 再试`;
  return quietHours ? `安静时段,${when} 发送` : `${when} 发送`;
}
