import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillOpen } from './fill.mjs';
import { residentMiB, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const require = createRequire(import.meta.url);
const built = (name) => require(`../../dist/src/${name}.js`);

const PARALLEL = 24;
const GIVE_UP = 600_000;

/**
 * A policy and a year of the calendar, published by draft while demands run: until the last of them was told, and until the last has
 * recorded it. Then what a preview of a policy and of a calendar takes over many open demands.
 */
export async function measureChanges(stack, say, { running = 2_000, open = 100_000 } = {}) {
  const { createDatabase } = built('database/client');
  const database = createDatabase(built('config').readConfig(stack.env).database);
  try {
    const people = await Promise.all(['baoan.administrator', 'baoan.administrator2'].map((who) => logIn(stack, who)));
    if (running > 0) await fileRunning(stack, say, running);
    const year = new Date().getUTCFullYear();
    const held = await request(stack.base, 'GET', `/api/v1/calendars/${year}`, { token: people[0] });
    const policy = await currentPolicy(stack, people[0]);
    const calendar = (count) => ({
      ...{ kind: 'calendar', target: String(year) },
      data: { source: '测速', days: { ...held.days, ...daysOffFromNow(year, count) } },
    });
    const shorter = (share) => ({ kind: 'policy', data: shortened(policy, share), appliesToRunning: true });
    const changes =
      running > 0
        ? {
            policyChange: await publish(stack, database, people, say, shorter(0.8)),
            calendarChange: await publish(stack, database, people, say, calendar(3)),
          }
        : {};
    await fillOpen(stack.databaseUrl, say, open);
    const policyPreview = await previewOf(stack, people, shorter(0.5), say);
    return {
      changes: { ...changes, policyPreview, calendarPreview: await previewOf(stack, people, calendar(6), say) },
    };
  } finally {
    await database.$disconnect();
  }
}

async function publish({ base }, database, [author, second], say, draft) {
  const { id } = await request(base, 'POST', '/api/v1/drafts', { token: author, body: { note: '测速', ...draft } });
  const act = (action, token) => request(base, 'POST', `/api/v1/drafts/${id}/actions/${action}`, { token, body: {} });
  await act('submit', author);
  const start = performance.now();
  const { version } = await act('approve', second);
  const told = await untilSo(async () => {
    const { progress } = await request(base, 'GET', `/api/v1/drafts/${id}`, { token: author });
    return progress?.finishedAt ? progress.told : undefined;
  });
  const toldMs = performance.now() - start;
  const type = draft.kind === 'policy' ? 'policy_changed' : 'calendar_changed';
  const recorded = await untilSo(() => settled(database, type, told));
  say(`${draft.kind}: ${told} told`);
  return {
    version,
    told,
    toldSeconds: round(toldMs / 1000),
    recorded,
    recordedSeconds: round((performance.now() - start) / 1000),
  };
}

/** How many have recorded it, once that is all, or does not grow any more: a calendar moves only what lies in its days. */
async function settled(database, type, all) {
  const count = async () => {
    const [row] = await database.sql`SELECT count(*)::int AS n FROM demand_event WHERE type = ${type}`;
    return row.n;
  };
  const before = await count();
  if (before >= all) return before;
  await sleep(3_000);
  return before > 0 && (await count()) === before ? before : undefined;
}

async function previewOf({ base, pids }, [author], draft, say) {
  const { id } = await request(base, 'POST', '/api/v1/drafts', { token: author, body: { note: '测速', ...draft } });
  const ask = () => request(base, 'GET', `/api/v1/drafts/${id}/preview?limit=50`, { token: author });
  const before = residentMiB(pids.server);
  const start = performance.now();
  const answered = ask();
  const slowest = await slowestWhile(answered, base);
  const { lookedAt, total } = await answered;
  const seconds = round((performance.now() - start) / 1000);
  const again = performance.now();
  await ask();
  say(`preview of a ${draft.kind}: ${lookedAt} looked at in ${seconds} s`);
  return {
    lookedAt,
    moved: total.demands,
    seconds,
    againMs: round(performance.now() - again),
    slowestOtherRequestMs: round(slowest),
    serverMiB: { before, after: residentMiB(pids.server) },
  };
}

/** What others wait for meanwhile. */
async function slowestWhile(work, base) {
  let isOver = false;
  work.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  let slowest = 0;
  while (!isOver) {
    const start = performance.now();
    await request(base, 'GET', '/api/v1/public/service', {});
    slowest = Math.max(slowest, performance.now() - start);
    await sleep(50);
  }
  return slowest;
}

async function fileRunning({ base, accounts }, say, running) {
  say(`filing ${running} demands`);
  const token = await logIn({ base, accounts }, 'zhihui.collector');
  const dispatcher = await logIn({ base, accounts }, 'zhihui.dispatcher');
  let next = 0;
  const one = async () => {
    for (let i = next++; i < running; i = next++) {
      const { number } = await request(base, 'POST', '/api/v1/demands', {
        token,
        body: { ...FILED, title: `出入口 ${i}` },
      });
      await request(base, 'POST', `/api/v1/demands/${number}/actions/dispatch`, {
        token: dispatcher,
        body: { leadUnit: 'zhihui' },
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, one));
}

const FILED = {
  kind: 'help',
  body: '用于测量变更告知的时间。',
  unit: 'zhihui',
  subject: { type: 'enterprise', name: '测试企业' },
  channel: '接口',
};

async function currentPolicy({ base }, token) {
  const {
    version: _v,
    note: _n,
    publishedAt: _at,
    publishedBy: _by,
    ...policy
  } = await request(base, 'GET', '/api/v1/policies/current', { token });
  return policy;
}

const shortened = (policy, share) => ({
  ...policy,
  budgets: policy.budgets.map((row) => ({ ...row, minutes: Math.max(1, Math.round(row.minutes * share)) })),
});

/** The next days: what is accepted within four working hours is due then. */
function daysOffFromNow(year, count) {
  const days = Array.from({ length: count }, (_, n) => new Date(Date.now() + (n + 1) * 86_400_000 + 8 * 3_600_000));
  return Object.fromEntries(
    days.filter((day) => day.getUTCFullYear() === year).map((day) => [day.toISOString().slice(5, 10), 'off']),
  );
}

async function logIn({ base, accounts }, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}

async function untilSo(ask) {
  for (const end = Date.now() + GIVE_UP; Date.now() < end; await sleep(100)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error('it never happened');
}
