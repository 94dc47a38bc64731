import { readChannels } from '../../database/channels';
import type { Database } from '../../database/client';
import type { PublishedForm } from '../../database/forms';
import { invalidInput, Problem } from '../errors';
import type { PublicEntry } from './forms';

const USUAL = '网站';

/**
 * By which ways people reach a form by themselves, the usual one first: what is in use, as far as the form takes it. Throws
 * `not_found` for a form that only staff can file.
 */
export async function publicChannels(database: Database, form: PublishedForm | null): Promise<string[]> {
  const taken = form?.data.channels ?? [];
  const ways = (await readChannels(database, false))
    .filter(({ name, kind }) => kind === 'remote' && (taken.length === 0 || taken.includes(name)))
    .map(({ name }) => name)
    .sort((a, b) => Number(b === USUAL) - Number(a === USUAL));
  if (taken.length > 0 && ways.length === 0)
    throw new Problem('not_found', '这张登记表不在网上填，请找收集人员登记，或改用所在单位的登记页。');
  return ways;
}

/**
 * The channel of a filing from outside. Nobody claims to have been where staff collect; a name that is in no list is somebody
 * else's system and stays.
 */
export async function channelNamed(
  database: Database,
  named: string | undefined,
  entry: PublicEntry | null,
): Promise<string> {
  const own = entry?.campaign?.channel;
  if (named === undefined) return own ?? (await publicChannels(database, entry?.form ?? null))[0] ?? USUAL;
  const listed = (await readChannels(database, true)).find(({ name }) => name === named);
  if (named === own || !listed) return named;
  if (listed.retired) throw invalidInput('/channel', `“${named}”已停用，请改用在用的渠道或不填渠道。`);
  if (listed.kind !== 'remote' && listed.kind !== 'machine')
    throw invalidInput('/channel', `“${named}”由收集人员登记，自己提交的请选“${USUAL}”或不填渠道。`);
  return named;
}
