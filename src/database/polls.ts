import type { Electorate } from '../domain/vocabulary';
import { Prisma, type Database, type Sql } from './client';
import { isUniqueViolation } from './violations';

/** Votes by option, and why it was closed before its time (an id of words), once it has closed. */
export interface StoredResult {
  counts: number[];
  wordsId: string | null;
  /** It ended with its demand, which was withdrawn or rejected. */
  isEnded?: boolean;
}

export interface PollRow {
  id: string;
  unit_id: string;
  question: string;
  options: string[];
  electorate: Electorate;
  ballots: number;
  waits: boolean;
  created_at: Date;
  closes_at: Date;
  closed_at: Date | null;
  votes: number;
  result: StoredResult | null;
  /** Why it was closed before its time. */
  reason: string | null;
}

export type StaffPollRow = PollRow & {
  demand_id: string;
  number: string;
  title: string;
  username: string;
  user_name: string;
};

const columns = Prisma.sql`p.id, p.unit_id, p.question, p.options, p.electorate, p.ballots, p.waits, p.created_at, p.closes_at,
  p.closed_at, p.result, (SELECT count(*)::int FROM poll_vote v WHERE v.poll_id = p.id) AS votes,
  (SELECT w.texts->>'reason' FROM words w WHERE w.id = (p.result->>'wordsId')::uuid) AS reason`;

/** Writes the poll that an event of the record opened; one that is there stays. False while the event is not recorded yet. */
export async function keepPoll(sql: Sql, demandId: string, poll: string): Promise<boolean> {
  const [kept] = await sql<{ id: string }>`
    WITH opened AS (
      INSERT INTO poll (id, demand_id, unit_id, question, options, electorate, ballots, waits, closes_at, created_by, created_at)
      SELECT (e.data->>'poll')::uuid, e.demand_id, e.unit_id, w.texts->>'question', w.texts->'options', e.data->>'electorate',
        (e.data->>'ballots')::int, (e.data->>'wait')::boolean, to_timestamp((e.data->>'closesAt')::bigint / 1000.0),
        e.actor_id, e.at
      FROM demand_event e JOIN words w ON w.id = e.words_id
      WHERE e.demand_id = ${demandId}::uuid AND e.type = 'poll_opened' AND e.data->>'poll' = ${poll}
      ON CONFLICT (id) DO NOTHING RETURNING id)
    SELECT id FROM opened UNION SELECT id FROM poll WHERE id = ${poll}::uuid`;
  return kept !== undefined;
}

export interface OpenPoll {
  poll: string;
  demandId: string;
  number: string;
  closesAt: number;
  /**
   * Nobody need vote any longer: its demand was withdrawn or rejected, or the record does not know of it, because what a worker
   * recorded just before it died was done otherwise after that.
   */
  isOver: boolean;
}

/** Polls that have not closed, and what their workflows wait for. */
export async function readOpenPolls(
  database: Database,
  { after, limit }: { after: string; limit: number },
): Promise<OpenPoll[]> {
  const rows = await database.sql<Omit<OpenPoll, 'closesAt'> & { closesAt: Date }>`
    SELECT p.id AS poll, p.demand_id AS "demandId", d.number, p.closes_at AS "closesAt",
      d.stage IN ('withdrawn', 'rejected') OR NOT EXISTS (
        SELECT 1 FROM demand_event e
        WHERE e.demand_id = d.id AND e.type = 'poll_opened' AND e.data->>'poll' = p.id::text) AS "isOver"
    FROM poll p JOIN demand d ON d.id = p.demand_id
    WHERE p.closed_at IS NULL AND p.id > ${after}::uuid ORDER BY p.id LIMIT ${limit}`;
  return rows.map(({ closesAt, ...row }) => ({ ...row, closesAt: closesAt.getTime() }));
}

/** For whoever may see its demand: `sight` is a condition on a demand `d`. */
export async function findPoll(database: Database, id: string, sight: Prisma.Sql): Promise<StaffPollRow | null> {
  const [row] = await readStaffPolls(database, Prisma.sql`p.id::text = ${id} AND ${sight}`, 0);
  return row ?? null;
}

export interface PollSearch {
  sight: Prisma.Sql;
  demand?: string;
  open?: boolean;
  /** When the last one seen was opened, and its id. */
  after?: [string, string];
  limit: number;
}

/** Newest first; one row more than `limit`. */
export function listPolls(
  database: Database,
  { sight, demand, open, after, limit }: PollSearch,
): Promise<StaffPollRow[]> {
  const all = [sight];
  if (demand) all.push(Prisma.sql`d.number = ${demand}`);
  if (open !== undefined) all.push(open ? Prisma.sql`p.closed_at IS NULL` : Prisma.sql`p.closed_at IS NOT NULL`);
  if (after) all.push(Prisma.sql`(p.created_at, p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return readStaffPolls(database, Prisma.join(all, ' AND '), limit);
}

const readStaffPolls = (database: Database, where: Prisma.Sql, limit: number): Promise<StaffPollRow[]> =>
  database.search<StaffPollRow>`
    SELECT ${columns}, p.demand_id, d.number, d.title, u.username, u.name AS user_name
    FROM poll p JOIN demand d ON d.id = p.demand_id JOIN staff_user u ON u.id = p.created_by
    WHERE ${where} ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit + 1}`;

/** Days after the end of a poll for which its links still show the result. */
const LINK_DAYS = 30;

export type VotersPollRow = PollRow & { has_voted: boolean };

/** The poll as a voter sees it; `serial` null for the one link of an open poll. */
export async function readVotersPoll(
  database: Database,
  poll: string,
  serial: number | null,
): Promise<VotersPollRow | null> {
  const [row] = await database.sql<VotersPollRow>`
    SELECT ${columns}, EXISTS (SELECT 1 FROM poll_vote v WHERE v.poll_id = p.id AND v.serial = ${serial}::int) AS has_voted
    FROM poll p WHERE p.id = ${poll}::uuid AND COALESCE(${serial}::int, 0) <= p.ballots
      AND ((p.electorate = 'open') OR ${serial}::int IS NOT NULL)
      AND (p.closed_at IS NULL OR p.closed_at > now() - make_interval(days => ${LINK_DAYS}::int))`;
  return row ?? null;
}

/** Polls that a demand's reporter may know of, oldest first: its own, and of its main case once they have told. */
export const readPollsOfDemand = (database: Database, demandId: string): Promise<PollRow[]> =>
  database.sql<PollRow>`
    SELECT ${columns} FROM poll p WHERE p.id IN (
      SELECT (e.data->>'poll')::uuid FROM demand_event e
      WHERE e.demand_id = ${demandId}::uuid AND e.public AND e.type IN ('poll_opened', 'poll_closed'))
    ORDER BY p.created_at`;

const isOpen = Prisma.sql`closed_at IS NULL AND closes_at > now()`;
/** An open poll that draws more is being attacked. */
const MOST_BALLOTS = 100_000;

/** The serial number of a new ballot of an open poll; null when it is closed. */
export async function drawBallot(database: Database, poll: string): Promise<number | null> {
  const [drawn] = await database.sql<{ ballots: number }>`
    UPDATE poll SET ballots = ballots + 1
    WHERE id = ${poll}::uuid AND electorate = 'open' AND ballots < ${MOST_BALLOTS} AND ${isOpen} RETURNING ballots`;
  return drawn?.ballots ?? null;
}

/**
 * Once for each serial number, by its key. The lock on the poll makes the vote either counted or too late. The hour only: a
 * minute could be compared with when somebody was seen to vote.
 */
export async function castVote(
  database: Database,
  poll: string,
  serial: number,
  option: number,
): Promise<'counted' | 'voted_before' | 'closed'> {
  try {
    const [counted] = await database.sql<{ serial: number }>`
      INSERT INTO poll_vote (poll_id, serial, option, voted_at)
      SELECT id, ${serial}::int, ${option}::int, date_trunc('hour', now()) FROM poll
      WHERE id = ${poll}::uuid AND ${isOpen} FOR SHARE RETURNING serial`;
    return counted ? 'counted' : 'closed';
  } catch (error) {
    if (isUniqueViolation(error)) return 'voted_before';
    throw error;
  }
}

export interface Counted {
  counts: number[];
  ballots: number;
  wordsId: string | null;
}

export interface Closing {
  poll: string;
  at: number;
  wordsId: string | null;
  isEnded?: boolean;
}

/**
 * Closes the poll (`at` in epoch ms), counts once and stores it, in the caller's transaction; asked again it answers what was
 * stored. Null where there is none.
 */
export async function closePoll(sql: Sql, { poll, at, ...why }: Closing): Promise<Counted | null> {
  const [now] = await sql<{ ballots: number; options: string[] }>`
    UPDATE poll SET closed_at = ${new Date(at)} WHERE id = ${poll}::uuid AND closed_at IS NULL RETURNING ballots, options`;
  if (!now) {
    const [was] = await sql<{ ballots: number; result: StoredResult }>`
      SELECT ballots, result FROM poll WHERE id = ${poll}::uuid`;
    return was ? { counts: was.result.counts, wordsId: was.result.wordsId, ballots: was.ballots } : null;
  }
  const rows = await sql<{ option: number; votes: number }>`
    SELECT option, count(*)::int AS votes FROM poll_vote WHERE poll_id = ${poll}::uuid GROUP BY option`;
  const counts = now.options.map((_, i) => rows.find(({ option }) => option === i)?.votes ?? 0);
  await sql`UPDATE poll SET result = ${JSON.stringify({ counts, ...why })}::jsonb WHERE id = ${poll}::uuid`;
  return { counts, ballots: now.ballots, wordsId: why.wordsId };
}
