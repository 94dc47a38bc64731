interface Entry {
  at: number;
  order: number;
  run: (now: number) => void;
}

/** What is to happen in virtual time, the earliest first; at one instant in the order in which it was planned. */
export interface Queue {
  plan(at: number, run: (now: number) => void): void;
  /** Runs everything up to `until` (epoch ms), also what is planned on the way. */
  runUntil(until: number): void;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** A binary heap: a month of three thousand demands makes some hundred thousand entries. */
export function createQueue(): Queue {
  const heap: Entry[] = [];
  let order = 0;

  function up(entry: Entry): void {
    let i = heap.push(entry) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && isBefore(entry, heap[parent]!); parent = (i - 1) >> 1) {
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  function take(): Entry {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }

  return {
    plan: (at, run) => up({ at, order: order++, run }),
    runUntil: (until) => {
      while (heap.length > 0 && heap[0]!.at <= until) {
        const { at, run } = take();
        run(at);
      }
    },
  };
}
