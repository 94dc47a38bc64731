import { Context } from '@temporalio/activity';
import { createSending, type MessageDependencies } from '../src/notices/round';
import { inTurns } from './in-turns';

/** Milliseconds: a receiver that hangs takes longer than a process that is dead may go unnoticed. */
const BEAT = 5_000;

export function createMessageActivities(dependencies: MessageDependencies) {
  const sending = createSending(dependencies);

  async function sendMessages(): Promise<void> {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), BEAT);
    try {
      await inTurns(sending.begin);
    } finally {
      await sending.settled().finally(() => clearInterval(beat));
    }
  }

  return { sendMessages };
}
