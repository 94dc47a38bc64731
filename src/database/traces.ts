import type { Asked } from '../domain/asked';
import type { CalendarYear } from '../domain/calendar';
import type { CertifiedEvent } from '../domain/certificate';
import type { Demand } from '../domain/demand';
import type { DemandEvent, EventType } from '../domain/event';
import type { Policy } from '../domain/policy';
import { retrace, rulesFrom, type RecordedEvent, type RulesAt, type Trace } from '../domain/retrace';
import type { Database } from './client';

/** Everything that was ever published: what past states were made by. */
export interface PublishedBefore {
  policies: Policy[];
  years: CalendarYear[];
}

export type TracedEvent = RecordedEvent & CertifiedEvent & Pick<DemandEvent, 'actor' | 'stage' | 'round' | 'public'>;

export interface Traced extends PublishedBefore {
  events: TracedEvent[];
  trace: Trace;
  rulesAt: RulesAt;
}

interface Row {
  seq: number;
  at: Date;
  type: EventType;
  asked: Asked[] | null;
  user: string | null;
  unit: string | null;
  actor: DemandEvent['actor'];
  stage: DemandEvent['stage'];
  round: number;
  public: boolean;
  data: Record<string, unknown> | null;
}

export async function readPublished(database: Database): Promise<PublishedBefore> {
  const [policies, years] = await Promise.all([
    database.policy.findMany({ select: { version: true, data: true } }),
    database.calendarYear.findMany({ select: { year: true, version: true, source: true, data: true } }),
  ]);
  return {
    policies: policies.map(({ version, data }) => ({ ...(data as unknown as Policy), version })),
    years: years.map(({ data, ...year }) => ({ ...year, days: data as CalendarYear['days'] })),
  };
}

export async function readTracedEvents(database: Database, demandId: string): Promise<TracedEvent[]> {
  const rows = await database.sql<Row>`
    SELECT seq, at, type, asked, actor_kind AS actor, actor_id AS "user", unit_id AS unit, stage, round, public, data
    FROM demand_event WHERE demand_id = ${demandId}::uuid ORDER BY seq`;
  return rows.map(({ asked, data, at, ...row }) => ({
    ...row,
    at: at.getTime(),
    data: data ?? {},
    ...(asked ? { asked } : {}),
  }));
}

/** The life of a demand, version by version, from its events. */
export async function readTrace(database: Database, { id, silent }: Demand): Promise<Traced> {
  const [published, events] = await Promise.all([readPublished(database), readTracedEvents(database, id)]);
  const rulesAt = rulesFrom(published.policies, published.years);
  return { ...published, events, rulesAt, trace: retrace(events, rulesAt, silent) };
}

export interface PersonName {
  username: string;
  name: string;
}

export async function readNames(database: Database, ids: readonly string[]): Promise<Map<string, PersonName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const people = await database.user.findMany({
    where: { id: { in: wanted } },
    select: { id: true, username: true, name: true },
  });
  return new Map(people.map(({ id, username, name }) => [id, { username, name }]));
}
