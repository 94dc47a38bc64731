import { z } from 'zod';
import { readSeats } from '../database/seats';
import { createUnitDirectory } from '../database/unit-directory';
import { readVacantSeats } from '../database/vacant-seats';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { unitView } from './demands/view';
import { listOf } from './paging';
import { roleSchema, unitSchema } from './units';

export const vacantSeatSchema = z
  .object({
    unit: unitSchema,
    role: roleSchema,
    closed: z.boolean().meta({ description: '单位已关闭' }),
    tasks: z.int().meta({ description: '正等着这个岗位的待办' }),
    coveredBy: unitSchema.nullable().meta({ description: '最近的有人在岗的上级；空为直到区级都没有人' }),
    people: z.int().meta({ description: '那里有几人可以代办' }),
  })
  .meta({ id: 'VacantSeat' });

export async function vacantSeatRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  app.get(
    '/seats/vacant',
    {
      config: { access: ['supervisor', 'administrator'] },
      schema: {
        tags: ['休假代办'],
        summary: '空缺岗位：所管理、督办的单位里无人在岗的角色，由谁代办，积着几件',
        response: { 200: listOf(vacantSeatSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ actor }) => {
      const { units, all } = await coveredUnits(database, actor, 'supervisor', 'administrator');
      const { unattended } = await readSeats(database);
      const seats = await readVacantSeats(database, all ? null : [...units], unattended);
      const named = await directory.units(seats.map((seat) => seat.unit_id));
      return {
        items: seats.map(({ unit_id, covered_by, role, closed, tasks, people }) => ({
          ...{ role, closed, tasks, people },
          unit: unitView(named, unit_id),
          coveredBy: covered_by === null ? null : unitView(named, covered_by),
        })),
      };
    },
  );
}
