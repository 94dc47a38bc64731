import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import writeWorkbook from 'write-excel-file/node';
import { residentMiB, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const require = createRequire(import.meta.url);
const ROWS = 10_000;
const GIVE_UP = 900_000;

const HEAD = [
  '所在地',
  '诉求类型',
  '标题',
  '内容',
  '主体类型',
  '主体名称',
  '联系人',
  '联系电话',
  '收集渠道',
  '希望怎样解决',
];
const TOPICS = ['出入口早高峰拥堵', '食堂排队太久', '班车停得太远', '厂房漏雨', '停车位不够', '惠企政策不知道怎么申报'];

const rowOf = (n) => [
  ...['智美·汇志园区', '求助', `第 ${n} 件：${TOPICS[n % TOPICS.length]}`],
  `${TOPICS[n % TOPICS.length]}，已经持续 ${(n % 30) + 1} 天，影响 ${n % 400} 名员工上下班，希望协调解决。编号 ${n}。`,
  ...['单建党组织', `智美第 ${n % 300} 党支部`, '王小明', `138${String(n).padStart(8, '0')}`, '微论坛', '尽快答复'],
];

/**
 * One workbook of 10,000 rows from upload to the last demand, then until the workflow of each has been started. Memory is the
 * most that each process had resident, sampled.
 */
export async function measureImport(stack, say) {
  const { base, accounts, databaseUrl } = stack;
  const { username, password } = accounts.find((a) => a.unit.id === 'zhihui' && a.roles.includes('collector'));
  const { token } = await request(base, 'POST', '/api/v1/sessions', { body: { username, password } });
  const cells = [HEAD, ...Array.from({ length: ROWS }, (_, n) => rowOf(n))].map((row) =>
    row.map((value) => ({ value })),
  );
  const file = await writeWorkbook(cells).toBuffer();
  const memory = watchMemory(stack.pids);
  const timed = async (name, work) => {
    const start = performance.now();
    const result = await work();
    const seconds = round((performance.now() - start) / 1000);
    say(`import, ${name}: ${seconds} s`);
    return { result, seconds };
  };
  const read = await timed(`reading ${ROWS} rows (${round(file.length / 1024 / 1024)} MiB)`, () =>
    upload(base, token, file),
  );
  const { id, suggested } = read.result;
  const checked = await timed('dry run', () =>
    request(base, 'PUT', `/api/v1/imports/${id}/mapping`, { token, body: { columns: suggested.columns } }),
  );
  const begun = performance.now();
  const filed = await timed('filing', async () => {
    await request(base, 'POST', `/api/v1/imports/${id}/run`, { token, body: {} });
    return untilDone(base, token, id, say);
  });
  if (filed.result.created !== ROWS) throw new Error(`${filed.result.created} of ${ROWS} rows were created`);
  await untilStarted(databaseUrl, say);
  const startedSeconds = round((performance.now() - begun) / 1000);
  return {
    import: {
      rows: ROWS,
      readSeconds: read.seconds,
      dryRunSeconds: checked.seconds,
      fileSeconds: filed.seconds,
      totalSeconds: round(read.seconds + checked.seconds + filed.seconds),
      rowsPerSecond: round(ROWS / filed.seconds),
      allWorkflowsStartedAfterSeconds: startedSeconds,
      peakMiB: memory.stop(),
    },
  };
}

async function upload(base, token, file) {
  const form = new FormData();
  form.append('form', 'organisation');
  form.append('file', new Blob([file]), '征集表.xlsx');
  const answer = await fetch(`${base}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function untilDone(base, token, id, say) {
  const end = Date.now() + GIVE_UP;
  let told = 0;
  for (;;) {
    const batch = await request(base, 'GET', `/api/v1/imports/${id}`, { token });
    if (batch.state !== 'running') return batch;
    if (batch.created - told >= 2_000) say(`import: ${(told = batch.created)} of ${batch.total} filed`);
    if (Date.now() > end) throw new Error(`only ${batch.created} rows were filed`);
    await sleep(500);
  }
}

async function untilStarted(databaseUrl, say) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let turn = 0; ; turn += 1) {
      const { rows } = await client.query('SELECT count(*)::int AS waiting FROM intake_outbox');
      if (rows[0].waiting === 0) return;
      if (turn % 20 === 0) say(`import: ${rows[0].waiting} workflows wait to be started`);
      await sleep(500);
    }
  } finally {
    await client.end();
  }
}

/** Samples the server, the worker and whatever child the server has, five times a second. */
function watchMemory({ server, worker }) {
  const peak = { server: 0, worker: 0, child: 0 };
  const see = (name, pid) => {
    try {
      peak[name] = Math.max(peak[name], residentMiB(pid) ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  };
  const timer = setInterval(() => {
    see('server', server);
    see('worker', worker);
    for (const pid of childrenOf(server)) see('child', pid);
  }, 200);
  return { stop: () => (clearInterval(timer), peak) };
}

const childrenOf = (pid) =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
