import type { Config } from '../../config';
import type { Database } from '../../database/client';
import {
  collectorName,
  readNamedFiles,
  readReporters,
  readWritten,
  type ReporterRow,
} from '../../database/reply-secrets';
import { numbersIn } from '../../domain/personal-numbers';
import { FILE_NAME, leakSentence, leaksIn, TOLD_FIELDS, type Leak, type Secrets } from '../../domain/reply-check';
import type { Action } from '../../domain/vocabulary';
import { decryptContact, phoneIndex } from '../../privacy/contact-cipher';
import type { ApiDependencies } from '../app';
import type { Seen } from '../demands/eyes';
import { Problem, type FieldError } from '../errors';
import { publicWords } from '../public/said';
import { evidenceIn, idsIn } from './evidence';

export type Body = Record<string, unknown>;
type Needed = Pick<ApiDependencies, 'database' | 'config'>;
type ToldText = { path: string; field: string; text: string };
export type FieldLeak = Leak & { path: string; field: string };

/** What the reporter will read of a body, by its path. */
export function toldTexts(action: Action, body: Body): ToldText[] {
  if (action === 'note' && body.public !== true) return [];
  return (TOLD_FIELDS[action] ?? []).flatMap((field) =>
    textsIn(body[field], `/${field}`).map((each) => ({ ...each, field })),
  );
}

function textsIn(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: path === '/live/url' ? readableUrl(value) : value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${path}/${key}`));
}

/** As a browser shows it: a name in an address is written in percent signs. */
function readableUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** The reporter sees what the files are called, on the page and in the letter. */
async function fileNames(database: Database, body: Body): Promise<ToldText[]> {
  const { before, after } = evidenceIn(body);
  const lists = { '/attachments': idsIn(body.attachments), '/evidence/before': before, '/evidence/after': after };
  const files = await readNamedFiles(database, Object.values(lists).flat());
  return Object.entries(lists).flatMap(([list, ids]) =>
    ids.flatMap((id, i) => {
      const file = files.find((each) => each.id === id);
      return file ? [{ path: `${list}/${i}`, field: FILE_NAME, text: file.name }] : [];
    }),
  );
}

/** Personal data and copied words in what would go out. */
export async function findLeaks(
  { database, config }: Needed,
  seen: Seen,
  action: Action,
  body: Body,
): Promise<FieldLeak[]> {
  const texts = toldTexts(action, body);
  if (action === 'reply') texts.push(...(await fileNames(database, body)));
  const leaks = await leaksInAll({ database, config }, seen, texts);
  return action === 'split' ? leaks.filter(isNotOfLetter(seen)) : leaks;
}

/** Parts are made of the letter: a number that stands in it was written by whoever reads the parts. */
function isNotOfLetter({ demand: { title, body } }: Seen): (leak: FieldLeak) => boolean {
  const known = new Set(numbersIn(`${title}\n${body}`).map(({ value }) => value));
  return ({ value }) => value === undefined || !known.has(value);
}

async function leaksInAll({ database, config }: Needed, seen: Seen, texts: ToldText[]): Promise<FieldLeak[]> {
  if (texts.length === 0) return [];
  const secrets = await secretsOf(database, seen, config);
  return texts.flatMap(({ path, field, text }) =>
    leaksIn(text, field, secrets).map((leak) => ({ ...leak, path, field })),
  );
}

async function secretsOf(database: Database, { demand, units }: Seen, config: Config): Promise<Secrets> {
  const [reporters, written, collector] = await Promise.all([
    readReporters(database, demand.state),
    readWritten(database, demand.id),
    collectorName(database, demand.id),
  ]);
  const notes: string[] = [];
  const known = [demand.title, demand.body, ...[...units.values()].map(({ name }) => name)];
  for (const { type, byReporter, texts, ...row } of written) {
    const shown = row.public ? publicWords({ type, by_reporter: byReporter, texts }) : {};
    for (const [field, text] of Object.entries(texts))
      if (typeof text === 'string')
        // What the handler reports to the reviewer is what replies are made of.
        (byReporter || type === 'finished' || Object.hasOwn(shown, field) ? known : notes).push(text);
  }
  const numbers = new Set(
    reporters.flatMap(({ phoneIndex: index }) => (index ? [Buffer.from(index).toString('hex')] : [])),
  );
  // Whoever asked may read the own name. Where several asked, each of the others reads the reply as well.
  const others = demand.state.followers.length > 0 ? reporters : [];
  const unitNames = new Set([...units.values()].map(({ name }) => name));
  return {
    names: [...others.flatMap((each) => namesOf(each, config)), ...(collector ? [collector] : [])].filter(
      (name) => !unitNames.has(name),
    ),
    notes,
    known,
    isReporters: (digits) => numbers.has(phoneIndex(digits, config.indexKey).toString('hex')),
  };
}

function namesOf({ id, subjectName, filedFor, contactCipher }: ReporterRow, { secretKeys }: Config): string[] {
  const contact = contactCipher ? [decryptContact(contactCipher, id, secretKeys).name] : [];
  return [subjectName, ...(filedFor ? [filedFor] : []), ...contact].map((name) => name.trim());
}

/** Null when nothing was found, or when a person has said of all of it that it is a false alarm, where that can be said. */
export function leakProblem(found: readonly FieldLeak[], isConfirmed: boolean): Problem | null {
  const leaks = isConfirmed ? found.filter(({ soft }) => !soft) : found;
  if (leaks.length === 0) return null;
  const errors = leaks.map((leak): FieldError => ({ path: leak.path, message: leakSentence(leak, leak.field) }));
  return new Problem('leaks_personal_data', '诉求人会看到的文字里有不该外传的内容，请按提示修改后再发。', { errors });
}

/** For words that reach the reporter otherwise than by an action. Throws unless they may go out. */
export async function requireNoLeaks(
  dependencies: Needed,
  seen: Seen,
  { text, confirmed = false }: { text: string; confirmed?: boolean },
  path = '/text',
): Promise<void> {
  const found = await leaksInAll(dependencies, seen, [{ path, field: 'text', text }]);
  const problem = leakProblem(found, confirmed);
  if (problem) throw problem;
}
