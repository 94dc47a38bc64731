import { dayNumber, civilDate } from '../domain/local-time';
import { dayKey } from '../domain/calendar';
import type { ClockName } from '../domain/vocabulary';
import type { CaseChange, Measured } from './compare';

/** How many there were, and how many there would have been. */
export interface Pair {
  before: number;
  after: number;
}
export type Pairs = Record<string, Pair>;

/** A demand that would have gone another way. */
export interface ChangedCase {
  number: string;
  breaches: { before: ClockName[]; after: ClockName[] };
  units: string[];
  escalations: Pair;
  movedUp: Pair;
  owner: { before: string | null; after: string | null };
  closedAt: { before: number | null; after: number | null };
  later: number;
  assumed: number;
  undone: number;
  openEnd: boolean;
}

/** What a rehearsal came to: plain JSON, kept with its row. Days are local dates. */
export interface Summary {
  cases: number;
  identical: number;
  untraceable: number;
  /** Demands with something changed that counts here. */
  changed: number;
  later: number;
  undone: number;
  assumed: number;
  openEnds: number;
  breaches: { total: Pair; byClock: Pairs; byUnit: Pairs };
  escalations: { total: Pair; byUnit: Pairs; byDay: Pairs };
  movedUp: { total: Pair; cases: Pair };
  /** By day and unit, as `day unit`. */
  callbacks: { total: Pair; byDay: Pairs; byUnitAndDay: Pairs };
  /** `reproposed`: the tried rules propose something else; `changed`: another unit would have led its first round. */
  owners: { reproposed: number; changed: number; moves: Record<string, number> };
  list: ChangedCase[];
}

/** Kept of the changed demands; the figures count all of them. */
export const MOST_LISTED = 2_000;

const none = (): Pair => ({ before: 0, after: 0 });

export const emptySummary = (): Summary => ({
  ...{ cases: 0, identical: 0, untraceable: 0, changed: 0, later: 0, undone: 0, assumed: 0, openEnds: 0 },
  breaches: { total: none(), byClock: {}, byUnit: {} },
  escalations: { total: none(), byUnit: {}, byDay: {} },
  movedUp: { total: none(), cases: none() },
  callbacks: { total: none(), byDay: {}, byUnitAndDay: {} },
  owners: { reproposed: 0, changed: 0, moves: {} },
  list: [],
});

export function dayOf(at: number): string {
  const { year, month, day } = civilDate(dayNumber(at));
  return `${year}-${dayKey(month, day)}`;
}

/** Adds one demand. */
export function count(summary: Summary, change: CaseChange): void {
  summary.cases += 1;
  if (!change.isTraceable) summary.untraceable += 1;
  if (change.isIdentical) summary.identical += 1;
  summary.later += change.replayed?.later ?? 0;
  summary.undone += change.replayed?.undone.length ?? 0;
  summary.assumed += change.replayed?.assumed ?? 0;
  if (change.replayed?.openEnd != null) summary.openEnds += 1;
  for (const side of ['before', 'after'] as const) countSide(summary, change[side], side);
  const { before, after } = change;
  if (change.isReproposed) summary.owners.reproposed += 1;
  if (before.owner !== after.owner) {
    summary.owners.changed += 1;
    const move = `${before.owner ?? ''} ${after.owner ?? ''}`;
    summary.owners.moves[move] = (summary.owners.moves[move] ?? 0) + 1;
  }
  if (!isChanged(change)) return;
  summary.changed += 1;
  summary.list.push(listed(change));
  if (summary.list.length >= 2 * MOST_LISTED) summary.list = foremost(summary.list);
}

type Side = keyof Pair;

function countSide(summary: Summary, measured: Measured, side: Side): void {
  const { breaches, escalations, movedUp, callbacks } = summary;
  for (const { clock, unit } of measured.breaches) {
    breaches.total[side] += 1;
    add(breaches.byClock, clock, side);
    add(breaches.byUnit, unit ?? '', side);
  }
  for (const { unit, at } of measured.escalations) {
    escalations.total[side] += 1;
    add(escalations.byUnit, unit ?? '', side);
    add(escalations.byDay, dayOf(at), side);
  }
  movedUp.total[side] += measured.movedUp;
  if (measured.movedUp > 0) movedUp.cases[side] += 1;
  for (const { unit, at } of measured.windows) {
    callbacks.total[side] += 1;
    add(callbacks.byDay, dayOf(at), side);
    add(callbacks.byUnitAndDay, `${dayOf(at)} ${unit}`, side);
  }
}

const add = (pairs: Pairs, key: string, side: Side): number => ((pairs[key] ??= none())[side] += 1);

/**
 * Whether anything that is counted is another; times alone do not make a demand changed. Rules may give it another owner although
 * its life would have been the same: whoever dispatched chose by hand.
 */
const isChanged = ({ isIdentical, before, after }: CaseChange): boolean =>
  before.owner !== after.owner ||
  (!isIdentical &&
    (JSON.stringify(clocksOf(before)) !== JSON.stringify(clocksOf(after)) ||
      before.escalations.length !== after.escalations.length ||
      before.movedUp !== after.movedUp ||
      before.lead !== after.lead ||
      before.stage !== after.stage));

const clocksOf = ({ breaches }: Measured): ClockName[] => breaches.map(({ clock }) => clock).sort();

function listed({ number, before, after, replayed }: CaseChange): ChangedCase {
  const units = [...before.breaches, ...after.breaches].flatMap(({ unit }) => unit ?? []);
  return {
    number,
    breaches: { before: clocksOf(before), after: clocksOf(after) },
    units: [...new Set(units)],
    escalations: { before: before.escalations.length, after: after.escalations.length },
    movedUp: { before: before.movedUp, after: after.movedUp },
    owner: { before: before.owner, after: after.owner },
    closedAt: { before: before.closedAt, after: after.closedAt },
    ...{ later: replayed?.later ?? 0, assumed: replayed?.assumed ?? 0, undone: replayed?.undone.length ?? 0 },
    openEnd: replayed?.openEnd != null,
  };
}

/** Those with most that is new come first. */
export function foremost(list: readonly ChangedCase[]): ChangedCase[] {
  const weight = ({ breaches, escalations, movedUp, owner }: ChangedCase): number =>
    4 * Math.abs(breaches.after.length - breaches.before.length) +
    3 * Math.abs(movedUp.after - movedUp.before) +
    Math.abs(escalations.after - escalations.before) +
    (owner.before === owner.after ? 0 : 2);
  return [...list].sort((a, b) => weight(b) - weight(a) || (a.number < b.number ? -1 : 1)).slice(0, MOST_LISTED);
}
