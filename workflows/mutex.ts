/**
 * One at a time, in order. Whatever awaits a local activity runs inside: commands that concurrent handlers issue around a
 * local activity do not replay (measured; see docs/decisions). A free turn costs no promise, because the engine captures a
 * stack trace for every promise in workflow code.
 */
export interface Mutex {
  /** Undefined when the turn is free, otherwise a promise of it. Whoever entered must leave. */
  enter(): Promise<void> | undefined;
  leave(): void;
}

export function createMutex(): Mutex {
  let taken = false;
  const waiting: (() => void)[] = [];
  return {
    enter: () => {
      if (taken) return new Promise((resolve) => waiting.push(resolve));
      taken = true;
      return undefined;
    },
    leave: () => {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
  };
}
