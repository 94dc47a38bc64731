import { Context } from '@temporalio/activity';
import { createRound, type MessageDependencies } from '../src/notices/round';
import { inTurns } from './in-turns';

/** Milliseconds: a receiver that hangs takes longer than a process that is dead may go unnoticed. */
const BEAT = 5_000;

export function createMessageActivities(dependencies: MessageDependencies) {
  const round = createRound(dependencies);

  async function beating(): Promise<number> {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), BEAT);
    try {
      return await round();
    } finally {
      clearInterval(beat);
    }
  }

  return { sendMessages: (): Promise<void> => inTurns(beating) };
}
