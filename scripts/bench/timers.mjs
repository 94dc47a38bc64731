import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, round } from './measure.mjs';

const require = createRequire(import.meta.url);
const built = (name) => require(`../../dist/src/${name}.js`);

const HERD = 2_000;
const LEAD_TIME = 90_000;
const GIVE_UP = 120_000;
const PARALLEL = 24;

/**
 * Demands whose dispatch clocks are all due within one second, filed in the time before it; the worker then has them all at
 * once. Lateness is what each ledger says: the rung's actual against its planned time.
 */
export async function measureTimers(stack, say) {
  const { createDatabase } = built('database/client');
  const { createTemporal } = built('temporal');
  const { readConfig } = built('config');
  const config = readConfig(stack.env);
  const database = createDatabase(config.database);
  const temporal = createTemporal(config.temporal);
  try {
    const due = Date.now() + LEAD_TIME;
    say(`filing ${HERD} demands due in one second, ${LEAD_TIME / 1000} s from now`);
    await fileHerd({ database, temporal, config, due });
    const early = due - Date.now();
    if (early < 0) throw new Error(`filing ${HERD} demands took longer than ${LEAD_TIME / 1000} s`);
    await sleep(early);
    const late = await lateness(database, say);
    return {
      p50: round(percentile(late, 50), 2),
      p99: round(percentile(late, 99), 2),
      max: round(Math.max(...late), 2),
    };
  } finally {
    await temporal.close();
    await database.$disconnect();
  }
}

async function fileHerd({ database, temporal, config, due }) {
  const { insertDemand, takeNumber } = built('intake/file-demand');
  const { inputFromRecord, startDemandWorkflow } = built('intake/start-workflow');
  const { createRulesReader } = built('database/rules');
  const published = await createRulesReader(database)();
  const minutes = 60;
  const policy = {
    ...published.policy,
    budgets: [{ clock: 'dispatch', scope: 'elapsed', minutes }],
    ladders: { dispatch: [{ percent: 100, step: 'escalate' }] },
  };
  const rules = { ...published, policy };
  const unit = await database.unit.findUniqueOrThrow({ where: { id: 'zhihui' } });
  const place = { id: unit.id, level: unit.level, path: unit.path };
  let next = 0;
  const one = async () => {
    for (let i = next++; i < HERD; i = next++) {
      const number = await takeNumber(database, Date.now());
      const now = due + (i % 1000) - minutes * 60_000;
      const filed = { ...FILED, place, collecting: place, number };
      const { outcome } = await database.transact((sql) => insertDemand(sql, filed, now, rules, config));
      await startDemandWorkflow(temporal, database, await inputFromRecord(database, rules, outcome.demand));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, one));
}

const FILED = {
  kind: 'help',
  title: '同一时刻到期的诉求',
  body: '用于测量到期时的延迟。',
  category: null,
  urgency: null,
  subject: { type: 'enterprise', name: '测试企业' },
  contact: null,
  channel: 'bench-herd',
  filedFor: null,
  attachments: [],
  collectedBy: null,
  parent: null,
  actor: { kind: 'system' },
};

async function lateness(database, say) {
  const end = Date.now() + GIVE_UP;
  for (;;) {
    const rows = await database.sql`
      SELECT (rung->>'firedAt')::float8 - (rung->>'plannedAt')::float8 AS late
      FROM demand d, jsonb_array_elements(d.state->'clocks') clock, jsonb_array_elements(clock->'rungs') rung
      WHERE d.channel = 'bench-herd' AND rung->>'firedAt' IS NOT NULL`;
    if (rows.length === HERD) return rows.map(({ late }) => late / 1000);
    if (Date.now() > end) throw new Error(`only ${rows.length} of ${HERD} clocks fired within ${GIVE_UP / 1000} s`);
    say(`${rows.length} of ${HERD} clocks have fired and are recorded`);
    await sleep(1_000);
  }
}
