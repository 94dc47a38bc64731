import { readdirSync, readFileSync } from 'node:fs';

/** Runs `live` in `parallel` loops for `seconds`; answers lives per second over the whole lives that ended in that time. */
export async function livesPerSecond(live, { parallel, seconds }) {
  const start = performance.now();
  const end = start + seconds * 1000;
  let lives = 0;
  let first;
  const loop = async () => {
    while (performance.now() < end) {
      first = (await live()) ?? first;
      if (performance.now() <= end) lives += 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, loop));
  return { perSecond: lives / seconds, lives, last: first };
}

export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];
}

export const round = (value, digits = 1) => (value === null ? null : Number(value.toFixed(digits)));

/** Resident memory of a process in MiB, from the kernel. */
export function residentMiB(pid) {
  const pages = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return pages ? Math.round(Number(pages) / 1024) : null;
}

/**
 * CPU time that processes have had until now (ms), in all their threads: what something costs, however busy the machine is. NaN when
 * one of them is gone.
 */
export function cpuMs(pids) {
  let ns = 0;
  try {
    for (const pid of pids)
      for (const thread of readdirSync(`/proc/${pid}/task`))
        ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return NaN;
  }
  return ns / 1e6;
}
