import { createRequire } from 'node:module';
import os from 'node:os';
import pg from 'pg';
import { fill } from './fill.mjs';
import { labelledSet, plant } from './labelled-pairs.mjs';
import { cpuMs, percentile, round } from './measure.mjs';
import { request } from './real-lives.mjs';
import { MATTERS, textOf, TOLD_TOO } from './told-matters.mjs';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

const ROUNDS = 150;
const BATCH = 1_000;
const PEOPLE = ['baoan.supervisor', 'fuyong.dispatcher', 'zhihui.collector'];

/** Gives the 100,000 demands texts as people write them, cut into words as filing does, and those of the labelled set among them. */
async function tell(databaseUrl, onFile, say) {
  const { tokensOf } = compiled('./src/similarity/segment.js');
  const { characterPairs } = compiled('./src/domain/character-pairs.js');
  const database = new pg.Client({ connectionString: databaseUrl });
  // When something else fails, the stack goes and this connection with it: what is told is the first failure.
  database.on('error', () => undefined);
  await database.connect();
  const { rows } = await database.query("SELECT id FROM demand WHERE number LIKE 'SQ2025%' ORDER BY number");
  const start = performance.now();
  let cutting = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const told = rows.slice(from, from + BATCH).map(({ id }, i) => {
      const { title, body } = textOf(from + i);
      const text = `${title}\n${body}`;
      const begun = performance.now();
      const tokens = tokensOf(text);
      cutting += performance.now() - begun;
      return { id, title, body, tokens, pairs: characterPairs(text) };
    });
    const given = [JSON.stringify(told)];
    await database.query(
      `UPDATE demand d SET title = t.title, body = t.body
       FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, title text, body text) WHERE d.id = t.id`,
      given,
    );
    await database.query(
      `UPDATE demand_search f SET tokens = ARRAY(SELECT jsonb_array_elements_text(t.tokens)),
         pairs = ARRAY(SELECT jsonb_array_elements_text(t.pairs))
       FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, tokens jsonb, pairs jsonb) WHERE f.demand_id = t.id`,
      given,
    );
  }
  // The lives end over 140 days; every one of them lies within the 180 that are looked at.
  await database.query(
    "UPDATE demand SET created_at = now() - (hashtext(id::text) & 1023) * interval '4 hours' WHERE number LIKE 'SQ2025%'",
  );
  const planted = await plant(database, onFile);
  await database.query('VACUUM ANALYZE demand, demand_search');
  const { rows: some } = await database.query("SELECT number FROM demand WHERE stage = 'dispatching' LIMIT 50");
  await database.end();
  say(`texts told and cut in ${round((performance.now() - start) / 1000)} s`);
  return { cutMs: cutting / rows.length, dispatching: some.map(({ number }) => number), planted };
}

/** Similar demands over 100,000, while filing and at dispatch, asked by people of each level; then whether true pairs are found. */
export async function measureSimilar(stack, say) {
  const { onFile, pairs } = labelledSet();
  await fill(stack.databaseUrl, say);
  const { cutMs, dispatching, planted } = await tell(stack.databaseUrl, onFile, say);
  return {
    ...(await askAll(stack, dispatching, say)),
    ...(await recall(stack, pairs, planted, say)),
    cutTextMs: round(cutMs, 3),
  };
}

async function askAll({ base, accounts, databaseUrl, pids }, dispatching, say) {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const tokens = await Promise.all(PEOPLE.map((username) => logIn(base, accounts, username)));
  const ask = {
    'while filing': (n) => {
      const { title, body } = textOf(n * 7 + 3);
      return ['POST', '/api/v1/similar', { unit: n % 2 ? 'zhihui' : 'skyworth', title, body }];
    },
    'at dispatch': (n) => ['GET', `/api/v1/demands/${dispatching[n % dispatching.length]}/similar`],
  };
  const result = {};
  let found = 0;
  for (const [name, question] of Object.entries(ask)) {
    const took = [];
    const cost = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      const [method, path, body] = question(n);
      // At dispatch only the district sees every one of them.
      const token = name === 'at dispatch' ? tokens[0] : tokens[n % tokens.length];
      const working = [pids.server, ...(await sessionsOf(database))];
      const [start, before] = [performance.now(), cpuMs(working)];
      const { items } = await request(base, method, path, { token, body });
      // The first few load the dictionary and open connections.
      if (n >= 5) {
        took.push(performance.now() - start);
        cost.push(cpuMs(working) - before);
      }
      found += items.length > 0 ? 1 : 0;
    }
    result[name] = {
      p50: round(percentile(took, 50)),
      p95: round(percentile(took, 95)),
      p99: round(percentile(took, 99)),
      cpu: {
        p50: round(percentile(cost.filter(Number.isFinite), 50)),
        p95: round(percentile(cost.filter(Number.isFinite), 95)),
      },
    };
    say(`similar ${name}: p95 ${result[name].p95} ms`);
  }
  await database.end();
  return { similarMs: result, similarFound: round(found / (2 * ROUNDS), 2), load: round(os.loadavg()[0]) };
}

/**
 * Of the labelled pairs, in how many the first five have one about the same matter, though 100,000 others are on file: the very one of
 * the pair, or one of the others where thousands of them are about that matter, too.
 */
async function recall({ base, accounts }, pairs, planted, say) {
  const token = await logIn(base, accounts, PEOPLE[0]);
  const found = { sameMatter: [], heldOut: [], theVeryOne: [] };
  for (const { query, right, isHeldOut } of pairs) {
    const { unit, title, body, matter } = query;
    const { items } = await request(base, 'POST', '/api/v1/similar', { token, body: { unit, title, body } });
    const five = items.slice(0, 5);
    const isFound = five.some(({ number }) => number === planted.get(right));
    const isSame = isFound || five.some((item) => MATTERS[TOLD_TOO[matter]]?.some((said) => item.title.endsWith(said)));
    found.theVeryOne.push(isFound);
    found.sameMatter.push(isSame);
    if (isHeldOut) found.heldOut.push(isSame);
  }
  const share = (of) => round(of.filter(Boolean).length / of.length, 3);
  const recallAt5 = Object.fromEntries(Object.entries(found).map(([name, of]) => [name, share(of)]));
  say(`recall@5 among 100,000: ${JSON.stringify(recallAt5)}`);
  return { similarRecallAt5: recallAt5 };
}

/** The processes of PostgreSQL that serve others than this one. */
async function sessionsOf(database) {
  const { rows } = await database.query(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return rows.map(({ pid }) => pid);
}

async function logIn(base, accounts, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}
