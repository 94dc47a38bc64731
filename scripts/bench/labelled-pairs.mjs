import { transformFileSync } from '@swc/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/checkout.mjs';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

/** The labelled set of the tests, which is TypeScript: compiled aside, because it is no part of the service. */
export function labelledSet() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'labelled-'));
  try {
    for (const name of ['labelled', 'matters', 'distractors']) {
      const { code } = transformFileSync(path.join(root, `tests/similarity/${name}.ts`), {
        swcrc: false,
        module: { type: 'commonjs' },
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      });
      writeFileSync(path.join(folder, `${name}.js`), code);
    }
    return createRequire(`${folder}/`)('./labelled.js').labelledSet(Date.now());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes ended demands, evenly chosen, into those on file in the labelled set. Gives the number of each text. */
export async function plant(database, onFile) {
  const { tokensOf } = compiled('./src/similarity/segment.js');
  const { characterPairs } = compiled('./src/domain/character-pairs.js');
  const { rows } = await database.query(
    `SELECT id, number FROM demand WHERE number LIKE 'SQ2025%' AND stage IN ('closed', 'rejected') ORDER BY md5(number) LIMIT $1`,
    [onFile.length],
  );
  const numbers = new Map();
  for (const [i, { title, body, unit, at }] of onFile.entries()) {
    const text = `${title}\n${body}`;
    await database.query(
      `WITH place AS (SELECT id, level, path FROM unit WHERE id = $2), told AS (
         UPDATE demand_search SET tokens = $6, pairs = $7 WHERE demand_id = $1)
       UPDATE demand d SET title = $3, body = $4, unit_id = place.id, sight = place.path, created_at = $5,
         state = d.state || jsonb_build_object('place', to_jsonb(place), 'createdAt', $8::bigint)
       FROM place WHERE d.id = $1`,
      [rows[i].id, unit, title, body, new Date(at), tokensOf(text), characterPairs(text), at],
    );
    numbers.set(onFile[i], rows[i].number);
  }
  return numbers;
}
