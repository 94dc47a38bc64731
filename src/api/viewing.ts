import type { FastifyRequest } from 'fastify';
import type { Database } from '../database/client';
import { viewingRefusal } from '../domain/viewing';
import { findViewed } from '../identity/view-as';
import type { SignedIn } from './actor';
import { Problem } from './errors';

/** Names the person as whom an administrator looks at the service. */
const viewHeader = 'x-view-as';

/** Whoever looks as another person changes nothing, at no route and whether or not the view still lasts. */
export function refuseChangeWhileViewing({ method, headers }: FastifyRequest): void {
  if (headers[viewHeader] === undefined || method === 'GET' || method === 'HEAD') return;
  throw new Problem('read_only_view', '您正在以他人身份查看，只能看、不能办理。请先结束查看，再以自己的身份操作。');
}

/**
 * As whom the request acts: the person named by the header, with their roles, while the caller's view of them lasts, and
 * otherwise the caller. Asked anew for every request, so that a lost role or reach ends the view at once.
 */
export async function throughWhoseEyes(
  database: Database,
  { headers }: FastifyRequest,
  viewer: SignedIn,
): Promise<SignedIn> {
  const username = headers[viewHeader];
  if (username === undefined) return viewer;
  const viewed = await findViewed(database, viewer.user, String(username));
  if (!viewed?.endsAt || viewingRefusal(viewer, viewed.seats ?? []))
    throw new Problem(
      'view_as_ended',
      '以他人身份查看已结束，或此人已不归您管理。请返回自己的工作台，需要时重新发起。',
    );
  const { user, name } = viewed;
  const grants = viewed.grants ?? [];
  return {
    ...{ kind: 'staff', user, username: viewed.username, name, grants, acting: grants },
    units: [...new Set(grants.map((grant) => grant.unit))],
    viewedBy: { user: viewer.user, username: viewer.username, name: viewer.name },
  };
}
