import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config';

/** `__Host-` binds the cookie to this host and to https; browsers refuse the prefix on plain http. */
export function cookieName(config: Config): string {
  return isHttps(config) ? '__Host-zhitongche_session' : 'zhitongche_session';
}

export function readSessionCookie({ headers }: FastifyRequest, config: Config): string | undefined {
  const prefix = `${cookieName(config)}=`;
  const pair = headers.cookie?.split(';').find((each) => each.trim().startsWith(prefix));
  return pair?.trim().slice(prefix.length);
}

/** An age of 0 seconds makes the browser forget the cookie. */
export function setSessionCookie(reply: FastifyReply, config: Config, token: string, maxAgeSeconds: number): void {
  const secure = isHttps(config) ? '; Secure' : '';
  const value = `${cookieName(config)}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
  reply.header('set-cookie', value);
}

function isHttps({ publicUrl }: Config): boolean {
  return publicUrl.startsWith('https:');
}
