import { createHash } from 'node:crypto';
import { planWorkflowId, type PlanInput } from '../../workflows/messages';
import type { SecretKey } from '../config';
import type { Database } from '../database/client';
import { createUnitDirectory, refOf } from '../database/unit-directory';
import type { PlanPeriod, PlanRhythm } from '../domain/spot-check-plan';
import { startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';
import { newSeed } from './commitment';
import { commitCheck, LARGEST_FRAME, readFrame, type Drawing } from './draw';

interface PlanRow {
  id: string;
  every: PlanRhythm;
  minute: number;
  /** End of the last period that was committed, or when the plan was made. */
  after: Date;
}

/** Starts the workflows of plans that have none: after an outage, or when somebody terminated one. Asking again changes nothing. */
export async function startPlans(engine: Engine, database: Database, only: string | null = null): Promise<number> {
  const plans = await database.sql<PlanRow>`
    SELECT p.id, p.every, p.minute, COALESCE(
      (SELECT max(s.to_at) + make_interval(mins => p.minute) FROM spot_check s WHERE s.plan_id = p.id), p.created_at) AS after
    FROM spot_check_plan p WHERE p.ended_at IS NULL AND (p.id = ${only}::uuid OR ${only}::uuid IS NULL)`;
  for (const { id, every, minute, after } of plans) {
    const input: PlanInput = { plan: id, every, minute, after: after.getTime() };
    await startOnce(engine, 'spotCheckPlan', { id: planWorkflowId(id), args: [input], again: 'always' });
  }
  return plans.length;
}

/** The same for plan and period, so that a period exists once whoever commits it. */
function checkIdOf(plan: string, key: string): string {
  const hex = createHash('sha256').update(`${plan}\n${key}`).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Fixes frame and seed of one period; answers the check, or null when the plan has ended. */
export async function commitPeriod(
  database: Database,
  { plan, period, at }: { plan: string; period: Omit<PlanPeriod, 'commitAt'>; at: number },
  keys: readonly SecretKey[],
): Promise<string | null> {
  const row = await database.spotCheckPlan.findUnique({ where: { id: plan } });
  if (!row || row.endedAt !== null) return null;
  const unit = (await createUnitDirectory(database).units([row.unitId])).get(row.unitId)!;
  const drawing: Drawing = {
    ...{ unit: row.unitId, seat: refOf(unit), drawnBy: row.createdBy, percent: row.percent, seed: newSeed() },
    ...{ from: new Date(period.from), to: new Date(period.to) },
  };
  const id = checkIdOf(plan, period.key);
  await database.transact(async (sql) => {
    const frame = await readFrame(sql, drawing);
    // More than anybody could phone about: the earliest are checked, and the size of the frame says so.
    await commitCheck(sql, drawing, frame.slice(0, LARGEST_FRAME), { id, at, plan }, keys);
  });
  return id;
}
