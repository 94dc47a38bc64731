import type { Calendar } from '../../src/domain/calendar';
import { spentBy, type Clock } from '../../src/domain/clock';
import { workingTimeBetween } from '../../src/domain/working-time';

/** Whether a ledger has neither gap nor overlap, gives a reason for every pause, and adds up to the time that was spent. */
export function isSoundLedger(clock: Clock, by: Calendar, now: number): boolean {
  const { segments, scope } = clock;
  const length = (from: number, to: number) =>
    scope === 'elapsed' ? Math.max(0, to - from) : workingTimeBetween(by, from, to);
  const isWhole = segments.every(
    ({ from, to, kind, reason, by: who }, i) =>
      from === (i === 0 ? clock.startedAt : segments[i - 1]!.to) &&
      (i === segments.length - 1 ? to === clock.endedAt : to !== null) &&
      (to === null || to >= from) &&
      (kind === 'paused') === (reason !== undefined && who !== undefined),
  );
  const running = segments.filter((segment) => segment.kind === 'running');
  const sum = running.reduce((ms, { from, to }) => ms + length(from, to ?? now), 0);
  return isWhole && sum === spentBy(clock, by, now);
}
