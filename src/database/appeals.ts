import type { Appeal, AppealKind, AppealState, RoundTimes } from '../domain/appeal';
import type { HeldAgainst } from '../domain/contact-sight';
import type { Demand } from '../domain/demand';
import type { Notice } from '../domain/notice';
import { Prisma, type Database, type Sql } from './client';
import { recordNotices } from './record-demand';

const { sql } = Prisma;

/**
 * What an upheld appeal takes out of the figures: nothing of the demand itself changes. The arguments are SQL expressions for the
 * demand's id, the number of a round, and the id of a clock.
 */
export const excludedByAppeal = {
  /** The rating of that round, by an appeal of the rating or because the demand was ruled unreasonable. */
  rating: (demandId: Prisma.Sql, round: Prisma.Sql) => sql`EXISTS (
    SELECT FROM appeal a WHERE a.demand_id = ${demandId} AND a.round = ${round} AND a.state = 'upheld'
      AND a.kind IN ('rating', 'unreasonable'))`,
  breach: (demandId: Prisma.Sql, clockId: Prisma.Sql) => sql`EXISTS (
    SELECT FROM appeal a WHERE a.demand_id = ${demandId} AND a.clock_id = ${clockId} AND a.state = 'upheld'
      AND a.kind = 'breach')`,
};

export interface AppealRow {
  id: string;
  demand_id: string;
  number: string;
  title: string;
  kind: AppealKind;
  clock_id: string | null;
  round: number;
  unit_id: string;
  ruling_unit_id: string;
  filed_by: string;
  filed_at: Date;
  due_at: Date;
  overdue: boolean;
  state: AppealState;
  ruled_by: string | null;
  ruled_at: Date | null;
  version: number;
  requests: string[];
  words_id: string;
  state_of_demand: Demand;
  people: string[];
  texts: { reason?: string; attachments?: string[] } | null;
  ruling: { reason?: string } | null;
}

/** Staff who dispatched, accepted, finished, reviewed or replied in any round, of the demand with this id (an SQL expression). */
export const peopleOfCase = (demandId: Prisma.Sql): Prisma.Sql => sql`ARRAY(
    SELECT DISTINCT e.actor_id FROM demand_event e WHERE e.demand_id = ${demandId} AND e.actor_kind = 'staff'
      AND e.actor_id IS NOT NULL AND e.type IN ('dispatched', 'accepted', 'finished', 'reviewed', 'replied'))`;

export async function readPeopleOfCase(database: Database, demandId: string): Promise<string[]> {
  const [row] = await database.sql<{ people: string[] }>`SELECT ${peopleOfCase(sql`${demandId}::uuid`)} AS people`;
  return row!.people;
}

const selection = sql`
  SELECT a.id, a.demand_id, d.number, d.title, a.kind, a.clock_id, a.round, a.unit_id, a.ruling_unit_id, a.filed_by, a.filed_at,
    a.due_at, a.overdue, a.state, a.ruled_by, a.ruled_at, a.version, a.requests, a.words_id, d.state AS state_of_demand,
    ${peopleOfCase(sql`a.demand_id`)} AS people, w.texts, r.texts AS ruling
  FROM appeal a JOIN demand d ON d.id = a.demand_id LEFT JOIN words w ON w.id = a.words_id
    LEFT JOIN words r ON r.id = a.ruling_words_id`;

export interface AppealSearch {
  /** A condition on a demand `d`. */
  sight: Prisma.Sql;
  demand?: string;
  /** Units in which the caller may rule: appeals that go to them or to a unit below, but are not theirs. */
  ruledIn?: readonly string[];
  /** Units whose own appeals are wanted. */
  filedIn?: readonly string[];
  state?: AppealState;
  /** Due time and id of the last one seen. */
  after?: [string, string];
  limit: number;
}

/** By due time; one row more than `limit`. */
export async function searchAppeals(database: Database, search: AppealSearch): Promise<AppealRow[]> {
  const { sight, demand, ruledIn, filedIn, state, after, limit } = search;
  const where = [sight];
  if (demand) where.push(sql`d.number = ${demand}`);
  if (ruledIn)
    where.push(sql`EXISTS (SELECT FROM unit u WHERE u.id = a.ruling_unit_id AND u.path && ${[...ruledIn]}::text[])
      AND (a.unit_id <> ALL(${[...ruledIn]}::text[]) OR a.unit_id = a.ruling_unit_id)`);
  if (filedIn) where.push(sql`a.unit_id = ANY(${[...filedIn]}::text[])`);
  if (state) where.push(sql`a.state = ${state}`);
  if (after) where.push(sql`(a.due_at, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.search<AppealRow>`${selection} WHERE ${Prisma.join(where, ' AND ')} ORDER BY a.due_at, a.id LIMIT ${limit + 1}`;
}

export async function findAppeal(database: Database, id: string, sight: Prisma.Sql): Promise<AppealRow | null> {
  const [row] = await database.search<AppealRow>`${selection} WHERE a.id::text = ${id} AND ${sight}`;
  return row ?? null;
}

/**
 * For the sight of its contact: breaches that stand under an open appeal (a rating is complained of anyway), and rounds found
 * dissatisfied by 追评 or on the telephone. `at`: as it stood then.
 */
export async function readHeldAgainst(
  database: Database,
  demandId: string,
  at: Date | null = null,
): Promise<HeldAgainst> {
  const rows = await database.sql<{ round: number; unit: string | null }>`
    SELECT round, unit_id AS unit FROM appeal
    WHERE demand_id = ${demandId}::uuid AND kind = 'breach'
      AND CASE WHEN ${at}::timestamptz IS NULL THEN state = 'open' ELSE filed_at <= ${at} AND (ruled_at IS NULL OR ruled_at > ${at}) END
    UNION ALL SELECT round, NULL FROM rating_addition
    WHERE demand_id = ${demandId}::uuid AND grade <= 2 AND (${at}::timestamptz IS NULL OR at <= ${at})
    UNION ALL SELECT round, NULL FROM callback_job
    WHERE demand_id = ${demandId}::uuid AND result = 'dissatisfied' AND (${at}::timestamptz IS NULL OR concluded_at <= ${at})`;
  return {
    breaches: rows.flatMap(({ round, unit }) => (unit === null ? [] : [{ round, unit }])),
    dissatisfied: rows.flatMap(({ round, unit }) => (unit === null ? [round] : [])),
  };
}

/** Whether anything of the demand is being looked at by somebody above. */
export async function isUnderAppeal(database: Database, demandId: string): Promise<boolean> {
  return (await database.appeal.count({ where: { demandId, state: 'open' } })) > 0;
}

/** When each round was rated and called about. */
export async function readRoundTimes(database: Database, demandId: string): Promise<RoundTimes> {
  const rows = await database.sql<{ round: number; type: string; at: Date }>`
    SELECT round, type, at FROM demand_event
    WHERE demand_id = ${demandId}::uuid AND type IN ('rated', 'callback_concluded') ORDER BY seq`;
  const times = new Map<number, { ratedAt: number | null; calledAt: number | null }>();
  for (const { round, type, at } of rows) {
    const known = times.get(round) ?? { ratedAt: null, calledAt: null };
    times.set(round, { ...known, [type === 'rated' ? 'ratedAt' : 'calledAt']: at.getTime() });
  }
  return times;
}

const time = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Throws the unique violation when there is one already: its id follows from what it is about. */
export async function insertAppeal(run: Sql, appeal: Appeal): Promise<void> {
  await run`
    INSERT INTO appeal (id, demand_id, kind, clock_id, round, unit_id, ruling_unit_id, filed_by, filed_at, words_id, due_at, state,
      version, requests, sight)
    VALUES (${appeal.id}::uuid, ${appeal.demandId}::uuid, ${appeal.kind}, ${appeal.clockId}, ${appeal.round}, ${appeal.unit.id},
      ${appeal.ruling.id}, ${appeal.filedBy}, ${time(appeal.filedAt)}, ${appeal.wordsId}::uuid, ${time(appeal.dueAt)}, 'open', 0,
      ${appeal.requests}, ${[...new Set([...appeal.unit.path, ...appeal.ruling.path])]})`;
}

/** Publishes an appeal; running it twice, or an older one after a newer, changes nothing. */
export async function recordAppeal(database: Database, appeal: Appeal, notices: readonly Notice[]): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      UPDATE appeal SET due_at = ${time(appeal.dueAt)}, overdue = ${appeal.overdue}, state = ${appeal.state}, ruled_by = ${appeal.ruledBy},
        ruled_at = ${time(appeal.ruledAt)}, ruling_words_id = ${appeal.rulingWordsId}::uuid, version = ${appeal.version},
        requests = ${appeal.requests}
      WHERE id = ${appeal.id}::uuid AND version <= ${appeal.version}`;
    const toHolder = await redoToTell(transaction, appeal, notices);
    await recordNotices(transaction, appeal.demandId, [...notices, ...toHolder]);
  });
}

/** A redo that is under way when the demand is ruled unreasonable hears of it; it goes on all the same. */
async function redoToTell(
  transaction: Prisma.TransactionClient,
  appeal: Appeal,
  notices: readonly Notice[],
): Promise<Notice[]> {
  const ruled = notices.find(({ kind }) => kind === 'appeal_ruled');
  if (!ruled || appeal.kind !== 'unreasonable' || appeal.state !== 'upheld') return [];
  const row = await transaction.demand.findUnique({ where: { id: appeal.demandId }, select: { state: true } });
  const demand = row?.state as unknown as Demand | undefined;
  if (!demand || demand.round <= appeal.round || demand.closedAt !== null || !demand.holder.unit) return [];
  const { unit, role, user } = demand.holder;
  const to = user ? { user } : { role: role ?? 'supervisor', unit: unit.id };
  return [{ ...ruled, key: `${ruled.key}:redo`, to, data: { ...ruled.data, redo: demand.round } }];
}
