import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One timer, re-armed only for an earlier time: a later deadline lets the old timer fire and look again, which costs a
 * life nothing when it moves faster than its clocks.
 */
export interface Alarm {
  readonly rang: boolean;
  setFor(at: number | null): void;
  /** What was due has been carried out: from now on it is set anew. */
  answered(nextAt: number | null): void;
}

export function createAlarm(): Alarm {
  let armed: { at: number; scope: CancellationScope } | null = null;
  let rang = false;

  function setFor(at: number | null): void {
    // Whoever answers a ringing alarm sets it again; until then a timer would only ring twice.
    if (rang || at === null || (armed !== null && armed.at <= at)) return;
    armed?.scope.cancel();
    const scope = new CancellationScope({ cancellable: true });
    const mine = { at, scope };
    armed = mine;
    scope
      .run(() => sleep(Math.max(1, at - Date.now())))
      .then(
        () => {
          if (armed !== mine) return;
          armed = null;
          rang = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  return {
    get rang() {
      return rang;
    },
    setFor,
    answered: (nextAt) => {
      rang = false;
      setFor(nextAt);
    },
  };
}
