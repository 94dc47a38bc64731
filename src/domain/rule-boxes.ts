import {
  FILED_KINDS,
  KIND_LABELS,
  RISKS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  URGENCIES,
  URGENCY_LABELS,
  type Level,
  type Risk,
  type UnitKind,
} from './vocabulary';

import type { Conditions } from './routing';

/** A unit as the check of rules knows it. */
export interface RuleUnit {
  id: string;
  name: string;
  kind: UnitKind;
  level: Level;
  path: string[];
  closed: boolean;
}

/**
 * The demands that conditions let through, words aside: one set of values per dimension, as bits. A demand lies in a box when
 * it lies in all of its sets.
 */
export type Box = readonly bigint[];
/** Which of the sets holds the places. */
export const PLACE_SIDE = 1;

/** The values of every dimension. Places that no condition tells apart are one; the last category stands for all unnamed ones. */
export interface Space {
  categories: string[];
  places: Map<string, number>;
  units: readonly RuleUnit[];
}

const maskOf = (indexes: Iterable<number>): bigint => {
  let mask = 0n;
  for (const index of indexes) mask |= 1n << BigInt(index);
  return mask;
};
const all = (count: number): bigint => (1n << BigInt(count)) - 1n;
const among = <Word>(words: readonly Word[], chosen: readonly Word[] | undefined): bigint =>
  chosen === undefined ? all(words.length) : maskOf(chosen.map((word) => words.indexOf(word)).filter((at) => at >= 0));

export const isPlace = ({ under, level }: Conditions, unit: RuleUnit): boolean =>
  (under === undefined || under.some((id) => unit.path.includes(id))) && (level?.includes(unit.level) ?? true);

/** Every open unit is a place. What a condition says of level is in the place, too, because a place has one. */
export function spaceOf(
  rules: readonly Conditions[],
  units: readonly RuleUnit[],
  categories: readonly string[],
): Space {
  const conditions = [...new Map(rules.map((rule) => [JSON.stringify([rule.under, rule.level]), rule])).values()];
  const classes = new Map<string, number>();
  const places = new Map<string, number>();
  for (const unit of units.filter(({ closed }) => !closed)) {
    const signature = conditions.map((rule) => (isPlace(rule, unit) ? '1' : '0')).join('');
    if (!classes.has(signature)) classes.set(signature, classes.size);
    places.set(unit.id, classes.get(signature)!);
  }
  return { categories: [...categories, ''], places, units };
}

export function boxOf(when: Conditions, { categories, places, units }: Space): Box {
  const here = units.filter((unit) => places.has(unit.id) && isPlace(when, unit));
  return [
    among(categories, when.category),
    maskOf(here.map(({ id }) => places.get(id)!)),
    among(SUBJECT_TYPES, when.subject),
    among(FILED_KINDS, when.kind),
    among(URGENCIES, when.urgency),
    among(RISKS, when.risk),
  ];
}

export const isEmpty = (box: Box): boolean => box.some((side) => side === 0n);
export const meet = (one: Box, other: Box): boolean => one.every((side, at) => (side & other[at]!) !== 0n);
export const covers = (outer: Box, inner: Box): boolean => inner.every((side, at) => (side & ~outer[at]!) === 0n);

/** What of a box is left without another: boxes that do not meet. */
function without(box: Box, taken: Box): Box[] {
  if (!meet(box, taken)) return [box];
  const left: Box[] = [];
  const rest = [...box];
  for (const [at, side] of taken.entries()) {
    const outside = rest[at]! & ~side;
    if (outside !== 0n) left.push(rest.with(at, outside));
    rest[at] = rest[at]! & side;
  }
  return left;
}

const RISK_LABELS: Record<Risk, string> = { green: '低风险', amber: '黄色风险', red: '红色风险' };
/** The sides after category and place, in their order, as people call their values. */
const NAMED_SIDES: [name: string, labels: string[]][] = [
  ['主体', SUBJECT_TYPES.map((word) => SUBJECT_LABELS[word])],
  ['类型', FILED_KINDS.map((word) => KIND_LABELS[word])],
  ['缓急', URGENCIES.map((word) => URGENCY_LABELS[word])],
  ['风险', RISKS.map((word) => RISK_LABELS[word])],
];

/** What a box asks for beyond another that holds it, beside category and place: «类型为投诉、求助». Empty when nothing. */
export function sideWords(box: Box, within: Box): string {
  const asked = NAMED_SIDES.flatMap(([name, labels], i): string[] => {
    const [side, all] = [box[i + 2]!, within[i + 2]!];
    if (side === all) return [];
    const shown = labels.filter((_, at) => (side & (1n << BigInt(at))) !== 0n);
    return [`${name}为${shown.join('、')}`];
  });
  return asked.join('且');
}

/** More pieces than this are not looked at: the question is then answered with "not covered". */
const MOST_PIECES = 2_000;

/** What of the box lies in none of the others: boxes that do not meet. With too many pieces the rest of the others is not looked at. */
export function restOf(box: Box, others: readonly Box[]): Box[] {
  let left: Box[] = [box];
  for (const other of others) {
    left = left.flatMap((piece) => without(piece, other));
    if (left.length === 0 || left.length > MOST_PIECES) break;
  }
  return left;
}

/** Whether every demand of the box lies in one of the others, together. */
export const isCovered = (box: Box, others: readonly Box[]): boolean => restOf(box, others).length === 0;
