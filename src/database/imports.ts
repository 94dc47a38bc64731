import type { ImportState, RowState } from '../domain/batch-import';
import type { Mapping, RowError } from '../import/row-draft';
import { Prisma, type Database, type Sql } from './client';

/** What the file holds, as kept with the batch: names only, nothing that stands in its rows. */
export interface BatchColumns {
  /** The row that names the columns, as people count. */
  headerRow: number;
  names: string[];
  sheet: string | null;
  otherSheets: number;
  encoding: string | null;
}

export interface Batch {
  id: string;
  unitId: string;
  createdBy: { id: string; username: string; name: string };
  formCode: string;
  campaignId: string | null;
  fileName: string;
  columns: BatchColumns;
  mapping: Mapping | null;
  state: ImportState;
  total: number;
  wrong: number;
  created: number;
  repeated: number;
  failure: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const selection = Prisma.sql`
  SELECT b.id, b.unit_id AS "unitId", json_build_object('id', u.id, 'username', u.username, 'name', u.name) AS "createdBy",
    b.form_code AS "formCode", b.campaign_id AS "campaignId", b.file_name AS "fileName", b.columns, b.mapping, b.state, b.total,
    b.wrong, b.created, b.repeated, b.failure, b.created_at AS "createdAt", b.started_at AS "startedAt",
    b.finished_at AS "finishedAt"
  FROM import_batch b JOIN unit n ON n.id = b.unit_id JOIN staff_user u ON u.id = b.created_by`;

/** Batches of these units and of what lies under them. */
const isUnder = (units: readonly string[]): Prisma.Sql => Prisma.sql`n.path && ${[...units]}::text[]`;

export async function readBatch(
  database: { sql: Sql },
  id: string,
  units: readonly string[] | null = null,
): Promise<Batch | null> {
  const seen = units ? isUnder(units) : Prisma.sql`TRUE`;
  const [row] = await database.sql<Batch>`${selection} WHERE b.id = ${id}::uuid AND ${seen}`;
  return row ?? null;
}

export interface BatchSearch {
  units: readonly string[];
  state?: ImportState;
  after?: [string, string];
  limit: number;
}

/** The latest first; one row more than `limit`. */
export async function readBatches(database: Database, search: BatchSearch): Promise<Batch[]> {
  const { units, state, after, limit } = search;
  const wanted = [isUnder(units)];
  if (state !== undefined) wanted.push(Prisma.sql`b.state = ${state}`);
  if (after) wanted.push(Prisma.sql`(b.created_at, b.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.sql<Batch>`
    ${selection} WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY b.created_at DESC, b.id DESC LIMIT ${limit + 1}`;
}

export interface NewBatch {
  id: string;
  unitId: string;
  createdBy: string;
  formCode: string;
  campaignId: string | null;
  fileName: string;
  fileHash: Buffer;
  columns: BatchColumns;
  total: number;
}

export async function insertBatch(sql: Sql, batch: NewBatch): Promise<void> {
  const { id, unitId, createdBy, formCode, campaignId, fileName, fileHash, columns, total } = batch;
  await sql`INSERT INTO import_batch (id, unit_id, created_by, form_code, campaign_id, file_name, file_hash, columns, state, total)
    VALUES (${id}::uuid, ${unitId}, ${createdBy}, ${formCode}, ${campaignId}::uuid, ${fileName}, ${fileHash},
      ${JSON.stringify(columns)}::jsonb, 'uploaded', ${total})`;
}

export interface SealedRow {
  row: number;
  cells: Buffer;
}

export async function insertRows(sql: Sql, batchId: string, rows: readonly SealedRow[]): Promise<void> {
  await sql`INSERT INTO import_row (batch_id, row, cells)
    SELECT ${batchId}::uuid, t.row, t.cells
    FROM unnest(${rows.map(({ row }) => row)}::int[], ${rows.map(({ cells }) => cells)}::bytea[]) AS t(row, cells)`;
}

/** Rows that still hold what the file said, from there on. */
export async function readSealedRows(
  sql: Sql,
  batchId: string,
  { after, limit, onlyReady = false }: { after: number; limit: number; onlyReady?: boolean },
): Promise<SealedRow[]> {
  const wanted = onlyReady ? Prisma.sql`errors IS NULL AND demand_id IS NULL AND NOT repeats` : Prisma.sql`TRUE`;
  return sql<SealedRow>`
    SELECT row, cells FROM import_row WHERE batch_id = ${batchId}::uuid AND row > ${after} AND cells IS NOT NULL AND ${wanted}
    ORDER BY row LIMIT ${limit}`;
}

export interface CheckedRow {
  row: number;
  errors: RowError[] | null;
  repeats: boolean;
  demandId: string | null;
}

export async function writeChecked(sql: Sql, batchId: string, rows: readonly CheckedRow[]): Promise<void> {
  await sql`UPDATE import_row r SET errors = NULLIF(t.errors, 'null'::jsonb), repeats = t.repeats, demand_id = t."demandId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(row int, errors jsonb, repeats boolean, "demandId" uuid)
    WHERE r.batch_id = ${batchId}::uuid AND r.row = t.row`;
}

/** Locks the batch until the transaction ends, so that it is not mapped and started at once; null when there is none. */
export async function lockState(sql: Sql, id: string): Promise<ImportState | null> {
  const [row] = await sql<{ state: ImportState }>`SELECT state FROM import_batch WHERE id = ${id}::uuid FOR UPDATE`;
  return row?.state ?? null;
}

export async function markChecked(
  sql: Sql,
  id: string,
  { mapping, wrong, repeated }: { mapping: Mapping; wrong: number; repeated: number },
): Promise<void> {
  await sql`UPDATE import_batch SET state = 'checked', mapping = ${JSON.stringify(mapping)}::jsonb, wrong = ${wrong},
    repeated = ${repeated} WHERE id = ${id}::uuid`;
}

export async function deleteBatch(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM import_row WHERE batch_id = ${id}::uuid`;
  await sql`DELETE FROM import_batch WHERE id = ${id}::uuid`;
}

/** Names of columns by target, as somebody of the unit last mapped them for the form, and what held for all rows. */
export interface RememberedMapping {
  headers: Record<string, string>;
  defaults: Mapping['defaults'];
}

export async function rememberMapping(
  sql: Sql,
  { unitId, formCode }: Pick<Batch, 'unitId' | 'formCode'>,
  remembered: RememberedMapping,
): Promise<void> {
  await sql`INSERT INTO import_mapping (unit_id, form_code, mapping, updated_at)
    VALUES (${unitId}, ${formCode}, ${JSON.stringify(remembered)}::jsonb, now())
    ON CONFLICT (unit_id, form_code) DO UPDATE SET mapping = excluded.mapping, updated_at = now()`;
}

export async function readMapping(
  database: Database,
  { unitId, formCode }: Pick<Batch, 'unitId' | 'formCode'>,
): Promise<RememberedMapping | null> {
  const row = await database.importMapping.findUnique({ where: { unitId_formCode: { unitId, formCode } } });
  return row ? (row.mapping as unknown as RememberedMapping) : null;
}

/** Of a row of import_key: a demand that was withdrawn gives its key back, so that what was imported wrongly can be imported anew. */
export const isFree = Prisma.sql`EXISTS (
  SELECT 1 FROM demand w WHERE w.id = import_key.demand_id AND w.stage = 'withdrawn')`;

/** Which of these keys have been imported, and as which demand, by the key in hex. */
export async function readKeys(sql: Sql, keys: readonly Buffer[]): Promise<Map<string, string>> {
  const rows = await sql<{ key: Buffer; demand_id: string }>`
    SELECT key, demand_id FROM import_key WHERE key = ANY(${[...keys]}::bytea[]) AND NOT ${isFree}`;
  return new Map(rows.map(({ key, demand_id }) => [key.toString('hex'), demand_id]));
}

const ROW_CONDITIONS: Record<RowState, Prisma.Sql> = {
  wrong: Prisma.sql`r.errors IS NOT NULL`,
  repeated: Prisma.sql`r.repeats`,
  created: Prisma.sql`r.demand_id IS NOT NULL AND NOT r.repeats`,
  ready: Prisma.sql`r.errors IS NULL AND r.demand_id IS NULL AND NOT r.repeats`,
};

export interface BatchRow {
  row: number;
  cells: Buffer | null;
  errors: RowError[] | null;
  repeats: boolean;
  demandId: string | null;
  /** Of the demand, where `sight` (a condition on a demand `d`) lets it be seen. */
  number: string | null;
  title: string | null;
}

/** In the order of the file; one row more than `limit`. */
export async function readRows(
  database: Database,
  batchId: string,
  { state, after, limit, sight }: { state?: RowState; after: number; limit: number; sight: Prisma.Sql },
): Promise<BatchRow[]> {
  const wanted = state ? ROW_CONDITIONS[state] : Prisma.sql`TRUE`;
  return database.sql<BatchRow>`
    SELECT r.row, r.cells, r.errors, r.repeats, r.demand_id AS "demandId", d.number, d.title
    FROM import_row r LEFT JOIN demand d ON d.id = r.demand_id AND ${sight}
    WHERE r.batch_id = ${batchId}::uuid AND r.row > ${after} AND ${wanted} ORDER BY r.row LIMIT ${limit + 1}`;
}
