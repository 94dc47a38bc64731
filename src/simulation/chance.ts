/** Chance that can be repeated: the same seed gives the same life. */
export interface Chance {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number at least 0 and below `limit`. */
  below(limit: number): number;
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** By weights, which need not add up to anything. */
  weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item;
  /** Log-normal: half of the values lie below the median; `spread` is the standard deviation of the logarithm. */
  around(median: number, spread: number): number;
  /** How many of what comes about `mean` times on the average (Poisson). */
  count(mean: number): number;
  uuid(): string;
}

/** 32 bits of FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** sfc32 (PractRand): fast, and good enough for lives; nothing secret may come from it. */
function numbers(seed: string): () => number {
  let [a, b, c, d] = [hash(seed), hash(`${seed}b`), hash(`${seed}c`), 1];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

export function createChance(seed: string): Chance {
  const bits = numbers(seed);
  const next = (): number => bits() / 2 ** 32;
  const below = (limit: number): number => Math.floor(next() * limit);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
    weighted: (items, weightOf) => {
      let left = next() * items.reduce((sum, item) => sum + weightOf(item), 0);
      return items.find((item) => (left -= weightOf(item)) < 0) ?? items[items.length - 1]!;
    },
    around: (median, spread) => median * Math.exp(spread * normal()),
    count: (mean) => {
      // Knuth's way is exact and slow for large means; those come near enough to a normal curve.
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let [events, product] = [0, next()];
      for (; product > limit; events += 1) product *= next();
      return events;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(12)}`,
  };
}
