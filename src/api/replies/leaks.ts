import type { Config } from '../../config';
import type { Database } from '../../database/client';
import { collectorName, readReporters, readWritten, type ReporterRow } from '../../database/reply-secrets';
import { isSoft, leakSentence, leaksIn, TOLD_FIELDS, type Leak, type Secrets } from '../../domain/reply-check';
import type { Action } from '../../domain/vocabulary';
import { decryptContact, phoneIndex } from '../../privacy/contact-cipher';
import type { ApiDependencies } from '../app';
import type { Seen } from '../demands/eyes';
import { Problem, type FieldError } from '../errors';
import { publicWords } from '../public/said';

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
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${path}/${key}`));
}

/** Personal data and copied words in what would go out. */
export async function findLeaks(
  { database, config }: Needed,
  seen: Seen,
  action: Action,
  body: Body,
): Promise<FieldLeak[]> {
  return leaksInAll({ database, config }, seen, toldTexts(action, body));
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
  const leaks = isConfirmed ? found.filter(({ kind }) => !isSoft(kind)) : found;
  if (leaks.length === 0) return null;
  const errors = leaks.map((leak): FieldError => ({ path: leak.path, message: leakSentence(leak, leak.field) }));
  return new Problem('leaks_personal_data', '诉求人会看到的文字里有不该外传的内容,请按提示修改后再发。', { errors });
}

/** For words that reach the reporter otherwise than by an action. Throws unless they may go out. */
export async function requireNoLeaks(
  dependencies: Needed,
  seen: Seen,
  { text, confirmed = false }: { text: string; confirmed?: boolean },
): Promise<void> {
  const found = await leaksInAll(dependencies, seen, [{ path: '/text', field: 'text', text }]);
  const problem = leakProblem(found, confirmed);
  if (problem) throw problem;
}
