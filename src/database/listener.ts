import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export type Listener = { stop(): Promise<void> };

export type ListenerOptions = {
  url: string;
  channel: string;
  /** Called after each LISTEN: what was announced before, while nobody listened, has to be read from the tables. */
  onListening: () => void;
  onNotification: (payload: string) => void;
  onLost: (error: Error) => void;
};

const pingMs = 10_000;
const firstDelayMs = 250;
const longestDelayMs = 5_000;

/** LISTEN on a connection of its own that is made anew whenever it is lost; a half-open one is noticed by a ping. */
export function listen(options: ListenerOptions): Listener {
  const stopping = new AbortController();
  const running = keepListening(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepListening(options: ListenerOptions, stopping: AbortSignal): Promise<void> {
  let delay = firstDelayMs;
  while (!stopping.aborted) {
    try {
      await listenOnce(options, stopping, () => (delay = firstDelayMs));
    } catch (error) {
      options.onLost(error as Error);
      await sleep(delay, undefined, { signal: stopping }).catch(() => undefined);
      delay = Math.min(longestDelayMs, delay * 2);
    }
  }
}

/** Returns when asked to stop, throws when the connection is lost. */
async function listenOnce(options: ListenerOptions, stopping: AbortSignal, onConnected: () => void): Promise<void> {
  const { url, channel, onListening, onNotification } = options;
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    query_timeout: 5_000,
    keepAlive: true,
    application_name: `zhitongche listening for ${channel}`,
  });
  const lost = new Promise<never>((_, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('connection ended')));
  });
  lost.catch(() => undefined);
  client.on('notification', ({ payload }) => onNotification(payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    onConnected();
    onListening();
    while (!stopping.aborted) {
      await Promise.race([lost, sleep(pingMs, undefined, { signal: stopping }).catch(() => undefined)]);
      if (!stopping.aborted) await client.query('SELECT 1');
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}
