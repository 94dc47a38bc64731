import type { Database } from '../../database/client';
import { listen } from '../../database/listener';
import { type AnnouncedNotice, newestNotice, readAnnounced } from '../../database/notices';

const batchMs = 20;
const batchSize = 500;

export type Feed = { stop(): Promise<void> };

export type FeedOptions = {
  database: Database;
  url: string;
  /** Notices in the order of their ids, a batch at a time. */
  deliver: (notices: AnnouncedNotice[]) => Promise<void>;
  /** The first time that anybody listens: what was written until then may have been missed by whoever already waits. */
  onFirst: () => void;
  /** Something could not be read: whoever waits for it must ask again. */
  onGap: (error: unknown) => void;
  onLost: (error: Error) => void;
};

/** Every notice that is written from now on, also those written while the connection to PostgreSQL was away. */
export function createFeed({ database, url, deliver, onFirst, onGap, onLost }: FeedOptions): Feed {
  let announced: string[] = [];
  let lastHeard: string | null = null;
  let work: Promise<void> = Promise.resolve();

  /** One batch after the other, so that notices keep their order. */
  function inTurn(job: () => Promise<void>): void {
    work = work.then(job).catch(onGap);
  }

  async function pass(notices: AnnouncedNotice[]): Promise<void> {
    for (const { id } of notices) if (lastHeard === null || BigInt(id) > BigInt(lastHeard)) lastHeard = id;
    if (notices.length > 0) await deliver(notices);
  }

  function announce(id: string): void {
    if (announced.push(id) > 1) return;
    setTimeout(() => {
      const ids = announced;
      announced = [];
      for (let i = 0; i < ids.length; i += batchSize)
        inTurn(async () => pass(await readAnnounced(database, { ids: ids.slice(i, i + batchSize) })));
    }, batchMs);
  }

  async function catchUp(): Promise<void> {
    if (lastHeard === null) {
      lastHeard = await newestNotice(database);
      return onFirst();
    }
    let missed: AnnouncedNotice[];
    do {
      missed = await readAnnounced(database, { after: lastHeard, limit: batchSize });
      await pass(missed);
    } while (missed.length === batchSize);
  }

  const onListening = () => inTurn(catchUp);
  const listener = listen({ url, channel: 'notices', onListening, onNotification: announce, onLost });
  return {
    stop: async () => {
      await listener.stop();
      await work;
    },
  };
}
