import { randomUUID } from 'node:crypto';
import { ENDED_STAGES } from '../domain/vocabulary';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';
import { demandSelection, type FoundDemand } from './demands';
import { isInLine } from './units-in-line';

export interface Topic {
  id: string;
  title: string;
  unitId: string;
  owner: { id: string; username: string; name: string };
  aim: string;
  outcome: string | null;
  createdBy: { username: string; name: string };
  createdAt: Date;
  closedAt: Date | null;
}

/** Of those demands of a topic that the reader may see; `unseen` counts the others. */
export interface TopicFigures {
  open: number;
  closed: number;
  dissatisfied: number;
  overdue: number;
  oldest: Date | null;
  unseen: number;
}

export type TopicRow = Topic & TopicFigures;

const ended = Prisma.sql`d.stage = ANY(${[...ENDED_STAGES]}::text[])`;

const selection = (sight: Prisma.Sql) => Prisma.sql`
  SELECT t.id, t.title, t.unit_id AS "unitId", t.aim, t.outcome, t.created_at AS "createdAt", t.closed_at AS "closedAt",
    json_build_object('id', o.id, 'username', o.username, 'name', o.name) AS owner,
    json_build_object('username', c.username, 'name', c.name) AS "createdBy", f.*
  FROM topic t JOIN unit n ON n.id = t.unit_id JOIN staff_user o ON o.id = t.owner_id
  JOIN staff_user c ON c.id = t.created_by
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE ${sight} AND NOT ${ended})::int AS open,
      count(*) FILTER (WHERE ${sight} AND ${ended})::int AS closed,
      count(*) FILTER (WHERE ${sight} AND d.rating <= 2)::int AS dissatisfied,
      count(*) FILTER (WHERE ${sight} AND d.overdue_since IS NOT NULL)::int AS overdue,
      min(d.created_at) FILTER (WHERE ${sight} AND NOT ${ended}) AS oldest,
      count(*) FILTER (WHERE NOT (${sight}))::int AS unseen
    FROM topic_demand m JOIN demand d ON d.id = m.demand_id WHERE m.topic_id = t.id) f`;

export interface TopicReader {
  user: string;
  units: readonly string[];
  /** Which demands `d` the reader may see. */
  sight: Prisma.Sql;
}

/** Topics of the reader's units, of units above or below them, and those that the reader owns. */
const isShown = ({ user, units }: TopicReader): Prisma.Sql => Prisma.sql`(t.owner_id = ${user} OR ${isInLine(units)})`;

export async function readTopic(database: Database, id: string, reader: TopicReader): Promise<TopicRow | null> {
  const [row] =
    await database.sql<TopicRow>`${selection(reader.sight)} WHERE t.id = ${id}::uuid AND ${isShown(reader)}`;
  return row ?? null;
}

export interface TopicSearch {
  /** That unit or anything below it. */
  unit?: string;
  isClosed?: boolean;
  /** Those that the reader owns. */
  isOwn?: boolean;
  /** Those that this demand belongs to. */
  demand?: string;
  after?: [string, string];
  limit: number;
}

/** The newest first; one row more than `limit`. */
export async function readTopics(
  database: Database,
  reader: TopicReader,
  { unit, isClosed, isOwn, demand, after, limit }: TopicSearch,
): Promise<TopicRow[]> {
  const wanted = [isShown(reader)];
  if (unit !== undefined) wanted.push(Prisma.sql`n.path @> ${[unit]}::text[]`);
  if (isClosed !== undefined) wanted.push(Prisma.sql`(t.closed_at IS NOT NULL) = ${isClosed}`);
  if (isOwn) wanted.push(Prisma.sql`t.owner_id = ${reader.user}`);
  if (demand !== undefined)
    wanted.push(
      Prisma.sql`EXISTS (SELECT 1 FROM topic_demand m WHERE m.topic_id = t.id AND m.demand_id = ${demand}::uuid)`,
    );
  if (after) wanted.push(Prisma.sql`(t.created_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.search<TopicRow>`${selection(reader.sight)} WHERE ${Prisma.join(wanted, ' AND ')}
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit + 1}`;
}

export type TopicDemand = FoundDemand & { at: string };

/** Its demands that the reader may see, the newest first; one row more than `limit`. */
export async function readTopicDemands(
  database: Database,
  id: string,
  sight: Prisma.Sql,
  { after, limit }: { after?: [string, string]; limit: number },
): Promise<TopicDemand[]> {
  const beyond = after
    ? Prisma.sql`AND (d.created_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty;
  return database.search<TopicDemand>`
    WITH page AS (
      SELECT d.id, d.created_at FROM topic_demand m JOIN demand d ON d.id = m.demand_id
      WHERE m.topic_id = ${id}::uuid AND ${sight} ${beyond} ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit + 1})
    SELECT s.*, to_char(page.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM page JOIN (${demandSelection}) s ON s.id = page.id ORDER BY page.created_at DESC, page.id DESC`;
}

export interface NewTopic {
  id: string;
  title: string;
  unitId: string;
  ownerId: string;
  aim: string;
  createdBy: string;
}

const audited = (topic: Pick<NewTopic, 'id' | 'unitId'>, by: string, detail: object = {}) => ({
  ...{ user: by, target: topic.unitId },
  detail: { topic: topic.id, ...detail },
});

export async function createTopic(sql: Sql, topic: NewTopic, demands: readonly string[]): Promise<void> {
  const { id, title, unitId, ownerId, aim, createdBy } = topic;
  await sql`INSERT INTO topic (id, title, unit_id, owner_id, aim, created_by)
    VALUES (${id}::uuid, ${title}, ${unitId}, ${ownerId}, ${aim}, ${createdBy})`;
  await sql`INSERT INTO topic_demand (topic_id, demand_id, added_by)
    SELECT ${id}::uuid, demand_id, ${createdBy} FROM unnest(${[...demands]}::uuid[]) AS demand_id`;
  await recordAuditIn(sql, {
    action: 'topic_created',
    ...audited(topic, createdBy, { title, demands: demands.length }),
  });
  await tellOwner(sql, topic, createdBy);
}

/** What is absent stays as it is. */
export interface TopicChange {
  title?: string;
  owner?: { id: string; username: string };
  aim?: string;
  outcome?: string;
}

/** False when it has been closed: what was reached then stands. */
export async function changeTopic(database: Database, topic: Topic, change: TopicChange, by: string): Promise<boolean> {
  const { title = null, owner, aim = null, outcome = null } = change;
  return database.transact(async (sql) => {
    const [before] = await sql<{ title: string; owner: string; aim: string; outcome: string | null }>`
      SELECT title, aim, outcome, (SELECT username FROM staff_user WHERE id = topic.owner_id) AS owner FROM topic
      WHERE id = ${topic.id}::uuid AND closed_at IS NULL FOR UPDATE`;
    if (!before) return false;
    await sql`UPDATE topic SET title = COALESCE(${title}, title), owner_id = COALESCE(${owner?.id ?? null}, owner_id),
      aim = COALESCE(${aim}, aim), outcome = COALESCE(${outcome}, outcome) WHERE id = ${topic.id}::uuid`;
    const after = { ...change, ...(owner ? { owner: owner.username } : {}) };
    await recordAuditIn(sql, { action: 'topic_changed', ...audited(topic, by, { before, after }) });
    if (owner && owner.username !== before.owner)
      await tellOwner(sql, { id: topic.id, title: title ?? before.title, ownerId: owner.id }, by);
    return true;
  });
}

/** Whoever is named to answer for it hears of it, unless they named themselves. */
async function tellOwner(sql: Sql, topic: Pick<NewTopic, 'id' | 'title' | 'ownerId'>, by: string): Promise<void> {
  const { id, title, ownerId } = topic;
  if (ownerId === by) return;
  await sql`INSERT INTO notice (key, kind, user_id, at, data)
    VALUES (${`topic:${id}:${randomUUID()}`}, 'topic_owned', ${ownerId}, now(), ${JSON.stringify({ topic: id, title })}::jsonb)`;
}

/** Ends it with its outcome, or opens it again. False when it is so already. */
export async function setTopicClosed(
  database: Database,
  topic: Topic,
  outcome: string | null,
  by: string,
): Promise<boolean> {
  const closes = outcome !== null;
  return database.transact(async (sql) => {
    const changed = closes
      ? await sql`UPDATE topic SET closed_at = now(), outcome = ${outcome}
          WHERE id = ${topic.id}::uuid AND closed_at IS NULL RETURNING id`
      : await sql`UPDATE topic SET closed_at = NULL WHERE id = ${topic.id}::uuid AND closed_at IS NOT NULL RETURNING id`;
    if (changed.length === 0) return false;
    await recordAuditIn(sql, { action: closes ? 'topic_closed' : 'topic_reopened', ...audited(topic, by) });
    return true;
  });
}

export type Membership = 'added' | 'removed';

/** False when the topic has been closed meanwhile, or the demand was not in it. One that is in it already is added. */
export async function setTopicDemand(
  database: Database,
  topic: Topic,
  demand: { id: string; number: string },
  becomes: Membership,
  by: string,
): Promise<'done' | 'closed' | 'not_in_it'> {
  return database.transact(async (sql) => {
    const open = await sql`SELECT 1 AS one FROM topic WHERE id = ${topic.id}::uuid AND closed_at IS NULL FOR SHARE`;
    if (open.length === 0) return 'closed';
    const changed =
      becomes === 'added'
        ? await sql`INSERT INTO topic_demand (topic_id, demand_id, added_by)
            VALUES (${topic.id}::uuid, ${demand.id}::uuid, ${by}) ON CONFLICT DO NOTHING RETURNING topic_id`
        : await sql`DELETE FROM topic_demand WHERE topic_id = ${topic.id}::uuid AND demand_id = ${demand.id}::uuid
            RETURNING topic_id`;
    if (changed.length === 0) return becomes === 'added' ? 'done' : 'not_in_it';
    const action = becomes === 'added' ? 'topic_demand_added' : 'topic_demand_removed';
    await recordAuditIn(sql, { action, ...audited(topic, by, { number: demand.number }) });
    return 'done';
  });
}

/** Somebody in use who has a role in a unit of the topic's line: in it, above or below. */
export async function findTopicOwner(database: Database, username: string, unit: string): Promise<string | null> {
  const [row] = await database.sql<{ id: string }>`
    SELECT u.id FROM staff_user u WHERE u.username = ${username} AND u.disabled_at IS NULL AND EXISTS (
      SELECT 1 FROM role_grant g JOIN unit n ON n.id = g.unit_id WHERE g.user_id = u.id AND ${isInLine([unit])})`;
  return row?.id ?? null;
}
