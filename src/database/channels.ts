import type { ChannelKind } from '../domain/channel';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';

export interface Channel {
  name: string;
  kind: ChannelKind;
  retired: boolean;
}

/** In the order in which they are offered. */
export async function readChannels(database: { sql: Sql }, withRetired: boolean): Promise<Channel[]> {
  return database.sql<Channel>`
    SELECT name, kind, retired_at IS NOT NULL AS retired FROM channel
    WHERE ${withRetired ? Prisma.sql`TRUE` : Prisma.sql`retired_at IS NULL`} ORDER BY retired_at IS NOT NULL, position, name`;
}

/** Of these names those that are no channel in use. */
export async function unknownChannels(database: Database, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const known = new Set((await readChannels(database, false)).map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}

/** Makes the list what it says. What is missing from it is retired: demands keep the names of their channels. */
export async function writeChannels(database: Database, channels: readonly Channel[], by: string): Promise<void> {
  await database.transact(async (sql) => {
    await sql`LOCK TABLE channel IN SHARE ROW EXCLUSIVE MODE`;
    const before = await readChannels({ sql }, true);
    const names = channels.map(({ name }) => name);
    await sql`UPDATE channel SET retired_at = now() WHERE retired_at IS NULL AND name <> ALL(${names}::text[])`;
    for (const [position, { name, kind, retired }] of channels.entries())
      await sql`INSERT INTO channel (name, kind, position, retired_at)
        VALUES (${name}, ${kind}, ${position}, CASE WHEN ${retired} THEN now() END)
        ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, position = excluded.position,
          retired_at = CASE WHEN ${retired} THEN COALESCE(channel.retired_at, now()) END`;
    const after = await readChannels({ sql }, true);
    const detail = JSON.parse(JSON.stringify({ before, after })) as Prisma.InputJsonObject;
    await recordAuditIn(sql, { user: by, action: 'channels_changed', target: 'channels', detail });
  });
}
