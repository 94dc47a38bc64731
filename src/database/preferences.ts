import type { NoticeKind } from '../domain/notice';
import type { PersonChannel, Preference } from '../domain/notice-channel';
import { recordAuditIn } from './audit';
import type { Database } from './client';

export interface PreferenceRow {
  channel: PersonChannel;
  masked: string | null;
  /** Null where nothing was chosen: the defaults hold. */
  chosen: {
    kinds: NoticeKind[] | null;
    quietFrom: number | null;
    quietTo: number | null;
    digestAt: number | null;
  } | null;
}

export async function readPreferences(database: Database, user: string): Promise<PreferenceRow[]> {
  return database.sql<PreferenceRow>`
    SELECT c.channel, a.masked, CASE WHEN p.user_id IS NOT NULL THEN json_build_object('kinds', p.kinds,
      'quietFrom', p.quiet_from, 'quietTo', p.quiet_to, 'digestAt', p.digest_at) END AS chosen
    FROM unnest(ARRAY['mail', 'sms', 'voice']) AS c(channel)
    LEFT JOIN staff_address a ON a.user_id = ${user} AND a.channel = c.channel
    LEFT JOIN notice_preference p ON p.user_id = ${user} AND p.channel = c.channel`;
}

export interface PreferenceChange extends Preference {
  channel: PersonChannel;
  /** Absent: as it is; null: taken away. */
  address?: { sealed: Buffer; masked: string } | null;
}

export async function writePreferences(
  database: Database,
  user: string,
  changes: readonly PreferenceChange[],
): Promise<void> {
  await database.transact(async (sql) => {
    for (const { channel, address, kinds, quiet, digestAt } of changes) {
      await sql`
        INSERT INTO notice_preference (user_id, channel, kinds, quiet_from, quiet_to, digest_at)
        VALUES (${user}, ${channel}, ${kinds && JSON.stringify(kinds)}::jsonb, ${quiet?.from ?? null}, ${quiet?.to ?? null}, ${digestAt})
        ON CONFLICT (user_id, channel) DO UPDATE SET kinds = excluded.kinds, quiet_from = excluded.quiet_from,
          quiet_to = excluded.quiet_to, digest_at = excluded.digest_at`;
      if (address)
        await sql`
          INSERT INTO staff_address (user_id, channel, cipher, masked)
          VALUES (${user}, ${channel}, ${address.sealed}, ${address.masked})
          ON CONFLICT (user_id, channel) DO UPDATE SET cipher = excluded.cipher, masked = excluded.masked`;
      if (address === null) await sql`DELETE FROM staff_address WHERE user_id = ${user} AND channel = ${channel}`;
    }
    const detail = {
      channels: changes.map(({ channel }) => channel),
      addresses: changes.flatMap((c) => (c.address === undefined ? [] : c.channel)),
    };
    await recordAuditIn(sql, { user, action: 'notice_preferences_changed', target: user, detail });
  });
}
