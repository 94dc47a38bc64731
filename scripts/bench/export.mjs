import { setTimeout as sleep } from 'node:timers/promises';
import { fill } from './fill.mjs';
import { percentile, residentMiB, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const BELOW_MS = 20;

/**
 * All 100,000 demands by a person of the district as CSV and as a workbook: how long, how much memory the server takes beyond what
 * it had, and how others fare meanwhile, who ask for their lists.
 */
export async function measureExport({ base, databaseUrl, accounts, pids }, say) {
  await fill(databaseUrl, say);
  const [taker, other] = await Promise.all(
    ['baoan.supervisor', 'zhihui.handler'].map((name) => logIn(base, accounts, name)),
  );
  // Warm code, so that the rise is the export's own.
  await takeOut(base, taker, 'csv', '&unit=zhihui&stage=handling');
  const list = () => request(base, 'GET', '/api/v1/demands?limit=50', { token: other });
  for (let i = 0; i < 50; i += 1) await list();
  const result = {};
  for (const format of ['csv', 'xlsx']) {
    const before = residentMiB(pids.server);
    let peak = before;
    const took = [];
    const over = new AbortController();
    const watching = Promise.all([
      every(BELOW_MS, over.signal, () => (peak = Math.max(peak, residentMiB(pids.server)))),
      every(BELOW_MS, over.signal, async () => {
        const begun = performance.now();
        await list();
        took.push(performance.now() - begun);
      }),
    ]);
    const begun = performance.now();
    const { rows, bytes } = await takeOut(base, taker, format);
    const seconds = round((performance.now() - begun) / 1000);
    over.abort();
    await watching;
    result[format] = {
      ...{ rows, seconds, MiB: round(bytes / 1024 / 1024), riseMiB: peak - before },
      ...{ othersP99Ms: round(percentile(took, 99)), othersAsked: took.length },
    };
    say(`export, ${format}: ${JSON.stringify(result[format])}`);
  }
  return { export: result };
}

async function takeOut(base, token, format, filter = '') {
  const answer = await fetch(`${base}/api/v1/demands/export?format=${format}${filter}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(await answer.text());
  let bytes = 0;
  for await (const chunk of answer.body) bytes += chunk.length;
  return { rows: Number(answer.headers.get('x-total-count')), bytes };
}

async function every(ms, signal, work) {
  while (!signal.aborted) {
    await work();
    await sleep(ms);
  }
}

async function logIn(base, accounts, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}
