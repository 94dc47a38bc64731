import { randomBytes } from 'node:crypto';
import type { SecretKey } from '../config';
import { recordAuditIn } from '../database/audit';
import { Prisma, type Database } from '../database/client';
import { seatOrAbove } from '../database/seat-or-above';
import { isRobot, type EndpointChannel } from '../domain/notice-channel';
import type { Egress } from './egress';
import { DeliveryError } from './fault';
import type { Sent } from './port';
import { tellRobot } from './robots';
import { openSecret, openUrl } from './sealed';
import { POST_TIMEOUT, requireTaken, signedHeaders, webhookId } from './signed-http';

/** A secret of Standard Webhooks. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
/** Old and new secret both sign for so long (ms), so that a receiver can change over without losing anything. */
export const ROTATION = 24 * 3_600_000;

/** An endpoint with its secrets opened. */
export interface OpenEndpoint {
  id: string;
  channel: EndpointChannel;
  url: string;
  /** The newest first; none for a robot without one. */
  secrets: string[];
}

/** What a machine is told: thin, because it can ask the REST interface for the rest with its own rights. */
export interface WebhookEvent {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export async function readEndpoint(
  database: Database,
  id: string,
  keys: readonly SecretKey[],
  now: number,
): Promise<OpenEndpoint> {
  const row = await database.messageEndpoint.findUnique({ where: { id } });
  if (!row) throw new DeliveryError('never', '这个机器人或 Webhook 已被删除');
  if (row.disabledAt) throw new DeliveryError('never', '这个机器人或 Webhook 已停用');
  const isOldValid = row.oldSecret !== null && row.oldSecretUntil !== null && row.oldSecretUntil.getTime() > now;
  const secrets = [row.secretCipher, isOldValid ? row.oldSecret : null].flatMap((sealed) =>
    sealed ? [openSecret(sealed, id, keys)] : [],
  );
  return { id, channel: row.channel as EndpointChannel, url: openUrl(row.urlCipher, id, keys), secrets };
}

export async function tellEndpoint(
  egress: Egress,
  { channel, url, secrets }: OpenEndpoint,
  told: { key: string; text: string; event: WebhookEvent },
  now: number,
): Promise<Sent> {
  if (isRobot(channel)) return tellRobot(egress, { channel, url, secret: secrets[0] ?? null }, told.text, now);
  const body = JSON.stringify(told.event);
  const headers = signedHeaders(webhookId(told.key), body, secrets, new Date(now));
  requireTaken(await egress.post({ url, headers, body, timeoutMs: POST_TIMEOUT }));
  return { receipt: null };
}

/** The receiver wants nothing any more (410): whoever administers its unit is told. */
export async function disableEndpoint(database: Database, id: string, reason: string): Promise<void> {
  await database.transact(async (sql) => {
    const [disabled] = await sql<{ unit_id: string; name: string }>`
      UPDATE message_endpoint SET disabled_at = now(), disabled_reason = ${reason}
      WHERE id = ${id}::uuid AND disabled_at IS NULL RETURNING unit_id, name`;
    if (!disabled) return;
    const detail = { endpoint: id, name: disabled.name, reason };
    await recordAuditIn(sql, { user: null, action: 'endpoint_disabled', target: disabled.unit_id, detail });
    await sql`
      INSERT INTO notice (key, kind, role, unit_id, at, data)
      VALUES (${`endpoint_disabled:${id}:${Date.now()}`}, 'endpoint_disabled', 'administrator',
        ${seatOrAbove(Prisma.sql`${disabled.unit_id}`, 'administrator')}, now(),
        ${JSON.stringify({ endpoint: disabled.name, reason })}::jsonb)`;
  });
}
