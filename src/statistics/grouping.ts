import type { Grouping } from '../domain/grouping';
import { civilDate, DAY, dayNumber, weekday } from '../domain/local-time';
import type { FigureSet } from '../domain/figure-set';
import { addTo, verdictsOf, type Counts } from '../domain/tallying';
import type { Mark, Span } from '../domain/outcomes';
import type { CountedDemand } from './period-outcomes';

/** What lies outside the unit that is looked at. */
export const ELSEWHERE = '!';

export interface Seat {
  id: string;
  /** The path of any unit, from the district down; undefined when there is no such unit. */
  pathOf: (unit: string) => readonly string[] | undefined;
}

/** The unit right below the seat under which a unit lies; the seat itself; or elsewhere. */
export function branchOf({ id, pathOf }: Seat, unit: string | null): string {
  const path = unit === null ? undefined : pathOf(unit);
  const at = path?.indexOf(id) ?? -1;
  return at < 0 ? ELSEWHERE : (path![at + 1] ?? id);
}

export const isUnder = (seat: Seat, unit: string | null): boolean => branchOf(seat, unit) !== ELSEWHERE;

const isoDate = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The first day of the stretch of days that an instant falls into, as YYYY-MM-DD. */
export function stretchOf(
  by: 'day' | 'week' | 'month',
  at: number,
  set: Pick<FigureSet, 'dayEnds' | 'monthBegins'>,
): string {
  // Day D may end before midnight: what comes after belongs to D + 1.
  const day = dayNumber(at + DAY - set.dayEnds * 60_000);
  if (by === 'day') return isoDate(day);
  if (by === 'week') return isoDate(day - ((weekday(day) + 6) % 7));
  const { year, month, day: dayOfMonth } = civilDate(day);
  const before = dayOfMonth < set.monthBegins;
  const first = Date.UTC(year, month - 1 - (before ? 1 : 0), set.monthBegins);
  return new Date(first).toISOString().slice(0, 10);
}

export interface Group {
  key: string;
  filed: number;
  closed: number;
  counts: Counts;
}

/** Null: counted in no group. */
export type KeyOf = (demand: CountedDemand, of: { unit: string | null; at: number }) => string | null;

type Branch = (unit: string | null) => string;

/** Few units did many demands: each is looked up once. */
function branchesOf(seat: Seat): Branch {
  const known = new Map<string | null, string>();
  return (unit) => {
    const branch = known.get(unit) ?? branchOf(seat, unit);
    known.set(unit, branch);
    return branch;
  };
}

function keyOf(by: Grouping | null, branch: Branch, set: FigureSet): KeyOf {
  switch (by) {
    case null:
      return () => '';
    case 'unit':
      return (_, { unit }) => branch(unit);
    case 'place':
      return ({ place }) => branch(place);
    case 'level':
    case 'kind':
    case 'category':
    case 'channel':
      return (demand) => demand[by];
    default:
      return (_, { at }) => stretchOf(by, at, set);
  }
}

interface GroupContext {
  seat: Seat;
  set: FigureSet;
  span: Pick<Span, 'from' | 'to'>;
}

/** What others did on demands that concern the unit as well is theirs: no figure of the unit counts it. */
const byOwn =
  (key: KeyOf, branch: Branch): KeyOf =>
  (demand, of) =>
    branch(of.unit) === ELSEWHERE ? null : key(demand, of);

/**
 * Figures of what the unit of the seat and those under it did, all together (`by` null) or by group; only by unit also of what
 * lies elsewhere. In each group a demand counts once.
 */
export const groupsOf = (
  demands: readonly CountedDemand[],
  by: Grouping | null,
  { seat, set, span }: GroupContext,
): Group[] => {
  const branch = branchesOf(seat);
  const key = keyOf(by, branch, set);
  return groupedBy(demands, by === 'unit' ? key : byOwn(key, branch), span, by === null ? [''] : []);
};

/** `keys` are there even when nothing falls into them. */
export function groupedBy(
  demands: readonly CountedDemand[],
  key: KeyOf,
  span: GroupContext['span'],
  keys: readonly string[] = [],
): Group[] {
  const groups = new Map<string, Group>();
  const find = (of: string): Group => {
    const known = groups.get(of) ?? { key: of, filed: 0, closed: 0, counts: {} };
    groups.set(of, known);
    return known;
  };
  keys.forEach(find);
  const isIn = (at: number) => at >= span.from && at < span.to;
  for (const demand of demands) {
    const unit = demand.lead ?? demand.place;
    const filed = isIn(demand.createdAt) ? key(demand, { unit, at: demand.createdAt }) : null;
    const closed = demand.isClosed ? key(demand, { unit, at: demand.closedAt! }) : null;
    if (filed !== null) find(filed).filed += 1;
    if (closed !== null) find(closed).closed += 1;
    for (const [group, marks] of split(demand, key)) addTo(find(group).counts, verdictsOf(marks));
  }
  return [...groups.values()];
}

function split(demand: CountedDemand, key: KeyOf): Iterable<[group: string, marks: readonly Mark[]]> {
  const { marks } = demand;
  const keys = marks.map((mark) => key(demand, mark));
  // Almost always one unit did all of it.
  const [first] = keys;
  if (keys.every((each) => each === first)) return first == null ? [] : [[first, marks]];
  const found = new Map<string, Mark[]>();
  for (const [i, group] of keys.entries()) {
    if (group === null) continue;
    const known = found.get(group);
    if (known) known.push(marks[i]!);
    else found.set(group, [marks[i]!]);
  }
  return found;
}
