import { demandSelection, type FoundDemand } from './demands';
import { Prisma, type Database } from './client';

/** What is known of a demand before its text is read. `tokens` is empty where it has not been cut into words yet. */
export interface LikelyRow {
  id: string;
  unit_id: string;
  created_at: Date;
  tokens: string;
  /** Of one without tokens. */
  pairs: string | null;
}

export interface LikelySearch {
  /** What the caller may see: a condition on a demand `d`. */
  sight: Prisma.Sql;
  /** The street of the place, or the place itself where it stands higher. */
  street: string;
  /** Those that few demands have. */
  tokens: readonly string[];
  /** The demand that is compared, and the letter it is a part of: neither is like itself. */
  except: { id: string; parent: string | null } | null;
}

export const SIMILAR_DAYS = 180;
/** The work of one question is bounded, however much is filed. */
const MOST = { byWords: 500, ofStreet: 400, ofAll: 200 };

/**
 * Demands of the last 180 days that may be alike: the newest that share a rare word, the newest of the street, and the newest of
 * all. What was taken back is nobody's matter, and a letter that was split is about several.
 */
export async function findLikely(
  database: Database,
  { sight, street, tokens, except }: LikelySearch,
): Promise<LikelyRow[]> {
  const other = except
    ? Prisma.sql`d.id <> ${except.id}::uuid AND d.parent_id IS DISTINCT FROM ${except.id}::uuid
        AND (${except.parent}::uuid IS NULL OR d.parent_id IS DISTINCT FROM ${except.parent}::uuid)`
    : Prisma.sql`TRUE`;
  const eligible = Prisma.sql`${sight} AND d.created_at > now() - make_interval(days => ${SIMILAR_DAYS}::int)
    AND d.stage NOT IN ('withdrawn', 'split') AND ${other}`;
  const newest = (most: number) => Prisma.sql`ORDER BY d.created_at DESC, d.id DESC LIMIT ${most}`;
  const fields = Prisma.sql`d.id, d.unit_id, d.created_at`;
  // OFFSET 0 keeps the planner from walking through all demands in order of time until enough of them have the words.
  return database.search<LikelyRow>`
    WITH worded AS MATERIALIZED (SELECT demand_id FROM demand_search WHERE tokens && ${[...tokens]}::text[]),
    likely AS MATERIALIZED (
      (SELECT ${fields} FROM worded CROSS JOIN LATERAL (SELECT * FROM demand WHERE id = worded.demand_id OFFSET 0) d
        WHERE ${eligible} ${newest(MOST.byWords)})
      UNION (SELECT ${fields} FROM demand d WHERE d.sight @> ${[street]}::text[] AND ${eligible} ${newest(MOST.ofStreet)})
      UNION (SELECT ${fields} FROM demand d WHERE ${eligible} ${newest(MOST.ofAll)})
    )
    SELECT d.*, COALESCE(array_to_string(f.tokens, ' '), '') AS tokens,
      CASE WHEN cardinality(f.tokens) = 0 THEN array_to_string(f.pairs, ' ') END AS pairs
    FROM likely d LEFT JOIN LATERAL (
      SELECT tokens, pairs FROM demand_search WHERE demand_id = d.id OFFSET 0) f ON TRUE`;
}

/** The demands with these ids, as far as `sight` lets them be seen. */
export async function readDemands(
  database: Database,
  ids: readonly string[],
  sight: Prisma.Sql,
): Promise<FoundDemand[]> {
  if (ids.length === 0) return [];
  return database.search<FoundDemand>`${demandSelection} WHERE d.id = ANY(${[...ids]}::uuid[]) AND ${sight}`;
}

const COUNTED_AMONG = 2_000;

/** In how many of the newest demands each word stands, if in more than one. */
export async function countTokens(database: Database): Promise<{ demands: number; counts: Map<string, number> }> {
  const rows = await database.search<{ token: string; count: number }>`
    WITH newest AS MATERIALIZED (SELECT d.id FROM demand d ORDER BY d.created_at DESC, d.id DESC LIMIT ${COUNTED_AMONG})
    SELECT token, count(*)::int AS count FROM newest n JOIN demand_search f ON f.demand_id = n.id
      CROSS JOIN LATERAL unnest(f.tokens) AS token
    GROUP BY token HAVING count(*) > 1
    UNION ALL SELECT '', count(*)::int FROM newest`;
  const counts = new Map(rows.map(({ token, count }) => [token, count]));
  const demands = counts.get('') ?? 0;
  counts.delete('');
  return { demands, counts };
}

/** Demands whose text was never cut into words, or by an older version; the newest first, because they are asked for. */
export async function readUncut(
  database: Database,
  version: string,
  limit: number,
): Promise<{ id: string; text: string }[]> {
  return database.search<{ id: string; text: string }>`
    SELECT d.id, d.title || E'\n' || d.body AS text FROM demand_search f JOIN demand d ON d.id = f.demand_id
    WHERE NOT f.tokens @> ${[version]}::text[] ORDER BY d.created_at DESC LIMIT ${limit}`;
}

export async function writeTokens(
  database: Database,
  cut: readonly { id: string; tokens: readonly string[] }[],
): Promise<void> {
  await database.search`
    UPDATE demand_search f SET tokens = ARRAY(SELECT jsonb_array_elements_text(c.tokens))
    FROM jsonb_to_recordset(${JSON.stringify(cut)}::jsonb) AS c(id uuid, tokens jsonb) WHERE f.demand_id = c.id`;
}
