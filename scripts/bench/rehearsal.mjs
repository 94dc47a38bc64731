import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { residentMiB, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const DAYS = 90;
const GIVE_UP = 600_000;

/** Of so many that are simulated, every seventh is still open at the end and left out. */
const OPEN_AT_THE_END = 0.145;

/**
 * Simulated demands replayed by the worker: once under the unchanged rules, where each must come out as it was, and once under a
 * policy with half the budgets. Memory is the most that the worker had resident, sampled.
 */
export async function measureRehearsal(stack, say, { demands = 10_000 } = {}) {
  const { base, accounts } = stack;
  const made = await simulated(stack, say, Math.ceil(demands / (1 - OPEN_AT_THE_END)));
  const { username, password } = accounts.find(
    ({ unit, roles }) => unit.id === 'baoan' && roles.includes('supervisor'),
  );
  const { token } = await request(base, 'POST', '/api/v1/sessions', { body: { username, password } });
  const policyDraft = await aDraft(stack.databaseUrl);
  const unchanged = await rehearsed(stack, token, {}, say);
  if (unchanged.result.identical !== made.demands)
    throw new Error(`${made.demands - unchanged.result.identical} demands came out otherwise than they were`);
  const halved = await rehearsed(stack, token, { policyDraft }, say);
  return {
    rehearsal: {
      ...{ demands: made.demands, events: made.events, simulateSeconds: made.seconds },
      ...{ unchangedSeconds: unchanged.seconds, halvedBudgetsSeconds: halved.seconds },
      workerPeakMiB: Math.max(unchanged.peakMiB, halved.peakMiB),
      ...{ breachesBefore: halved.result.breaches.total.before, breachesAfter: halved.result.breaches.total.after },
    },
  };
}

async function simulated({ databaseUrl }, say, demands) {
  const compiled = createRequire(new URL('../../dist/', import.meta.url));
  const { createDatabase } = compiled('./src/database/client.js');
  const { simulate } = compiled('./src/simulation/simulate.js');
  const database = createDatabase({ url: databaseUrl, poolSize: 2 });
  const begun = performance.now();
  try {
    // Nobody reads the contacts and links of these demands.
    const keys = { indexKey: randomBytes(32), secretKeys: [{ id: 'bench', key: randomBytes(32) }] };
    const made = await simulate(database, keys, { demands, days: DAYS, seed: 'bench', onlyEnded: true });
    const seconds = round((performance.now() - begun) / 1000);
    say(`rehearsal, simulating ${made.demands} demands with ${made.events} events: ${seconds} s`);
    return { ...made, seconds };
  } finally {
    await database.$disconnect();
  }
}

/** The published policy with half of every budget, as a draft. */
async function aDraft(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT version, data FROM policy ORDER BY version DESC LIMIT 1');
    const [{ version, data }] = rows;
    const budgets = data.budgets.map((row) => ({ ...row, minutes: row.minutes / 2 }));
    const author = await client.query('SELECT id FROM staff_user ORDER BY id LIMIT 1');
    const id = crypto.randomUUID();
    await client.query(
      `INSERT INTO change_draft (id, kind, base_version, data, note, state, author_id) VALUES ($1, 'policy', $2, $3, 'bench', 'draft', $4)`,
      [id, version, JSON.stringify({ proposed: { ...data, budgets } }), author.rows[0].id],
    );
    return id;
  } finally {
    await client.end();
  }
}

async function rehearsed({ base, pids }, token, drafts, say) {
  const day = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
  const period = { from: day(Date.now() - (DAYS + 1) * 86_400_000), to: day(Date.now()) };
  const begun = performance.now();
  const { id } = await request(base, 'POST', '/api/v1/rehearsals', {
    token,
    body: { unit: 'baoan', ...period, ...drafts },
  });
  let peakMiB = 0;
  while (performance.now() - begun < GIVE_UP) {
    peakMiB = Math.max(peakMiB, residentMiB(pids.worker));
    const { state, result, failure } = await request(base, 'GET', `/api/v1/rehearsals/${id}`, { token });
    if (state === 'failed') throw new Error(failure);
    if (state === 'done') {
      const seconds = round((performance.now() - begun) / 1000);
      say(`rehearsal, ${Object.keys(drafts).length === 0 ? 'unchanged rules' : 'halved budgets'}: ${seconds} s`);
      return { seconds, result, peakMiB: round(peakMiB) };
    }
    await sleep(250);
  }
  throw new Error('the rehearsal did not end');
}
