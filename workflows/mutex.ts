/**
 * One at a time, in order. Whatever awaits a local activity runs inside: commands that concurrent handlers issue around a
 * local activity do not replay (measured; see docs/decisions).
 */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = tail.then(work);
    tail = result.catch(() => undefined);
    return result;
  };
}
