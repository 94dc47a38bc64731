import { readChannels } from '../../database/channels';
import type { Database } from '../../database/client';
import type { PublishedForm } from '../../database/forms';
import { invalidInput } from '../errors';
import type { PublicEntry } from './forms';

const USUAL = '网站';

/** By which ways people reach a form by themselves, the usual one first: what is in use, as far as the form takes it. */
export async function publicChannels(database: Database, form: PublishedForm | null): Promise<string[]> {
  const taken = form?.data.channels ?? [];
  return (await readChannels(database, false))
    .filter(({ name, kind }) => kind === 'remote' && (taken.length === 0 || taken.includes(name)))
    .map(({ name }) => name)
    .sort((a, b) => Number(b === USUAL) - Number(a === USUAL));
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
  if (named !== own && listed && listed.kind !== 'remote' && listed.kind !== 'machine')
    throw invalidInput('/channel', `“${named}”由收集人员登记，自己提交的请选“${USUAL}”或不填渠道。`);
  return named;
}
