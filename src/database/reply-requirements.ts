import { randomUUID } from 'node:crypto';
import type { ReplyRequirement } from '../domain/reply';
import { recordAuditIn } from './audit';
import type { Database, Prisma, Sql } from './client';

export interface StoredRequirement extends ReplyRequirement {
  updatedAt: Date;
  /** The name of who last changed it; null for what came with the service. */
  updatedBy: string | null;
}

/** Those in force, the widest first. */
export const readRequirements = (database: { sql: Sql }): Promise<StoredRequirement[]> =>
  database.sql<StoredRequirement>`
    SELECT r.kind, r.category, r.elements, r.evidence, r.updated_at AS "updatedAt", u.name AS "updatedBy"
    FROM reply_requirement r LEFT JOIN staff_user u ON u.id = r.updated_by
    WHERE r.retired_at IS NULL ORDER BY r.category NULLS FIRST, r.kind NULLS FIRST`;

/** Makes them what the list says; those that are missing from it are out of force. What is unchanged keeps its date. */
export async function writeRequirements(
  database: Database,
  requirements: readonly ReplyRequirement[],
  by: string,
): Promise<void> {
  await database.transact(async (sql) => {
    await sql`LOCK TABLE reply_requirement IN SHARE ROW EXCLUSIVE MODE`;
    const before = await readRequirements({ sql });
    const changed = requirements.filter((each) => !before.some((other) => keyOf(other) === keyOf(each)));
    const gone = before.filter((each) => !requirements.some((other) => keyOf(other) === keyOf(each)));
    if (changed.length + gone.length === 0) return;
    for (const { kind, category } of gone)
      await sql`UPDATE reply_requirement SET retired_at = now() WHERE retired_at IS NULL
        AND kind IS NOT DISTINCT FROM ${kind} AND category IS NOT DISTINCT FROM ${category}`;
    for (const { kind, category, elements, evidence } of changed)
      await sql`INSERT INTO reply_requirement (id, kind, category, elements, evidence, updated_by)
        VALUES (${randomUUID()}::uuid, ${kind}, ${category}, ${elements}::text[], ${evidence}, ${by})`;
    const detail = JSON.parse(
      JSON.stringify({ before: before.map(plain), after: requirements }),
    ) as Prisma.InputJsonObject;
    await recordAuditIn(sql, { user: by, action: 'reply_requirements_changed', target: 'reply-requirements', detail });
  });
}

const plain = ({ kind, category, elements, evidence }: ReplyRequirement): ReplyRequirement => ({
  ...{ kind, category, elements, evidence },
});
const keyOf = (requirement: ReplyRequirement): string => JSON.stringify(plain(requirement));
