import { z } from 'zod';
import type { PersonLoad, UnitLoad } from '../../database/workload';
import { unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

const count = z.int().min(0);
export const workloadSchema = z
  .object({
    units: z.array(
      z.object({
        ...{ unit: unitSchema, open: count, overdue: count, dueSoon: count },
        unclaimed: count.meta({ description: '尚无人持有' }),
      }),
    ),
    people: z.array(
      z.object({
        user: z.object({ username: z.string(), name: z.string() }),
        ...{ unit: unitSchema, held: count, overdue: count, dueSoon: count },
      }),
    ),
  })
  .meta({ id: 'Workload', description: '待办任务与回访任务，口径与工作队列相同；各至多 200 行' });

export function viewOfWorkload(
  { units: unitLoads, people }: { units: UnitLoad[]; people: PersonLoad[] },
  units: Units,
): z.output<typeof workloadSchema> {
  return {
    units: unitLoads.map(({ unit_id, due_soon, open, overdue, unclaimed }) => ({
      ...{ unit: unitView(units, unit_id), open, overdue, dueSoon: due_soon, unclaimed },
    })),
    people: people.map(({ username, name, unit_id, held, overdue, due_soon }) => ({
      ...{ user: { username, name }, unit: unitView(units, unit_id), held, overdue, dueSoon: due_soon },
    })),
  };
}
