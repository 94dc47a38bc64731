import { z } from 'zod';
import { inSight } from '../../database/demands';
import { insertFigureSet, newestFigureSet, readFigureSet } from '../../database/figure-sets';
import { createUnitDirectory, type DirectoryUnit } from '../../database/unit-directory';
import type { FigureSet } from '../../domain/figure-set';
import { RATE_NAMES, RATES } from '../../domain/rates';
import { combinedIn, ratesOf, type Counts } from '../../domain/tallying';
import { periodsOf, type CountedPeriod } from '../../statistics/counted-periods';
import { groupsOf } from '../../statistics/grouping';
import type { ApiDependencies } from '../app';
import { unitView, type Units } from '../demands/view';
import { dateSchema, periodOf, type Period } from '../period';
import { newFigureSetSchema } from '../statistics/figure-set-schema';
import { count, share } from '../statistics/rates-view';
import { childrenOf, seatOf } from '../statistics/seat';
import { unitSchema } from '../units';
import { noTarget, parseDraftData } from './draft-data';
import type { DraftHooks } from './kinds';

const sideSchema = z.object({ value: share, numerator: count, denominator: count });
const comparedSchema = z.object({
  combined: z.object({ before: share, after: share }),
  rates: z.array(z.object({ name: z.enum(RATE_NAMES), label: z.string(), before: sideSchema, after: sideSchema })),
});
export const figuresPreviewSchema = z
  .object({
    kind: z.literal('figures'),
    ...{ from: dateSchema, to: dateSchema },
    total: comparedSchema,
    units: z.array(comparedSchema.extend({ unit: unitSchema })).meta({ description: '各下级单位承办的' }),
  })
  .meta({ id: 'FiguresPreview', description: '近 30 天的诉求按现行口径和草案各算一遍' });
export type FiguresPreview = z.output<typeof figuresPreviewSchema>;

/** Drafts of how figures are counted: the same demands are counted by the version in force and by the draft. */
export function createFiguresDrafts({ database }: ApiDependencies): DraftHooks {
  const directory = createUnitDirectory(database);
  return {
    target: noTarget,
    newest: async (on) => {
      const { version, ...data } = await newestFigureSet(on);
      return { version, data };
    },
    version: async (_on, _target, version) => {
      const set = await readFigureSet(database, version);
      return set && withoutVersion(set);
    },
    validate: (data) => withoutVersion(parseDraftData(newFigureSetSchema, data)),
    preview: async (draft) => {
      const units = await directory.units();
      const period = periodOf({}, Date.now());
      // Whoever reads drafts administers the district, and so sees every demand.
      const asked = { scope: inSight([], true), from: period.from, to: period.to };
      const set = { ...(draft.data as Omit<FigureSet, 'version'>), version: draft.baseVersion + 1 };
      const before = await periodsOf(database)(asked);
      const after = await periodsOf(database)({ ...asked, set });
      return previewOf({ before, after }, units, period);
    },
    publish: async (transaction, draft, { user }) => {
      const set = draft.data as Omit<FigureSet, 'version'>;
      await insertFigureSet(transaction, await newestFigureSet(transaction), {
        ...{ set, version: draft.baseVersion + 1, note: draft.note, by: user, draft: draft.id },
      });
    },
  };
}

function withoutVersion<Set extends object>(set: Set): Omit<Set, 'version'> {
  const { version: _, ...data } = set as Set & { version?: number };
  return data;
}

type Sides = { before: CountedPeriod; after: CountedPeriod };

function previewOf({ before, after }: Sides, units: Units, { days }: Period): FiguresPreview {
  const root = [...units.values()].find(({ path }) => path.length === 1)!;
  const sideOf = ({ demands, set, span }: CountedPeriod): Side => {
    const at = { seat: seatOf(units, root), set, span };
    return { all: groupsOf(demands, null, at)[0]!.counts, by: groupsOf(demands, 'unit', at), set };
  };
  const [was, is] = [sideOf(before), sideOf(after)];
  const countsOf = ({ by }: Side, { id }: DirectoryUnit) => by.find(({ key }) => key === id)?.counts;
  return {
    ...{ kind: 'figures', from: days[0]!, to: days.at(-1)! },
    total: compared({ counts: was.all, set: was.set }, { counts: is.all, set: is.set }),
    units: childrenOf(units, root).flatMap((unit) => {
      const [one, other] = [countsOf(was, unit), countsOf(is, unit)];
      if (!one && !other) return [];
      const sides = compared({ counts: one ?? {}, set: was.set }, { counts: other ?? {}, set: is.set });
      return [{ unit: unitView(units, unit.id), ...sides }];
    }),
  };
}

interface Side {
  all: Counts;
  by: { key: string; counts: Counts }[];
  set: FigureSet;
}

type Counted = { counts: Counts; set: FigureSet };

function compared(was: Counted, is: Counted): z.output<typeof comparedSchema> {
  const [old, next] = [ratesOf(was.counts, was.set), ratesOf(is.counts, is.set)];
  const side = ({ value, numerator, denominator }: (typeof old)[number]) => ({ value, numerator, denominator });
  return {
    combined: { before: combinedIn(old, was.set).value, after: combinedIn(next, is.set).value },
    rates: RATE_NAMES.map((name, i) => ({
      ...{ name, label: RATES[name].label },
      ...{ before: side(old[i]!), after: side(next[i]!) },
    })),
  };
}
