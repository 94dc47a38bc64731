import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/client';
import type { AnnouncedNotice } from '../../database/notices';
import type { UnitDirectory } from '../../database/unit-directory';
import { noticeView } from '../notices';
import { createFeed, type Feed } from './feed';
import { createSessionCheck } from './session-check';
import { eventText, type Subscriber } from './subscriber';

const heartbeatMs = 15_000;
const recheckMs = 2_000;
const queuesMs = 1_000;
const lastWordsMs = 1_000;

export type Hub = {
  /** The open consoles of a user in this process. */
  count(user: string): number;
  add(subscriber: Subscriber): void;
  /** Ends every stream. */
  close(): Promise<void>;
};

export type HubOptions = { database: Database; url: string; directory: UnitDirectory; log: FastifyBaseLogger };

/** Passes what PostgreSQL announces on to the open consoles of this process. Listens from the first console on. */
export function createHub({ database, url, directory, log }: HubOptions): Hub {
  const subscribers = new Set<Subscriber>();
  let running: { feed: Feed; timers: NodeJS.Timeout[] } | null = null;
  let isClosed = false;

  const warn = (message: string) => (error: unknown) => log.warn({ reason: String(error) }, message);
  const endAll = (): void => subscribers.forEach(({ stream }) => stream.end());
  const sayQueues = (): void => subscribers.forEach((subscriber) => subscriber.send(eventText('queues', {})));
  const beat = (): void => subscribers.forEach((subscriber) => subscriber.send(': still here\n\n'));

  function start() {
    const onGap = (error: unknown): void => {
      warn('notices not passed on, open streams end')(error);
      // They come back with their last event's id and are given what they missed.
      endAll();
    };
    const onLost = warn('no longer listening for notices, trying again');
    const deliver = createFanOut(subscribers, directory);
    const recheck = createSessionCheck(database, subscribers, warn('sessions of open streams could not be checked'));
    return {
      feed: createFeed({ database, url, deliver, onFirst: sayQueues, onGap, onLost }),
      timers: [setInterval(beat, heartbeatMs), setInterval(recheck, recheckMs)],
    };
  }

  return {
    count: (user) => [...subscribers].filter((subscriber) => subscriber.actor.user === user).length,
    add(subscriber) {
      if (isClosed) return void subscriber.stream.end();
      running ??= start();
      subscribers.add(subscriber);
      subscriber.stream.once('close', () => subscribers.delete(subscriber));
    },
    async close() {
      isClosed = true;
      running?.timers.forEach(clearInterval);
      endAll();
      // A console that does not read would keep the server from ending.
      setTimeout(() => subscribers.forEach(({ stream }) => stream.destroy()), lastWordsMs).unref();
      await running?.feed.stop();
    },
  };
}

/** Each notice to whom it is addressed; that queues may have changed, to whoever sees the demand. */
function createFanOut(subscribers: ReadonlySet<Subscriber>, directory: UnitDirectory) {
  const tellQueues = createQueuesSignal();
  return async (notices: AnnouncedNotice[]): Promise<void> => {
    const units = await directory.units(notices.flatMap(({ unit_id }) => unit_id ?? []));
    for (const notice of notices) {
      const whole = eventText('notice', noticeView(notice, units), notice.id);
      const withoutDemand = eventText('notice', noticeView({ ...notice, number: null }, units), notice.id);
      for (const subscriber of subscribers) {
        if (notice.kept_from !== null && subscriber.belongsTo(notice.kept_from)) continue;
        const isSeen = subscriber.sees(notice.sight);
        const isAddressed = subscriber.isAddressed(notice);
        if (isAddressed) subscriber.tell(notice.id, isSeen ? whole : withoutDemand);
        if (isSeen || isAddressed) tellQueues(subscriber);
      }
    }
  };
}

/** Tells consoles at most once a second that what they count may have changed. */
function createQueuesSignal(): (subscriber: Subscriber) => void {
  const waiting = new Set<Subscriber>();
  let lastSent = 0;

  function flush(): void {
    lastSent = Date.now();
    for (const subscriber of waiting) subscriber.send(eventText('queues', {}));
    waiting.clear();
  }

  return (subscriber) => {
    waiting.add(subscriber);
    if (waiting.size === 1) setTimeout(flush, Math.max(0, lastSent + queuesMs - Date.now())).unref();
  };
}
