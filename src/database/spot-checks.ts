import type { CallbackEnding, CallbackState, Found } from '../domain/callback';
import type { Round } from '../domain/demand';
import type { FrameCase } from '../domain/spot-check';
import type { Grade } from '../domain/vocabulary';
import type { KeptStratum } from '../spot-check/draw';
import { Prisma, type Database } from './client';

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
  /** Null until it is drawn. */
  sample: string[] | null;
  strata: KeptStratum[] | null;
  /** Null like the next two of what an earlier version drew. */
  seed_hash: string | null;
  frame_hash: string | null;
  committed_at: Date | null;
  plan_id: string | null;
  sight: string[];
}

export interface SampledCase {
  job: string;
  number: string;
  title: string;
  lead_unit_id: string;
  round: number;
  rounds: Round[];
  state: CallbackState;
  result: CallbackEnding | null;
  grade: Grade | null;
  found: Found | null;
  skipped_at: Date | null;
  skipped_by: { username: string; name: string } | null;
  skip_reason: string | null;
}

/** Who looks at spot checks: the units of the watching roles, and every unit to which the person belongs. */
export interface CheckViewer {
  seats: readonly string[];
  units: readonly string[];
}

/** The spot check, for whoever has one of the watching roles in the unit that drew it or above. */
export async function findSpotCheck(
  database: Database,
  id: string,
  { seats }: CheckViewer,
): Promise<SpotCheckRow | null> {
  const [row] = await database.$queryRaw<SpotCheckRow[]>`
    SELECT s.id, s.unit_id, u.username, u.name, s.drawn_at, s.from_at, s.to_at, s.percent, s.seed, s.frame,
      NULLIF(s.sample, 'null'::jsonb) AS sample, s.strata, s.seed_hash, s.frame_hash, s.committed_at, s.plan_id, s.sight
    FROM spot_check s JOIN staff_user u ON u.id = s.drawn_by
    WHERE s.id::text = ${id} AND s.sight && ${[...seats]}::text[]`;
  return row ?? null;
}

const isOver = Prisma.sql`c.state IN ('concluded', 'unreachable', 'skipped')`;

/** Whoever also belongs to the handling unit learns of a drawn case when its job has ended; only the district has nobody above. */
const mayKnow = ({ units }: CheckViewer) => Prisma.sql`
  (${isOver} OR c.lead_unit_id IS NULL OR c.lead_unit_id = c.sight[1] OR c.lead_unit_id <> ALL(${[...units]}::text[]))`;

/** The drawn cases by number, with what the calls came to. */
export async function readSample(database: Database, check: string, viewer: CheckViewer): Promise<SampledCase[]> {
  return database.$queryRaw<SampledCase[]>`
    SELECT c.id AS job, d.number, d.title, c.lead_unit_id, c.round, d.state->'rounds' AS rounds, c.state, c.result, c.grade,
      c.found, c.skipped_at, CASE WHEN u.id IS NULL THEN NULL ELSE json_build_object('username', u.username, 'name', u.name) END
        AS skipped_by,
      CASE WHEN c.state = 'skipped' THEN w.texts->>'reason' END AS skip_reason
    FROM callback_job c JOIN demand d ON d.id = c.demand_id LEFT JOIN staff_user u ON u.id = c.skipped_by
    LEFT JOIN words w ON w.id = c.words_id
    WHERE c.spot_check_id = ${check}::uuid AND ${mayKnow(viewer)} ORDER BY d.number`;
}

export interface ListedCheck extends Omit<SpotCheckRow, 'frame' | 'seed' | 'strata' | 'sight'> {
  frame_size: number;
  jobs: number;
  ended: number;
  contradicted: number;
}

export interface CheckSearch {
  viewer: CheckViewer;
  /** Moment of the commitment or draw, and id of the last one seen. */
  after?: [string, string];
  limit: number;
}

/** How what was found stands to the rating of that round, as `verdictOf` of the domain has it. */
const rating = Prisma.sql`(d.state->'rounds'->(c.round - 1)->>'rating')::int`;
const verdict = Prisma.sql`CASE
  WHEN ${rating} IS NULL OR c.result IS NULL OR c.result NOT IN ('satisfied', 'dissatisfied') THEN NULL
  WHEN (${rating} <= 2) = (c.result = 'dissatisfied') THEN 'confirmed'
  WHEN c.result = 'dissatisfied' THEN 'contradicted' ELSE 'softened' END`;

/** The latest first. Reads one row more than `limit`. */
export async function searchSpotChecks(
  database: Database,
  { viewer, after, limit }: CheckSearch,
): Promise<ListedCheck[]> {
  const beyond = after
    ? Prisma.sql`AND (s.drawn_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty;
  return database.search<ListedCheck>`
    SELECT s.id, s.unit_id, u.username, u.name, s.drawn_at, s.from_at, s.to_at, s.percent, jsonb_array_length(s.frame) AS frame_size,
      NULLIF(s.sample, 'null'::jsonb) AS sample, s.seed_hash, s.frame_hash, s.committed_at, s.plan_id, j.jobs, j.ended, j.contradicted
    FROM spot_check s JOIN staff_user u ON u.id = s.drawn_by CROSS JOIN LATERAL (
      SELECT count(*)::int AS jobs, count(*) FILTER (WHERE ${isOver})::int AS ended,
        count(*) FILTER (WHERE ${verdict} = 'contradicted')::int AS contradicted
      FROM callback_job c JOIN demand d ON d.id = c.demand_id WHERE c.spot_check_id = s.id AND ${mayKnow(viewer)}) j
    WHERE s.sight && ${[...viewer.seats]}::text[] ${beyond} ORDER BY s.drawn_at DESC, s.id DESC LIMIT ${limit + 1}`;
}
