import { randomUUID } from 'node:crypto';
import type { PlanRhythm } from '../domain/spot-check-plan';
import { recordAuditIn } from './audit';
import type { Database, Sql } from './client';

export interface PlanRow {
  id: string;
  unit_id: string;
  path: string[];
  every: PlanRhythm;
  percent: number;
  minute: number;
  username: string;
  name: string;
  created_at: Date;
  ended_at: Date | null;
  /** Checks that it has brought about. */
  checks: number;
}

/** Plans of the units in or under which the reader has a seat, running ones first. */
export async function readPlans(database: Database, seats: readonly string[], id?: string): Promise<PlanRow[]> {
  return database.sql<PlanRow>`
    SELECT p.id, p.unit_id, n.path, p.every, p.percent, p.minute, u.username, u.name, p.created_at, p.ended_at,
      (SELECT count(*)::int FROM spot_check s WHERE s.plan_id = p.id) AS checks
    FROM spot_check_plan p JOIN unit n ON n.id = p.unit_id JOIN staff_user u ON u.id = p.created_by
    WHERE n.path && ${[...seats]}::text[] AND (p.id::text = ${id ?? null} OR ${id ?? null}::text IS NULL)
    ORDER BY p.ended_at IS NOT NULL, p.created_at DESC, p.id LIMIT 200`;
}

export interface NewPlan {
  unit: string;
  every: PlanRhythm;
  percent: number;
  minute: number;
}

/** Answers its id; audited. */
export async function insertPlan(sql: Sql, { unit, every, percent, minute }: NewPlan, by: string): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO spot_check_plan (id, unit_id, every, percent, minute, created_by)
    VALUES (${id}::uuid, ${unit}, ${every}, ${percent}, ${minute}, ${by})`;
  const detail = { plan: id, every, percent, minute };
  await recordAuditIn(sql, { user: by, action: 'spot_check_plan_created', target: unit, detail });
  return id;
}

/** False when it had ended before. */
export async function endPlan(database: Database, { id, unit_id: unit }: PlanRow, by: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const rows = await sql<object>`
      UPDATE spot_check_plan SET ended_at = now() WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING id`;
    if (rows.length === 0) return false;
    await recordAuditIn(sql, { user: by, action: 'spot_check_plan_ended', target: unit, detail: { plan: id } });
    return true;
  });
}
