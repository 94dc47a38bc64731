import type { Config } from '../config';
import { markChecked, readKeys, readSealedRows, writeChecked, type Batch, type CheckedRow } from '../database/imports';
import type { Sql } from '../database/client';
import type { FileRow } from '../domain/batch-import';
import { openJson, sealJson } from '../privacy/sealed-json';
import { repeatKey } from './repeat-key';
import { createRowReader, type DraftRules } from './row-draft';

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

/** Rows per statement: a page of them is read, judged and written while others have their turn. */
const PAGE = 500;

const ownerOf = (batchId: string, row: number): string => `import:${batchId}:${row}`;

export const sealRow = (batchId: string, { row, ...said }: FileRow, { secretKeys }: Pick<Keys, 'secretKeys'>) => ({
  row,
  cells: sealJson(said, ownerOf(batchId, row), secretKeys),
});

export const openRow = (
  batchId: string,
  sealed: { row: number; cells: Uint8Array },
  { secretKeys }: Keys,
): FileRow => ({
  ...(openJson(sealed.cells, ownerOf(batchId, sealed.row), secretKeys) as Omit<FileRow, 'row'>),
  row: sealed.row,
});

/**
 * The dry run: judges every row under the mapping and writes what is wrong with it or that it had been imported. Creates no
 * demand.
 */
export async function checkRows(
  sql: Sql,
  batch: Pick<Batch, 'id' | 'formCode'>,
  rules: DraftRules,
  keys: Keys,
): Promise<{ wrong: number; repeated: number }> {
  const read = createRowReader(rules);
  const seen = new Set<string>();
  const found = { wrong: 0, repeated: 0 };
  let after = 0;
  for (;;) {
    const sealed = await readSealedRows(sql, batch.id, { after, limit: PAGE });
    if (sealed.length === 0) break;
    after = sealed.at(-1)!.row;
    const readings = sealed.map((each) => ({ row: each.row, ...read(openRow(batch.id, each, keys)) }));
    const keyed = readings.map(({ draft }) => draft && repeatKey(batch.formCode, draft, keys.indexKey));
    const imported = await readKeys(
      sql,
      keyed.filter((key) => key !== null),
    );
    const checked = readings.map(({ row, draft, errors }, i): CheckedRow => {
      if (!draft) return { row, errors, repeats: false, demandId: null };
      const key = keyed[i]!.toString('hex');
      const demandId = imported.get(key) ?? null;
      const repeats = demandId !== null || seen.has(key);
      seen.add(key);
      return { row, errors: null, repeats, demandId };
    });
    found.wrong += checked.filter(({ errors }) => errors).length;
    found.repeated += checked.filter(({ repeats }) => repeats).length;
    await writeChecked(sql, batch.id, checked);
  }
  await markChecked(sql, batch.id, { mapping: rules.mapping, ...found });
  return found;
}
