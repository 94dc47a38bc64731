import type { DemandEvent } from '../domain/event';
import type { Demand } from '../domain/demand';
import type { Notice } from '../domain/notice';
import { packFacts } from '../domain/packed-facts';
import { dueOfDemand, sightOfDemand, tasksOf } from '../domain/record';
import { Prisma, type Database, type Sql, type Transaction } from './client';
import { closePoll, keepPoll } from './polls';
import { keepPromise } from './promises';

export interface DemandRecord {
  demand: Demand;
  events: DemandEvent[];
  notices: Notice[];
}

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The columns that mirror the state, for searching, sorting and counting. */
export function demandColumns(demand: Demand) {
  const due = dueOfDemand(demand);
  return {
    category: demand.category,
    urgency: demand.urgency,
    risk: demand.risk,
    stage: demand.stage,
    level: demand.level,
    leadUnitId: demand.lead?.id ?? null,
    coUnitIds: demand.co.map((unit) => unit.id),
    replyingUnitId: demand.replying?.id ?? null,
    holderUnitId: demand.holder.unit?.id ?? null,
    holderUserId: demand.holder.user,
    round: demand.round,
    version: demand.version,
    updatedAt: new Date(demand.updatedAt),
    closedAt: demand.closedAt === null ? null : new Date(demand.closedAt),
    result: demand.result,
    rating: demand.rating,
    supervised: demand.supervised,
    conference: demand.conference,
    sight: sightOfDemand(demand),
    nextDueAt: due.nextDueAt === null ? null : new Date(due.nextDueAt),
    overdueSince: due.overdueSince === null ? null : new Date(due.overdueSince),
    provisional: due.provisional,
    mergedInto: demand.mergedInto,
    state: demand as unknown as Prisma.InputJsonValue,
    facts: JSON.stringify(packFacts(demand)),
  };
}

const eventRows = (events: readonly DemandEvent[]) => JSON.stringify(events.map((e) => ({ ...e, at: time(e.at) })));

function taskRows(demand: Demand): string {
  const { supervised } = demand;
  const since = time(demand.updatedAt);
  return JSON.stringify(tasksOf(demand).map((task) => ({ ...task, dueAt: time(task.dueAt), since, supervised })));
}

const noticeRows = (notices: readonly Notice[]) =>
  JSON.stringify(
    notices.map(({ to, ...notice }) => ({
      ...notice,
      reporter: to.reporter ?? false,
      role: to.role ?? null,
      unit: to.unit ?? null,
      user: to.user ?? null,
      at: time(notice.at),
      ringAt: time(notice.ringAt),
    })),
  );

/**
 * Notices once each by their key. A notice for a role in a unit where nobody has that role goes to the nearest unit above
 * that has somebody: nothing is told to an empty chair. What rings gets one row, which the worker spreads to the people and
 * channels of that moment (src/notices/spread.ts).
 */
const noticeInserts = (demandId: string, notices: readonly Notice[]) => Prisma.sql`
  incoming AS (
    SELECT n.*, COALESCE((
      SELECT p.id FROM unit self, unnest(self.path) WITH ORDINALITY AS p(id, depth)
      WHERE self.id = n.unit AND EXISTS (
        SELECT 1 FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND u.disabled_at IS NULL
        WHERE g.unit_id = p.id AND g.role = n.role)
      ORDER BY p.depth DESC LIMIT 1), n.unit) AS seat
    FROM jsonb_to_recordset(${noticeRows(notices)}::jsonb) AS n(
      key text, kind text, clock text, role text, unit text, "user" text, at timestamptz, "lateBy" int, "ringAt" timestamptz, data jsonb)
  ), told AS (
    INSERT INTO notice (key, demand_id, kind, clock, role, unit_id, user_id, at, late_by, data)
    SELECT key, ${demandId}::uuid, kind, clock, role, seat, "user", at, "lateBy",
      CASE WHEN seat IS DISTINCT FROM unit THEN data || jsonb_build_object('insteadOf', unit) ELSE data END
    FROM incoming ON CONFLICT (key) DO UPDATE SET at = excluded.at, late_by = excluded.late_by, data = excluded.data
  ), ringing AS (
    INSERT INTO message (key, notice_key, channel, due_at)
    SELECT key || ':spread', key, 'spread', "ringAt" FROM incoming WHERE "ringAt" IS NOT NULL ON CONFLICT (key) DO NOTHING
  )`;

/**
 * A worker may die after it wrote a transition and before the engine knew of it. What the workflow does then, perhaps for
 * somebody else, takes that one's place whole; a statement of the dead worker that the database carries out after that
 * writes nothing (`guard`).
 */
const eventInserts = (demandId: string, events: readonly DemandEvent[], guard: Prisma.Sql) => Prisma.sql`
  happened AS (
    INSERT INTO demand_event (demand_id, seq, at, type, actor_kind, actor_id, unit_id, stage, round, public, cause, data, words_id, request_id, asked)
    SELECT ${demandId}::uuid, seq, at, type, actor, "user", unit, stage, round, public, cause, data, "wordsId", "requestId", asked
    FROM jsonb_to_recordset(${eventRows(events)}::jsonb) AS e(
      seq int, at timestamptz, type text, actor text, "user" text, unit text, stage text, round int, public boolean,
      cause jsonb, data jsonb, "wordsId" uuid, "requestId" text, asked jsonb)
    WHERE ${guard}
    ON CONFLICT (demand_id, seq) DO UPDATE SET at = excluded.at, type = excluded.type, actor_kind = excluded.actor_kind,
      actor_id = excluded.actor_id, unit_id = excluded.unit_id, stage = excluded.stage, round = excluded.round,
      public = excluded.public, cause = excluded.cause, data = excluded.data, words_id = excluded.words_id,
      request_id = excluded.request_id, asked = excluded.asked
  )`;

/** Only the newest state says what happened and what is open: a late, older record leaves events and tasks alone. */
const isNewest = Prisma.sql`EXISTS (SELECT 1 FROM published)`;

const eventsThatNeverWere = ({ id, seq }: Demand) => Prisma.sql`
  undone AS (DELETE FROM demand_event WHERE demand_id = ${id}::uuid AND seq > ${seq} AND ${isNewest})`;

const taskInserts = (demand: Demand, guard: Prisma.Sql) => Prisma.sql`
  wanted AS (
    SELECT * FROM jsonb_to_recordset(${taskRows(demand)}::jsonb) AS t(
      kind text, role text, unit text, "user" text, "dueAt" timestamptz, overdue boolean, since timestamptz,
      supervised boolean)
  ), done AS (
    DELETE FROM task WHERE demand_id = ${demand.id}::uuid AND kind NOT IN (SELECT kind FROM wanted) AND ${guard}
  ), open AS (
    INSERT INTO task (demand_id, kind, role, unit_id, user_id, due_at, overdue, since, supervised)
    SELECT ${demand.id}::uuid, kind, role, unit, "user", "dueAt", overdue, since, supervised FROM wanted WHERE ${guard}
    ON CONFLICT (demand_id, kind) DO UPDATE
      SET role = excluded.role, unit_id = excluded.unit_id, user_id = excluded.user_id, due_at = excluded.due_at,
        overdue = excluded.overdue, supervised = excluded.supervised
  )`;

const always = Prisma.sql`true`;

/** Events, tasks and notices, as parts of the statement that inserts the demand. */
export const firstRecord = ({ demand, events, notices }: DemandRecord): Prisma.Sql =>
  Prisma.sql`${eventInserts(demand.id, events, always)}, ${taskInserts(demand, always)}, ${noticeInserts(demand.id, notices)}`;

/**
 * Publishes one transition in one transaction: row, events, tasks and notices, and what its companions begin or end with. Running
 * it twice, or an older one after a newer, changes nothing. Answers false when the demand has no row (a restored database).
 * `ratingHash` is of the link by which this round is rated; without one the last stays, so that its owner can read what was rated.
 */
export async function recordDemand(
  database: Database,
  record: DemandRecord,
  ratingHash: Buffer | null = null,
): Promise<boolean> {
  const beside = record.events.map((event) => besideEvent(record.demand, event)).filter((write) => write !== null);
  if (beside.length === 0) return writeRecord(database.sql, record, ratingHash);
  return database.transact(async (sql) => {
    const isKnown = await writeRecord(sql, record, ratingHash);
    for (const write of beside) await write(sql);
    return isKnown;
  });
}

/** What the workflow of a poll or a promise would write a moment later: whoever acted looks for it at once. */
function besideEvent({ id, poll }: Demand, event: DemandEvent): ((sql: Sql) => Promise<unknown>) | null {
  const { type, at, data } = event;
  if (type === 'poll_opened') return (sql) => keepPoll(sql, id, String(data.poll));
  if (type === 'replied' && data.promise) return (sql) => keepPromise(sql, id, String(data.promise));
  if ((type === 'withdrawn' || type === 'rejected') && poll?.closedAt === at)
    return async (sql) => {
      if (await isRecorded(sql, id, event)) await closePoll(sql, { poll: poll.id, at, wordsId: null, isEnded: true });
    };
  return null;
}

/** Not of a dead worker whose statement came too late (`eventInserts`). */
async function isRecorded(sql: Sql, demandId: string, { seq, type, at }: DemandEvent): Promise<boolean> {
  const rows = await sql`
    SELECT 1 AS found FROM demand_event
    WHERE demand_id = ${demandId}::uuid AND seq = ${seq} AND type = ${type} AND at = ${time(at)}::timestamptz`;
  return rows.length > 0;
}

async function writeRecord(
  sql: Sql,
  { demand, events, notices }: DemandRecord,
  ratingHash: Buffer | null,
): Promise<boolean> {
  const c = demandColumns(demand);
  const rows = await sql<{ known: boolean }>`
    WITH published AS (
      UPDATE demand SET category = ${c.category}, urgency = ${c.urgency}, risk = ${c.risk}, stage = ${c.stage}, level = ${c.level},
        lead_unit_id = ${c.leadUnitId}, co_unit_ids = ${c.coUnitIds}, replying_unit_id = ${c.replyingUnitId},
        holder_unit_id = ${c.holderUnitId}, holder_user_id = ${c.holderUserId}, round = ${c.round}, version = ${c.version},
        updated_at = ${c.updatedAt}, closed_at = ${c.closedAt}, result = ${c.result}, rating = ${c.rating},
        policy_version = ${demand.policyVersion},
        supervised = ${c.supervised}, conference = ${c.conference}, sight = ${c.sight}, next_due_at = ${c.nextDueAt},
        overdue_since = ${c.overdueSince}, provisional = ${c.provisional}, merged_into = ${c.mergedInto}::uuid,
        state = ${JSON.stringify(demand)}::jsonb, facts = ${c.facts}, rating_hash = COALESCE(${ratingHash}::bytea, rating_hash)
      WHERE id = ${demand.id}::uuid AND version <= ${c.version} RETURNING id
    ), ${eventInserts(demand.id, events, isNewest)}, ${eventsThatNeverWere(demand)}, ${taskInserts(demand, isNewest)},
    ${noticeInserts(demand.id, notices)}
    SELECT EXISTS (SELECT 1 FROM demand WHERE id = ${demand.id}::uuid) AS known`;
  return rows[0]?.known ?? false;
}

/** Notices that do not come with a transition of the demand, such as a callback job that is due. */
export async function recordNotices(
  transaction: Transaction,
  demandId: string,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length > 0) await transaction.$executeRaw`WITH ${noticeInserts(demandId, notices)} SELECT 1`;
}
