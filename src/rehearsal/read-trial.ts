import type { Database } from '../database/client';
import type { Tried } from '../database/rehearsals';
import { keptCalendars } from '../database/rules';
import type { CalendarYear } from '../domain/calendar';
import type { UnitRef } from '../domain/organisation';
import type { Policy } from '../domain/policy';
import { rulesFrom } from '../domain/retrace';
import { OTHER_CATEGORY, type Proposal, type UnitOf } from '../domain/routing';
import { ruleSetOf } from '../domain/stored-rules';
import type { Level } from '../domain/vocabulary';
import { createRouter, type Router } from '../routing/router';
import type { RecordedCase } from './recorded';
import type { Trial } from './trial';

/** What is tried, ready to be asked for each demand. */
export interface Trying {
  /** The trial of one demand: with what the tried rules propose for it, where that differs from what was proposed. */
  trialOf: (recorded: RecordedCase) => Promise<Trial>;
  horizon: number;
}

/** Everything that was ever published, and the drafts in its place. */
export async function readTrial(database: Database, tried: Tried, horizon: number): Promise<Trying> {
  const [policies, years, units] = await Promise.all([
    database.policy.findMany(),
    database.calendarYear.findMany(),
    database.unit.findMany({ select: { id: true, level: true, path: true, closedAt: true } }),
  ]);
  const refs = new Map(
    units.map(({ id, level, path }): [string, UnitRef] => [id, { id, level: level as Level, path }]),
  );
  const closed = new Set(units.filter(({ closedAt }) => closedAt !== null).map(({ id }) => id));
  const published = years.map(({ year, version, source, data }): CalendarYear => ({
    ...{ year, version, source, days: data as CalendarYear['days'] },
  }));
  const policyOf = ({ version, data }: { version: number; data: unknown }): Policy => ({
    ...(data as Policy),
    version,
  });
  const common = {
    policy: tried.policy ? policyOf({ version: tried.policy.baseVersion + 1, data: tried.policy.data }) : null,
    calendarAt: tried.calendar ? keptCalendars([...published, yearOf(tried.calendar)]) : null,
    rulesAt: rulesFrom(policies.map(policyOf), published),
    unitOf: (id: string) => refs.get(id),
    horizon,
  };
  const router = tried.rules ? createRouter(ruleSetOf(tried.rules.baseVersion + 1, tried.rules.data)) : null;
  const unitOf: UnitOf = (id) => {
    const ref = refs.get(id);
    return ref && { ref, closed: closed.has(id) };
  };
  return {
    horizon,
    trialOf: async (recorded) => ({ ...common, proposal: router && (await otherProposal(router, recorded, unitOf)) }),
  };
}

function yearOf({ target, baseVersion, data }: NonNullable<Tried['calendar']>): CalendarYear {
  const { source, days } = data as Pick<CalendarYear, 'source' | 'days'>;
  return { year: Number(target), version: baseVersion + 1, source, days };
}

interface Said {
  level: Level;
  lead: string | null;
  co?: string[];
  replying?: string | null;
  direct?: boolean;
  category: string;
  urgency: Proposal['urgency'];
  risk: Proposal['risk'];
}

/** Null when the tried rules say what was said, and of improvements, which the rules are not asked about. */
async function otherProposal(router: Router, recorded: RecordedCase, unitOf: UnitOf): Promise<Proposal | null> {
  const { state, events, subject, text } = recorded;
  const data = events[0]?.data ?? {};
  const said = data['proposal'] as Said | undefined;
  if (!said || state.kind === 'improvement') return null;
  const { category, urgency, risk } = said;
  const stated = (data['stated'] ?? { category: category === OTHER_CATEGORY ? null : category, urgency, risk }) as Pick<
    Parameters<Router['propose']>[0],
    'category' | 'urgency' | 'risk'
  >;
  const proposal = await router.propose({ kind: state.kind, ...stated, subject, text, place: state.place }, unitOf);
  return written(saidBy(proposal)) === written(said) ? null : proposal;
}

const saidBy = ({ lead, co, replying, ...same }: Proposal): Said => ({
  ...{ ...same, lead: lead?.id ?? null, co: co.map(({ id }) => id), replying: replying?.id ?? null },
});

const written = ({ level, lead, co = [], replying = null, direct = false, category, urgency, risk }: Said): string =>
  JSON.stringify([level, lead, co, replying, direct, category, urgency, risk]);
