import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database } from '../../database/client';
import type { PublishedRules } from '../../database/rules';
import { refOf } from '../../database/unit-directory';
import type { Role } from '../../domain/vocabulary';
import type { SecretKey } from '../../config';
import { newSeed } from '../../spot-check/commitment';
import { commitCheck, drawCheck, LARGEST_FRAME, lockCheck, readFrame, type Drawing } from '../../spot-check/draw';
import { unitsWithRole, type SignedIn } from '../actor';
import { placeOf } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, Problem } from '../errors';
import { instant, instantOf } from '../instant';
import type { Remember } from '../once';

export const DRAWERS: Role[] = ['supervisor', 'administrator'];

export const newDrawSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '抽查该单位及其下级办理的诉求' }),
    from: instant.meta({ description: '办结时间从此刻起；只写日期为当日零时（北京时间）' }),
    to: instant.meta({ description: '办结时间在此刻之前（不含）' }),
    percent: z.number().min(0.1).max(100).default(10).meta({ description: '每个办理单位至少抽取的百分比' }),
    commit: z.boolean().default(false).meta({ description: '只封存范围和种子并公布两者的 SHA-256，以后再抽取' }),
  })
  .meta({ id: 'NewSpotCheck' });
export type NewDraw = z.output<typeof newDrawSchema>;

/** Throws when the unit is not the caller's own or below it. */
export function drawingOf(actor: SignedIn, body: NewDraw, units: Units): Drawing {
  const { path } = placeOf(units, body.unit);
  const own = unitsWithRole(actor, ...DRAWERS);
  const seat = units.get(path.findLast((id) => own.includes(id)) ?? '');
  if (!seat) throw new Problem('unit_out_of_reach', '只能抽查本单位及下级单位办理的诉求，请由上级单位抽查。');
  const [from, to] = [instantOf(body.from), instantOf(body.to)];
  if (to <= from) throw invalidInput('/to', '结束时间须晚于开始时间。');
  // Never of somebody's choice: seeds could be tried out until the draw pleases.
  const seed = newSeed();
  return { unit: body.unit, seat: refOf(seat), drawnBy: actor.user, from, to, percent: body.percent, seed };
}

export interface Making {
  drawing: Drawing;
  commitOnly: boolean;
  rules: PublishedRules;
  keys: readonly SecretKey[];
}

/** One transaction: a draw is kept as a whole or not at all. Frame and seed are fixed before anything is drawn. */
export function makeCheck(
  database: Database,
  { drawing, commitOnly, rules, keys }: Making,
  remember: Remember<{ id: string }>,
): Promise<{ id: string }> {
  return database.transact(async (sql) => {
    const frame = await readFrame(sql, drawing);
    if (frame.length === 0)
      throw invalidInput(
        '/from',
        '这段时间里没有可以抽查的办结件（正在回访和回访过的不再抽），请换一段时间或换一个单位。',
      );
    if (frame.length > LARGEST_FRAME)
      throw invalidInput('/from', `一次抽查的范围不能超过 ${LARGEST_FRAME} 件，请缩短时间段或缩小单位范围。`);
    const [id, at] = [randomUUID(), Date.now()];
    await commitCheck(sql, drawing, frame, { id, at, plan: null }, keys);
    if (!commitOnly) await drawCheck(sql, (await lockCheck(sql, id))!, { at, by: null }, rules, keys);
    const detail = { spotCheck: id, percent: drawing.percent, frame: frame.length };
    const action = commitOnly ? 'spot_check_committed' : 'spot_check_drawn';
    await recordAuditIn(sql, { user: drawing.drawnBy, action, target: drawing.seat.id, detail });
    await remember(sql, { id });
    return { id };
  });
}
