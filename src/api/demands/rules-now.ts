import { calendarFrom, type PublishedRules } from '../../database/rules';
import type { Demand } from '../../domain/demand';
import type { Rules } from '../../domain/transition';

/** By what it is decided here whether an action would be allowed. A demand moved forward in the demo is ahead of this process. */
export function rulesNow(published: PublishedRules, { updatedAt }: Demand): { now: number; rules: Rules } {
  const now = Math.max(Date.now(), updatedAt);
  return { now, rules: { policy: published.policy, calendar: calendarFrom(published.calendarYears, now) } };
}
