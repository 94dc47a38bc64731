import { startOnce } from '../intake/start-once';
import type { Temporal } from '../temporal';

const startWithin = 4_000;

/** Like the next one it waits a little before it tells anybody, so that what is published beside it can be read by then. */
export async function startCalendarChange(
  temporal: Temporal,
  change: { year: number; version: number },
): Promise<void> {
  const { year, version } = change;
  const id = `${temporal.taskQueue}/calendar-change/${year}.${version}`;
  const start = () => startOnce(temporal, 'calendarChange', { id, args: [{ year, version }], again: 'always' });
  await temporal.within(startWithin, start);
}

export async function startPolicyChange(temporal: Temporal, { version }: { version: number }): Promise<void> {
  const id = `${temporal.taskQueue}/policy-change/${version}`;
  const start = () => startOnce(temporal, 'policyChange', { id, args: [{ version }], again: 'always' });
  await temporal.within(startWithin, start);
}
