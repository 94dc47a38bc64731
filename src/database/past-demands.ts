import type { RecordedProposal } from './case';
import type { Prisma, Database } from './client';
import type { Kind, Level, Risk, SubjectType, Urgency } from '../domain/vocabulary';

/** A demand of the past as it was filed, what the rules said then, and what people did. */
export interface PastDemand {
  number: string;
  title: string;
  body: string;
  kind: Kind;
  subject: SubjectType;
  placeId: string;
  createdAt: Date;
  /** Missing in what was filed before it was kept. */
  stated: { category: string | null; urgency: Urgency | null; risk?: Risk | null } | null;
  proposal: RecordedProposal | null;
  /** How a person first dispatched it; null while nobody has. */
  dispatched: { lead: string; level: Level } | null;
}

/** The newest that `sight` (a condition on a demand `d`) lets be seen, of so many days. */
export async function readPastDemands(
  database: Database,
  { sight, days, limit }: { sight: Prisma.Sql; days: number; limit: number },
): Promise<PastDemand[]> {
  return database.search<PastDemand>`
    WITH newest AS MATERIALIZED (
      SELECT d.id, d.number, d.title, d.body, d.kind, d.subject_type, d.unit_id, d.created_at FROM demand d
      WHERE d.created_at > now() - make_interval(days => ${days}::int) AND d.kind <> 'improvement' AND ${sight}
      ORDER BY d.created_at DESC LIMIT ${limit}
    )
    SELECT n.number, n.title, n.body, n.kind, n.subject_type AS subject, n.unit_id AS "placeId", n.created_at AS "createdAt",
      f.data->'stated' AS stated, f.data->'proposal' AS proposal,
      CASE WHEN p.data IS NOT NULL THEN json_build_object('lead', p.data->>'lead', 'level', p.data->>'level') END AS dispatched
    FROM newest n JOIN demand_event f ON f.demand_id = n.id AND f.seq = 1
    LEFT JOIN LATERAL (
      SELECT e.data FROM demand_event e
      WHERE e.demand_id = n.id AND e.type = 'dispatched' AND e.actor_kind = 'staff' ORDER BY e.seq LIMIT 1
    ) p ON TRUE
    ORDER BY n.created_at DESC`;
}
