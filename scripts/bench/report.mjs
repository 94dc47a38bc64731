import { setTimeout as sleep } from 'node:timers/promises';
import { fill } from './fill.mjs';
import { residentMiB, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const GIVE_UP = 600_000;
const day = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
const daysAgo = (n) => day(Date.now() - n * 86_400_000);

/**
 * Over 100,000 demands: the report of a month and of all there is, made by the worker, with the most memory that it had resident;
 * its files; and the table of figures, counted anew and kept.
 */
export async function measureReport(stack, say) {
  await fill(stack.databaseUrl, say);
  const { base, accounts } = stack;
  const { username, password } = accounts.find(
    ({ unit, roles }) => unit.id === 'baoan' && roles.includes('supervisor'),
  );
  const { token } = await request(base, 'POST', '/api/v1/sessions', { body: { username, password } });
  const month = await reported(stack, token, { from: daysAgo(30), to: daysAgo(1) }, say);
  const all = await reported(stack, token, { from: daysAgo(200), to: daysAgo(1) }, say);
  const figures = `/api/v1/statistics/figures?by=unit&from=${daysAgo(30)}&to=${daysAgo(1)}`;
  const timed = async (path) => {
    const begun = performance.now();
    const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    await answer.arrayBuffer();
    return round(performance.now() - begun);
  };
  const file = (format) => timed(`/api/v1/analyses/${month.id}/report?format=${format}`);
  return {
    report: {
      ...{ monthSeconds: month.seconds, monthDemands: month.demands },
      ...{ allSeconds: all.seconds, allDemands: all.demands },
      workerPeakMiB: Math.max(month.peakMiB, all.peakMiB),
      filesMs: { pdf: await file('pdf'), xlsx: await file('xlsx'), csv: await file('csv') },
      figuresMs: { anew: await timed(figures), kept: await timed(figures) },
    },
  };
}

async function reported({ base, pids }, token, period, say) {
  const begun = performance.now();
  const { id } = await request(base, 'POST', '/api/v1/analyses', { token, body: { unit: 'baoan', ...period } });
  let peakMiB = 0;
  while (performance.now() - begun < GIVE_UP) {
    peakMiB = Math.max(peakMiB, residentMiB(pids.worker));
    const { state, data, failure } = await request(base, 'GET', `/api/v1/analyses/${id}`, { token });
    if (state === 'failed') throw new Error(failure);
    if (state === 'done') {
      const seconds = round((performance.now() - begun) / 1000);
      const demands = data.filed.count;
      say(`report, ${period.from} to ${period.to}, ${demands} demands filed: ${seconds} s`);
      return { id, seconds, demands, peakMiB: round(peakMiB) };
    }
    await sleep(100);
  }
  throw new Error('the report did not end');
}
