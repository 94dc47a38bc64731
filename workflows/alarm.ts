import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One timer, re-armed only for an earlier time: a later deadline lets the old timer fire and look again, which costs a
 * life nothing when it moves faster than its clocks.
 */
export interface Alarm {
  rang: boolean;
  setFor(at: number | null): void;
  off(): void;
}

export function createAlarm(): Alarm {
  let armed: { at: number; scope: CancellationScope } | null = null;
  const alarm: Alarm = { rang: false, setFor, off };

  function off(): void {
    armed?.scope.cancel();
    armed = null;
  }

  function setFor(at: number | null): void {
    if (at === null || (armed !== null && armed.at <= at)) return;
    off();
    const scope = new CancellationScope();
    const mine = { at, scope };
    armed = mine;
    scope
      .run(() => sleep(Math.max(1, at - Date.now())))
      .then(
        () => {
          if (armed !== mine) return;
          armed = null;
          alarm.rang = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
  return alarm;
}
