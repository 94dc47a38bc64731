import { calendarOf, type Calendar, type CalendarYear } from '../domain/calendar';
import type { Policy } from '../domain/policy';
import type { RoutingRule } from '../domain/routing';
import { localDay } from '../domain/working-time';
import type { Database } from './client';

export interface PublishedRules {
  policy: Policy;
  routing: RoutingRule[];
  calendarYears: CalendarYear[];
}

const FRESH_FOR = 2_000;

/** The newest published policy, routing rules and calendar years. Kept for two seconds per process: every intake asks. */
export function createRulesReader(database: Database): () => Promise<PublishedRules> {
  let held: { at: number; rules: Promise<PublishedRules> } | null = null;
  return () => {
    if (held && Date.now() - held.at < FRESH_FOR) return held.rules;
    const rules = readRules(database);
    held = { at: Date.now(), rules };
    rules.catch(() => (held = null));
    return rules;
  };
}

async function readRules(database: Database): Promise<PublishedRules> {
  const newest = { orderBy: { version: 'desc' } } as const;
  const [policy, routing, years] = await Promise.all([
    database.policy.findFirst(newest),
    database.ruleSet.findFirst(newest),
    database.calendarYear.findMany(),
  ]);
  if (!policy) throw new Error('no policy is published: run the seed first');
  return {
    policy: { ...(policy.data as unknown as Policy), version: policy.version },
    routing: (routing?.data ?? []) as unknown as RoutingRule[],
    calendarYears: years.map(({ year, version, source, data }) => ({
      year,
      version,
      source,
      days: data as CalendarYear['days'],
    })),
  };
}

/** The calendar a demand filed at `now` (epoch ms) carries: from its own year on, because it travels in histories. */
export function calendarFrom(years: readonly CalendarYear[], now: number): Calendar {
  const { year } = localDay(now);
  return calendarOf(years.filter((held) => held.year >= year));
}
