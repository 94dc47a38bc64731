import type { Logger } from 'pino';
import type { Database } from '../database/client';
import type { PersonChannel } from '../domain/notice-channel';
import { claimDue, claimRobot, waitingRobots } from './claim';
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

/** Spreads what rings, then sends what is due; answers how much there was to do. */
export function createRound({ database, config, log, clock = Date.now, ...given }: MessageDependencies) {
  const egress = given.egress ?? createEgress({ allowed: config.notices.allowedEgress });
  const senders = given.senders ?? createSenders(config.notices);
  const delivery: Delivery = { database, config, senders, egress, log, clock };
  const connected = new Set(Object.keys(senders));

  /** One after the other, so that a group reads them in their order. */
  async function tellRobot(robot: string): Promise<void> {
    const groups = await claimRobot(database, robot, clock(), (message) => robotLine(message, config, true));
    for (const [i, group] of groups.entries()) {
      const outcome = await deliver(delivery, group);
      // What is refused for itself says nothing of those after it.
      if (outcome !== 'sent' && outcome !== 'never') return putBack(database, groups.slice(i + 1), clock());
    }
  }

  return async (): Promise<number> => {
    const spread = await spreadDue(database, { connected, now: clock() });
    const groups = await claimDue(database, clock());
    const robots = await waitingRobots(database, clock());
    await Promise.all([...groups.map((group) => deliver(delivery, group)), ...robots.map(tellRobot)]);
    return spread + groups.length;
  };
}
