import { z } from 'zod';
import { readRulings, type RulingRow } from '../../database/precedents';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { isPrecedent, likenessOf, type Likeness } from '../../domain/precedent';
import { comparedPairs, sharedStretches } from '../../domain/similarity';
import type { Api, ApiDependencies } from '../app';
import { listOf } from '../paging';
import { unitSchema } from '../units';
import { seenDemand, sightOfActor } from './eyes';
import { beijing, timeSchema, unitView, type Units } from './view';

const SHOWN = 5;
const STRETCHES = 3;

export const precedentSchema = z
  .object({
    number: z.string().nullable().meta({ description: '空为您无权查看那件诉求' }),
    title: z.string().nullable(),
    leadUnit: unitSchema.meta({ description: '裁决由谁主办' }),
    /** Whether it may be named here: closed units and those out of reach are of no use. */
    usable: z.boolean().meta({ description: '该单位在本诉求的持有单位管辖之内，可以选用' }),
    reason: z.string().nullable(),
    at: timeSchema,
    ruledBy: unitSchema.nullable().meta({ description: '由哪一级裁决' }),
    why: z.string().meta({ description: '为什么相似' }),
    score: z.number().meta({ description: '相似程度，0 到 1' }),
  })
  .meta({ id: 'Precedent' });

/** Earlier rulings on like demands, the most like first. */
export function precedentRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/demands/:number/precedents',
    {
      config: { access: ['dispatcher', 'supervisor', 'auditor'], standIns: true },
      schema: {
        tags: ['诉求'],
        summary: '裁决先例：类似诉求以前裁给了谁，为什么',
        params: z.object({ number: z.string().max(40) }),
        response: { 200: listOf(precedentSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ actor, params }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const units = await directory.units();
      const { state, title, body, id } = demand;
      const rulings = await readRulings(database, { id, category: state.category }, sightOfActor(actor, units));
      const text = `${title} ${body}`;
      const one = { category: state.category, path: state.place.path, pairs: comparedPairs(text) };
      const found = rulings
        .map((ruling) => ({ ruling, like: likenessOf(one, comparedOf(ruling, units)) }))
        .filter(({ like }) => isPrecedent(like))
        .sort((a, b) => b.like.score - a.like.score || b.ruling.at.getTime() - a.ruling.at.getTime());
      const committee = state.holder.unit?.id ?? state.place.path[0]!;
      return { items: found.slice(0, SHOWN).map((each) => precedentView(each, { units, text, committee })) };
    },
  );
}

function comparedOf({ category, unit_id: unit, title, body }: RulingRow, units: Units) {
  return { category, path: units.get(unit)?.path ?? [], pairs: comparedPairs(`${title} ${body}`) };
}

function precedentView(
  { ruling, like }: { ruling: RulingRow; like: Likeness },
  { units, text, committee }: { units: Units; text: string; committee: string },
): z.output<typeof precedentSchema> {
  const { seen, number, title, lead, by, reason, at } = ruling;
  const unit = units.get(lead);
  return {
    number: seen ? number : null,
    title: seen ? title : null,
    leadUnit: unitView(units, lead),
    usable: unit !== undefined && !unit.closed && refOf(unit).path.includes(committee),
    reason,
    at: beijing(at.getTime()),
    ruledBy: by === null ? null : unitView(units, by),
    why: whyOf(like, ruling, units, text),
    score: like.score,
  };
}

/** Words of both texts are told only where the other text may be seen. */
function whyOf({ sameCategory, near, text: share }: Likeness, ruling: RulingRow, units: Units, text: string): string {
  const shared = new Set(comparedPairs(`${ruling.title} ${ruling.body}`));
  const words = ruling.seen ? sharedStretches(text, shared).sort((a, b) => b.length - a.length) : [];
  const alike = words.length > 0 ? `都说到“${words.slice(0, STRETCHES).join('”“')}”` : '文字相近';
  return [
    ...(sameCategory ? [`类别相同（${ruling.category}）`] : []),
    ...(near === null ? [] : [`同在${units.get(near)?.name ?? near}`]),
    ...(share > 0.1 ? [alike] : []),
  ].join('，');
}
