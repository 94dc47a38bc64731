import { createHash, randomUUID } from 'node:crypto';

/** An idempotency key with the hash of what was asked under it. */
export interface RequestKey {
  updateId: string;
  bodyHash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keys belong to who sent them, for one demand or job and one action, or for one kind of filing. */
export function requestKey(owner: string, key: string, body: unknown): RequestKey {
  return { updateId: sha256(`${owner}\n${key}`).slice(0, 32), bodyHash: sha256(JSON.stringify(body)).slice(0, 16) };
}

/** What the record keeps of a request that was carried out. */
export const requestIdOf = ({ updateId, bodyHash }: RequestKey): string => `${updateId}.${bodyHash}`;

/** An id that is the same for the same request, so that a retried one stores its words and parts once. */
export function idFrom(key: RequestKey | null, purpose: string): string {
  if (!key) return randomUUID();
  const hex = sha256(`${key.updateId}\n${key.bodyHash}\n${purpose}`).slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
