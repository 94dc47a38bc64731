import type { Kind, Stage } from '../domain/vocabulary';
import type { Database } from './client';

/** What may be said of somebody else's demand: nothing that a person wrote but the pairs that were asked for. */
export interface SimilarRow {
  category: string;
  kind: Kind;
  unit_id: string;
  stage: Stage;
  created_at: Date;
  shared: string[];
}

export interface SimilarSearch {
  /** The place; `units` are it and all that lie under it. */
  place: string;
  units: readonly string[];
  pairs: readonly string[];
  /** Categories of the routing rules. Any other may be whatever somebody typed, and is not shown. */
  categories: readonly string[];
  /** How many of the pairs a demand must have. */
  least: number;
  limit: number;
}

const DAYS = 90;
const OTHER = '其他';
/** The work of one question is bounded, however much is filed at a place. */
const NEWEST = 500;

/**
 * What fewer demands say may be a name, and whoever types a name must not learn whether somebody wrote it: a pair counts only
 * once so many different demands have it, among so many of the whole district. The parts of a split demand are one.
 */
const COMMON_FROM = 3;
const COMMON_AMONG = 1_000;

/** Those of the pairs that are common in the district. */
export async function findCommonPairs(database: Database, pairs: readonly string[]): Promise<string[]> {
  const rows = await database.search<{ pair: string }>`
    WITH newest AS MATERIALIZED (
      SELECT d.id, COALESCE(d.parent_id, d.id) AS matter FROM demand d
      ORDER BY d.created_at DESC, d.id DESC LIMIT ${COMMON_AMONG}
    )
    SELECT pair FROM newest n JOIN demand_search f ON f.demand_id = n.id CROSS JOIN LATERAL unnest(f.pairs) AS pair
    WHERE pair = ANY(${[...pairs]}::text[])
    GROUP BY pair HAVING count(DISTINCT n.matter) >= ${COMMON_FROM}`;
  return rows.map(({ pair }) => pair);
}

/** The demands of a place that share most pairs, among the newest of the last 90 days. What was taken back is nobody's matter. */
export async function findSimilar(database: Database, search: SimilarSearch): Promise<SimilarRow[]> {
  const { place, units, categories, pairs, least, limit } = search;
  return database.search<SimilarRow>`
    WITH newest AS MATERIALIZED (
      SELECT d.id, d.kind, d.unit_id, d.stage, d.created_at,
        CASE WHEN d.category = ANY(${[...categories]}::text[]) THEN d.category ELSE ${OTHER} END AS category
      FROM demand d
      WHERE d.sight @> ${[place]}::text[] AND d.unit_id = ANY(${[...units]}::text[])
        AND d.created_at > now() - make_interval(days => ${DAYS}::int) AND d.stage <> 'withdrawn'
        AND d.kind <> 'improvement'
      ORDER BY d.created_at DESC LIMIT ${NEWEST}
    )
    SELECT n.category, n.kind, n.unit_id, n.stage, n.created_at, s.shared
    FROM newest n JOIN demand_search f ON f.demand_id = n.id CROSS JOIN LATERAL (
      SELECT array_agg(pair) AS shared FROM unnest(f.pairs) AS pair WHERE pair = ANY(${[...pairs]}::text[])) s
    WHERE cardinality(s.shared) >= ${least}
    ORDER BY cardinality(s.shared) DESC, n.created_at DESC LIMIT ${limit}`;
}
