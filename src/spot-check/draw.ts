import type { SecretKey } from '../config';
import type { Sql } from '../database/client';
import type { PublishedRules } from '../database/rules';
import type { UnitRef } from '../domain/organisation';
import { drawSample, strataOf, type FrameCase, type Replacement, type Stratum } from '../domain/spot-check';
import { hashesOf, isSealed, openSeed, sealSeed } from './commitment';
import { insertJobs, isCalled, nextFit, unfitOf } from './drawn-jobs';

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

/**
 * What may be drawn, by number; one case more than the largest frame. A letter that was split has no handling unit. What the
 * drawing unit handled itself is for the unit above to check: nobody may know beforehand. Only the district has nobody above.
 * Nobody is phoned twice about the same round.
 */
export async function readFrame(sql: Sql, { unit, seat, from, to }: Drawing): Promise<FrameCase[]> {
  const own = seat.path.length > 1 ? seat.id : '';
  return sql<FrameCase>`
    SELECT d.number, d.lead_unit_id AS "leadUnit" FROM demand d JOIN unit u ON u.id = d.lead_unit_id
    WHERE d.stage = 'closed' AND d.closed_at >= ${from} AND d.closed_at < ${to} AND u.path @> ARRAY[${unit}]::text[]
      AND d.lead_unit_id <> ${own} AND d.kind <> 'improvement' AND NOT ${isCalled(seat.id)}
    ORDER BY d.number LIMIT ${LARGEST_FRAME + 1}`;
}

export interface Commitment {
  id: string;
  /** Epoch ms. */
  at: number;
  plan: string | null;
}

/**
 * Fixes frame and seed, with the seed sealed until the draw, in the caller's transaction. False when there is one of that id: a
 * plan commits each period once.
 */
export async function commitCheck(
  sql: Sql,
  drawing: Drawing,
  frame: readonly FrameCase[],
  { id, at, plan }: Commitment,
  keys: readonly SecretKey[],
): Promise<boolean> {
  const { unit, seat, drawnBy, from, to, percent, seed } = drawing;
  const { seedHash, frameHash } = hashesOf(frame, seed);
  const when = new Date(at);
  const rows = await sql<{ id: string }>`
    INSERT INTO spot_check (id, unit_id, drawn_by, drawn_at, from_at, to_at, percent, seed, frame, sample, sight, strata,
      seed_hash, frame_hash, committed_at, plan_id)
    VALUES (${id}::uuid, ${unit}, ${drawnBy}, ${when}, ${from}, ${to}, ${percent}, ${sealSeed(seed, id, keys)},
      ${JSON.stringify(frame)}::jsonb, 'null'::jsonb, ${seat.path}, ${JSON.stringify(strataOf(frame, percent))}::jsonb,
      ${seedHash}, ${frameHash}, ${when}, ${plan}::uuid)
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  return rows.length > 0;
}

/** A stratum as its row keeps it. */
export type KeptStratum = Stratum & { replacements?: Replacement[] };

export interface KeptCheck {
  id: string;
  seed: string;
  frame: FrameCase[];
  percent: number;
  sample: string[] | null;
  strata: KeptStratum[] | null;
  seed_hash: string | null;
  sight: string[];
}

/** The check, kept from others until the transaction ends. */
export async function lockCheck(sql: Sql, id: string): Promise<KeptCheck | undefined> {
  const [row] = await sql<KeptCheck>`
    SELECT id, seed, frame, percent, NULLIF(sample, 'null'::jsonb) AS sample, strata, seed_hash, sight
    FROM spot_check WHERE id = ${id}::uuid FOR UPDATE`;
  return row;
}

/**
 * Reveals the seed, draws, and keeps one phone job per drawn case, in the caller's transaction. The jobs stand at version 0:
 * their workflows are started afterwards, by the caller or by the relay. A case that is open again, or phoned about meanwhile, gives
 * way to the next of its handling unit. False when it was drawn before.
 */
export async function drawCheck(
  sql: Sql,
  check: KeptCheck,
  { at, by }: { at: number; by: string | null },
  rules: PublishedRules,
  keys: readonly SecretKey[],
): Promise<boolean> {
  if (!isSealed(check.seed)) return false;
  const seed = openSeed(check.seed, check.id, keys);
  if (hashesOf(check.frame, seed).seedHash !== check.seed_hash) throw new Error(`the seed of ${check.id} was changed`);
  const sample = drawSample(check.frame, check.percent, seed);
  const taken = new Set(sample.map(({ number }) => number));
  const replacements = new Map<string, Replacement[]>();
  const numbers: string[] = [];
  const unfit = await unfitOf(sql, check, [...taken]);
  for (const { number, leadUnit } of sample) {
    const because = unfit.get(number);
    if (!because) numbers.push(number);
    else {
      const { found, chain } = await nextFit(sql, { ...check, seed }, leadUnit, taken, { number, because });
      replacements.set(leadUnit, [...(replacements.get(leadUnit) ?? []), ...chain]);
      if (found !== null) numbers.push(found);
    }
  }
  const strata = strataOf(check.frame, check.percent).map((stratum) => ({
    ...stratum,
    ...(replacements.has(stratum.leadUnit) ? { replacements: replacements.get(stratum.leadUnit) } : {}),
  }));
  await sql`
    UPDATE spot_check SET seed = ${seed}, sample = ${JSON.stringify(sample.map(({ number }) => number))}::jsonb,
      strata = ${JSON.stringify(strata)}::jsonb, drawn_at = ${new Date(at)}, drawn_by = COALESCE(${by}, drawn_by)
    WHERE id = ${check.id}::uuid`;
  await insertJobs(sql, { id: check.id, path: check.sight }, numbers, rules);
  return true;
}
