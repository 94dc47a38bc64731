import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '2s',
  retry: { initialInterval: '50ms', maximumInterval: '500ms', maximumAttempts: 3 },
});

/** Keeps trying as long as the database is away; the transition has happened, only its record waits. */
export const durable = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumInterval: '5s', backoffCoefficient: 2 },
});

/** One transition, one transaction: a local activity, or a durable one when the database does not answer. */
export const recordDemand = (record: Parameters<Activities['recordDemand']>[0]): Promise<void> =>
  quick.recordDemand(record).catch(() => durable.recordDemand(record));

export const recordAppeal = (record: Parameters<Activities['recordAppeal']>[0]): Promise<void> =>
  quick.recordAppeal(record).catch(() => durable.recordAppeal(record));

export const recordCallback = (record: Parameters<Activities['recordCallback']>[0]): Promise<void> =>
  quick.recordCallback(record).catch(() => durable.recordCallback(record));
