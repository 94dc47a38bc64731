import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config';
import type { Database } from '../database/client';
import { readSeats } from '../database/seats';
import { actingGrants } from '../domain/acting';
import { grantsOfUser, isLiveSession } from '../identity/sessions';
import { tokenHash } from '../identity/tokens';
import { hasRole, type SignedIn } from './actor';
import { Problem } from './errors';
import { readSessionCookie } from './session-cookie';
import { refuseChangeWhileViewing, throughWhoseEyes } from './viewing';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever is signed in. Throws `not_signed_in` on public routes, where nobody is. */
    readonly actor: SignedIn;
    /** The hash of the session token in use, or null. */
    sessionHash: Buffer | null;
    signedIn: SignedIn | null;
  }
}

export const sessionHours = 12;

type SessionRow = {
  user: string;
  username: string;
  name: string;
  grants: SignedIn['grants'] | null;
  isStale: boolean;
};

/** Checks session, CSRF and the route's access rule before the body is read. */
export function authenticate(app: FastifyInstance, database: Database, config: Config): void {
  app.decorateRequest('sessionHash', null);
  app.decorateRequest('signedIn', null);
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      if (this.signedIn === null) throw notSignedIn();
      return this.signedIn;
    },
  });
  app.addHook('onRequest', async (request) => {
    const { access, sameSite, standIns } = request.routeOptions.config;
    refuseChangeWhileViewing(request);
    if (sameSite) refuseForeignSite(request);
    if (access === 'public' || access === undefined) return;
    const token = presentedToken(request, config);
    if (token === undefined) throw notSignedIn();
    if (token.from === 'cookie') refuseForeignSite(request);
    request.sessionHash = tokenHash(token.value);
    const signedIn = await findSignedIn(database, request.sessionHash);
    if (signedIn === null) throw notSignedIn();
    const actor = await throughWhoseEyes(database, request, signedIn);
    request.signedIn = { ...actor, acting: actingGrants(actor, await readSeats(database), Date.now()) };
    if (access === 'signed-in' || hasRole(request.signedIn, ...access)) return;
    if (!standIns || !request.signedIn.acting.some(({ role }) => access.includes(role))) {
      throw new Problem('not_allowed_for_role', '您的角色不能进行这项操作，请联系本单位管理员。');
    }
  });
}

type Token = { value: string; from: 'bearer' | 'cookie' };

function presentedToken(request: FastifyRequest, config: Config): Token | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const value = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(header)?.[1];
    return value === undefined ? undefined : { value, from: 'bearer' };
  }
  const value = readSessionCookie(request, config);
  return value === undefined ? undefined : { value, from: 'cookie' };
}

/** Only browsers send these headers, and scripts of other sites cannot change them. */
function refuseForeignSite({ method, headers, host }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const site = headers['sec-fetch-site'];
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (headers.origin !== undefined && hostOf(headers.origin) !== host);
  if (isForeign) throw new Problem('csrf_refused', '请求来自其他网站，已被拒绝。请在本系统页面内操作。');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** One indexed read per request; a second statement, at most once a minute, keeps the session alive. */
async function findSignedIn(database: Database, hash: Buffer): Promise<SignedIn | null> {
  const [row] = await database.sql<SessionRow>`
    SELECT u.id AS "user", u.username, u.name, s.last_seen_at < now() - interval '1 minute' AS "isStale", ${grantsOfUser}
    FROM session s JOIN staff_user u ON u.id = s.user_id WHERE s.token_hash = ${hash} AND ${isLiveSession}`;
  if (row === undefined) return null;
  if (row.isStale) await database.$executeRaw`UPDATE session SET last_seen_at = now() WHERE token_hash = ${hash}`;
  const { user, username, name } = row;
  const grants = row.grants ?? [];
  const units = [...new Set(grants.map((grant) => grant.unit))];
  return { kind: 'staff', user, username, name, grants, units, acting: grants };
}

function notSignedIn(): Problem {
  return new Problem('not_signed_in', '您还没有登录，或登录已过期，请重新登录。', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}
