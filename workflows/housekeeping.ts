import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';

const standing = proxyActivities<Activities>({
  startToCloseTimeout: '6 minutes',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumInterval: '5s' },
});

/**
 * A durable loop for what must go on for ever: starting workflows of demands that were filed while the engine was away, and
 * sending messages that waited for the end of quiet hours. The activities work in short turns and heartbeat; when one dies
 * with its process, the next worker takes over. When one keeps failing, the other goes on.
 */
export async function housekeeping(): Promise<void> {
  await Promise.race([inTurns(standing.relayIntake), inTurns(standing.sendMessages)]);
  await continueAsNew<typeof housekeeping>();
}

async function inTurns(work: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    await work();
    await sleep('1s');
  }
}
