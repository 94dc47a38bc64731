import { z } from 'zod';
import type { Database } from '../../database/client';
import { findCommonPairs, findSimilar, type SimilarRow } from '../../database/similar-demands';
import type { PublishedRules } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { characterPairs } from '../../domain/character-pairs';
import type { UnitRef } from '../../domain/organisation';
import { categoriesIn, wordsIn } from '../../domain/routing';
import { comparedPairs, countedPairs, leastShared, sharedStretches, similarity } from '../../domain/similarity';
import { ENDED_STAGES, KINDS, STAGES, type Stage } from '../../domain/vocabulary';
import { atLocal, localDay } from '../../domain/working-time';
import type { Api, ApiDependencies } from '../app';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { listOf } from '../paging';
import { text } from '../text';
import { codeSchema, placeNamed } from './forms';
import { limitSimilar } from './throttle';
import type { ReadRules } from './tracking';

const MOST_SHOWN = 5;

const askedSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).optional().meta({ description: '诉求所在地单位的 id；不填为登记表的单位' }),
    form: codeSchema.optional().meta({ description: '登记表的编号' }),
    text: text(1_000).meta({ description: '正在填写的标题和内容' }),
  })
  .meta({ id: 'SimilarSearch' });

/** Somebody else's demand: what it is about in the words of the caller, where it stands, and nothing else of it. */
export const similarSchema = z
  .object({
    category: z.string(),
    kind: z.enum(KINDS),
    unit: z.string().meta({ description: '所在地单位名称' }),
    stageLabel: z.string(),
    isOpen: z.boolean(),
    createdAt: timeSchema.meta({ description: '登记的日期' }),
    common: z
      .array(z.string())
      .meta({ description: '两者都有的常用字词，取自您所填的文字；少见的字词（如姓名）不比较' }),
    score: z.number().min(0).max(1).meta({ description: '您所填的常用字词有多大部分也在其中' }),
  })
  .meta({ id: 'SimilarDemand' });

export function similarRoutes(
  app: Api,
  { database }: ApiDependencies,
  directory: UnitDirectory,
  readRules: ReadRules,
): void {
  app.post(
    '/public/similar',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '同一地点近 90 天的相似诉求，供填写时参考；不透露他人的文字',
        body: askedSchema,
        response: { 200: listOf(similarSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ body, ip }) => {
      await limitSimilar(database, ip);
      const place = await placeNamed(database, directory, body);
      const rules = await readRules();
      const pairs = await pairsOf(database, body.text, rules);
      if (pairs.length === 0) return { items: [] };
      const units = await directory.units();
      const rows = await findSimilar(database, {
        ...{ place: place.id, units: unitsAt(place, units), categories: categoriesIn(rules.routing.rules) },
        ...{ pairs, least: leastShared(pairs.length), limit: MOST_SHOWN },
      });
      return { items: rows.map((row) => similarView(row, body.text, pairs.length, units)) };
    },
  );
}

const unitsAt = (place: UnitRef, units: Units): string[] =>
  [...units.values()].filter((unit) => unit.path.includes(place.id)).map((unit) => unit.id);

async function pairsOf(database: Database, asked: string, rules: PublishedRules): Promise<string[]> {
  const pairs = comparedPairs(asked);
  if (pairs.length === 0) return [];
  const published = [...wordsIn(rules.routing.rules), ...categoriesIn(rules.routing.rules)];
  return countedPairs(pairs, [...published.flatMap(characterPairs), ...(await findCommonPairs(database, pairs))]);
}

function similarView(row: SimilarRow, asked: string, pairs: number, units: Units): z.output<typeof similarSchema> {
  const { category, kind, stage, shared } = row;
  // The moment of filing could say who it was.
  const { year, month, day } = localDay(row.created_at.getTime());
  return {
    ...{ category, kind, stageLabel: STAGES[stage], isOpen: !(ENDED_STAGES as readonly Stage[]).includes(stage) },
    unit: unitView(units, row.unit_id).name,
    createdAt: beijing(atLocal(year, month, day, 0)),
    common: sharedStretches(asked, new Set(shared)),
    score: similarity(shared.length, pairs),
  };
}
