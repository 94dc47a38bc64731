import type { Demand } from '../domain/demand';
import type { EventType } from '../domain/event';
import type { Database } from './client';

export interface ReporterRow {
  id: string;
  subjectName: string;
  filedFor: string | null;
  contactCipher: Uint8Array | null;
  phoneIndex: Uint8Array | null;
}

/** The reporters of a case: of the demand itself and of those merged into it. */
export async function readReporters(database: Database, { id, followers }: Demand): Promise<ReporterRow[]> {
  return database.demand.findMany({
    where: { id: { in: [id, ...followers] } },
    select: { id: true, subjectName: true, filedFor: true, contactCipher: true, phoneIndex: true },
  });
}

export interface WrittenRow {
  type: EventType;
  public: boolean;
  byReporter: boolean;
  texts: Record<string, unknown>;
}

/** Everything that was written in a case, for the inside and for the reporter. */
export const readWritten = (database: Database, demandId: string): Promise<WrittenRow[]> =>
  database.sql<WrittenRow>`
    SELECT e.type, e.public, e.actor_kind = 'reporter' AS "byReporter", w.texts
    FROM demand_event e JOIN words w ON w.id = e.words_id WHERE e.demand_id = ${demandId}::uuid ORDER BY e.seq`;

export async function collectorName(database: Database, demandId: string): Promise<string | null> {
  const [row] = await database.sql<{ name: string }>`
    SELECT u.name FROM demand d JOIN staff_user u ON u.id = d.collected_by WHERE d.id = ${demandId}::uuid`;
  return row?.name ?? null;
}

export interface NamedFile {
  id: string;
  name: string;
  mediaType: string;
}

export const readNamedFiles = (database: Database, ids: readonly string[]): Promise<NamedFile[]> =>
  database.attachment.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, mediaType: true } });
