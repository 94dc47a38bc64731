import type { Message } from '../../../../../src/api/contract';
import { ASK_AGAIN } from '../../live';

/** Milliseconds. */
const SOON = 3_000;

/** How long until it is worth looking again: that a message has gone out, or has not, is announced to nobody. */
export function untilSent(messages: readonly { state: Message['state']; dueAt: string | null }[]): number | false {
  const waiting = messages.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return false;
  const isGoingOut = waiting.some(({ dueAt }) => dueAt === null || Date.parse(dueAt) <= Date.now());
  return isGoingOut ? SOON : ASK_AGAIN;
}
