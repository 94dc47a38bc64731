import { z } from 'zod';
import type { RehearsalRow } from '../../database/rehearsals';
import { CASE_CHANGE_NAMES, REHEARSAL_STATE_NAMES, TRIED_KINDS, type TriedKind } from '../../domain/rehearsal';
import { CLOCK_NAMES, type ClockName } from '../../domain/vocabulary';
import type { Pair, Pairs } from '../../rehearsal/summary';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

const pairSchema = z.object({
  before: z.int().meta({ description: '实际' }),
  after: z.int().meta({ description: '推演' }),
});
const byUnit = z.array(pairSchema.extend({ unit: unitSchema.nullable() }));
const byDay = z.array(pairSchema.extend({ day: z.string() }));

const personSchema = z.object({ username: z.string(), name: z.string() });

export const rehearsalSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    from: timeSchema,
    to: timeSchema.meta({ description: '不含' }),
    tried: z
      .array(
        z.object({ kind: z.enum(TRIED_KINDS), draft: z.string(), revision: z.int(), target: z.string().nullable() }),
      )
      .meta({ description: '试行的草案；空：规则不变，应与历史完全一致' }),
    requestedBy: personSchema,
    createdAt: timeSchema,
    state: z.enum(REHEARSAL_STATE_NAMES),
    total: z.int(),
    done: z.int(),
    failure: z.string().nullable(),
    finishedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Rehearsal' });

export const rehearsalResultSchema = rehearsalSchema
  .extend({
    result: z
      .object({
        horizon: timeSchema.meta({ description: '推演到此刻为止' }),
        cases: z.int(),
        identical: z.int().meta({ description: '每个事件的序号、类型、时间都与记录相同' }),
        untraceable: z.int().meta({ description: '缺少早期记录、不能推演的' }),
        changed: z.int(),
        later: z.int().meta({ description: '因试行规则而推迟到合法时刻的操作' }),
        undone: z.int().meta({ description: '试行规则下用不上或做不成的操作' }),
        assumed: z.int().meta({ description: '记录里没有、为使诉求继续而假定的操作' }),
        openEnds: z.int().meta({ description: '走到记录没有的一轮、推演到此为止的诉求' }),
        breaches: z.object({
          total: pairSchema,
          byClock: z.array(pairSchema.extend({ clock: z.enum(CLOCK_NAMES) })),
          byUnit,
        }),
        escalations: z.object({ total: pairSchema, byUnit, byDay }),
        movedUp: z.object({ total: pairSchema, cases: pairSchema }),
        callbacks: z.object({
          total: pairSchema,
          byDay,
          load: z.array(
            pairSchema.extend({
              day: z.string(),
              unit: unitSchema.nullable(),
              capacity: z.int().nullable().meta({ description: '当日值班人员可接的回访数；未排班为空' }),
            }),
          ),
        }),
        owners: z.object({
          reproposed: z.int().meta({ description: '试行规则的建议与当时不同的诉求' }),
          changed: z.int().meta({ description: '首轮主办单位不同的诉求' }),
          moves: z.array(z.object({ from: unitSchema.nullable(), to: unitSchema.nullable(), count: z.int() })),
        }),
      })
      .nullable(),
  })
  .meta({ id: 'RehearsalResult' });
export type RehearsalResultView = z.output<typeof rehearsalResultSchema>;

export const changedCaseSchema = z
  .object({
    number: z.string(),
    title: z.string(),
    place: unitSchema,
    breaches: z.object({ before: z.array(z.enum(CLOCK_NAMES)), after: z.array(z.enum(CLOCK_NAMES)) }),
    escalations: pairSchema,
    movedUp: pairSchema,
    owner: z.object({ before: unitSchema.nullable(), after: unitSchema.nullable() }),
    closedAt: z.object({ before: timeSchema.nullable(), after: timeSchema.nullable() }),
    later: z.int(),
    assumed: z.int(),
    undone: z.int(),
    openEnd: z.boolean(),
  })
  .meta({ id: 'RehearsedCase' });

export const casesQuery = {
  change: z.enum(CASE_CHANGE_NAMES).optional(),
  clock: z.enum(CLOCK_NAMES).optional().meta({ description: '这一时限的超时有变化的' }),
  unit: z.string().max(64).optional().meta({ description: '超时计在该单位名下，或主办单位是它' }),
};

const time = (at: Date): string => beijing(at.getTime());

export function rehearsalView(row: RehearsalRow, units: Units): z.output<typeof rehearsalSchema> {
  const tried = Object.entries(row.trial).map(([kind, { draft, revision, target }]) => ({
    ...{ kind: kind as TriedKind, draft, revision, target },
  }));
  return {
    ...{ id: row.id, unit: unitView(units, row.unit_id), from: time(row.from_at), to: time(row.to_at), tried },
    requestedBy: { username: row.username, name: row.name },
    ...{ createdAt: time(row.created_at), state: row.state, total: row.total, done: row.done, failure: row.failure },
    finishedAt: row.finished_at && time(row.finished_at),
  };
}

/** The figures as tables, the largest changes first. */
export function resultView(row: RehearsalRow, units: Units): RehearsalResultView {
  if (!row.result) return { ...rehearsalView(row, units), result: null };
  const { summary, capacity, horizon } = row.result;
  const named = (id: string) => (units.has(id) ? unitView(units, id) : null);
  const perUnit = (pairs: Pairs) => sorted(pairs).map(([id, pair]) => ({ unit: named(id), ...pair }));
  const perDay = (pairs: Pairs) => inOrder(pairs).map(([day, pair]) => ({ day, ...pair }));
  const { breaches, escalations, movedUp, callbacks, owners, list: _, ...counts } = summary;
  return {
    ...rehearsalView(row, units),
    result: {
      ...{ ...counts, movedUp, horizon: beijing(Date.parse(horizon)) },
      breaches: {
        total: breaches.total,
        byClock: sorted(breaches.byClock).map(([clock, pair]) => ({ clock: clock as ClockName, ...pair })),
        byUnit: perUnit(breaches.byUnit),
      },
      escalations: { total: escalations.total, byUnit: perUnit(escalations.byUnit), byDay: perDay(escalations.byDay) },
      callbacks: {
        total: callbacks.total,
        byDay: perDay(callbacks.byDay),
        load: inOrder(callbacks.byUnitAndDay).map(([key, pair]) => {
          const [day = '', unit = ''] = key.split(' ');
          return { day, unit: named(unit), ...pair, capacity: capacity[key] ?? null };
        }),
      },
      owners: {
        ...{ reproposed: owners.reproposed, changed: owners.changed },
        moves: Object.entries(owners.moves)
          .sort(([, a], [, b]) => b - a)
          .map(([move, count]) => {
            const [from = '', to = ''] = move.split(' ');
            return { from: named(from), to: named(to), count };
          }),
      },
    },
  };
}

const change = ({ before, after }: Pair): number => Math.abs(after - before);
const sorted = (pairs: Pairs): [string, Pair][] =>
  Object.entries(pairs).sort(
    ([one, a], [other, b]) => change(b) - change(a) || b.before - a.before || (one < other ? -1 : 1),
  );
const inOrder = (pairs: Pairs): [string, Pair][] =>
  Object.entries(pairs).sort(([one], [other]) => (one < other ? -1 : 1));
