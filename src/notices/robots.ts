import { createHmac } from 'node:crypto';
import type { RobotChannel } from '../domain/notice-channel';
import type { Egress } from './egress';
import { DeliveryError } from './fault';
import type { Sent } from './port';
import { POST_TIMEOUT, requireTaken } from './signed-http';

/** All three take twenty in a minute, and mute a robot for longer that sends more. */
export const ROBOT_LIMIT = { messages: 20, windowMs: 60_000 };

/** Bytes of text in one message, below what each of them takes. */
export const ROBOT_BYTES: Record<RobotChannel, number> = { wecom: 3_800, dingtalk: 15_000, feishu: 15_000 };

export interface Robot {
  channel: RobotChannel;
  url: string;
  /** DingTalk's and Feishu's: what is sent is signed by it. */
  secret: string | null;
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');

/** DingTalk: milliseconds, signed by the secret; part of the address. */
export const dingtalkSign = (secret: string, at: number): string => hmac(secret, `${at}\n${secret}`);
/** Feishu: seconds; the text signed is empty, and what is signed elsewhere is the key. */
export const feishuSign = (secret: string, seconds: number): string => hmac(`${seconds}\n${secret}`, '');

function request({ channel, url, secret }: Robot, text: string, now: number): { url: string; body: object } {
  if (channel === 'wecom') return { url, body: { msgtype: 'markdown', markdown: { content: text } } };
  if (channel === 'dingtalk') {
    const address = new URL(url);
    if (secret) {
      address.searchParams.set('timestamp', String(now));
      address.searchParams.set('sign', dingtalkSign(secret, now));
    }
    return { url: address.href, body: { msgtype: 'text', text: { content: text } } };
  }
  const seconds = Math.floor(now / 1000);
  const signed = secret ? { timestamp: String(seconds), sign: feishuSign(secret, seconds) } : {};
  return { url, body: { ...signed, msg_type: 'text', content: { text } } };
}

/** What they answer when a minute was too full; whatever else they refuse stays refused. */
const TOO_MANY = new Set([45009, 45033, 130101, 9499, 11232, -1]);

export async function tellRobot(egress: Egress, robot: Robot, text: string, now: number): Promise<Sent> {
  const { url, body } = request(robot, text, now);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const answer = await egress.post({ url, headers, body: JSON.stringify(body), timeoutMs: POST_TIMEOUT });
  requireTaken(answer);
  const said = readAnswer(answer.body);
  const code = said.errcode ?? said.code ?? said.StatusCode;
  if (code === 0) return { receipt: null };
  if (code === undefined) throw new DeliveryError('again', '机器人没有按约定应答');
  const reason = `机器人回答 ${code} ${said.errmsg ?? said.msg ?? ''}`.trim().slice(0, 300);
  throw new DeliveryError(TOO_MANY.has(code) ? 'again' : 'never', reason, {
    retryAfter: TOO_MANY.has(code) ? 60_000 : null,
  });
}

interface RobotAnswer {
  errcode?: number;
  errmsg?: string;
  code?: number;
  StatusCode?: number;
  msg?: string;
}

function readAnswer(body: string): RobotAnswer {
  try {
    return (JSON.parse(body) ?? {}) as RobotAnswer;
  } catch {
    return {};
  }
}

/** Bytes that the heading of a text takes. */
const HEADING = 100;

/** How many of `due` texts go out one by one and how the rest is gathered, when so many messages are left in this minute. */
export function shareOut<Item>(
  due: readonly Item[],
  left: number,
  bytesOf: (item: Item) => number,
  most: number,
): Item[][] {
  if (left <= 0 || due.length === 0) return [];
  for (let single = Math.min(left, due.length); single >= 0; single -= 1) {
    const gathered = gatherItems(due.slice(single), bytesOf, most);
    if (single + gathered.length <= left) return [...due.slice(0, single).map((item) => [item]), ...gathered];
  }
  return gatherItems(due, bytesOf, most).slice(0, left);
}

function gatherItems<Item>(items: readonly Item[], bytesOf: (item: Item) => number, most: number): Item[][] {
  const groups: Item[][] = [];
  let size = Infinity;
  for (const item of items) {
    const more = bytesOf(item) + 1;
    if (size + more > most) {
      groups.push([]);
      size = HEADING;
    }
    groups.at(-1)!.push(item);
    size += more;
  }
  return groups;
}
