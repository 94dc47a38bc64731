import { isDissatisfied, type Grade } from './vocabulary';

/** A closed case that may be drawn: its number and the unit that handled it. */
export interface FrameCase {
  number: string;
  leadUnit: string;
}

export interface Stratum {
  leadUnit: string;
  size: number;
  drawn: number;
}

/**
 * Why a drawn case gives way to the next of its handling unit: nobody was reached or would talk, a supervisor said why not, or by
 * the time of the draw it was open again or phoned about already.
 */
export const REPLACEMENT_CAUSES = ['unreachable', 'refused', 'skipped', 'reopened', 'called'] as const;
export interface Replacement {
  number: string;
  because: (typeof REPLACEMENT_CAUSES)[number];
  /** Null when the handling unit has no further case in the frame. */
  next: string | null;
}

/**
 * Draws at least `percent` of the cases of each handling unit (domain.md §4), so that no unit escapes. The draw follows
 * from seed and frame alone, and anyone can redo it:
 *
 * 1. Each unit's cases are sorted by number; ⌈size × percent / 100⌉ of them are drawn.
 * 2. cyrb128 hashes the text `<seed>\n<unit id>` to the 128-bit start of an sfc32 generator, so every unit has a stream
 *    of its own and its draw does not depend on the others.
 * 3. Fisher–Yates from the front: place i takes the case at i + (a random number below size − i). Random numbers are 32
 *    bits; one in the incomplete last cycle is thrown away and the next taken, so that no case is likelier than another.
 *
 * Answers the drawn cases, sorted by number.
 */
export function drawSample(frame: readonly FrameCase[], percent: number, seed: string): FrameCase[] {
  return strataOf(frame, percent)
    .flatMap(({ leadUnit, drawn }) => drawFrom(casesOf(frame, leadUnit), drawn, randomNumbers(`${seed}\n${leadUnit}`)))
    .sort(byNumber);
}

/** All cases of a handling unit in the order of the draw: the drawn ones come first, replacements follow in turn. */
export const drawOrder = (frame: readonly FrameCase[], leadUnit: string, seed: string): FrameCase[] => {
  const cases = casesOf(frame, leadUnit);
  return drawFrom(cases, cases.length, randomNumbers(`${seed}\n${leadUnit}`));
};

/** The next case of the handling unit that was not drawn yet; null when there is none. */
export function nextInOrder(
  frame: readonly FrameCase[],
  leadUnit: string,
  seed: string,
  drawn: ReadonlySet<string>,
): string | null {
  return drawOrder(frame, leadUnit, seed).find(({ number }) => !drawn.has(number))?.number ?? null;
}

/** What is hashed of a frame: one line per case, sorted by number, `<number>⇥<handling unit>⏎`. */
export const frameText = (frame: readonly FrameCase[]): string =>
  [...frame]
    .sort(byNumber)
    .map(({ number, leadUnit }) => `${number}\t${leadUnit}\n`)
    .join('');

export const VERDICTS = ['confirmed', 'contradicted', 'softened'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * How what was found stands to the rating: a good one is confirmed or contradicted, a bad one confirmed or softened. Null when
 * nobody had rated, nobody was reached, or the call was about something else.
 */
export function verdictOf(rating: Grade | null, result: string | null): Verdict | null {
  if (rating === null || (result !== 'satisfied' && result !== 'dissatisfied')) return null;
  if (isDissatisfied(rating) === (result === 'dissatisfied')) return 'confirmed';
  return result === 'dissatisfied' ? 'contradicted' : 'softened';
}

/** How many cases each handling unit has in the frame, and how many of them a draw of `percent` takes. */
export function strataOf(frame: readonly FrameCase[], percent: number): Stratum[] {
  const units = [...new Set(frame.map(({ leadUnit }) => leadUnit))].sort();
  return units.map((leadUnit) => {
    const size = casesOf(frame, leadUnit).length;
    // Rounded to a billionth first: 7 % of 100 must be 7 whatever binary fractions make of it.
    return { leadUnit, size, drawn: Math.min(size, Math.ceil(Number(((size * percent) / 100).toFixed(9)))) };
  });
}

const byNumber = (a: FrameCase, b: FrameCase): number => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0);
const casesOf = (frame: readonly FrameCase[], leadUnit: string): FrameCase[] =>
  frame.filter((each) => each.leadUnit === leadUnit).sort(byNumber);

function drawFrom(cases: FrameCase[], count: number, next: () => number): FrameCase[] {
  for (let i = 0; i < count; i += 1) {
    const j = i + below(cases.length - i, next);
    [cases[i], cases[j]] = [cases[j]!, cases[i]!];
  }
  return cases.slice(0, count);
}

const CYCLE = 2 ** 32;

function below(limit: number, next: () => number): number {
  const fair = CYCLE - (CYCLE % limit);
  let value = next();
  while (value >= fair) value = next();
  return value % limit;
}

/** sfc32 of Chris Doty-Humphrey (PractRand): 32-bit numbers from 128 bits of state. Its first 12 numbers are thrown away. */
function randomNumbers(text: string): () => number {
  let [a, b, c, d] = cyrb128(text);
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** cyrb128 (bryc, public domain): a 128-bit hash over UTF-16 code units. It spreads; it does not keep secrets. */
function cyrb128(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i += 1) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}
