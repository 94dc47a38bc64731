import type { Counts } from '../domain/tallying';
import { groupedBy } from '../statistics/grouping';
import { CONCERNS, type Concern } from '../domain/improvement';
import type { Materials, Standout, UnitLine } from './analysis';

const MOST = 30;
const MOST_STANDOUTS = 8;

/** How each unit under the one that is looked at did itself, without those under it, most to do first. */
export function unitLines({
  now,
  unit,
  unitOf,
  hasUnitsUnder,
}: Pick<Materials, 'now' | 'unit' | 'unitOf' | 'hasUnitsUnder'>): UnitLine[] {
  const nameOf = (id: string) => `${unitOf(id)?.name ?? id}${hasUnitsUnder(id) ? '本级' : ''}`;
  return groupedBy(now.demands, (_, of) => of.unit ?? '', now.span)
    .filter(({ key }) => unitOf(key)?.path.includes(unit.id))
    .map(({ key, counts }) => lineOf({ id: key, name: nameOf(key) }, counts))
    .filter((line) => line.assigned + line.answered + line.handleDue + line.rated + line.checked > 0)
    .sort((a, b) => b.handleDue + b.assigned - a.handleDue - a.assigned || (a.unit.id < b.unit.id ? -1 : 1));
}

const lineOf = (unit: UnitLine['unit'], counts: Counts): UnitLine => ({
  unit,
  ...{ assigned: counts.assigned ?? 0, returned: counts.returned ?? 0 },
  ...{ answered: counts.answered ?? 0, redone: counts.redone ?? 0 },
  ...{ handleDue: counts.handle_due ?? 0, handleLate: counts.handle_late ?? 0, ownLate: counts.own_late ?? 0 },
  ...{ rated: counts.rated ?? 0, dissatisfied: counts.dissatisfied ?? 0 },
  ...{ checked: counts.checked ?? 0, contradicted: counts.contradicted ?? 0 },
});

export const shownLines = (lines: readonly UnitLine[]): UnitLine[] => lines.slice(0, MOST);

const OF: Record<Concern, [numerator: keyof UnitLine, denominator: keyof UnitLine]> = {
  dissatisfied: ['dissatisfied', 'rated'],
  redone: ['redone', 'answered'],
  returned: ['returned', 'assigned'],
  ownLate: ['ownLate', 'handleDue'],
  contradicted: ['contradicted', 'checked'],
};

/** One-sided, at 95 %: a difference that chance alone would make once in twenty is not named. */
const CLEARLY = 1.645;
const LEAST = 3;
const LEAST_POINTS = 0.05;

/**
 * Units in which something went wrong clearly more often than in the whole without them: at least three cases, five points and
 * half as much again, and more than chance would make of it. Units with few cases cannot stand out.
 */
export function standoutsOf(lines: readonly UnitLine[], small: number): Standout[] {
  const found: (Standout & { weight: number })[] = [];
  for (const concern of Object.keys(CONCERNS) as Concern[]) {
    const [top, bottom] = OF[concern];
    const all = { top: sum(lines, top), bottom: sum(lines, bottom) };
    for (const line of lines) {
      const [numerator, denominator] = [Number(line[top]), Number(line[bottom])];
      const rest = all.bottom - denominator;
      // Checks are a sample: fewer of them say as much.
      const least = concern === 'contradicted' ? Math.ceil(small / 2) : small;
      if (denominator < least || numerator < LEAST || rest < least) continue;
      const [value, overall] = [numerator / denominator, (all.top - numerator) / rest];
      // Where it happens nowhere else, one in a hundred is taken for usual.
      const usual = Math.max(overall, 0.01);
      const deviation = Math.sqrt((usual * (1 - usual)) / denominator);
      const weight = (value - usual) / deviation;
      if (value - overall < LEAST_POINTS || value < 1.5 * overall || weight < CLEARLY) continue;
      found.push({
        unit: line.unit,
        concern,
        numerator,
        denominator,
        value: rounded(value),
        overall: rounded(overall),
        weight,
      });
    }
  }
  return found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_STANDOUTS)
    .map(({ weight: _, ...standout }) => standout);
}

const sum = (lines: readonly UnitLine[], field: keyof UnitLine): number =>
  lines.reduce((all, line) => all + Number(line[field]), 0);
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
