import { randomUUID } from 'node:crypto';
import type { Sql } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import { openCallback, type OpenCallback } from '../domain/callback';
import type { Demand } from '../domain/demand';
import { callbackUnitFor, type UnitRef } from '../domain/organisation';
import { drawSample, type FrameCase } from '../domain/spot-check';

export interface Drawing {
  /** Cases handled by this unit and by what lies under it. */
  unit: string;
  /** The unit as whose supervisor or administrator it is drawn: it and the units above see the sample. */
  seat: UnitRef;
  drawnBy: string;
  /** Closed from here on, and before `to`. */
  from: Date;
  to: Date;
  percent: number;
  seed: string;
}

/** Callers refuse a larger one. */
export const LARGEST_FRAME = 20_000;

/** What may be drawn, by number; one case more than the largest frame. A letter that was split has no handling unit. */
export async function readFrame(sql: Sql, { unit, from, to }: Drawing): Promise<FrameCase[]> {
  return sql<FrameCase>`
    SELECT d.number, d.lead_unit_id AS "leadUnit" FROM demand d JOIN unit u ON u.id = d.lead_unit_id
    WHERE d.stage = 'closed' AND d.closed_at >= ${from} AND d.closed_at < ${to} AND u.path @> ARRAY[${unit}]::text[]
    ORDER BY d.number LIMIT ${LARGEST_FRAME + 1}`;
}

/**
 * Draws, and keeps frame, seed and sample with one phone job per drawn case, in the caller's transaction. The jobs stand
 * at version 0: their workflows are started afterwards, by the caller or by the relay. Answers the id of the spot check.
 */
export async function keepDraw(
  sql: Sql,
  drawing: Drawing,
  frame: readonly FrameCase[],
  rules: PublishedRules,
): Promise<string> {
  const id = randomUUID();
  const now = Date.now();
  const sample = drawSample(frame, drawing.percent, drawing.seed).map(({ number }) => number);
  const { unit, seat, drawnBy, from, to, percent, seed } = drawing;
  await sql`
    INSERT INTO spot_check (id, unit_id, drawn_by, drawn_at, from_at, to_at, percent, seed, frame, sample, sight)
    VALUES (${id}, ${unit}, ${drawnBy}, ${new Date(now)}, ${from}, ${to}, ${percent}, ${seed}, ${JSON.stringify(frame)}::jsonb,
      ${JSON.stringify(sample)}::jsonb, ${seat.path})`;
  const drawn = await sql<{ state: Demand }>`SELECT state FROM demand WHERE number = ANY(${sample}::text[])`;
  const jobs = drawn.map(({ state }) => jobOf(state, id, now, rules));
  await sql`
    INSERT INTO callback_job (id, demand_id, kind, round, state, unit_id, lead_unit_id, sight, worked_on, window_start,
      window_end, attempts, version, spot_check_id, created_at, requests)
    SELECT j.id, j."demandId", j.kind, j.round, j.state, j.unit->>'id', j.lead,
      ARRAY(SELECT jsonb_array_elements_text(j.unit->'path')), ARRAY(SELECT jsonb_array_elements_text(j."workedOn")),
      to_timestamp(j."windowStart" / 1000.0), to_timestamp(j."windowEnd" / 1000.0), j.attempts, 0, ${id}::uuid, ${new Date(now)}, '{}'
    FROM jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) AS j(id text, "demandId" uuid, kind text, round int, state text,
      unit jsonb, lead text, "workedOn" jsonb, "windowStart" bigint, "windowEnd" bigint, attempts jsonb)`;
  return id;
}

function jobOf(demand: Demand, spotCheckId: string, now: number, { policy, calendarYears }: PublishedRules) {
  const open: OpenCallback = {
    id: `${spotCheckId}-${demand.id}`,
    demandId: demand.id,
    kind: 'spot_check',
    round: demand.round,
    unit: callbackUnitFor(demand.lead!),
    lead: demand.lead!.id,
    workedOn: [...new Set([...demand.handledBy, ...demand.reviewedBy, ...demand.repliedBy])],
    spotCheckId,
  };
  return openCallback(open, now, policy, calendarFrom(calendarYears, now));
}
