import pino from 'pino';
import { cutTexts } from '../../activities/cut-texts';
import { seedOrganisation } from '../../prisma/seed';
import { createDatabase, Prisma, type Database } from '../../src/database/client';
import { createRulesReader } from '../../src/database/rules';
import { createUnitDirectory, refOf, type DirectoryUnit } from '../../src/database/unit-directory';
import { SHOWN_FROM } from '../../src/domain/likeness';
import { insertDemand, NO_ORIGIN, takeNumber } from '../../src/intake/file-demand';
import { createSimilarSearch, type SearchSimilar, type Similar } from '../../src/similarity/search';
import { TOKENS_VERSION } from '../../src/similarity/segment';
import { weightsFrom } from '../../src/similarity/weights';
import { PATIENT } from '../support/app';
import { freshDatabase } from '../support/services';
import { labelledSet, type Pair, type Text } from './labelled';

let database: Database;
let drop: () => Promise<void>;
let search: SearchSimilar;
let units: Map<string, DirectoryUnit>;
const keys = { indexKey: Buffer.alloc(32), secretKeys: [] as never };
const numbers = new Map<Text, string>();
const matters = new Map<string, string>();
const { onFile, pairs } = labelledSet(Date.now());
const found = new Map<Pair, Similar[]>();

async function file(text: Text): Promise<void> {
  const place = refOf(units.get(text.unit)!);
  const number = await takeNumber(database, text.at);
  const rules = await createRulesReader(database)();
  const filed = {
    ...({
      number,
      kind: 'help',
      title: text.title,
      body: text.body,
      category: null,
      urgency: null,
      risk: null,
    } as const),
    ...{ place, collecting: place, collectedBy: null, subject: { type: 'enterprise', name: '某企业' } as const },
    ...{ contact: null, channel: '扫码', filedFor: null, attachments: [], parent: null, origin: NO_ORIGIN },
    actor: { kind: 'reporter' } as const,
  };
  await database.transact((sql) => insertDemand(sql, filed, text.at, rules, keys));
  numbers.set(text, number);
  matters.set(number, text.matter);
}

const ask = ({ title, body, unit, at }: Text): Promise<Similar[]> =>
  search({ text: `${title}\n${body}`, place: refOf(units.get(unit)!), at, except: null }, Prisma.sql`TRUE`, units);

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  database = createDatabase({ url: fresh.url, poolSize: 2, ...PATIENT });
  await seedOrganisation(database);
  units = await createUnitDirectory(database).units();
  search = createSimilarSearch(database);
  // Of a service that started before anything was filed.
  expect(await ask(pairs[0]!.query)).toEqual([]);
  for (const text of onFile) await file(text);
  for (const pair of pairs) found.set(pair, await ask(pair.query));
});
afterAll(async () => {
  await database.$disconnect();
  await drop();
});

const shownFor = (pair: Pair): Similar[] => found.get(pair)!;
const isRight = (pair: Pair) => (similar: Similar) => similar.demand.state.number === numbers.get(pair.right);

function figures(of: readonly Pair[]): { recallAt5: number; precision: number; shown: number } {
  const hits = of.filter((pair) => shownFor(pair).slice(0, 5).some(isRight(pair))).length;
  const shown = of.flatMap((pair) =>
    shownFor(pair).map(({ demand }) => matters.get(demand.state.number) === pair.query.matter),
  );
  return {
    recallAt5: hits / of.length,
    precision: shown.filter(Boolean).length / shown.length,
    shown: shown.length / of.length,
  };
}

describe('similar demands, on the labelled set', () => {
  it('has at least three hundred labelled pairs, a third of them held out', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(300);
    expect(pairs.filter(({ isHeldOut }) => isHeldOut).length).toBeGreaterThanOrEqual(100);
  });

  it.each([
    ['all of it', pairs],
    ['the part that it was tuned on', pairs.filter(({ isHeldOut }) => !isHeldOut)],
    ['the part that was held out', pairs.filter(({ isHeldOut }) => isHeldOut)],
  ])('finds the earlier demand among the first five, and shows little else: %s', (part, of) => {
    const { recallAt5, precision } = figures(of);
    if (process.env.FIGURES) process.stdout.write(`${part}: ${JSON.stringify(figures(of))}\n`);
    expect(recallAt5).toBeGreaterThanOrEqual(0.9);
    expect(precision).toBeGreaterThanOrEqual(0.7);
  });

  it('says why, and its parts add up to the score', () => {
    const shown = pairs.flatMap(shownFor);
    for (const { likeness } of shown) {
      const { words, pairs: same, place, time } = likeness.parts;
      expect(words + same + place + time).toBeCloseTo(likeness.score, 5);
      expect(likeness.score).toBeGreaterThanOrEqual(SHOWN_FROM);
    }
    expect(shown.length).toBeGreaterThan(300);
  });

  it('finds the same while the texts have not been cut into words, and cuts them in batches', async () => {
    const before = pairs.filter((_, i) => i % 11 === 0);
    const usual = before.filter((pair) => shownFor(pair).slice(0, 5).some(isRight(pair))).length;
    await database.demandSearch.updateMany({ data: { tokens: [] } });
    search = createSimilarSearch(database);
    const rightAmongFive = async () => {
      let right = 0;
      for (const pair of before) right += (await ask(pair.query)).slice(0, 5).some(isRight(pair)) ? 1 : 0;
      return right;
    };
    expect(await rightAmongFive()).toBeGreaterThanOrEqual(usual - 2);
    expect(await cutTexts(database, pino({ level: 'silent' }))).toBe(onFile.length);
    expect(await cutTexts(database, pino({ level: 'silent' }))).toBe(0);
    const { tokens } = await database.demandSearch.findFirstOrThrow();
    expect(tokens[0]).toBe(TOKENS_VERSION);
    search = createSimilarSearch(database);
    expect(await rightAmongFive()).toBe(usual);
  });
});

describe('what is looked up for a text among very many', () => {
  /** Of a hundred thousand demands and the newest two thousand; `everyNth` tells how common each word is among these. */
  const among = (everyNth: Record<string, number>, total = 100_000) =>
    weightsFrom({
      total,
      texts: Array.from({ length: 2_000 }, (_, i) =>
        Object.keys(everyNth).filter((word) => Math.floor(i / 3) % everyNth[word]! === 0),
      ),
    });
  const together = (terms: readonly (readonly string[])[]) => terms.map((term) => [...term].sort().join('+')).sort();

  it('is each word that few demands have, and one that none of the newest has', () => {
    const { termsOf } = among({ 道闸: 400, 园区: 2 });
    expect(together(termsOf([TOKENS_VERSION, '园区', '道闸', '起落杆']))).toEqual(['起落杆', '道闸']);
  });

  it('is two or three together of words that many have, if few have all of them', () => {
    const { termsOf } = among({ 停车: 17, 车位: 19, 收费: 7 });
    expect(together(termsOf(['停车', '车位', '收费']))).toEqual(['停车+车位']);
    const common = among({ 停车: 5, 车位: 8, 收费: 7 });
    expect(together(common.termsOf(['停车', '车位', '收费']))).toEqual(['停车+收费+车位']);
  });

  it('is nothing when even three together are too common, and everything while there are few demands', () => {
    const everyNth = { 停车: 2, 车位: 3, 收费: 5 };
    expect(among(everyNth).termsOf(['停车', '车位', '收费'])).toEqual([]);
    expect(among(everyNth, 1_999).termsOf(['停车', '车位', '收费'])).toHaveLength(3);
  });

  it('finds no more the more demands there are', () => {
    const words = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`词${i}`, 90 + 7 * i]));
    const found = [10_000, 100_000, 500_000].map((total) => among(words, total).termsOf(Object.keys(words)).length);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found[2]).toBeLessThan(found[0]!);
  });
});
