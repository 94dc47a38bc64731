import { NOT_NEEDED, type EndpointChannel } from '../domain/notice-channel';
import type { NoticeKind } from '../domain/notice';
import type { AuditAction } from '../domain/audit';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';

/** Everything of an endpoint but its secrets. */
export interface EndpointRow {
  id: string;
  unit_id: string;
  channel: EndpointChannel;
  name: string;
  url_masked: string;
  signed: boolean;
  old_secret_until: Date | null;
  kinds: NoticeKind[] | null;
  created_at: Date;
  disabled_at: Date | null;
  disabled_reason: string | null;
  /** Messages to it that were given up. */
  failed: number;
}

const selection = Prisma.sql`
  SELECT e.id, e.unit_id, e.channel, e.name, e.url_masked, e.secret_cipher IS NOT NULL AS signed,
    CASE WHEN e.old_secret_until > now() THEN e.old_secret_until END AS old_secret_until, e.kinds, e.created_at, e.disabled_at,
    e.disabled_reason,
    (SELECT count(*)::int FROM message m WHERE m.target = e.id::text AND m.sent_at IS NULL AND m.dead_at IS NOT NULL
      AND m.last_error IS DISTINCT FROM ${NOT_NEEDED}) AS failed
  FROM message_endpoint e`;

/** By name. Reads one row more than `limit`. */
export const readEndpoints = (
  database: Database,
  { units, after, limit }: { units: readonly string[]; after?: [string, string]; limit: number },
): Promise<EndpointRow[]> => {
  const beyond = after ? Prisma.sql`AND (e.name, e.id) > (${after[0]}, ${after[1]}::uuid)` : Prisma.empty;
  return database.search<EndpointRow>`
    ${selection} WHERE e.unit_id = ANY(${[...units]}::text[]) ${beyond} ORDER BY e.name, e.id LIMIT ${limit + 1}`;
};

export async function findEndpoint(database: Database, id: string): Promise<EndpointRow | null> {
  const [row] = await database.sql<EndpointRow>`${selection} WHERE e.id = ${id}::uuid`;
  return row ?? null;
}

export interface RobotUrl {
  id: string;
  /** The name of its unit. */
  unit: string;
  /** That unit lies above or below the one that asks, or is it. */
  isKin: boolean;
  url: Uint8Array;
}

/** Of all that are in use, and of one that may not be. The lock makes whoever registers one wait for another who does. */
export async function readRobotUrls(
  sql: Sql,
  channel: EndpointChannel,
  own: { id: string; unit: string },
): Promise<RobotUrl[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('robots'))`;
  return sql<RobotUrl>`
    SELECT e.id::text, u.name AS unit, e.url_cipher AS url, u.id = ANY(own.path) OR own.id = ANY(u.path) AS "isKin"
    FROM message_endpoint e JOIN unit u ON u.id = e.unit_id JOIN unit own ON own.id = ${own.unit}
    WHERE e.channel = ${channel} AND (e.disabled_at IS NULL OR e.id = ${own.id}::uuid)`;
}

export interface SealedEndpoint {
  id: string;
  unit: string;
  channel: EndpointChannel;
  name: string;
  kinds: readonly NoticeKind[] | null;
  url: Buffer;
  urlMasked: string;
  secret: Buffer | null;
}

const json = (kinds: readonly NoticeKind[] | null): string | null => (kinds === null ? null : JSON.stringify(kinds));

/** A line of the audit about an endpoint names its unit; addresses and secrets stand in none. */
const audit = (
  sql: Sql,
  by: string,
  action: AuditAction,
  { id, unit, name }: { id: string; unit: string; name: string },
  more = {},
) => recordAuditIn(sql, { user: by, action, target: unit, detail: { endpoint: id, name, ...more } });

export async function insertEndpoint(sql: Sql, endpoint: SealedEndpoint, by: string): Promise<void> {
  const { id, unit, channel, name, kinds, url, urlMasked, secret } = endpoint;
  await sql`
    INSERT INTO message_endpoint (id, unit_id, channel, name, url_cipher, url_masked, secret_cipher, kinds, created_by)
    VALUES (${id}::uuid, ${unit}, ${channel}, ${name}, ${url}, ${urlMasked}, ${secret}, ${json(kinds)}::jsonb, ${by})`;
  await audit(sql, by, 'endpoint_created', endpoint, { channel });
}

export interface EndpointChange {
  name: string;
  kinds: readonly NoticeKind[] | null;
  disabled: boolean;
  /** Absent: as it is. */
  url?: { sealed: Buffer; masked: string };
  secret?: Buffer | null;
}

export async function changeEndpoint(
  database: Database,
  row: EndpointRow,
  change: EndpointChange,
  by: string,
  check: (sql: Sql) => Promise<void>,
): Promise<void> {
  const { name, kinds, disabled, url, secret } = change;
  await database.transact(async (sql) => {
    await check(sql);
    await sql`
      UPDATE message_endpoint SET name = ${name}, kinds = ${json(kinds)}::jsonb,
        disabled_at = CASE WHEN ${disabled} THEN COALESCE(disabled_at, now()) END,
        disabled_reason = CASE WHEN ${disabled} THEN COALESCE(disabled_reason, '管理员停用') END,
        url_cipher = COALESCE(${url?.sealed ?? null}::bytea, url_cipher), url_masked = COALESCE(${url?.masked ?? null}, url_masked),
        secret_cipher = CASE WHEN ${secret === undefined} THEN secret_cipher ELSE ${secret ?? null}::bytea END
      WHERE id = ${row.id}::uuid`;
    const detail = { disabled, address: url !== undefined, secret: secret !== undefined };
    await audit(sql, by, 'endpoint_changed', { id: row.id, unit: row.unit_id, name }, detail);
  });
}

export async function deleteEndpoint(database: Database, row: EndpointRow, by: string): Promise<void> {
  await database.transact(async (sql) => {
    await sql`DELETE FROM message_endpoint WHERE id = ${row.id}::uuid`;
    await audit(
      sql,
      by,
      'endpoint_deleted',
      { id: row.id, unit: row.unit_id, name: row.name },
      { channel: row.channel },
    );
  });
}

/** The secret before stays good beside the new one until then; false while an older one still does. */
export async function rotateSecret(
  database: Database,
  row: EndpointRow,
  sealed: Buffer,
  oldUntil: Date,
  by: string,
): Promise<boolean> {
  return database.transact(async (sql) => {
    const changed = await sql<object>`
      UPDATE message_endpoint SET old_secret = secret_cipher, old_secret_until = ${oldUntil}, secret_cipher = ${sealed}
      WHERE id = ${row.id}::uuid AND COALESCE(old_secret_until, '-infinity') <= now() RETURNING id`;
    if (changed.length === 0) return false;
    await audit(sql, by, 'endpoint_secret_changed', { id: row.id, unit: row.unit_id, name: row.name });
    return true;
  });
}

export const auditTest = (database: Database, row: EndpointRow, delivered: boolean, by: string): Promise<void> =>
  database.transact((sql) =>
    audit(sql, by, 'endpoint_tested', { id: row.id, unit: row.unit_id, name: row.name }, { delivered }),
  );
