import { createRequire } from 'node:module';
import pg from 'pg';
import { variedLives } from './varied-lives.mjs';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

const ROWS = 100_000;
const BATCH = 2_000;
/** One in so many is open, where nothing else is wished. */
const OPEN = 20;
const MINUTE = 60_000;
const LEADS = ['zhihui', 'fuyong-construction', 'hangcheng-economy', 'skyworth-service', 'yanluo-welfare', 'longteng'];

const TITLES = ['出入口通行慢', '占道施工影响经营', '欠薪求助', '补贴申报咨询', '宿舍噪声', '建议增设公交'];
const WORDS = ['欠薪', '占道施工', '路灯', '托育', '停车'];

/** Fills the table to 100,000 demands, 5,000 of them open with their tasks; they were closed over the last 140 days. */
export async function fill(databaseUrl, say, { open = OPEN } = {}) {
  say(`filling the table to ${ROWS} demands`);
  const database = new pg.Client({ connectionString: databaseUrl });
  // When something else fails, the stack goes and this connection with it: what is told is the first failure.
  database.on('error', () => undefined);
  await database.connect();
  const lives = await livesFor(database);
  const { rows: present } = await database.query('SELECT count(*)::int AS n FROM demand');
  for (let from = present[0].n + 1; from <= ROWS; from += BATCH)
    await insert(
      database,
      Array.from({ length: Math.min(BATCH, ROWS - from + 1) }, (_, i) => copy(lives, from + i, open)),
    );
  await database.query(
    `INSERT INTO demand_search (demand_id, pairs)
     SELECT d.id, ARRAY(SELECT DISTINCT substr(t, i, 2) FROM (SELECT d.title || d.body AS t) x, generate_series(1, length(t) - 1) i)
     FROM demand d WHERE NOT EXISTS (SELECT 1 FROM demand_search s WHERE s.demand_id = d.id)`,
  );
  await database.query('VACUUM ANALYZE demand, demand_search, task');
  await database.end();
}

/** Demands that are written one by one; the others are copies of them that differ in their ids only. */
const MODELS = 2_000;

/**
 * So many open demands, as a preview of a change looks at them: each as it is after it was recorded, a model of one in so many copied
 * by the database itself. They are in no search.
 */
export async function fillOpen(databaseUrl, say, total) {
  const models = Math.min(MODELS, total);
  say(`filling the table to ${total} open demands`);
  const database = new pg.Client({ connectionString: databaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  const lives = await livesFor(database);
  await insert(
    database,
    Array.from({ length: models }, (_, i) => copy(lives, i + 1, 1)),
  );
  const { rows } = await database.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'demand' AND is_generated = 'NEVER'`,
  );
  const names = rows.map(({ name }) => name);
  const id = `md5(d.id::text || n)::uuid`;
  const number = `'SQ' || (5000 + n) || substr(d.number, 7)`;
  const own = {
    ...{ id, number, tracking_hash: `sha256((d.id::text || n)::bytea)` },
    state: `d.state || jsonb_build_object('id', ${id}, 'number', ${number})`,
  };
  await database.query(
    `INSERT INTO demand (${names.join(', ')}) SELECT ${names.map((name) => own[name] ?? `d.${name}`).join(', ')}
     FROM demand d, generate_series(1, $1::int) n WHERE d.number LIKE 'SQ2025%'`,
    [Math.ceil(total / models) - 1],
  );
  await database.query('VACUUM ANALYZE demand');
  await database.end();
}

async function livesFor(database) {
  const { calendarOf } = compiled('./src/domain/calendar.js');
  const { defaultPolicy } = compiled('./src/domain/policy.js');
  const { seedCalendarYears } = compiled('./prisma/calendar-seed.js');
  const rules = { policy: defaultPolicy, calendar: calendarOf(seedCalendarYears()) };
  const { rows: leads } = await database.query('SELECT id, level, path FROM unit WHERE id = ANY($1)', [LEADS]);
  return variedLives(leads, rules);
}

/** The n-th demand: a life of its own kind, moved so that it ended, or will be or was due, at its own time. */
function copy(lives, n, open) {
  const { dueOfDemand, tasksOf } = compiled('./src/domain/record.js');
  const isOpen = n % open === 0;
  const kind = isOpen ? lives.open : lives.ended;
  const model = kind[Math.floor(isOpen ? n / open : n) % kind.length];
  const { nextDueAt, overdueSince } = dueOfDemand(model);
  const past = Date.now() - n * 2 * MINUTE;
  const shift = isOpen
    ? Date.now() + (overdueSince ? -1 : 1) * (n % 4_000) * MINUTE - (overdueSince ?? nextDueAt ?? model.updatedAt)
    : past - model.closedAt;
  const id = crypto.randomUUID();
  const number = `SQ2025${String(n).padStart(10, '0')}`;
  const text = JSON.stringify(model).replace(/\b1\d{12}\b/g, (time) => String(Number(time) + Math.floor(shift)));
  const demand = JSON.parse(text.replace('"ID"', `"${id}"`).replace('NUMBER', number));
  return { demand: rowOf(demand, n), tasks: tasksOf(demand).map((task) => taskRow(task, demand)) };
}

function rowOf(demand, n) {
  const { demandColumns } = compiled('./src/database/record-demand.js');
  const { id, number, kind } = demand;
  return inSnakeCase({
    ...demandColumns(demand),
    ...{ id, number, kind, unitId: demand.place.id, collectingUnitId: demand.collecting.id, policyVersion: 1 },
    title: `${TITLES[n % TITLES.length]}${n}`,
    body: '园区企业反映的具体情况，希望尽快协调解决。'.repeat(5) + WORDS[n % WORDS.length],
    ...{
      channel: '党群服务中心',
      subjectType: 'enterprise',
      subjectName: '某企业',
      createdAt: new Date(demand.createdAt),
    },
    trackingHash: `\\x${Buffer.from(`bench${n}`).toString('hex')}`,
  });
}

const taskRow = (task, demand) =>
  inSnakeCase({
    ...{ demandId: demand.id, kind: task.kind, role: task.role, unitId: task.unit, userId: task.user },
    ...{ overdue: task.overdue, supervised: demand.supervised, since: new Date(demand.updatedAt) },
    dueAt: task.dueAt && new Date(task.dueAt),
  });

const inSnakeCase = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );

async function insert(database, copies) {
  const into = (table, rows) =>
    database.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows),
    ]);
  await into(
    'demand',
    copies.map((each) => each.demand),
  );
  await into(
    'task',
    copies.flatMap((each) => each.tasks),
  );
}
