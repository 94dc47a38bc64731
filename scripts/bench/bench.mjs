import { parseArgs } from 'node:util';
import { createBareLives } from './bare-lives.mjs';
import { measureChanges } from './changes.mjs';
import { measureExport } from './export.mjs';
import { measureHistory } from './history.mjs';
import { measureImport } from './import.mjs';
import { measureList } from './list.mjs';
import { livesPerSecond, percentile, residentMiB, round } from './measure.mjs';
import { createRealLives, UPDATES_PER_LIFE } from './real-lives.mjs';
import { measureMedia } from './media.mjs';
import { measurePages } from './pages.mjs';
import { measureRehearsal } from './rehearsal.mjs';
import { measureReport } from './report.mjs';
import { measureRules } from './rules.mjs';
import { measureSimilar } from './similar.mjs';
import { startStack } from './stack.mjs';
import { measureTimers } from './timers.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '15' },
      parallel: { type: 'string', default: '16' },
      only: { type: 'string', default: 'lives,timers,list,pages' },
      rehearsed: { type: 'string', default: '10000' },
      running: { type: 'string', default: '2000' },
      open: { type: 'string', default: '100000' },
    },
  });
  const only = values.only.split(',');
  const stack = await startStack(say);
  try {
    const result = {};
    if (only.includes('lives'))
      Object.assign(result, await lives(stack, { seconds: Number(values.seconds), parallel: Number(values.parallel) }));
    result.memoryMiB = { server: residentMiB(stack.pids.server), worker: residentMiB(stack.pids.worker) };
    if (only.includes('timers')) result.timerLatenessSeconds = await measureTimers(stack, say);
    if (only.includes('list')) Object.assign(result, await measureList(stack, say));
    if (only.includes('pages')) Object.assign(result, await measurePages(stack, say));
    if (only.includes('import')) Object.assign(result, await measureImport(stack, say));
    if (only.includes('rules')) Object.assign(result, await measureRules(stack, say));
    if (only.includes('similar')) Object.assign(result, await measureSimilar(stack, say));
    if (only.includes('media')) Object.assign(result, await measureMedia(stack, say));
    if (only.includes('report')) Object.assign(result, await measureReport(stack, say));
    if (only.includes('export')) Object.assign(result, await measureExport(stack, say));
    if (only.includes('rehearsal'))
      Object.assign(result, await measureRehearsal(stack, say, { demands: Number(values.rehearsed) }));
    const { running, open } = values;
    if (only.includes('changes'))
      Object.assign(result, await measureChanges(stack, say, { running: Number(running), open: Number(open) }));
    return result;
  } finally {
    await stack.stop();
  }
}

/** Bare and real take turns on the same engine, so that noise of the machine falls on both. */
async function lives(stack, { seconds, parallel }) {
  const took = {};
  const bare = await createBareLives({ ...stack, updates: UPDATES_PER_LIFE });
  const real = await createRealLives({ ...stack, took });
  say('warming up');
  await livesPerSecond(bare.live, { parallel, seconds: 4 });
  await livesPerSecond(real.live, { parallel, seconds: 6 });
  for (const name of Object.keys(took)) delete took[name];
  const rates = { bare: [], real: [] };
  let last;
  for (let turn = 1; turn <= 3; turn += 1) {
    const b = await livesPerSecond(bare.live, { parallel, seconds });
    const r = await livesPerSecond(real.live, { parallel, seconds });
    rates.bare.push(b.perSecond);
    rates.real.push(r.perSecond);
    last = r.last;
    say(`turn ${turn}: bare ${b.perSecond.toFixed(1)}/s, service ${r.perSecond.toFixed(1)}/s`);
  }
  await bare.close();
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const actions = Object.fromEntries(
    Object.entries(took).map(([name, ms]) => [
      name,
      { p50: round(percentile(ms, 50)), p99: round(percentile(ms, 99)) },
    ]),
  );
  return {
    bareLivesPerSecond: round(mean(rates.bare)),
    livesPerSecond: round(mean(rates.real)),
    ratio: round(mean(rates.real) / mean(rates.bare), 2),
    ...(await measureHistory(stack, last)),
    actions,
  };
}
