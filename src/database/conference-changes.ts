import { recordAudit, recordAuditIn, type AuditEntry } from './audit';
import type { Database, Sql, Transaction } from './client';

export interface ConferenceData {
  unitId: string;
  title: string;
  heldAt: Date;
  location: string;
  host: string;
  attendees: string;
}

export interface Decision {
  decision: string;
  leadUnitId: string | null;
  workingDays: number | null;
}

export type Refused = 'closed' | 'applied' | 'changed' | 'gone';

/** Several people write at once: whoever changes a conference has it alone, and finds it open. */
async function changing<Result>(
  database: Database,
  id: string,
  audit: (result: Result) => AuditEntry | null,
  work: (tx: Transaction) => Promise<Result | Refused>,
): Promise<Result | Refused> {
  return database.$transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ closed: boolean }[]>`
      SELECT closed_at IS NOT NULL AS closed FROM conference WHERE id = ${id}::uuid FOR UPDATE`;
    if (!held) return 'gone';
    if (held.closed) return 'closed';
    const result = await work(tx);
    const entry = typeof result === 'string' ? null : audit(result);
    if (entry) await recordAudit(tx, entry);
    return result;
  });
}

type Done = { done: true };
const DONE: Done = { done: true };

/** Inside the caller's transaction, which also keeps the answer. */
export async function createConference(sql: Sql, id: string, user: string, data: ConferenceData): Promise<void> {
  const { unitId, title, heldAt, location, host, attendees } = data;
  await sql`INSERT INTO conference (id, unit_id, title, held_at, location, host, attendees, created_by)
    VALUES (${id}::uuid, ${unitId}, ${title}, ${heldAt}, ${location}, ${host}, ${attendees}, ${user})`;
  await recordAuditIn(sql, auditOf(user, 'conference_created', unitId, { id, title }));
}

type ConferenceAudit = Extract<AuditEntry['action'], `conference_${string}`>;
const auditOf = (
  user: string,
  action: ConferenceAudit,
  unit: string,
  detail: NonNullable<AuditEntry['detail']>,
): AuditEntry => ({ user, action, target: unit, detail });

export const changeConference = (
  database: Database,
  user: string,
  { id, ...data }: ConferenceData & { id: string },
): Promise<Done | Refused> =>
  changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_changed', data.unitId, { id, title: data.title }),
    async (tx) => {
      await tx.conference.update({ where: { id }, data, select: { id: true } });
      return DONE;
    },
  );

export interface Agenda {
  id: string;
  unitId: string;
}

/** Puts these demands first, in this order; those that were not on the agenda are added, and the others follow. */
export const orderAgenda = (
  database: Database,
  user: string,
  { id, unitId, demands, numbers }: Agenda & { demands: string[]; numbers: string[] },
): Promise<Done | Refused> =>
  changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_agenda_changed', unitId, { id, numbers }),
    async (tx) => {
      await tx.$executeRaw`
        INSERT INTO conference_item (conference_id, demand_id, position)
        SELECT ${id}::uuid, d.id::uuid, 100000 FROM unnest(${demands}::text[]) AS d(id) ON CONFLICT DO NOTHING`;
      await tx.$executeRaw`
        UPDATE conference_item i SET position = o.n FROM (
          SELECT i.demand_id, row_number() OVER (ORDER BY w.n NULLS LAST, i.position, i.demand_id) AS n
          FROM conference_item i LEFT JOIN unnest(${demands}::text[]) WITH ORDINALITY AS w(id, n) ON w.id::uuid = i.demand_id
          WHERE i.conference_id = ${id}::uuid) o
        WHERE i.conference_id = ${id}::uuid AND i.demand_id = o.demand_id`;
      return DONE;
    },
  );

/** Adds them at the end; those on the agenda stay where they are. */
export const addToAgenda = (
  database: Database,
  user: string,
  { id, unitId, demands, numbers }: Agenda & { demands: string[]; numbers: string[] },
): Promise<Done | Refused> =>
  changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_agenda_changed', unitId, { id, added: numbers }),
    async (tx) => {
      await tx.$executeRaw`
        INSERT INTO conference_item (conference_id, demand_id, position)
        SELECT ${id}::uuid, d.id::uuid, d.n + (SELECT COALESCE(max(position), 0) FROM conference_item
          WHERE conference_id = ${id}::uuid)
        FROM unnest(${demands}::text[]) WITH ORDINALITY AS d(id, n) ON CONFLICT DO NOTHING`;
      return DONE;
    },
  );

const isTakenOver = async (tx: Transaction, id: string, demandId: string): Promise<boolean> => {
  const [row] = await tx.$queryRaw<{ applied: boolean }[]>`
    SELECT i.applied_at IS NOT NULL OR EXISTS (SELECT 1 FROM demand_event e WHERE e.demand_id = i.demand_id
      AND e.type = 'decided' AND e.data->>'conference' = i.conference_id::text) AS applied
    FROM conference_item i WHERE i.conference_id = ${id}::uuid AND i.demand_id = ${demandId}::uuid`;
  return row?.applied ?? false;
};

export const removeFromAgenda = (
  database: Database,
  user: string,
  { id, unitId, demandId, number }: Agenda & { demandId: string; number: string },
): Promise<Done | Refused> =>
  changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_agenda_changed', unitId, { id, removed: number }),
    async (tx) => {
      if (await isTakenOver(tx, id, demandId)) return 'applied';
      const { count } = await tx.conferenceItem.deleteMany({ where: { conferenceId: id, demandId } });
      return count > 0 ? DONE : 'gone';
    },
  );

/**
 * Keeps a decision as a draft; null takes it back. `known` is when the decision was last changed, as the writer saw it:
 * somebody else's words are not overwritten unread.
 */
export const draftDecision = (
  database: Database,
  user: string,
  asked: Agenda & { demandId: string; number: string; drafted: Decision | null; known?: Date | null },
): Promise<Done | Refused> => {
  const { id, unitId, demandId, number, drafted, known } = asked;
  return changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_decision_drafted', unitId, { id, number }),
    async (tx) => {
      const where = { conferenceId_demandId: { conferenceId: id, demandId } };
      const item = await tx.conferenceItem.findUnique({ where });
      if (!item) return 'gone';
      if (await isTakenOver(tx, id, demandId)) return 'applied';
      if (known !== undefined && (known?.getTime() ?? null) !== (item.decidedAt?.getTime() ?? null)) return 'changed';
      const data = drafted
        ? { ...drafted, decidedBy: user, decidedAt: new Date() }
        : { decision: null, leadUnitId: null, workingDays: null, decidedBy: null, decidedAt: null };
      await tx.conferenceItem.update({ where, data, select: { demandId: true } });
      return DONE;
    },
  );
};

export async function markApplied(database: Database, id: string, demandId: string): Promise<void> {
  await database.sql`UPDATE conference_item SET applied_at = now()
    WHERE conference_id = ${id}::uuid AND demand_id = ${demandId}::uuid AND applied_at IS NULL`;
}

export const closeConference = (database: Database, user: string, { id, unitId }: Agenda): Promise<Done | Refused> =>
  changing<Done>(
    database,
    id,
    () => auditOf(user, 'conference_closed', unitId, { id }),
    async (tx) => {
      await tx.conference.update({ where: { id }, data: { closedAt: new Date() }, select: { id: true } });
      return DONE;
    },
  );
