import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const LOOK_AGAIN = 20;
const WAIT = 2_000;

/**
 * Another workflow learns by a message what was just done, and its record says so a moment later: waiting for it lets the next GET
 * show it. What takes longer is not waited for.
 */
export async function untilHeard(isHeard: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + WAIT;
  while (!(await isHeard()) && Date.now() < until) await sleep(LOOK_AGAIN);
}
