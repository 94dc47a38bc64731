import type { Database } from '../../database/client';
import { readSeats } from '../../database/seats';
import { actingGrants } from '../../domain/acting';
import { liveSessions } from '../../identity/sessions';
import type { Subscriber } from './subscriber';

/**
 * A check that ends the stream of everybody whose session has ended or whose roles have changed. When that cannot be found
 * out twice in a row, every stream ends.
 */
export function createSessionCheck(
  database: Database,
  subscribers: ReadonlySet<Subscriber>,
  onFailure: (error: unknown) => void,
): () => void {
  let failures = 0;
  let isChecking = false;

  async function check(): Promise<void> {
    const hashes = [...subscribers].map(({ session }) => session);
    const [live, seats] = await Promise.all([liveSessions(database, hashes), readSeats(database)]);
    for (const { actor, session, stream, actsBy } of subscribers) {
      // Whoever came while the answer was under way was checked on coming.
      if (!hashes.includes(session)) continue;
      const grants = live.get(session.toString('hex'));
      if (JSON.stringify(grants) !== JSON.stringify(actor.grants)) stream.end();
      else actsBy(actingGrants(actor, seats, Date.now()));
    }
  }

  function failed(error: unknown): void {
    failures += 1;
    onFailure(error);
    if (failures > 1) for (const { stream } of subscribers) stream.end();
  }

  return () => {
    if (subscribers.size === 0) return;
    // A check that hangs counts as one that failed.
    if (isChecking) return failed(new Error('still waiting for the database'));
    isChecking = true;
    check()
      .then(() => (failures = 0), failed)
      .finally(() => (isChecking = false));
  };
}
