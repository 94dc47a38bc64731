import type { PastImprovement } from '../analysis/analysis';
import type { ImprovementState } from '../domain/improvement';
import { hideNumbers } from '../privacy/hide-numbers';
import { isDissatisfied, type Grade, type Result, type Stage } from '../domain/vocabulary';
import { Prisma, type Database, type Sql } from './client';

export interface ImprovementRow {
  number: string;
  title: string;
  lead_unit_id: string | null;
  unit_id: string;
  stage: Stage;
  round: number;
  result: Result | null;
  rating: Grade | null;
  overdue_since: Date | null;
  due_at: string | null;
  created_at: Date;
  closed_at: Date | null;
  about: { section: string; key: string }[];
  owner: { username: string; name: string } | null;
  report_id: string;
}

/** Where an improvement stands, as the unit that asked for it has to know. */
export function improvementState({ stage, rating, overdue_since }: ImprovementRow): ImprovementState {
  if (stage === 'closed') return rating !== null && !isDissatisfied(rating) ? 'verified' : 'unverified';
  if (stage === 'rejected' || stage === 'withdrawn') return 'ended';
  if (stage === 'rating') return 'waiting';
  return overdue_since === null ? 'open' : 'late';
}

/** Sent back and not yet handed out again, it has no due time. */
const improvements = Prisma.sql`
  SELECT d.number, d.title, d.lead_unit_id, d.unit_id, d.stage, d.round, d.result, d.rating, d.overdue_since, d.created_at,
    d.closed_at, i.about, i.report_id,
    (SELECT max((c->>'dueAt')::bigint)::text FROM jsonb_array_elements(d.state->'clocks') c
      WHERE c->>'name' = 'handle' AND (c->>'round')::int = d.round) AS due_at,
    CASE WHEN u.id IS NOT NULL THEN json_build_object('username', u.username, 'name', u.name) END AS owner
  FROM improvement i JOIN demand d ON d.id = i.demand_id LEFT JOIN staff_user u ON u.id = i.owner_id`;

const MOST = 500;

/** Of a report, in the order in which they were asked for. `sight` is a condition on a demand `d`. */
export const readImprovementRows = (
  database: Database,
  reportId: string,
  sight: Prisma.Sql,
): Promise<ImprovementRow[]> =>
  database.search<ImprovementRow>`
    ${improvements} WHERE i.report_id = ${reportId}::uuid AND ${sight} ORDER BY i.created_at, d.number LIMIT ${MOST}`;

export async function findImprovementRow(database: Database, number: string): Promise<ImprovementRow | null> {
  const [row] = await database.search<ImprovementRow>`${improvements} WHERE d.number = ${number}`;
  return row ?? null;
}

/** Whatever reports of the unit asked for: what has not ended, and what ended since then. */
export async function readImprovements(
  database: Database,
  { unit, since }: { unit: string; since: Date },
  units: ReadonlyMap<string, { name: string }>,
): Promise<PastImprovement[]> {
  const rows = await database.search<ImprovementRow>`
    ${improvements} JOIN analysis_report r ON r.id = i.report_id
    WHERE r.unit_id = ${unit} AND (d.closed_at IS NULL OR d.closed_at > ${since})
    ORDER BY i.created_at, d.number LIMIT ${MOST}`;
  return rows.map((row) => {
    const id = row.unit_id;
    return {
      ...{ number: row.number, title: hideNumbers(row.title), unit: { id, name: units.get(id)?.name ?? id } },
      ...{ state: improvementState(row), sentBack: row.round - 1 },
    };
  });
}

export interface NewImprovement {
  demandId: string;
  reportId: string;
  ownerId: string | null;
  about: { section: string; key: string }[];
  createdBy: string;
}

export async function insertImprovement(sql: Sql, improvement: NewImprovement): Promise<void> {
  const { demandId, reportId, ownerId, about, createdBy } = improvement;
  await sql`INSERT INTO improvement (demand_id, report_id, owner_id, about, created_by)
    VALUES (${demandId}::uuid, ${reportId}::uuid, ${ownerId}, ${JSON.stringify(about)}::jsonb, ${createdBy})`;
}
