import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab, Part } from './processes';

/** The same numbers for the same seed (mulberry32), from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The whole of it takes three minutes: that is for the night (KILLS=all). Every part is killed in any case. */
const isWhole = process.env.KILLS === 'all';

/** How often each part is killed, and how long it runs in between (ms, from and to). */
const PLAN: Record<Part, { times: number; runs: [number, number] }> = {
  worker: { times: isWhole ? 20 : 8, runs: [300, 3_000] },
  server: { times: isWhole ? 10 : 4, runs: [1_000, 7_000] },
  temporal: { times: isWhole ? 5 : 2, runs: [4_000, 14_000] },
  postgres: { times: isWhole ? 5 : 2, runs: [4_000, 14_000] },
};

export const timesOf = (part: Part): number => PLAN[part].times;

/** Kills every part as often as planned, each on its own, so that outages also meet; brings each back within a second. */
export async function killAll(lab: Lab, chance: () => number): Promise<Record<Part, number>> {
  const killed = { worker: 0, server: 0, temporal: 0, postgres: 0 };
  const between = ([from, to]: readonly [number, number]): number => from + chance() * (to - from);
  const killOne = async (part: Part): Promise<void> => {
    for (const { times, runs } = PLAN[part]; killed[part] < times;) {
      await sleep(between(runs));
      await lab.kill(part);
      killed[part] += 1;
      await sleep(between([200, 1_000]));
      await lab.revive(part);
    }
  };
  await Promise.all((Object.keys(PLAN) as Part[]).map(killOne));
  return killed;
}
