import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKey } from '../config';

// Stored as: format, length of the key id, key id, 12-byte nonce, 16-byte tag, ciphertext.
const format = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM under the first key. `owner` is authenticated with it, so that a cipher copied into another row does not
 * decrypt.
 */
export function sealJson(value: unknown, owner: string, keys: readonly SecretKey[]): Buffer {
  const current = keys[0];
  if (current === undefined) throw new Error('no key to encrypt with');
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  const id = Buffer.from(current.id);
  return Buffer.concat([Buffer.from([format, id.length]), id, nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when the key is not in the ring, or when the cipher was changed or belongs to another owner. */
export function openJson(stored: Uint8Array, owner: string, keys: readonly SecretKey[]): unknown {
  const bytes = Buffer.from(stored);
  const idEnd = 2 + (bytes[1] ?? 0);
  const id = bytes.subarray(2, idEnd).toString();
  const key = bytes[0] === format ? keys.find((each) => each.id === id)?.key : undefined;
  if (key === undefined) throw new Error(`encrypted with the unknown key "${id}"`);
  const tagStart = idEnd + nonceLength;
  const sealedStart = tagStart + tagLength;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(idEnd, tagStart), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(tagStart, sealedStart));
  const opened = Buffer.concat([decipher.update(bytes.subarray(sealedStart)), decipher.final()]);
  return JSON.parse(opened.toString('utf8'));
}
