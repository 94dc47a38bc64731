import type { Config } from '../config';
import { readChannels } from '../database/channels';
import type { Database } from '../database/client';
import { readForm } from '../database/forms';
import { readBatch, readSealedRows, type Batch } from '../database/imports';
import type { PublishedRules } from '../database/rules';
import { createUnitDirectory, type UnitDirectory } from '../database/unit-directory';
import type { Demand } from '../domain/demand';
import type { Grant } from '../api/actor';
import { markWrong } from '../database/import-runs';
import { openRow } from './check-rows';
import { fileRows, type DraftedRow, type Filing } from './file-rows';
import { collectsIn, placeNames } from './place-names';
import { createRowReader } from './row-draft';

const PAGE = 200;
/** Rows of one transaction, and how many transactions at once: what two cores do fastest (measured). */
const CHUNK = 20;
const AT_ONCE = 3;

/** A batch that cannot go on, whatever is tried; `message` tells people why. */
export class ImportStoppedError extends Error {
  override name = 'ImportStoppedError';
}

export interface PageFiler {
  /** Files the next page of a running batch; gives what was filed, or null when nothing is left to file. */
  (batchId: string, onProgress: () => void): Promise<Demand[] | null>;
}

export function createPageFiler(deps: {
  database: Database;
  keys: Pick<Config, 'indexKey' | 'secretKeys'>;
  readRules: () => Promise<PublishedRules>;
}): PageFiler {
  const { database, keys, readRules } = deps;
  return async (batchId, onProgress) => {
    const batch = await readBatch(database, batchId);
    if (batch?.state !== 'running') return null;
    const sealed = await readSealedRows(database.sql, batchId, { after: 0, limit: PAGE, onlyReady: true });
    if (sealed.length === 0) return null;
    // Read anew for every page: a unit may be closed meanwhile.
    const directory = createUnitDirectory(database);
    const filing: Filing = {
      ...{ batch, keys, rules: await readRules() },
      ...(await whoImports(database, directory, batch)),
    };
    const read = await readerOf(database, directory, batch);
    const drafted: DraftedRow[] = [];
    for (const each of sealed) {
      const { draft, errors } = read(openRow(batchId, each, keys));
      if (draft) drafted.push({ row: each.row, draft });
      // What was right when it was checked: since then a unit was closed, or a channel went.
      else await database.transact((sql) => markWrong(sql, batchId, each.row, errors));
    }
    const filed: Demand[] = [];
    for (let i = 0; i < drafted.length; i += CHUNK * AT_ONCE) {
      const chunks = Array.from({ length: AT_ONCE }, (_, n) => drafted.slice(i + n * CHUNK, i + (n + 1) * CHUNK));
      const done = chunks.filter(({ length }) => length > 0).map((rows) => fileRows(database, filing, rows));
      for (const result of await Promise.allSettled(done)) {
        if (result.status === 'rejected') throw result.reason;
        filed.push(...result.value);
      }
      onProgress();
    }
    return filed;
  };
}

/** Throws `ImportStoppedError` when who uploaded the file may no longer collect for the unit. */
async function whoImports(
  database: Database,
  directory: UnitDirectory,
  { createdBy, unitId }: Batch,
): Promise<Pick<Filing, 'importer' | 'collecting'>> {
  const user = await database.user.findUnique({
    where: { id: createdBy.id },
    select: { disabledAt: true, grants: { select: { role: true, unitId: true } } },
  });
  const grants = (user?.grants ?? []).map(({ role, unitId: unit }) => ({ role, unit }) as Grant);
  const collecting = (await directory.units([unitId])).get(unitId);
  if (user?.disabledAt !== null || !grants.some(({ role, unit }) => role === 'collector' && unit === unitId))
    throw new ImportStoppedError('导入人已不是本单位的收集人员，余下的行没有登记。请由现在的收集人员重新上传。');
  if (!collecting || collecting.closed) throw new ImportStoppedError('收集单位已关闭，余下的行没有登记。');
  return { importer: { user: createdBy.id, grants }, collecting };
}

async function readerOf(database: Database, directory: UnitDirectory, { formCode, mapping, unitId }: Batch) {
  const [form, channels, units] = await Promise.all([
    readForm(database, formCode, mapping!.formVersion),
    readChannels(database, false),
    directory.units(),
  ]);
  const places = placeNames(units.values(), collectsIn(units.get(unitId)!));
  return createRowReader({ form: form!, channels: channels.map(({ name }) => name), places, mapping: mapping! });
}
