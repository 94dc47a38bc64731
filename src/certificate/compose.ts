import type { Database } from '../database/client';
import { readNames, readTrace, type PersonName, type TracedEvent } from '../database/traces';
import { certificateOf, type Certificate, type Evidence } from '../domain/certificate';
import type { Demand } from '../domain/demand';
import { holdingsOf, type Holding } from '../domain/holding';
import { calendarAt, type Trace } from '../domain/retrace';

export interface Composed {
  certificate: Certificate;
  holdings: Holding[];
  trace: Trace;
  people: Map<string, PersonName>;
}

/** 时限证明 from the record. Nothing in it depends on when it is made once the demand has ended. */
export async function composeCertificate(database: Database, demand: Demand, now: number): Promise<Composed> {
  const { trace, events, policies, years } = await readTrace(database, demand);
  const madeAt = demand.closedAt === null ? Math.max(now, demand.updatedAt) : demand.updatedAt;
  const calendar = (version: string) => calendarAt(version, years);
  const evidence: Evidence = {
    ...{ demand, events, calendar },
    before: trace.versions.map(({ at, demand: { clocks } }) => ({ at, clocks })),
    policy: (version) => policies.find((policy) => policy.version === version) ?? null,
  };
  const certificate = certificateOf(evidence, madeAt);
  const newest = calendar(demand.clocks.at(-1)?.calendarVersion ?? '');
  const holdings = newest ? holdingsOf(demand.clocks, returnsIn(events), newest, madeAt) : [];
  return { certificate, holdings, trace, people: await readNames(database, peopleIn(certificate)) };
}

const returnsIn = (events: readonly TracedEvent[]) =>
  events.filter(({ type }) => type === 'returned').map(({ unit, at }) => ({ unit, at }));

const peopleIn = ({ clocks }: Certificate): string[] =>
  clocks
    .flatMap(({ pauses, extended }) => [...pauses.map(({ by }) => by), extended?.askedBy, extended?.grantedBy])
    .filter((user): user is string => typeof user === 'string');
