import { calendarOf, type Calendar, type CalendarYear } from '../domain/calendar';
import type { Policy } from '../domain/policy';
import type { Incoming, Proposal, RuleSet, UnitOf } from '../domain/routing';
import { ruleSetOf } from '../domain/stored-rules';
import type { Level } from '../domain/vocabulary';
import { localDay } from '../domain/working-time';
import { createRouter, type Router } from '../routing/router';
import type { Database } from './client';

/** The published routing rules, with the units that they name as they are now. */
export interface Routing {
  rules: RuleSet;
  propose(demand: Incoming): Promise<Proposal>;
}

export interface PublishedRules {
  policy: Policy;
  routing: Routing;
  calendarYears: CalendarYear[];
}

const FRESH_FOR = 2_000;

/** The newest published policy, routing rules and calendar years. Kept for two seconds per process: every intake asks. */
export function createRulesReader(database: Database): () => Promise<PublishedRules> {
  let held: { at: number; rules: Promise<PublishedRules> } | null = null;
  const routerOf = keepRouter();
  return () => {
    if (held && Date.now() - held.at < FRESH_FOR) return held.rules;
    const rules = readRules(database, routerOf);
    held = { at: Date.now(), rules };
    rules.catch(() => (held = null));
    return rules;
  };
}

/** A version never changes, so its tables are compiled once. */
function keepRouter(): (version: number, data: unknown) => Router {
  let kept: Router | null = null;
  return (version, data) => {
    if (kept?.rules.version !== version) kept = createRouter(ruleSetOf(version, data));
    return kept;
  };
}

async function readRules(database: Database, routerOf: ReturnType<typeof keepRouter>): Promise<PublishedRules> {
  const newest = { orderBy: { version: 'desc' } } as const;
  const [policy, routing, years] = await Promise.all([
    database.policy.findFirst(newest),
    database.ruleSet.findFirst(newest),
    database.calendarYear.findMany(),
  ]);
  if (!policy) throw new Error('no policy is published: run the seed first');
  const router = routerOf(routing?.version ?? 0, routing?.data ?? {});
  const unitOf = await readNamedUnits(database, router.rules);
  return {
    policy: { ...(policy.data as unknown as Policy), version: policy.version },
    routing: { rules: router.rules, propose: (demand) => router.propose(demand, unitOf) },
    calendarYears: years.map(({ year, version, source, data }) => ({
      year,
      version,
      source,
      days: data as CalendarYear['days'],
    })),
  };
}

/** The units that the rules would hand a demand to. */
export async function readNamedUnits(database: Database, { assign }: Pick<RuleSet, 'assign'>): Promise<UnitOf> {
  const ids = assign.flatMap(({ then: { lead, co = [], replying } }) =>
    [lead, replying, ...co].filter((id) => id !== undefined),
  );
  if (ids.length === 0) return () => undefined;
  const rows = await database.unit.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, level: true, path: true, closedAt: true },
  });
  const units = new Map(
    rows.map(({ id, level, path, closedAt }) => [
      id,
      { ref: { id, level: level as Level, path }, closed: closedAt !== null },
    ]),
  );
  return (id) => units.get(id);
}

/** The calendar a demand filed at `now` (epoch ms) carries: from its own year on, because it travels in histories. */
export function calendarFrom(years: readonly CalendarYear[], now: number): Calendar {
  const { year } = localDay(now);
  return calendarOf(years.filter((held) => held.year >= year));
}

/** The same, made once per year of filing. */
export function keptCalendars(years: readonly CalendarYear[]): (filedAt: number) => Calendar {
  const kept = new Map<number, Calendar>();
  return (filedAt) => {
    const { year } = localDay(filedAt);
    const known = kept.get(year) ?? calendarFrom(years, filedAt);
    kept.set(year, known);
    return known;
  };
}
