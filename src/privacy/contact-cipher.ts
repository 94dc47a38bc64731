import { createHmac } from 'node:crypto';
import type { SecretKey } from '../config';
import { openJson, sealJson } from './sealed-json';

export type Contact = { name: string; phone: string };
export type MaskedContact = { name: string; phone: string };

/** Sealed for its demand, `owner`. */
export const encryptContact = (contact: Contact, owner: string, keys: readonly SecretKey[]): Buffer =>
  sealJson(contact, owner, keys);

/** Throws when the key is not in the ring, or when the cipher was changed or belongs to another owner. */
export const decryptContact = (stored: Uint8Array, owner: string, keys: readonly SecretKey[]): Contact =>
  openJson(stored, owner, keys) as Contact;

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
