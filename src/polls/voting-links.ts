import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config';

type Keys = Pick<Config, 'indexKey'>;

/** What a link was made for: one ballot of a poll, or with `serial` null the one link of an open poll. */
export interface VotingLink {
  poll: string;
  serial: number | null;
}

const SHAPE = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{32})([0-9a-z]{0,5})$/;

/** 192 bits that only the key can make again: nothing but votes need be stored. */
function macOf(poll: string, serial: string, { indexKey }: Keys): string {
  const purpose = serial === '' ? `poll:${poll}` : `ballot:${poll}:${serial}`;
  return createHmac('sha256', indexKey).update(purpose).digest('base64url').slice(0, 32);
}

const short = (poll: string): string => Buffer.from(poll.replaceAll('-', ''), 'hex').toString('base64url');
const long = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const linkOf = (poll: string, serial: string, keys: Keys): string =>
  `${short(poll)}${macOf(poll, serial, keys)}${serial}`;
export const ballotLink = (poll: string, serial: number, keys: Keys): string => linkOf(poll, serial.toString(36), keys);
export const openLink = (poll: string, keys: Keys): string => linkOf(poll, '', keys);

/**
 * Null for what is no link and for a wrong one. Both cost one comparison and no look-up, so that nobody can tell a wrong link
 * of a real poll from one of a poll that never was.
 */
export function readVotingLink(link: string, keys: Keys): VotingLink | null {
  const found = SHAPE.exec(link);
  const [, poll = '', mac = '', serial = ''] = found ?? [];
  const id = long(poll.padEnd(22, 'A'));
  const isRight = timingSafeEqual(Buffer.from(mac.padEnd(32)), Buffer.from(macOf(id, serial, keys)));
  return found && isRight ? { poll: id, serial: serial === '' ? null : parseInt(serial, 36) } : null;
}
