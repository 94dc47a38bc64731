import { quietEnd, startOfDay, dayNumber, DAY, MINUTE } from './local-time';
import { NOTICES, type NoticeKind } from './notice';

/** By which a person is reached. */
export const PERSON_CHANNELS = ['mail', 'sms', 'voice'] as const;
export type PersonChannel = (typeof PERSON_CHANNELS)[number];
/** Robots of group chats, and machines that take signed webhooks. */
export const ROBOT_CHANNELS = ['wecom', 'dingtalk', 'feishu'] as const;
export type RobotChannel = (typeof ROBOT_CHANNELS)[number];
export const ENDPOINT_CHANNELS = [...ROBOT_CHANNELS, 'webhook'] as const;
export type EndpointChannel = (typeof ENDPOINT_CHANNELS)[number];

export const isRobot = (channel: string): channel is RobotChannel =>
  (ROBOT_CHANNELS as readonly string[]).includes(channel);

/** `none`: somebody who left no address; `sink`: the channel is not connected, so it is only written down. */
export const CHANNEL_LABELS: Record<string, string> = {
  spread: '待分发',
  sink: '只记录，不外发',
  none: '没有登记联系方式',
  mail: '邮件',
  sms: '短信',
  voice: '语音电话',
  wecom: '企业微信机器人',
  dingtalk: '钉钉机器人',
  feishu: '飞书机器人',
  webhook: 'Webhook',
};

/** Kinds that ring for staff, the most urgent first. */
export const RINGING_KINDS = [
  'timeout_escalation',
  'supervised',
  'urged',
  'moved_up',
  'promise_late',
  'reminder',
  'decided',
  'promise_due',
] as const satisfies NoticeKind[];
export type RingingKind = (typeof RINGING_KINDS)[number];
export const ringingKindLabel = (kind: RingingKind): string => NOTICES[kind];

/** 示例: mail tells everything, a short message what is late already, and nobody is phoned who did not ask for it. */
export const DEFAULT_KINDS: Record<PersonChannel, readonly RingingKind[] | null> = {
  mail: null,
  sms: ['timeout_escalation', 'supervised', 'urged', 'promise_late'],
  voice: [],
};

/** Minutes of the local day, half-open, over midnight where `from` is the larger. */
export interface Hours {
  from: number;
  to: number;
}

/** `kinds` null: all that ring. */
export interface Preference {
  kinds: readonly NoticeKind[] | null;
  quiet: Hours | null;
  /** Minute of the local day at which everything is told at once. */
  digestAt: number | null;
}

export const defaultPreference = (channel: PersonChannel): Preference => ({
  kinds: DEFAULT_KINDS[channel],
  quiet: null,
  digestAt: null,
});

export const wants = ({ kinds }: Pick<Preference, 'kinds'>, kind: NoticeKind): boolean =>
  kinds === null || kinds.includes(kind);

/** Minutes of the day that quiet hours must leave: what may never go out is put off for ever. */
export const LEAST_OPEN = 120;

const isWithin = (minute: number, { from, to }: Hours): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;

/** Minutes of the day that none of these hours takes. */
export const openMinutes = (quiet: readonly Hours[]): number =>
  Array.from({ length: 1_440 }, (_, minute) => minute).filter((minute) => !quiet.some((each) => isWithin(minute, each)))
    .length;

/** Rules and people change their hours at any time: those that together leave too little are not obeyed, the last ones first. */
function obeyed(quiet: readonly (Hours | null)[]): Hours[] {
  const hours = quiet.filter((each) => each !== null);
  while (hours.length > 0 && openMinutes(hours) < LEAST_OPEN) hours.pop();
  return hours;
}

/**
 * When a message may go out (epoch ms): at the time of the person's digest, and outside of all quiet hours, the policy's before
 * the person's own.
 */
export function sendTime(at: number, quiet: readonly (Hours | null)[], digestAt: number | null = null): number {
  const hours = obeyed(quiet);
  let due = digestAt === null ? at : nextMinuteOfDay(at, digestAt);
  // Leaving one may lead into another.
  for (let turn = 0; turn <= hours.length; turn += 1) for (const each of hours) due = quietEnd(due, each);
  return due;
}

function nextMinuteOfDay(at: number, minute: number): number {
  const today = startOfDay(dayNumber(at)) + minute * MINUTE;
  return today >= at ? today : today + DAY;
}

/** Why a message was never sent: what it would have told of was over by then. Nothing failed. */
export const NOT_NEEDED = '事情已经办完，没有发出';

/** Tries after which a message is given up, and how long after a failed one the next comes (ms), at most an hour. */
export const MOST_ATTEMPTS = 10;
/** `spread` from 0 to 1: herds that failed together do not come back together. */
export const retryAfter = (attempts: number, spread: number): number =>
  Math.round(Math.min(60, 2 ** Math.max(0, attempts - 1)) * MINUTE * (0.75 + spread / 2));
