import { randomUUID } from 'node:crypto';
import type { Duty } from '../domain/duty';
import { recordAudit, recordAuditIn } from './audit';
import type { Database, Prisma, Sql, Transaction } from './client';

export interface DutyItem extends Duty {
  retired: boolean;
  updatedAt: Date;
}

const select = {
  id: true,
  code: true,
  category: true,
  name: true,
  unitId: true,
  words: true,
  basis: true,
  retiredAt: true,
  updatedAt: true,
} as const;
type Row = Prisma.DutyItemGetPayload<{ select: typeof select }>;
const dutyOf = ({ retiredAt, ...row }: Row): DutyItem => ({ ...row, retired: retiredAt !== null });

export interface DutySearch {
  category?: string;
  /** Only of units that have this one in their path. */
  under?: string;
  retired: boolean;
  /** The code after which to go on. */
  after?: string;
  limit?: number;
}

/** By their codes. */
export async function readDuties(database: Database, search: DutySearch): Promise<DutyItem[]> {
  const { category, under, retired, after, limit } = search;
  const units =
    under === undefined
      ? undefined
      : await database.unit.findMany({ where: { path: { has: under } }, select: { id: true } });
  const rows = await database.dutyItem.findMany({
    where: {
      ...(category === undefined ? {} : { category }),
      ...(units === undefined ? {} : { unitId: { in: units.map(({ id }) => id) } }),
      ...(retired ? {} : { retiredAt: null }),
      ...(after === undefined ? {} : { code: { gt: after } }),
    },
    select,
    orderBy: { code: 'asc' },
    take: limit,
  });
  return rows.map(dutyOf);
}

export async function readDuty(database: Database, id: string): Promise<DutyItem | null> {
  const row = await database.dutyItem.findUnique({ where: { id }, select });
  return row && dutyOf(row);
}

export type NewDuty = Omit<Duty, 'id'>;

/** Throws a unique violation when the code is taken. */
export async function insertDuty(sql: Sql, by: string, duty: NewDuty): Promise<string> {
  const id = randomUUID();
  const { code, category, name, unitId, words, basis } = duty;
  await sql`INSERT INTO duty_item (id, code, category, name, unit_id, words, basis)
    VALUES (${id}::uuid, ${code}, ${category}, ${name}, ${unitId}, ${words}::text[], ${basis})`;
  await recordAuditIn(sql, { user: by, action: 'duty_created', target: unitId, detail: json(duty) });
  return id;
}

export type DutyChange = Omit<Duty, 'id' | 'code'> & { retired: boolean };

export async function changeDuty(database: Database, by: string, duty: DutyItem, change: DutyChange): Promise<void> {
  const { retired, ...fields } = change;
  const retiredAt = retired ? new Date() : null;
  await database.$transaction(async (transaction) => {
    const data = { ...fields, updatedAt: new Date(), ...(retired === duty.retired ? {} : { retiredAt }) };
    await transaction.dutyItem.update({ where: { id: duty.id }, data });
    const action = retired === duty.retired ? 'duty_changed' : retired ? 'duty_retired' : 'duty_reopened';
    const { code, name, unitId, category, words, basis } = duty;
    const detail = { code, before: { name, unitId, category, words, basis }, after: json(fields) };
    await recordAudit(transaction, { user: by, action, target: change.unitId, detail });
  });
}

/** Writes all of them, new or as they are now, or none; an item that was retired is open again. One audit line per unit. */
export async function importDuties(database: Database, by: string, duties: readonly NewDuty[]): Promise<void> {
  await database.$transaction(
    async (transaction) => {
      for (const duty of duties) await upsert(transaction, duty);
      const byUnit = new Map<string, NewDuty[]>();
      for (const duty of duties) byUnit.set(duty.unitId, [...(byUnit.get(duty.unitId) ?? []), duty]);
      for (const [unitId, ofUnit] of byUnit) {
        const detail = { codes: ofUnit.map(({ code }) => code) };
        await recordAudit(transaction, { user: by, action: 'duties_imported', target: unitId, detail });
      }
    },
    { timeout: 60_000 },
  );
}

async function upsert(transaction: Transaction, { code, ...duty }: NewDuty): Promise<void> {
  const fields = { ...duty, retiredAt: null, updatedAt: new Date() };
  await transaction.dutyItem.upsert({
    where: { code },
    create: { id: randomUUID(), code, ...duty },
    update: fields,
    select: { id: true },
  });
}

const json = (value: object) => value as unknown as Prisma.InputJsonObject;
