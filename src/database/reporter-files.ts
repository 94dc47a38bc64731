import { type AttachmentFile, attachmentColumns } from './attachments';
import { Prisma, type Database } from './client';

/**
 * All files of a demand that its reporter may see: those that the reporter sent, and those that came with a reply. The reply
 * to a follower is its main case's, with that one's files. A file of the work inside is in neither.
 */
const openToReporter = (demandId: string) => Prisma.sql`
  SELECT ${attachmentColumns}, a.created_at
  FROM attachment a WHERE a.demand_id = ${demandId}::uuid AND a.uploaded_by IS NULL
  UNION
  SELECT ${attachmentColumns}, a.created_at
  FROM demand_event e JOIN words w ON w.id = e.words_id
    CROSS JOIN LATERAL jsonb_array_elements_text(COALESCE(w.texts->'attachments', '[]')
      || COALESCE(w.texts#>'{evidence,before}', '[]') || COALESCE(w.texts#>'{evidence,after}', '[]')) AS named(id)
    JOIN attachment a ON a.id = named.id::uuid AND a.demand_id = w.demand_id
  WHERE e.demand_id = ${demandId}::uuid AND e.public AND e.type IN ('replied', 'main_replied')`;

/** Oldest first. */
export async function readReporterFiles(database: Database, demandId: string): Promise<AttachmentFile[]> {
  return database.sql<AttachmentFile>`SELECT * FROM (${openToReporter(demandId)}) f ORDER BY f.created_at, f.id`;
}

export async function readReporterFile(
  database: Database,
  demandId: string,
  id: string,
): Promise<AttachmentFile | undefined> {
  const [file] =
    await database.sql<AttachmentFile>`SELECT * FROM (${openToReporter(demandId)}) f WHERE f.id = ${id}::uuid`;
  return file;
}
