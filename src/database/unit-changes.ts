import { refuse, type Refusal } from '../domain/refusal-codes';
import { closingRefusal, placeUnder, type UnitUse } from '../domain/unit-shape';
import { ENDED_STAGES, type UnitKind } from '../domain/vocabulary';
import { recordAudit } from './audit';
import { Prisma, type Database, type Transaction } from './client';

export type NewUnit = { id: string; name: string; kind: UnitKind; parent: string };
export type UnitChange = { id: string; name: string; closed: boolean };

type HeldUnit = { name: string; kind: UnitKind; parent: string | null; path: string[]; closed: boolean };

/** Creates a unit under one that exists, and audits it. Throws a unique violation when the id is in use. */
export async function createUnit(database: Database, by: string, wanted: NewUnit): Promise<Refusal | null> {
  const { id, name, kind, parent } = wanted;
  return database.$transaction(async (tx) => {
    const above = await holdUnit(tx, parent, 'SHARE');
    if (above.closed) return parentClosed(above);
    const place = placeUnder(kind, above.kind);
    if ('code' in place) return place;
    const { level } = place;
    await tx.unit.create({ data: { id, name, kind, level, parentId: parent, path: [...above.path, id] } });
    await recordAudit(tx, { user: by, action: 'unit_created', target: id, detail: { name, kind, parent } });
    return null;
  });
}

/** Renames, closes or reopens a unit that exists, and audits it. What changes nothing leaves no line. */
export async function changeUnit(database: Database, by: string, wanted: UnitChange): Promise<Refusal | null> {
  const { id, name, closed } = wanted;
  return database.$transaction(async (tx) => {
    const unit = await holdUnit(tx, id, 'UPDATE');
    const isToggled = unit.closed !== closed;
    if (unit.name === name && !isToggled) return null;
    const refusal = isToggled ? await togglingRefusal(tx, id, unit) : null;
    if (refusal) return refusal;
    await tx.unit.update({ where: { id }, data: { name, ...(isToggled && { closedAt: closed ? new Date() : null }) } });
    const action = isToggled ? (closed ? 'unit_closed' : 'unit_reopened') : 'unit_renamed';
    const detail = { before: { name: unit.name, closed: unit.closed }, after: { name, closed } };
    await recordAudit(tx, { user: by, action, target: id, detail });
    return null;
  });
}

/** A closed unit has only closed ones under it, so an open parent is all that opening again needs. */
async function togglingRefusal(tx: Transaction, id: string, unit: HeldUnit): Promise<Refusal | null> {
  if (!unit.closed)
    return closingRefusal(await useOf(tx, id), unit.parent && (await holdUnit(tx, unit.parent, 'SHARE')).name);
  if (unit.parent === null) return null;
  const above = await holdUnit(tx, unit.parent, 'SHARE');
  return above.closed ? parentClosed(above) : null;
}

/**
 * Reads the unit and keeps it as it is until the transaction ends: nothing is put under a unit, and nobody is given a role
 * in it, while it is being closed.
 */
async function holdUnit(tx: Transaction, id: string, how: 'SHARE' | 'UPDATE'): Promise<HeldUnit> {
  const lock = how === 'SHARE' ? Prisma.sql`FOR SHARE` : Prisma.sql`FOR UPDATE`;
  const [row] = await tx.$queryRaw<[HeldUnit]>`
    SELECT name, kind, parent_id AS parent, path, closed_at IS NOT NULL AS closed FROM unit WHERE id = ${id} ${lock}`;
  return row;
}

async function useOf(tx: Transaction, id: string): Promise<UnitUse> {
  const isAtOrUnder = Prisma.sql`u.path @> ARRAY[${id}]::text[]`;
  const under = Prisma.sql`IN (SELECT u.id FROM unit u WHERE ${isAtOrUnder})`;
  const [row] = await tx.$queryRaw<[UnitUse]>`
    SELECT
      (SELECT count(*)::int FROM demand d WHERE d.sight @> ARRAY[${id}]::text[]
        AND d.stage <> ALL(${[...ENDED_STAGES]}::text[])
        AND (d.lead_unit_id ${under} OR d.holder_unit_id ${under} OR d.replying_unit_id ${under})) AS demands,
      (SELECT count(*)::int FROM task t WHERE t.unit_id ${under})
        + (SELECT count(*)::int FROM callback_job c WHERE c.unit_id ${under} AND c.result IS NULL) AS tasks,
      (SELECT count(*)::int FROM unit u WHERE ${isAtOrUnder} AND u.id <> ${id} AND u.closed_at IS NULL) AS children,
      (SELECT count(DISTINCT g.user_id)::int FROM role_grant g JOIN staff_user s ON s.id = g.user_id
        WHERE s.disabled_at IS NULL AND g.unit_id ${under}) AS people`;
  return row;
}

const parentClosed = ({ name }: HeldUnit): Refusal =>
  refuse('unit_closed', `上级单位“${name}”已关闭。请先重新开放上级单位，或选择其他上级。`);
