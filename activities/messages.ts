import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { MOST_ATTEMPTS } from '../src/database/messages';
import { inTurns } from './in-turns';

/** Where ringing messages go. Real channels (SMS, mail, robots) are further implementations of this port. */
export interface MessageChannel {
  name: string;
  send(message: { key: string; noticeKey: string }): Promise<void>;
}

interface DueMessage {
  id: bigint;
  key: string;
  notice_key: string;
  channel: string;
}

export function createMessageActivities(database: Database, channels: readonly MessageChannel[], log: Logger) {
  /** Claims due messages for a minute, sends each, and marks it. A failed one is tried again, later each time. */
  async function sendOnce(): Promise<number> {
    const due = await database.$queryRaw<DueMessage[]>`
      UPDATE message SET attempts = attempts + 1, due_at = now() + interval '1 minute' * LEAST(60, power(2, attempts))
      WHERE id IN (
        SELECT id FROM message WHERE sent_at IS NULL AND due_at <= now() AND attempts < ${MOST_ATTEMPTS}
        ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
      RETURNING id, key, notice_key, channel`;
    for (const message of due) await sendOne(message);
    return due.length;
  }

  async function sendOne(message: DueMessage): Promise<void> {
    try {
      const channel = channels.find((each) => each.name === message.channel);
      if (!channel) throw new Error(`no channel ${message.channel}`);
      await channel.send({ key: message.key, noticeKey: message.notice_key });
      await database.$executeRaw`UPDATE message SET sent_at = now(), last_error = NULL WHERE id = ${message.id}`;
    } catch (error) {
      log.warn({ message: message.key, error: String(error) }, 'message not sent');
      await database.$executeRaw`UPDATE message SET last_error = ${String(error)} WHERE id = ${message.id}`;
    }
  }

  return { sendMessages: (): Promise<void> => inTurns(sendOnce) };
}

/** The development sink: what would have rung stands in the log and in the table of messages. */
export const createSink = (log: Logger): MessageChannel => ({
  name: 'sink',
  send: (message) => {
    log.info(message, 'message delivered to the sink');
    return Promise.resolve();
  },
});
