import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { SecretKey } from '../config';

export type Contact = { name: string; phone: string };
export type MaskedContact = { name: string; phone: string };

// Stored as: format, length of the key id, key id, 12-byte nonce, 16-byte tag, ciphertext.
const format = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM under the first key. `owner` (the demand's id) is authenticated with it, so that a cipher copied into
 * another row does not decrypt.
 */
export function encryptContact(contact: Contact, owner: string, keys: readonly SecretKey[]): Buffer {
  const current = keys[0];
  if (current === undefined) throw new Error('no key to encrypt with');
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(contact), 'utf8'), cipher.final()]);
  const id = Buffer.from(current.id);
  return Buffer.concat([Buffer.from([format, id.length]), id, nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when the key is not in the ring, or when the cipher was changed or belongs to another owner. */
export function decryptContact(stored: Uint8Array, owner: string, keys: readonly SecretKey[]): Contact {
  const bytes = Buffer.from(stored);
  const idEnd = 2 + (bytes[1] ?? 0);
  const id = bytes.subarray(2, idEnd).toString();
  const key = bytes[0] === format ? keys.find((each) => each.id === id)?.key : undefined;
  if (key === undefined) throw new Error(`contact was encrypted with the unknown key "${id}"`);
  const tagStart = idEnd + nonceLength;
  const sealedStart = tagStart + tagLength;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(idEnd, tagStart), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(tagStart, sealedStart));
  const opened = Buffer.concat([decipher.update(bytes.subarray(sealedStart)), decipher.final()]);
  return JSON.parse(opened.toString('utf8')) as Contact;
}

/** Look-up index of a number: the same number gives the same bytes, and nobody without the key can try numbers out. */
export function phoneIndex(phone: string, indexKey: Buffer): Buffer {
  return hmac(indexKey, `phone:${normalPhone(phone)}`);
}

export function phoneTailIndex(phone: string, indexKey: Buffer): Buffer {
  return hmac(indexKey, `phone-tail:${normalPhone(phone).slice(-4)}`);
}

/** 138****1234. Numbers too short for that keep their last two digits only. */
export function maskPhone(phone: string): string {
  const digits = normalPhone(phone);
  if (digits.length < 8) return `****${digits.slice(-2)}`;
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** 王**: the first character only, whatever the length, so that the length tells nothing. */
export function maskName(name: string): string {
  return `${[...name.trim()][0] ?? ''}**`;
}

export function maskContact({ name, phone }: Contact): MaskedContact {
  return { name: maskName(name), phone: maskPhone(phone) };
}

/** Digits only, without the country code, so that "+86 138-0000-9999" is found as 13800009999. */
function normalPhone(phone: string): string {
  const digits = phone.replace(/[^0-9]/g, '');
  return /^(0?086|86)1\d{10}$/.test(digits) ? digits.slice(-11) : digits;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
