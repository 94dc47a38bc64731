import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Answer, Egress } from './egress';
import { DeliveryError, withoutAddresses } from './fault';
import type { PersonSender } from './port';

export const POST_TIMEOUT = 5_000;

/** The receiver's way to tell a repetition: the same for every try. */
export const webhookId = (key: string): string => `msg_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;

export function signedHeaders(id: string, body: string, secrets: readonly string[], at: Date): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'zhitongche-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** Throws unless the answer says that it was taken. Redirects are not followed: they could lead inside. */
export function requireTaken({ status, headers }: Answer): void {
  if (status >= 200 && status < 300) return;
  if (status === 410) throw new DeliveryError('never', '对方回答 410，不再接收', { gone: true });
  if (status >= 300 && status < 400) throw new DeliveryError('never', `对方要求跳转（${status}），不跟随`);
  const seconds = Number(headers['retry-after']);
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : null;
  throw new DeliveryError('again', `对方回答 ${status}`, { retryAfter });
}

/**
 * A provider behind a gateway of one's own: telephone calls read aloud, short messages, 5G messages. It gets
 * `{to, audience, title, what, link}`, signed as Standard Webhooks.
 */
export function createSignedHttp({ url, secret }: { url: string; secret: string }, egress: Egress): PersonSender {
  return {
    async send({ key, ...letter }) {
      const body = JSON.stringify(letter);
      const headers = signedHeaders(webhookId(key), body, [secret], new Date());
      const answer = await egress.post({ url, headers, body, timeoutMs: POST_TIMEOUT });
      requireTaken(answer);
      return { receipt: withoutAddresses(answer.body).slice(0, 200) || null };
    },
  };
}
