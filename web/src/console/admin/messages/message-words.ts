import type { Message, MessageDetail } from '../../../../../src/api/contract';
import { CHANNEL_LABELS } from '../../../../../src/domain/notice-channel';
import { moment } from '../../../time/format';
import { ROLE_LABELS } from '../../../words/labels';

export const MESSAGE_STATE_LABELS: Record<Message['state'], string> = {
  waiting: '待发送',
  sent: '已交给渠道',
  failed: '已放弃',
  skipped: '不用发了',
};
export const MESSAGE_STATES = Object.keys(MESSAGE_STATE_LABELS) as Message['state'][];

export const CHANNEL_CHOICES = Object.entries(CHANNEL_LABELS).map(([value, label]) => ({ value, label }));

/** By what it goes; in the sink, what was meant: «短信(未接通,只记录)». */
export function channelWords({
  channel,
  meant,
  meantLabel,
}: Pick<Message, 'channel' | 'meant' | 'meantLabel'>): string {
  if (channel === 'spread') return '等待分发到人';
  if (channel !== 'sink') return CHANNEL_LABELS[channel] ?? channel;
  return meant === 'sink' || meant === 'none' ? `${meantLabel}` : `${meantLabel}（未接通，只记录）`;
}

type Addressed = Pick<Message, 'user' | 'role' | 'unit'> & Partial<Pick<Message, 'endpoint' | 'reporter'>>;

/** To whom: a person, a robot, whoever filed the demand, or everybody with a role in a unit. */
export function recipientWords({ user, role, unit, endpoint, reporter }: Addressed): string {
  if (reporter) return '诉求人';
  if (endpoint) return endpoint;
  if (user) return `${user.name}（${user.username}）`;
  const who = role ? ROLE_LABELS[role] : '全体';
  return unit ? `${unit.name}的${who}` : who;
}

/** Where it stands, and why it has not gone out. */
export function standingWords(
  { state, dueAt, sentAt, attempts, quietHours, channel, repeated, gathered }: Message,
  now: number,
): string {
  const more = `${gathered ? '，与其他消息合并' : ''}${repeated ? '，标明重复提醒' : ''}`;
  if (state === 'sent') {
    const done = channel === 'sink' ? '已记录' : '已交给渠道';
    return `${sentAt ? `${moment(sentAt, now)} ` : ''}${done}${more}`;
  }
  if (state === 'skipped') return '事情已经办完，不用发了';
  if (state === 'failed') return attempts > 1 ? `试了 ${attempts} 次都没有送到，已放弃` : '没有送到，已放弃';
  const when = dueAt ? moment(dueAt, now) : '稍后';
  if (attempts > 0) return `试了 ${attempts} 次没有送到，${when} 再试${more}`;
  return quietHours ? `安静时段，${when} 发送` : `${when} 发送`;
}

export const OUTCOME_LABELS: Record<MessageDetail['tries'][number]['outcome'], string> = {
  sent: '已交给渠道',
  refused: '被拒绝',
  failed: '没有送到',
  timed_out: '不知是否送到',
};
