import { fill } from './fill.mjs';
import { percentile, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const ROUNDS = 12;

/** The list in the ways its users ask for it, by people of each level, over 100,000 demands. */
const LISTS = {
  newest: '',
  'by stage': '&stage=handling',
  'by unit': '&unit=zhihui',
  overdue: '&overdue=true&sort=dueAt',
  'by kind and level': '&kind=complaint&level=B',
  'two characters': `&q=${encodeURIComponent('欠薪')}`,
  'four characters': `&q=${encodeURIComponent('占道施工')}`,
  'nothing found': `&q=${encodeURIComponent('不存在的词语')}`,
  'a number': '&q=SQ20250000012345',
  'with total': '&stage=closed&total=true',
};
/** Lists that figures of the board open. */
const FIGURES = [
  'open',
  'overdue',
  'due_soon',
  'filed',
  'closed',
  'dissatisfied',
  'unresolved',
  'contact_late',
  'handle_late',
];
const QUEUES = ['mine', 'unit', 'overdue', 'dispatch'];

const daysAgo = (n) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10);
const pages = (names, path) => Object.fromEntries(names.map((name) => [name, () => `${path}${name}`]));
/** What is asked (of the n-th call), by whom, and how many ask at a time. */
const GROUPS = {
  list: {
    people: ['baoan.supervisor', 'fuyong.supervisor', 'zhihui.handler'],
    parallel: 4,
    pages: Object.fromEntries(Object.entries(LISTS).map(([name, query]) => [name, () => `/demands?limit=50${query}`])),
  },
  figure: {
    people: ['baoan.supervisor', 'fuyong.supervisor', 'zhihui.supervisor'],
    parallel: 4,
    pages: pages(FIGURES, '/demands?limit=50&figure='),
  },
  queue: {
    people: ['baoan.supervisor', 'fuyong.dispatcher', 'zhihui.handler'],
    parallel: 4,
    pages: pages(QUEUES, '/tasks?limit=50&queue='),
  },
  statistics: {
    people: ['baoan.supervisor', 'fuyong.supervisor', 'zhihui.supervisor'],
    parallel: 1,
    pages: {
      overview: () => '/statistics/overview',
      // Every call of another thirty days, so that none is answered from what is kept.
      'overview counted anew': (n) => `/statistics/overview?from=${daysAgo(n + 30)}&to=${daysAgo(n + 1)}`,
      workload: () => '/statistics/workload',
    },
  },
};

export async function measureList({ base, databaseUrl, accounts }, say) {
  await fill(databaseUrl, say);
  const result = {};
  for (const [group, { people, parallel, pages: asked }] of Object.entries(GROUPS)) {
    const tokens = await Promise.all(people.map((username) => logIn(base, accounts, username)));
    const all = [];
    const byPage = {};
    for (const [name, page] of Object.entries(asked)) {
      const took = await timesOf(base, page, tokens, parallel);
      byPage[name] = round(percentile(took, 95));
      say(`${group}, ${name}: p95 ${byPage[name]} ms`);
      all.push(...took);
    }
    Object.assign(result, { [`${group}P95Ms`]: round(percentile(all, 95)), [`${group}P95MsByQuery`]: byPage });
  }
  return result;
}

async function timesOf(base, page, tokens, parallel) {
  const took = [];
  let calls = 0;
  const loop = async () => {
    while (calls < ROUNDS * tokens.length) {
      const n = calls++;
      const start = performance.now();
      await request(base, 'GET', `/api/v1${page(n)}`, { token: tokens[n % tokens.length] });
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: parallel }, loop));
  return took;
}

async function logIn(base, accounts, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}
