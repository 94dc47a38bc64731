import type { Calendar } from './calendar';
import type { Clock } from './clock';
import type { ClockName } from './vocabulary';
import { workingTimeBetween } from './working-time';

/** Time of one clock charged to a holder, in ms of the clock's scope. */
export interface Charge {
  clock: ClockName;
  scope: Clock['scope'];
  amount: number;
}

/** One stretch in which a unit held the demand (epoch ms). */
export interface Holding {
  /** Null while it lay with the reporter. */
  unit: string | null;
  from: number;
  /** Null while it lasts. */
  to: number | null;
  charged: Charge[];
  /** It ended with a return by the unit. */
  returned: boolean;
}

export interface Return {
  unit: string | null;
  at: number;
}

interface Piece {
  clock: Clock;
  unit: string | null;
  from: number;
  to: number | null;
  kind: 'running' | 'paused';
}

/**
 * Who held the demand when, from the ledgers of its clocks: every clock charges each of its stretches to a unit. What all holders
 * are charged is exactly what the ledgers say. `now` ends what still runs.
 */
export function holdingsOf(
  clocks: readonly Clock[],
  returns: readonly Return[],
  calendar: Calendar,
  now: number,
): Holding[] {
  const pieces = clocks
    .flatMap((clock) => clock.segments.map(({ from, to, unit, kind }): Piece => ({ clock, from, to, unit, kind })))
    .sort((one, other) => one.from - other.from);
  const holdings: Holding[] = [];
  for (const piece of pieces) {
    const last = holdings.at(-1);
    // Clocks start and stop apart, so the pieces of one stretch overlap; a piece of an earlier holder may end late, after an outage.
    const held = last?.unit === piece.unit ? last : holdings.findLast((each) => isWithin(piece, each));
    if (held) extend(held, piece);
    else holdings.push({ unit: piece.unit, from: piece.from, to: piece.to, charged: [], returned: false });
    charge(held ?? holdings.at(-1)!, piece, calendar, now);
  }
  for (const { unit, at } of returns) {
    const held = holdings.findLast((each) => each.unit === unit && each.from <= at);
    if (held) held.returned = true;
  }
  return holdings.filter((held) => held.to === null || held.to > held.from || held.charged.some(hasAmount));
}

const hasAmount = ({ amount }: Charge): boolean => amount > 0;

const isWithin = (piece: Piece, held: Holding): boolean =>
  held.unit === piece.unit && piece.from >= held.from && (held.to === null || piece.from < held.to);

function extend(held: Holding, piece: Piece): void {
  held.to = held.to === null || piece.to === null ? null : Math.max(held.to, piece.to);
}

function charge(held: Holding, { clock, from, to, kind }: Piece, calendar: Calendar, now: number): void {
  if (kind === 'paused') return;
  const end = to ?? Math.max(from, now);
  const amount = clock.scope === 'working' ? workingTimeBetween(calendar, from, end) : end - from;
  const known = held.charged.find((each) => each.clock === clock.name && each.scope === clock.scope);
  if (known) known.amount += amount;
  else held.charged.push({ clock: clock.name, scope: clock.scope, amount });
}

/** A unit gave it back: returned it, or passed it up while handling it. */
export interface GivenBack extends Return {
  passedUp: boolean;
}

/**
 * 退单拉锯: how often it was given back, and the units that did so. Two returns are one, and so is a unit that gave it back, got
 * it again and gave it back once more; null otherwise, because passing up from level to level is the ordinary way.
 */
export function pingPong(given: readonly GivenBack[]): { returns: number; units: string[] } | null {
  const units = [...new Set(given.flatMap(({ unit }) => unit ?? []))];
  const isSawing = given.filter(({ passedUp }) => !passedUp).length >= 2 || units.length < given.length;
  return isSawing ? { returns: given.length, units } : null;
}
