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
  /** A demand that has all tokens of one of them may be alike. */
  terms: readonly (readonly string[])[];
  /** The demand that is compared, and the letter it is a part of: neither is like itself. */
  except: { id: string; parent: string | null } | null;
}

export const SIMILAR_DAYS = 180;
/** The work of one question is bounded, however much is filed and whatever the terms were chosen by. */
const MOST = { byWords: 3_000, newest: 800, ofStreet: 200, ofAll: 100 };

/**
 * Demands of the last 180 days that may be alike: those that share enough words, and of the newest the first of the street and the
 * first of all. May give one twice. What was taken back is nobody's matter, and a letter that was split is about several.
 */
export async function findLikely(
  database: Database,
  { sight, street, terms, except }: LikelySearch,
): Promise<LikelyRow[]> {
  const other = except
    ? Prisma.sql`d.id <> ${except.id}::uuid AND d.parent_id IS DISTINCT FROM ${except.id}::uuid
        AND (${except.parent}::uuid IS NULL OR d.parent_id IS DISTINCT FROM ${except.parent}::uuid)`
    : Prisma.sql`TRUE`;
  const eligible = Prisma.sql`${sight} AND d.created_at > now() - make_interval(days => ${SIMILAR_DAYS}::int)
    AND d.stage NOT IN ('withdrawn', 'split') AND ${other}`;
  const columns = Prisma.sql`d.id, d.unit_id, d.created_at`;
  // OFFSET 0 and LIMIT keep the planner from any other way than by the bitmaps of the words and by the order of time.
  return database.search<LikelyRow>`
    WITH worded AS MATERIALIZED (
      SELECT demand_id, tokens FROM demand_search WHERE ${haveAll(terms)} LIMIT ${MOST.byWords}
    ), newest AS MATERIALIZED (
      SELECT ${columns}, d.sight, d.stage, d.parent_id FROM demand d ORDER BY d.created_at DESC, d.id DESC LIMIT ${MOST.newest}
    ), near AS (
      (SELECT ${columns} FROM newest d WHERE d.sight @> ${[street]}::text[] AND ${eligible} LIMIT ${MOST.ofStreet})
      UNION (SELECT ${columns} FROM newest d WHERE ${eligible} LIMIT ${MOST.ofAll})
    )
    SELECT ${columns}, array_to_string(w.tokens, ' ') AS tokens, NULL AS pairs
    FROM worded w CROSS JOIN LATERAL (SELECT * FROM demand WHERE id = w.demand_id OFFSET 0) d WHERE ${eligible}
    UNION ALL
    SELECT d.*, COALESCE(array_to_string(f.tokens, ' '), ''), CASE WHEN cardinality(f.tokens) = 0 THEN array_to_string(f.pairs, ' ') END
    FROM near d LEFT JOIN LATERAL (SELECT tokens, pairs FROM demand_search WHERE demand_id = d.id OFFSET 0) f ON TRUE`;
}

function haveAll(terms: LikelySearch['terms']): Prisma.Sql {
  const single = terms.filter(({ length }) => length === 1).flat();
  const several = terms.filter(({ length }) => length > 1).map((term) => Prisma.sql`tokens @> ${[...term]}::text[]`);
  return Prisma.join([Prisma.sql`tokens && ${single}::text[]`, ...several], ' OR ');
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

/** What words are weighed by. */
export interface Sample {
  /** Of how many demands there are. */
  total: number;
  /** The tokens of the newest. */
  texts: string[][];
}

/** So many tell how common a word is. */
export const SAMPLE_SIZE = 2_000;

export async function readSample(database: Database): Promise<Sample> {
  const [row] = await database.search<{ total: number; texts: string[] }>`
    SELECT (SELECT count(*)::int FROM demand) AS total, ARRAY(
      SELECT array_to_string(f.tokens, ' ') FROM (
        SELECT d.id FROM demand d ORDER BY d.created_at DESC, d.id DESC LIMIT ${SAMPLE_SIZE}
      ) newest JOIN demand_search f ON f.demand_id = newest.id
    ) AS texts`;
  return { total: row!.total, texts: row!.texts.map((text) => text.split(' ')) };
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
