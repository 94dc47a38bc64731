import { condition, continueAsNew, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { DRAW_AFTER, periodAfter } from '../src/domain/spot-check-plan';
import { endPlanSignal, type PlanInput } from './messages';

const patient = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '1 minute', backoffCoefficient: 2 },
});

const RUNS = 60;

/**
 * A unit's spot checks by schedule. At the beginning of each period it fixes frame and seed, an hour later it draws. What falls
 * into an outage happens late, and each period once: its check has an id of its own.
 */
export async function spotCheckPlan({ plan, every, minute, after }: PlanInput): Promise<void> {
  let isEnded = false;
  let last = after;
  setHandler(endPlanSignal, () => {
    isEnded = true;
  });
  for (let run = 0; run < RUNS; run += 1) {
    const { commitAt, ...period } = periodAfter(every, minute, last);
    await condition(() => isEnded, Math.max(1, commitAt - Date.now()));
    if (isEnded) return;
    const check = await patient.commitPlanned({ plan, period, at: Date.now() });
    if (check === null) return;
    // Also when the plan ends meanwhile: what is committed is drawn.
    await sleep(DRAW_AFTER);
    await patient.drawPlanned({ check, at: Date.now() });
    last = commitAt;
  }
  await continueAsNew<typeof spotCheckPlan>({ plan, every, minute, after: last });
}
