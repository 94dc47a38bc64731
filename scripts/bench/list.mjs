import pg from 'pg';
import { percentile, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const ROWS = 100_000;
const ROUNDS = 12;
const PARALLEL = 4;

/** The list in the ways its users ask for it, by people of each level, over 100,000 demands. */
const QUERIES = {
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
const PEOPLE = ['baoan.supervisor', 'fuyong.supervisor', 'zhihui.handler'];

export async function measureList({ base, databaseUrl, accounts }, say) {
  await fill(databaseUrl, say);
  const tokens = await Promise.all(PEOPLE.map((username) => logIn(base, accounts, username)));
  const all = [];
  const byQuery = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    const took = [];
    const calls = Array.from({ length: ROUNDS }, () => tokens).flat();
    const loop = async () => {
      for (let token = calls.pop(); token !== undefined; token = calls.pop()) {
        const start = performance.now();
        await request(base, 'GET', `/api/v1/demands?limit=50${query}`, { token });
        took.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, loop));
    byQuery[name] = round(percentile(took, 95));
    say(`list, ${name}: p95 ${byQuery[name]} ms`);
    all.push(...took);
  }
  return { listP95Ms: round(percentile(all, 95)), listP95MsByQuery: byQuery };
}

async function logIn(base, accounts, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}

/** Copies of one real demand, varied in what lists filter, sort and search by. */
async function fill(databaseUrl, say) {
  say(`filling the table to ${ROWS} demands`);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows: present } = await database.query('SELECT count(*)::int AS n FROM demand');
  const { rows: columns } = await database.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'demand' ORDER BY ordinal_position`,
  );
  const value = (name) => VARIED[name] ?? `model."${name}"`;
  const names = columns.map(({ name }) => name);
  await database.query(
    `INSERT INTO demand (${names.map((name) => `"${name}"`).join(', ')})
     SELECT ${names.map(value).join(', ')}
     FROM (SELECT * FROM demand ORDER BY created_at LIMIT 1) model, generate_series(1, $1) n,
       LATERAL (SELECT (ARRAY['zhihui','fuyong-construction','hangcheng-economy','skyworth-service','yanluo-welfare','longteng'])[1 + n % 6] AS lead_id) l
       JOIN unit u ON u.id = l.lead_id`,
    [Math.max(0, ROWS - present[0].n)],
  );
  await database.query(
    `INSERT INTO demand_search (demand_id, pairs)
     SELECT d.id, ARRAY(SELECT DISTINCT substr(t, i, 2) FROM (SELECT d.title || d.body AS t) x, generate_series(1, length(t) - 1) i)
     FROM demand d WHERE NOT EXISTS (SELECT 1 FROM demand_search s WHERE s.demand_id = d.id)`,
  );
  await database.query('VACUUM ANALYZE demand, demand_search');
  await database.end();
}

const STAGES = `(ARRAY['handling','accepting','dispatching','reviewing','rating'])[1 + n % 5]`;
const VARIED = {
  id: 'gen_random_uuid()',
  number: `'SQ2025' || lpad(n::text, 10, '0')`,
  tracking_hash: `sha256(('bench' || n)::bytea)`,
  rating_hash: 'NULL',
  title: `(ARRAY['出入口通行慢','占道施工影响经营','欠薪求助','补贴申报咨询','宿舍噪声','建议增设公交'])[1 + n % 6] || n`,
  body: `repeat('园区企业反映的具体情况,希望尽快协调解决。', 5) || (ARRAY['欠薪','占道施工','路灯','托育','停车'])[1 + n % 5]`,
  kind: `(ARRAY['help','complaint','consultation','suggestion'])[1 + n / 18 % 4]`,
  level: `(ARRAY['A','B','C'])[1 + n / 6 % 3]`,
  stage: `CASE WHEN n % 20 = 0 THEN ${STAGES} ELSE 'closed' END`,
  closed_at: `CASE WHEN n % 20 = 0 THEN NULL ELSE now() - n * interval '2 minutes' END`,
  created_at: `now() - n * interval '3 minutes'`,
  updated_at: `now() - n * interval '2 minutes'`,
  next_due_at: `CASE WHEN n % 20 = 0 THEN now() + (n % 5000 - 1000) * interval '1 minute' END`,
  overdue_since: `CASE WHEN n % 100 = 0 THEN now() - n * interval '1 second' END`,
  lead_unit_id: 'l.lead_id',
  unit_id: 'l.lead_id',
  sight: 'u.path',
};
