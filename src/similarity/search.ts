import { Prisma, type Database } from '../database/client';
import type { FoundDemand } from '../database/demands';
import { findLikely, readDemands, type LikelyRow } from '../database/likely-demands';
import { likenessOf, SHOWN_FROM, type Compared, type Likeness, type Weigh } from '../domain/likeness';
import type { UnitRef } from '../domain/organisation';
import { comparedPairs } from '../domain/similarity';
import { learnOwnNames } from './own-names';
import { tokensOf } from './segment';
import { createWeights } from './weights';

export interface Asked {
  text: string;
  place: UnitRef;
  /** Epoch ms. */
  at: number;
  /** The demand itself where there is one. */
  except: { id: string; parent: string | null } | null;
}

export interface Similar {
  demand: FoundDemand;
  likeness: Likeness;
}

/** The paths of units by their ids. */
type Places = Map<string, Pick<UnitRef, 'id' | 'path'>>;

/** So many are read and compared in full; the rest is left at what its words say. */
const COMPARED_IN_FULL = 30;
const MOST_SHOWN = 10;

/** Loads dictionary, names and weights, which take half a second, so that nobody waits for them. Finds nothing. */
export async function warmUp(search: SearchSimilar): Promise<void> {
  const place: UnitRef = { id: '', level: 'A', path: [] };
  const asked = { text: '园区停车位紧张', place, at: Date.now(), except: null };
  await search(asked, Prisma.sql`FALSE`, new Map());
}

export type SearchSimilar = (asked: Asked, sight: Prisma.Sql, places: Places) => Promise<Similar[]>;

/** Demands that are like the one asked for, among those in sight, the likest first. */
export function createSimilarSearch(database: Database): SearchSimilar {
  const readWeights = createWeights(database);
  return async (asked, sight, places) => {
    await learnOwnNames(database);
    const one = comparedOf(asked.text, asked.place, asked.at);
    if (one.tokens.length < 2) return [];
    const { weigh, termsOf } = await readWeights();
    const street = asked.place.path[1] ?? asked.place.id;
    const rows = await findLikely(database, { sight, street, terms: termsOf(one.tokens), except: asked.except });
    const likely = likeliest(one, rows, weigh, places);
    const found = await readDemands(database, [...likely.keys()], sight);
    return found
      .map((demand) => ({ demand, likeness: likenessOf(one, comparedTo(demand, likely.get(demand.id) ?? []), weigh) }))
      .filter(({ likeness }) => likeness.score >= SHOWN_FROM)
      .sort((a, b) => b.likeness.score - a.likeness.score || b.demand.state.createdAt - a.demand.state.createdAt)
      .slice(0, MOST_SHOWN);
  };
}

const comparedOf = (text: string, place: Compared['place'], at: number): Compared => ({
  tokens: tokensOf(text),
  pairs: comparedPairs(text),
  place,
  at,
});

function comparedTo({ title, body, state }: FoundDemand, tokens: readonly string[]): Compared {
  const text = `${title}\n${body}`;
  const { place, createdAt: at } = state;
  return tokens.length > 0 ? { tokens, pairs: comparedPairs(text), place, at } : comparedOf(text, place, at);
}

const DAY = 86_400_000;
/** Of what the words of a whole text weigh, for those that are equal in words. */
const SAME_STREET = 0.1;
const NEWER = 0.05;

/**
 * The tokens of the likeliest, by their ids: as the full comparison has it, but cheap enough for thousands. One without
 * tokens is judged by its pairs of characters.
 */
function likeliest(one: Compared, rows: readonly LikelyRow[], weigh: Weigh, places: Places): Map<string, string[]> {
  const weights = new Map(one.tokens.map((token) => [token, weigh(token) ** 2]));
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const pairs = new Map(one.pairs.map((pair) => [pair, whole / one.pairs.length]));
  const street = one.place.path[1];
  const scored = rows.map((row) => {
    const tokens = listed(row.tokens);
    const said = tokens.length > 0 ? tokens : listed(row.pairs);
    const known = tokens.length > 0 ? weights : pairs;
    let shared = 0;
    for (const each of said) shared += known.get(each) ?? 0;
    const isNear = street !== undefined && (places.get(row.unit_id)?.path.includes(street) ?? false);
    const nearness =
      (isNear ? SAME_STREET : 0) + NEWER / (1 + Math.abs(one.at - row.created_at.getTime()) / (30 * DAY));
    // A long text has many words by chance.
    return { id: row.id, tokens, shared, score: shared / Math.sqrt(10 + said.length) + (nearness * whole) / 10 };
  });
  const likely = scored.filter(({ shared }) => shared > 0).sort((a, b) => b.score - a.score);
  return new Map(likely.slice(0, COMPARED_IN_FULL).map(({ id, tokens }) => [id, tokens]));
}

const listed = (joined: string | null): string[] => (joined ? joined.split(' ') : []);
