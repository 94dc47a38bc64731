import type { Database } from '../../database/client';
import { readRequirements } from '../../database/reply-requirements';
import { readNamedFiles } from '../../database/reply-secrets';
import { createRulesReader } from '../../database/rules';
import type { Facts } from '../../domain/facts';
import { blanksIn, lacksOf, requirementFor, type Lack, type ReplyRequirement } from '../../domain/reply';
import { refusal } from '../../domain/transitions';
import type { Action } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { actingOn } from '../demands/acting-on';
import type { Seen } from '../demands/eyes';
import { rulesNow } from '../demands/rules-now';
import { invalidInput, Problem } from '../errors';
import { evidenceIn, filesIn } from './evidence';
import { findLeaks, leakProblem, toldTexts, type Body } from './leaks';

/** What a reply lacks, by what is required of it, and whether its evidence is pictures. */
export async function findLacks(
  database: Database,
  { demand }: Seen,
  body: Body,
): Promise<{ requirement: ReplyRequirement; lacks: Lack[]; blanks: { path: string; blank: string }[] }> {
  const requirement = requirementFor(await readRequirements(database), demand.state);
  const { before, after } = evidenceIn(body);
  const types = new Map((await readNamedFiles(database, filesIn(body))).map(({ id, mediaType }) => [id, mediaType]));
  const media = filesIn(body).filter((id) => /^(image|audio|video)\//.test(types.get(id) ?? ''));
  const lacks = lacksOf({ texts: body, media: media.length, before: before.length, after: after.length }, requirement);
  const blanks = toldTexts('reply', body).flatMap(({ path, text }) => blanksIn(text).map((blank) => ({ path, blank })));
  return { requirement, lacks, blanks };
}

/** For evidence that is no picture, or the same one twice. A file that is not there is refused where files are linked. */
async function notPictures(database: Database, body: Body): Promise<Problem | null> {
  const { before, after } = evidenceIn(body);
  if (before.length + after.length === 0) return null;
  const files = await readNamedFiles(database, [...before, ...after]);
  const isOther = (id: string) => files.some((file) => file.id === id && !file.mediaType.startsWith('image/'));
  const shown = new Set<string>();
  for (const [side, ids] of Object.entries({ before, after }))
    for (const [at, id] of ids.entries()) {
      const path = `/evidence/${side}/${at}`;
      if (isOther(id)) return invalidInput(path, '佐证须是照片；录音、视频和文档请放在附件里。');
      if (shown.has(id)) return invalidInput(path, '同一张照片放了两次，办理前和办理后要各放各的，请换一张。');
      shown.add(id);
    }
  return null;
}

export interface Outgoing<A extends Action> {
  action: A;
  body: object;
  facts: Facts[A];
}

/**
 * Refuses what must not reach the reporter. Whoever may not do it at all hears that instead, from the domain, and a request
 * that was carried out before is answered again.
 */
export async function requireFit<A extends Action>(
  dependencies: Pick<ApiDependencies, 'database' | 'config'>,
  seen: Seen,
  actor: SignedIn,
  { action, body, facts }: Outgoing<A>,
): Promise<void> {
  const problem = await unfitness(dependencies, seen, action, body as Body);
  if (!problem) return;
  const { state } = seen.demand;
  const { now, rules } = rulesNow(await createRulesReader(dependencies.database)(), state);
  if (refusal(state, { action, actor: actingOn(actor, seen.demand), facts }, now, rules) === null) throw problem;
}

async function unfitness(
  dependencies: Pick<ApiDependencies, 'database' | 'config'>,
  seen: Seen,
  action: Action,
  body: Body,
): Promise<Problem | null> {
  const { database } = dependencies;
  const wrong = await notPictures(database, body);
  if (wrong) return wrong;
  if (action === 'reply') {
    const { lacks, blanks } = await findLacks(database, seen, body);
    if (blanks.length > 0) return blankLeft(blanks);
    if (lacks.length > 0)
      return new Problem('reply_incomplete', '反馈还不完整，请补齐以下内容后再发。', { errors: lacks });
  }
  // What a conference decided stands in its minutes already: nobody can be asked about single words any more.
  const isConfirmed = body.confirmed === true || action === 'decide';
  return leakProblem(await findLeaks(dependencies, seen, action, body), isConfirmed);
}

function blankLeft(blanks: { path: string; blank: string }[]): Problem {
  const errors = blanks.map(({ path, blank }) => ({ path, message: `“${blank}”还没有填，请换成实际内容` }));
  return new Problem('blank_left', '模板里还有空没有填，请把【】换成实际内容。', { errors });
}
