import { Context } from '@temporalio/activity';

const TURN = 60_000;
const PAUSE = 1_000;

/** Repeats a piece of work for one turn, heartbeating, so that a dead process is noticed and another worker goes on. */
export async function inTurns(work: () => Promise<number>): Promise<void> {
  const context = Context.current();
  const end = Date.now() + TURN;
  while (Date.now() < end) {
    const done = await work();
    context.heartbeat();
    if (done === 0) await context.sleep(PAUSE);
  }
}
