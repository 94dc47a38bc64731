import { z } from 'zod';
import type { FoundDemand } from '../../database/demands';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { likenessWord, PARTS, type Part } from '../../domain/likeness';
import { ENDED_STAGES, KINDS, STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import { explain } from '../../similarity/explain';
import { createSimilarSearch, warmUp, type Asked, type Similar } from '../../similarity/search';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { text } from '../text';
import { unitSchema } from '../units';
import { seenDemand, sightOfActor } from './eyes';
import { placeOf } from './intake';
import { cannotBeMain } from './perform';
import { beijing, timeSchema, unitView, type Units } from './view';

const partNames = Object.keys(PARTS) as [Part, ...Part[]];
const share = z.number().min(0).max(1);

const askedSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '诉求所在地单位的 id' }),
    title: text(200, { min: 0 }).default(''),
    body: text(20_000, { min: 0 }).default(''),
    kind: z.enum(KINDS).optional().meta({ description: '诉求类型；同一件事常有不同的提法，不影响得分' }),
  })
  .meta({ id: 'SimilarQuestion' });

/** An earlier demand that the caller may see, and why it is called alike. */
export const likeDemandSchema = z
  .object({
    number: z.string(),
    title: z.string(),
    kind: z.enum(KINDS),
    category: z.string(),
    stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
    unit: unitSchema,
    leadUnit: unitSchema.nullable(),
    createdAt: timeSchema,
    isOpen: z.boolean(),
    mergeInto: z.string().nullable().meta({ description: '可以并入的主案编号；空为已反馈、已结束或已拆分' }),
    score: share,
    likeness: z.enum(['很像', '较像', '有些像']),
    parts: z.object({ words: share, pairs: share, place: share, time: share }).meta({ description: '得分的各部分' }),
    explanation: z.array(z.object({ part: z.enum(partNames), says: z.string(), score: share })),
  })
  .meta({ id: 'LikeDemand' });
const answerSchema = z.object({ items: z.array(likeDemandSchema) });

export function similarRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const search = createSimilarSearch(database);
  app.addHook('onListen', () => {
    warmUp(search).catch((error: unknown) => app.log.warn({ reason: String(error) }, 'similar demands not warmed up'));
  });
  const answer = async (asked: Asked, actor: SignedIn, units: Units) => {
    const found = await search(asked, sightOfActor(actor, units), units);
    return { items: found.map((similar) => view(similar, asked.text, units)) };
  };

  app.post(
    '/similar',
    {
      config: { access: ['collector', 'dispatcher', 'handler', 'supervisor'] },
      schema: {
        tags: ['诉求'],
        summary: '登记前查相似：近 180 天内您可以查看的相似诉求，带得分和理由',
        body: askedSchema,
        response: { 200: answerSchema },
      },
    },
    async ({ actor, body }) => {
      const units = await directory.units([body.unit, ...actor.units]);
      const place = placeOf(units, body.unit);
      const said = `${body.title}\n${body.body}`;
      return answer({ text: said, place, at: Date.now(), except: null }, actor, units);
    },
  );

  app.get(
    '/demands/:number/similar',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '与这件诉求相似的诉求，带得分和理由',
        params: z.object({ number: z.string().max(40) }),
        response: { 200: answerSchema },
      },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      return answer(askedAbout(demand, units), actor, units);
    },
  );
}

function askedAbout({ id, title, body, state }: FoundDemand, units: Units): Asked {
  const unit = units.get(state.place.id);
  const place = unit ? refOf(unit) : state.place;
  return { text: `${title}\n${body}`, place, at: state.createdAt, except: { id, parent: state.parent } };
}

function view({ demand, likeness }: Similar, asked: string, units: Units): z.output<typeof likeDemandSchema> {
  const { state, title, body } = demand;
  return {
    ...{ number: state.number, title, kind: state.kind, category: state.category, stage: state.stage },
    unit: unitView(units, state.place.id),
    leadUnit: state.lead && unitView(units, state.lead.id),
    createdAt: beijing(state.createdAt),
    isOpen: !(ENDED_STAGES as readonly Stage[]).includes(state.stage),
    mergeInto: mergeTarget(demand),
    score: likeness.score,
    likeness: likenessWord(likeness.score),
    parts: likeness.parts,
    explanation: explain(asked, `${title}\n${body}`, likeness),
  };
}

/** One that was merged points to its main case: whoever follows it is answered there. */
function mergeTarget({ state, main_number: main }: FoundDemand): string | null {
  if (state.stage === 'merged') return main;
  return cannotBeMain(state.stage) ? null : state.number;
}
