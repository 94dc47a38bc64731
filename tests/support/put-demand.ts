import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../src/database/client';
import { type Database } from '../../src/database/client';
import { demandColumns } from '../../src/database/record-demand';
import { tasksOf } from '../../src/domain/record';
import type { Demand } from '../../src/domain/demand';

/** Another demand of the same life, every instant of it `ms` later. */
export function anotherLike(demand: Demand, ms = 0): Demand {
  const moved = JSON.stringify(demand).replace(/\b\d{13}\b/g, (time) => String(Number(time) + ms));
  const id = randomUUID();
  return { ...(JSON.parse(moved) as Demand), id, number: `SQ${id}` };
}

/** The record of a demand as it came out of the domain, without a workflow behind it. */
export async function putDemand(database: Database, demand: Demand): Promise<void> {
  const { id, number, kind, createdAt, policyVersion } = demand;
  const filed = { title: '路灯不亮', body: '园区东门路灯不亮。', channel: '党群服务中心' };
  const subject = { subjectType: 'enterprise', subjectName: '智美科技' };
  const units = { unitId: demand.place.id, collectingUnitId: demand.collecting.id };
  const row = { ...{ id, number, kind, policyVersion }, ...filed, ...subject, ...units, ...demandColumns(demand) };
  const trackingHash = new Uint8Array(Buffer.from(id));
  await database.demand.create({ data: { ...row, createdAt: new Date(createdAt), mergedInto: null, trackingHash } });
  const since = new Date(demand.updatedAt);
  const tasks = tasksOf(demand).map(({ unit, user, dueAt, ...task }) => ({
    ...{ ...task, demandId: id, unitId: unit, userId: user, supervised: demand.supervised, since },
    dueAt: dueAt === null ? null : new Date(dueAt),
  }));
  await database.task.createMany({ data: tasks satisfies Prisma.TaskCreateManyInput[] });
}
