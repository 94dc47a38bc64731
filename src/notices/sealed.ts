import type { SecretKey } from '../config';
import { openJson, sealJson } from '../privacy/sealed-json';

type Keys = readonly SecretKey[];

/** Where somebody is reached; a cipher copied to another person or channel does not open. */
export const sealAddress = (address: string, user: string, channel: string, keys: Keys): Buffer =>
  sealJson(address, `address:${user}:${channel}`, keys);
export const openAddress = (sealed: Uint8Array, user: string, channel: string, keys: Keys): string =>
  openJson(sealed, `address:${user}:${channel}`, keys) as string;

/** The address of a robot is as good as a password: whoever has it speaks in the group. */
export const sealUrl = (url: string, endpoint: string, keys: Keys): Buffer =>
  sealJson(url, `endpoint:${endpoint}`, keys);
export const openUrl = (sealed: Uint8Array, endpoint: string, keys: Keys): string =>
  openJson(sealed, `endpoint:${endpoint}`, keys) as string;
export const sealSecret = (secret: string, endpoint: string, keys: Keys): Buffer =>
  sealJson(secret, `endpoint secret:${endpoint}`, keys);
export const openSecret = (sealed: Uint8Array, endpoint: string, keys: Keys): string =>
  openJson(sealed, `endpoint secret:${endpoint}`, keys) as string;

/** li****@example.com */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return `${address.slice(0, 3)}****${address.slice(-4)}`;
  return `${address.slice(0, Math.min(2, at - 1))}****${address.slice(at)}`;
}

/** https://host/…abcd: enough to tell one from another. */
export function maskUrl(text: string): string {
  const url = new URL(text);
  const rest = `${url.pathname}${url.search}`;
  return rest.length <= 8 ? url.origin : `${url.origin}/…${rest.slice(-4)}`;
}
