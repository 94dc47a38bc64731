import type { Database, Prisma, Transaction } from './client';

export type AuditEntry = { user: string | null; action: string; target?: string; detail?: Prisma.InputJsonObject };

/** Adds a line to the append-only audit; inside the transaction of what it records, both happen or neither. */
export async function recordAudit(database: Database | Transaction, entry: AuditEntry): Promise<void> {
  const { user, action, target, detail } = entry;
  await database.audit.create({ data: { userId: user, action, target, detail }, select: { id: true } });
}
