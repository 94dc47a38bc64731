import type { CallbackResult, CallbackState } from '../domain/callback';
import type { Round } from '../domain/demand';
import type { FrameCase } from '../domain/spot-check';
import type { Grade } from '../domain/vocabulary';
import type { Database } from './client';

export interface SpotCheckRow {
  id: string;
  unit_id: string;
  username: string;
  name: string;
  drawn_at: Date;
  from_at: Date;
  to_at: Date;
  percent: number;
  seed: string;
  frame: FrameCase[];
}

export interface SampledCase {
  job: string;
  number: string;
  title: string;
  lead_unit_id: string;
  round: number;
  rounds: Round[];
  state: CallbackState;
  result: CallbackResult | 'unreachable' | null;
  grade: Grade | null;
}

/** The spot check, for whoever has one of the watching roles in the unit that drew it or above. */
export async function findSpotCheck(
  database: Database,
  id: string,
  seats: readonly string[],
): Promise<SpotCheckRow | null> {
  const [row] = await database.$queryRaw<SpotCheckRow[]>`
    SELECT s.id, s.unit_id, u.username, u.name, s.drawn_at, s.from_at, s.to_at, s.percent, s.seed, s.frame
    FROM spot_check s JOIN staff_user u ON u.id = s.drawn_by
    WHERE s.id::text = ${id} AND s.sight && ${[...seats]}::text[]`;
  return row ?? null;
}

/** The drawn cases by number, with what the calls came to. */
export async function readSample(database: Database, spotCheckId: string): Promise<SampledCase[]> {
  return database.$queryRaw<SampledCase[]>`
    SELECT c.id AS job, d.number, d.title, c.lead_unit_id, c.round, d.state->'rounds' AS rounds, c.state, c.result, c.grade
    FROM callback_job c JOIN demand d ON d.id = c.demand_id WHERE c.spot_check_id = ${spotCheckId}::uuid ORDER BY d.number`;
}
