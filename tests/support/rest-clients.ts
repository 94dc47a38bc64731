import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from './app';
import type { Lab } from './processes';

/** One request that the service has acknowledged, under its key. */
export interface Acknowledged {
  user: string;
  action: string;
  key: string;
  version: number;
}

export interface Life {
  number: string;
  /** In the order in which they were acknowledged; the first is the filing. */
  acknowledged: Acknowledged[];
  /** The types of the events that these come to. */
  events: string[];
}

export interface Clients {
  /** Sends until the service acknowledges it, under one key. Throws at any refusal, and when `givesUpAt` has passed. */
  insist(user: string, path: string, body: object, key: string): Promise<Json>;
  /** A session of the account, opened when first asked for. */
  tokenOf(user: string): Promise<string>;
  file(body: object): Promise<Life>;
  act(life: Life, user: string, action: string, body: object, events: string[]): Promise<void>;
  counts: { requests: number; retried: number };
  /** An outage has answers of its own; these are none of them. */
  internalErrors: string[];
  givesUpAt: number;
}

const ANSWER_WITHIN = 20_000;

/** People with a session each, who trust nothing but an answer. `chance` says how often a filing is sent once more. */
export function createClients({ base, accounts }: Pick<Lab, 'base' | 'accounts'>, chance: () => number): Clients {
  const tokens = new Map<string, Promise<string>>();
  const clients: Clients = {
    insist,
    tokenOf,
    file,
    act,
    counts: { requests: 0, retried: 0 },
    internalErrors: [],
    givesUpAt: Infinity,
  };

  async function send(user: string | null, path: string, body: object, key: string): Promise<[number, Json]> {
    const response = await fetch(`${base}/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(user ? { authorization: `Bearer ${await tokens.get(user)}` } : {}),
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    return [response.status, await response.json()];
  }

  async function untilAnswered(user: string | null, path: string, body: object, key: string): Promise<Json> {
    clients.counts.requests += 1;
    for (;;) {
      const [status, answer] = await send(user, path, body, key).catch((error: unknown) => [0, String(error)] as const);
      if (status >= 200 && status < 300) return answer;
      if (status > 0 && status < 500) throw new Error(`${user} ${path}: ${status} ${JSON.stringify(answer)}`);
      if (status === 500) clients.internalErrors.push(`${path}: ${JSON.stringify(answer)}`);
      if (Date.now() > clients.givesUpAt) throw new Error(`${user} ${path}: never acknowledged, at last ${status}`);
      clients.counts.retried += 1;
      await sleep(150);
    }
  }

  function tokenOf(user: string): Promise<string> {
    const { password } = accounts.find(({ username }) => username === user)!;
    const known = tokens.get(user);
    if (known) return known;
    const opened = untilAnswered(null, '/sessions', { username: user, password }, randomUUID());
    const token = opened.then((session) => session.token as string);
    tokens.set(user, token);
    return token;
  }

  async function insist(user: string, path: string, body: object, key: string): Promise<Json> {
    await tokenOf(user);
    return untilAnswered(user, path, body, key);
  }

  async function file(body: object): Promise<Life> {
    const key = randomUUID();
    const user = 'zhihui.collector';
    const { number, version } = await insist(user, '/demands', body, key);
    if (chance() < 0.25) {
      const again = await insist(user, '/demands', body, key);
      if (again.number !== number) throw new Error(`one key, two demands: ${number} and ${again.number}`);
    }
    return { number, acknowledged: [{ user, action: 'file', key, version }], events: ['submitted'] };
  }

  async function act(life: Life, user: string, action: string, body: object, events: string[]): Promise<void> {
    const key = randomUUID();
    const { version } = await insist(user, `/demands/${life.number}/actions/${action}`, body, key);
    life.acknowledged.push({ user, action, key, version });
    life.events.push(...events);
  }

  return clients;
}
