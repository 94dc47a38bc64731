import { randomUUID } from 'node:crypto';
import { finished, type Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/client';
import {
  countDemands,
  readExported,
  readUnitNames,
  type ExportedDemand,
  type ExportSearch,
  type UnitNames,
} from '../../database/demand-export';
import { endExportRun, isOnlyExport, startExportRun } from '../../database/export-runs';
import { csvStream, workbookStream } from '../../sheets/stream-table';
import { Problem } from '../errors';
import type { FileFormat } from '../files';
import { EXPORT_HEAD, EXPORT_WIDTHS } from './demand-line';

/** `mostAtOnce` exports in one process: each holds a connection for as long as the download takes. */
const LIMITS = { mostRows: 200_000, mostAtOnce: 3 };

export interface TakingOut {
  search: ExportSearch;
  user: string;
  unit: string;
  format: FileFormat;
  /** As it was asked, for the log. */
  filter: Record<string, unknown>;
  line: (demand: ExportedDemand, names: UnitNames) => string[];
  log: FastifyBaseLogger;
}

export type TakeOut = (wanted: TakingOut) => Promise<{ rows: number; stream: Readable }>;

/** Streams the demands of a search from one snapshot, which ends with the stream, also when whoever asked goes away. */
export function createTakeOut(database: Database, limits: Partial<typeof LIMITS> = {}): TakeOut {
  const { mostRows, mostAtOnce } = { ...LIMITS, ...limits };
  let underWay = 0;
  return async (wanted) => {
    if (underWay >= mostAtOnce)
      throw new Problem('too_many_exports', '现在有好几个人在导出，请过一两分钟再试。', { retryAfter: 60 });
    underWay += 1;
    try {
      const { rows, stream, over } = await begin(database, wanted, mostRows);
      void over.finally(() => (underWay -= 1));
      return { rows, stream };
    } catch (error) {
      underWay -= 1;
      throw error;
    }
  };
}

async function begin(database: Database, wanted: TakingOut, mostRows: number) {
  const { search, user, unit, format, filter, line, log } = wanted;
  const { sql, end } = await database.snapshot();
  try {
    if (!(await isOnlyExport(sql, user)))
      throw new Problem('export_running', '您的上一次导出还没有下载完，请等它结束，或取消那次下载后再试。');
    const rows = await countDemands(sql, search, mostRows);
    if (rows > mostRows)
      throw new Problem('too_many_rows', `一次最多导出 ${mostRows} 件，请按时间、单位或类型筛选后分几次导出。`);
    const id = randomUUID();
    await startExportRun(database, { id, user, unit, format, filter, rows });
    const names = await readUnitNames(sql);
    let sent = 0;
    const lines = (async function* () {
      for await (const demand of readExported(sql, search)) {
        sent += 1;
        yield line(demand, names);
      }
      // Before the last byte leaves: whoever has it may ask for the next export at once.
      await end();
    })();
    const table = { name: '诉求', head: EXPORT_HEAD, widths: EXPORT_WIDTHS, lines };
    const stream = format === 'csv' ? csvStream(table) : workbookStream(table);
    const over = ended(stream)
      .then(async (isWhole) => {
        await end();
        await endExportRun(database, id, sent, isWhole);
      })
      .catch((error: unknown) => log.error({ err: error, export: id }, 'the end of an export was not recorded'));
    return { rows, stream, over };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Whether the stream was read to its end. */
const ended = (stream: Readable): Promise<boolean> =>
  new Promise((resolve) => finished(stream, { writable: false }, (error) => resolve(!error)));
