import { randomUUID } from 'node:crypto';
import type { Config } from '../config';
import type { Database, Sql } from '../database/client';
import { claimKeys, markTaken, markWrong, type TakenRow } from '../database/import-runs';
import type { Batch } from '../database/imports';
import type { PublishedRules } from '../database/rules';
import { refOf, type DirectoryUnit } from '../database/unit-directory';
import type { Demand } from '../domain/demand';
import type { Grant } from '../api/actor';
import { insertDemand, NO_ORIGIN, takeNumbers, type FiledDemand } from '../intake/file-demand';
import { repeatKey } from './repeat-key';
import type { RowDraft } from './row-draft';

export interface DraftedRow {
  row: number;
  draft: RowDraft;
}

/** What every row of a batch is filed with. */
export interface Filing {
  batch: Batch;
  importer: { user: string; grants: Grant[] };
  collecting: DirectoryUnit;
  rules: PublishedRules;
  keys: Pick<Config, 'indexKey' | 'secretKeys'>;
}

/**
 * Files rows in one transaction with their keys and with what the batch says of them: after a crash none of them is there or
 * all are, and a row whose key is taken is not filed again. A row that the database refuses is filed alone, and told of as
 * wrong. Gives the demands whose workflows are to be started.
 */
export async function fileRows(database: Database, filing: Filing, rows: readonly DraftedRow[]): Promise<Demand[]> {
  const now = Date.now();
  const numbers = await takeNumbers(database, now, rows.length);
  try {
    return await database.transact((sql) => fileWithin(sql, filing, rows, { numbers, now }));
  } catch (error) {
    if (!isAboutTheData(error)) throw error;
    if (rows.length > 1) {
      const filed: Demand[] = [];
      for (const row of rows) filed.push(...(await fileRows(database, filing, [row])));
      return filed;
    }
    const message = '系统未能登记这一行，请检查内容后单独登记';
    const { row } = rows[0]!;
    await database.transact((sql) =>
      markWrong(sql, filing.batch.id, row, [{ target: 'body', label: '内容', column: null, message }]),
    );
    return [];
  }
}

/** Classes 22 and 23 of SQLSTATE: values that cannot be stored. Anything else may pass when tried again. */
const isAboutTheData = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code);
};

async function fileWithin(
  sql: Sql,
  filing: Filing,
  rows: readonly DraftedRow[],
  { numbers, now }: { numbers: string[]; now: number },
): Promise<Demand[]> {
  const { batch, rules, keys } = filing;
  const claims = rows.map(({ draft }) => ({
    key: repeatKey(batch.formCode, draft, keys.indexKey),
    demandId: randomUUID(),
  }));
  const owners = await claimKeys(sql, claims);
  const filed: Demand[] = [];
  const taken: TakenRow[] = [];
  for (const [i, { row, draft }] of rows.entries()) {
    const { key, demandId } = claims[i]!;
    const owner = owners.get(key.toString('hex'))!;
    taken.push({ row, demandId: owner, repeats: owner !== demandId });
    if (owner !== demandId) continue;
    const demand = { ...filedDemand(filing, draft), id: demandId, number: numbers[i]! };
    filed.push((await insertDemand(sql, demand, now, rules, keys)).outcome.demand);
  }
  await markTaken(sql, batch.id, taken);
  return filed;
}

function filedDemand({ batch, importer, collecting }: Filing, draft: RowDraft): FiledDemand {
  const { place, answers, category, urgency, contact, filedFor, ...said } = draft;
  return {
    ...said,
    category: category ?? null,
    urgency: urgency ?? null,
    risk: null,
    contact: contact ?? null,
    filedFor: filedFor ?? null,
    attachments: [],
    parent: null,
    place: refOf(place),
    collecting: refOf(collecting),
    collectedBy: importer.user,
    origin: {
      ...NO_ORIGIN,
      form: { code: batch.formCode, version: batch.mapping!.formVersion },
      ...{ answers, campaign: batch.campaignId, batch: batch.id },
    },
    actor: { kind: 'staff', ...importer },
  };
}
