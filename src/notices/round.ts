import type { Logger } from 'pino';
import type { Database } from '../database/client';
import { isRobot, type PersonChannel } from '../domain/notice-channel';
import { claimDue, claimRobot, LEASE, waitingLanes, type Lane } from './claim';
import { deliver, robotLine, type Delivery } from './deliver';
import { createEgress, type Egress } from './egress';
import { putBack } from './outcome';
import type { PersonSender } from './port';
import { createSenders } from './senders';
import type { SendingConfig } from './settings';
import { spreadDue } from './spread';

export interface MessageDependencies {
  database: Database;
  config: SendingConfig;
  log: Logger;
  egress?: Egress;
  /** Instead of those that the configuration names. */
  senders?: Partial<Record<PersonChannel, PersonSender>>;
  /** Epoch ms. */
  clock?: () => number;
}

/** How long one lane goes on before others that are starting get their turn (ms). */
const TURN = 30_000;

export interface Sending {
  /** Spreads what rings and sets off every lane in which something is due; answers how much it spread. Waits for no receiver. */
  begin: () => Promise<number>;
  /** Waits until every lane that was set off is through. */
  settled: () => Promise<void>;
}

export function createSending({ database, config, log, clock = Date.now, ...given }: MessageDependencies): Sending {
  const egress = given.egress ?? createEgress({ allowed: config.notices.allowedEgress });
  const senders = given.senders ?? createSenders(config.notices);
  const delivery: Delivery = { database, config, senders, egress, log, clock };
  const connected = new Set(Object.keys(senders));
  const underWay = new Map<string, Promise<void>>();
  let failure: { error: unknown } | null = null;

  /** One after the other, so that a group reads them in their order, and no longer than they are ours. */
  async function tellRobot(robot: string): Promise<void> {
    const began = performance.now();
    const groups = await claimRobot(database, robot, clock(), (message) => robotLine(message, config, true));
    for (const [i, group] of groups.entries()) {
      const outcome = await deliver(delivery, group);
      // What is refused for itself says nothing of those after it.
      const isSilent = outcome !== 'sent' && outcome !== 'never';
      if (isSilent || performance.now() - began > LEASE / 2) return putBack(database, groups.slice(i + 1), clock());
    }
  }

  async function tellAll(lane: Lane): Promise<void> {
    const began = performance.now();
    let groups;
    do {
      groups = await claimDue(database, clock(), lane);
      await Promise.all(groups.map((group) => deliver(delivery, group)));
    } while (groups.length > 0 && performance.now() - began < TURN);
  }

  /** A lane that is slow holds up no other, and is entered again only when it is through. */
  function enter(lane: Lane): void {
    const name = `${lane.channel} ${lane.target}`;
    if (underWay.has(name)) return;
    const work = lane.target !== null && isRobot(lane.channel) ? tellRobot(lane.target) : tellAll(lane);
    const done = work.catch((error: unknown) => void (failure = { error })).finally(() => underWay.delete(name));
    underWay.set(name, done);
  }

  function requireNoFailure(): void {
    const failed = failure;
    failure = null;
    if (failed) throw failed.error;
  }

  return {
    async begin() {
      requireNoFailure();
      const spread = await spreadDue(database, { connected, now: clock() });
      for (const lane of await waitingLanes(database, clock())) enter(lane);
      // Not the lanes: a robot at its limit is set off each time and has nothing to do.
      return spread;
    },
    async settled() {
      await Promise.all(underWay.values());
      requireNoFailure();
    },
  };
}

/** Everything that is due once, to the end. */
export function createRound(dependencies: MessageDependencies): () => Promise<void> {
  const { begin, settled } = createSending(dependencies);
  return async () => {
    await begin();
    await settled();
  };
}
