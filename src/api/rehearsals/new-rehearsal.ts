import { z } from 'zod';
import type { Database } from '../../database/client';
import { readDraft } from '../../database/drafts';
import type { Tried } from '../../database/rehearsals';
import { DRAFT_KINDS } from '../../domain/change-draft';
import { TRIED_KINDS } from '../../domain/rehearsal';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import { placeOf } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, Problem } from '../errors';
import { dateSchema, periodOf, type Period } from '../period';

export const REHEARSERS: Role[] = ['administrator', 'supervisor'];

const draft = z.uuid().optional();
export const newRehearsalSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '推演该单位看得到的诉求' }),
    from: dateSchema.meta({ description: '登记日期从此日起（北京时间）' }),
    to: dateSchema.meta({ description: '到此日为止（含）' }),
    policyDraft: draft.meta({ description: '试行的时限与规则草案' }),
    calendarDraft: draft.meta({ description: '试行的日历草案' }),
    rulesDraft: draft.meta({ description: '试行的分拨规则草案' }),
  })
  .meta({ id: 'NewRehearsal', description: '不选草案即以不变的规则推演，结果应与历史完全一致' });
export type NewRehearsalBody = z.output<typeof newRehearsalSchema>;

/** Throws when the unit is not the caller's own or below it. Answers its path: who may read the rehearsal. */
export function seatFor(actor: SignedIn, units: Units, unit: string): string[] {
  const { path } = placeOf(units, unit);
  const own = unitsWithRole(actor, ...REHEARSERS);
  if (!path.some((id) => own.includes(id)))
    throw new Problem('unit_out_of_reach', '只能推演本单位及下级单位的诉求，请由上级单位推演。');
  return path;
}

/** Yet to come days hold no demands. */
export function pastPeriod(body: Pick<NewRehearsalBody, 'from' | 'to'>, now: number): Period {
  const period = periodOf(body, now);
  if (period.from.getTime() > now) throw invalidInput('/from', '推演的是已经登记的诉求，起始日期不能在今后。');
  return period;
}

/** The drafts as they are now. Throws for one that is not there, is of another kind, or was given up. */
export async function triedIn(database: Database, body: NewRehearsalBody): Promise<Tried> {
  const tried: Tried = {};
  for (const kind of TRIED_KINDS) {
    const id = body[`${kind}Draft`];
    if (id === undefined) continue;
    const found = await readDraft(database, id);
    if (!found || found.kind !== kind) throw invalidInput(`/${kind}Draft`, `没有这份“${DRAFT_KINDS[kind]}”草案。`);
    if (found.state === 'withdrawn') throw invalidInput(`/${kind}Draft`, '这份草案已经撤回，请选择另一份。');
    const { revision, target, baseVersion, data } = found;
    tried[kind] = { draft: id, revision, target, baseVersion, data };
  }
  return tried;
}
