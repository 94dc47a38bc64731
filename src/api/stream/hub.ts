import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/client';
import { listen, type Listener } from '../../database/listener';
import { type AnnouncedNotice, newestNotice, readAnnounced } from '../../database/notices';
import type { UnitDirectory } from '../../database/unit-directory';
import { liveSessions } from '../../identity/sessions';
import { noticeView } from '../notices';
import { eventText, type Subscriber } from './subscriber';

const heartbeatMs = 15_000;
const recheckMs = 2_000;
const batchMs = 20;
const batchSize = 500;
const queuesMs = 1_000;

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
  const timers: NodeJS.Timeout[] = [];
  let listener: Listener | null = null;
  let isClosed = false;
  let announced: string[] = [];
  let lastHeard: string | null = null;
  let work: Promise<void> = Promise.resolve();

  const queues = createQueuesSignal();

  /** One batch after the other, so that notices keep their order. What could not be read is asked for by whoever comes back. */
  function inTurn(job: () => Promise<void>): void {
    work = work.then(job).catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'notices not passed on, open streams end');
      for (const { stream } of subscribers) stream.end();
    });
  }

  function announce(id: string): void {
    if (announced.push(id) > 1) return;
    setTimeout(() => {
      const ids = announced;
      announced = [];
      for (let i = 0; i < ids.length; i += batchSize)
        inTurn(async () => deliver(await readAnnounced(database, { ids: ids.slice(i, i + batchSize) })));
    }, batchMs);
  }

  /** What was announced while the connection was away. */
  async function catchUp(): Promise<void> {
    if (lastHeard === null) return void (lastHeard = await newestNotice(database));
    let missed: AnnouncedNotice[];
    do {
      missed = await readAnnounced(database, { after: lastHeard, limit: batchSize });
      await deliver(missed);
    } while (missed.length === batchSize);
  }

  async function deliver(notices: AnnouncedNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const units = await directory.units(notices.flatMap(({ unit_id }) => unit_id ?? []));
    for (const notice of notices) {
      const { id, sight } = notice;
      if (lastHeard === null || BigInt(id) > BigInt(lastHeard)) lastHeard = id;
      const whole = eventText('notice', noticeView(notice, units), id);
      for (const subscriber of subscribers) {
        const isSeen = subscriber.sees(sight);
        const isAddressed = subscriber.isAddressed(notice);
        if (isAddressed)
          subscriber.send(isSeen ? whole : eventText('notice', noticeView({ ...notice, number: null }, units), id));
        if (isSeen || isAddressed) queues.tell(subscriber);
      }
    }
  }

  function start(): void {
    listener = listen({
      url,
      channel: 'notices',
      onListening: () => inTurn(catchUp),
      onNotification: announce,
      onLost: (error) => log.warn({ reason: error.message }, 'no longer listening for notices, trying again'),
    });
    timers.push(
      setInterval(() => {
        for (const subscriber of subscribers) subscriber.send(': still here\n\n');
      }, heartbeatMs),
      setInterval(createRecheck(database, subscribers, log), recheckMs),
    );
  }

  return {
    count: (user) => [...subscribers].filter((subscriber) => subscriber.actor.user === user).length,
    add(subscriber) {
      if (isClosed) return void subscriber.stream.end();
      if (listener === null) start();
      subscribers.add(subscriber);
      subscriber.stream.once('close', () => subscribers.delete(subscriber));
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      for (const { stream } of subscribers) stream.end();
      await listener?.stop();
      await work;
    },
  };
}

/** Tells consoles at most once a second that what they count may have changed. */
function createQueuesSignal() {
  const waiting = new Set<Subscriber>();
  let lastSent = 0;

  function flush(): void {
    lastSent = Date.now();
    for (const subscriber of waiting) subscriber.send(eventText('queues', {}));
    waiting.clear();
  }

  return {
    tell(subscriber: Subscriber): void {
      waiting.add(subscriber);
      if (waiting.size === 1) setTimeout(flush, Math.max(0, lastSent + queuesMs - Date.now())).unref();
    },
  };
}

/**
 * Ends the stream of everybody whose session has ended or whose roles have changed. When that cannot be found out twice
 * in a row, every stream ends.
 */
function createRecheck(database: Database, subscribers: Set<Subscriber>, log: FastifyBaseLogger): () => void {
  let failures = 0;
  let isChecking = false;

  async function check(): Promise<void> {
    const live = await liveSessions(
      database,
      [...subscribers].map(({ session }) => session),
    );
    for (const { actor, session, stream } of subscribers) {
      const grants = live.get(session.toString('hex'));
      if (JSON.stringify(grants) !== JSON.stringify(actor.grants)) stream.end();
    }
  }

  function failed(error: unknown): void {
    failures += 1;
    log.warn({ reason: String(error) }, 'sessions of open streams could not be checked');
    if (failures > 1) for (const { stream } of subscribers) stream.end();
  }

  return () => {
    if (subscribers.size === 0) return;
    // A check that hangs counts as one that failed.
    if (isChecking) return failed('still waiting for the database');
    isChecking = true;
    check()
      .then(() => (failures = 0), failed)
      .finally(() => (isChecking = false));
  };
}
