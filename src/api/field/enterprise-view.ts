import { z } from 'zod';
import type { EnterpriseRow } from '../../database/enterprises';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const enterpriseSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    unit: unitSchema.meta({ description: '所在地' }),
    team: unitSchema.nullable().meta({ description: '包干的队伍' }),
    retired: z.boolean(),
    lastVisitAt: timeSchema.nullable(),
    nextVisitAt: timeSchema.nullable().meta({ description: '已安排的下一次走访' }),
  })
  .meta({ id: 'Enterprise' });

const timeOrNull = (at: Date | null): string | null => at && beijing(at.getTime());

export function enterpriseView(row: EnterpriseRow, units: Units): z.output<typeof enterpriseSchema> {
  const { id, name, address, unit_id, team_id, retired_at, last_visit_at, next_visit_at } = row;
  return {
    ...{ id, name, address, unit: unitView(units, unit_id), team: team_id === null ? null : unitView(units, team_id) },
    retired: retired_at !== null,
    lastVisitAt: timeOrNull(last_visit_at),
    nextVisitAt: timeOrNull(next_visit_at),
  };
}
