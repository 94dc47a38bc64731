import { createRequire } from 'node:module';
import pg from 'pg';
import { fill } from './fill.mjs';
import { percentile, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

const RULES = 300;
const DEMANDS = 10_000;
const DRY_RUNS = 5;

const CATEGORIES = ['交通出行', '施工占道', '欠薪维权', '政策落地', '托育服务', '安全生产', '劳资纠纷', '生活服务'];
const WORDS = ['停车', '占道', '欠薪', '补贴', '托育', '消防', '社保', '食堂', '噪声', '公交', '路灯', '租金'];
const KINDS = ['consultation', 'help', 'complaint', 'suggestion'];
const SUBJECTS = ['sole', 'joint', 'association', 'member', 'enterprise', 'employee'];

const pick = (list, n) => list[Math.abs(n) % list.length];

/** 300 rules that differ in all that rules can: the last catches nothing but what the others leave. */
function rulesOver(units) {
  const { defaultRules } = compiled('./src/domain/default-rules.js');
  const assign = Array.from({ length: RULES }, (_, n) => {
    const unit = pick(units, n * 7);
    return {
      id: `z${n}`,
      when: {
        category: [pick(CATEGORIES, n), pick(CATEGORIES, n + 3)],
        under: [unit.id],
        ...(n % 2 ? { kind: [pick(KINDS, n), pick(KINDS, n + 1)] } : {}),
        ...(n % 3 ? { words: [pick(WORDS, n), pick(WORDS, n * 5 + 1)] } : {}),
        ...(n % 5 ? {} : { subject: [pick(SUBJECTS, n), pick(SUBJECTS, n + 2)] }),
      },
      then: { lead: unit.id, direct: false },
      reason: `第 ${n} 条`,
    };
  });
  return { confirmed: false, classify: defaultRules.classify, assign };
}

/** How many proposals a second one process makes: for demands that are all different, and for those seen before. */
async function evaluations(units) {
  const { createRouter } = compiled('./src/routing/router.js');
  const router = createRouter({ version: 1, ...rulesOver(units) });
  const known = new Map(units.map(({ id, level, path }) => [id, { ref: { id, level, path }, closed: false }]));
  const unitOf = (id) => known.get(id);
  const demand = (n) => ({
    ...{ kind: pick(KINDS, n), subject: pick(SUBJECTS, n * 3), category: n % 4 ? null : pick(CATEGORIES, n) },
    ...{ urgency: null, risk: null, place: pick(units, n * 13) },
    text: `${pick(WORDS, n)}，${pick(WORDS, n * 11 + 5)}，${pick(WORDS, Math.floor(n / 12))}，请尽快处理。`.repeat(8),
  });
  const run = async (from, count) => {
    const begun = performance.now();
    for (let n = from; n < from + count; n += 1) await router.propose(demand(n), unitOf);
    return count / ((performance.now() - begun) / 1000);
  };
  await run(0, 200);
  return { different: await run(200, 3_000), known: await run(200, 3_000) };
}

/** Gives the newest demands the first event that intake writes, which the bench's filling leaves out. */
async function recordProposals(database) {
  await database.query(
    `INSERT INTO demand_event (demand_id, seq, at, type, actor_kind, stage, round, public, data)
     SELECT d.id, 1, d.created_at, 'submitted', 'system', 'submitted', 1, TRUE,
       jsonb_build_object('stated', jsonb_build_object('category', NULL, 'urgency', NULL, 'risk', NULL), 'proposal',
         jsonb_build_object('level', d.level, 'urgency', d.urgency, 'risk', d.risk, 'category', d.category, 'lead', d.lead_unit_id, 'rules', '[]'::jsonb))
     FROM (SELECT * FROM demand ORDER BY created_at DESC LIMIT ${DEMANDS}) d ON CONFLICT DO NOTHING`,
  );
}

export async function measureRules({ base, databaseUrl, accounts }, say) {
  await fill(databaseUrl, say);
  const database = new pg.Client({ connectionString: databaseUrl });
  // When something else fails, the stack goes and this connection with it: what is told is the first failure.
  database.on('error', () => undefined);
  await database.connect();
  await recordProposals(database);
  const { rows: units } = await database.query('SELECT id, level, path FROM unit WHERE closed_at IS NULL ORDER BY id');
  await database.end();
  const perSecond = await evaluations(units);
  say(`${RULES} rules: ${round(perSecond.different)} proposals/s, of demands seen before ${round(perSecond.known)}/s`);
  const username = 'baoan.administrator';
  const { password } = accounts.find((account) => account.username === username);
  const { token } = await request(base, 'POST', '/api/v1/sessions', { body: { username, password } });
  const took = [];
  let run;
  for (let i = 0; i < DRY_RUNS; i += 1) {
    const begun = performance.now();
    const body = { rules: rulesOver(units), days: 366 };
    run = await request(base, 'POST', '/api/v1/rules/dry-run', { token, body });
    took.push(performance.now() - begun);
  }
  say(`dry run of ${run.demands} demands: ${took.map((ms) => round(ms)).join(', ')} ms`);
  return {
    rules: RULES,
    proposalsPerSecond: { different: round(perSecond.different), known: round(perSecond.known) },
    ruleDryRun: { demands: run.demands, ms: { median: round(percentile(took, 50)), worst: round(Math.max(...took)) } },
  };
}
