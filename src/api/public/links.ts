import { z } from 'zod';
import { findByLink } from '../../database/public-demands';
import type { FoundDemand } from '../../database/demands';
import type { Database } from '../../database/client';
import { linkHash } from '../../intake/file-demand';
import { Problem } from '../errors';
import { countWrongLink, refuseGuesser } from './throttle';

export const linkParams = z.object({ token: z.string() });

/**
 * The demand behind a link. What is no link at all, a wrong one and one that has run out are answered alike, and whoever
 * tries many is held up.
 */
export async function demandByLink(
  database: Database,
  purpose: 'tracking' | 'rating',
  { params, ip }: { params: { token: string }; ip: string },
): Promise<FoundDemand> {
  await refuseGuesser(database, ip);
  const demand = await findByLink(database, purpose, linkHash(params.token));
  if (demand) return demand;
  await countWrongLink(database, ip);
  throw invalidLink();
}

export const invalidLink = (): Problem =>
  new Problem('not_found', '链接无效或已过期，请核对收到的完整链接，或联系为您登记的单位。');
