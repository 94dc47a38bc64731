import { z } from 'zod';
import type { VisitRow } from '../../database/visits';
import { VISIT_STATE_NAMES, visitState, type VisitState } from '../../domain/visit';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';
import { collectedDemandSchema } from './collected-view';

const personSchema = z.object({ username: z.string(), name: z.string() });
export const visitSchema = z
  .object({
    id: z.string(),
    team: unitSchema,
    enterprise: z.object({ id: z.string(), name: z.string(), address: z.string(), unit: unitSchema }),
    state: z
      .enum(VISIT_STATE_NAMES as [VisitState, ...VisitState[]])
      .meta({ description: '当天结束仍未记录的为 missed，仍可补记' }),
    plannedAt: timeSchema,
    plannedBy: personSchema,
    doneAt: timeSchema.nullable(),
    doneBy: personSchema.nullable(),
    summary: z.string().nullable(),
    cancelledAt: timeSchema.nullable(),
    demands: z.int().meta({ description: '这次走访登记的诉求' }),
  })
  .meta({ id: 'Visit' });
export type VisitView = z.output<typeof visitSchema>;
export const plannedVisitsSchema = z.object({ items: z.array(visitSchema) }).meta({ id: 'PlannedVisits' });

const lastVisitSchema = visitSchema.pick({ id: true, doneAt: true, doneBy: true, summary: true });
export const visitPageSchema = visitSchema
  .extend({
    filed: z.array(collectedDemandSchema).meta({ description: '这次走访登记的诉求' }),
    openDemands: z.array(collectedDemandSchema).meta({ description: '这家企业尚未办结的诉求' }),
    lastVisits: z.array(lastVisitSchema).meta({ description: '以前的走访，最近的在前' }),
  })
  .meta({ id: 'VisitPage' });

const timeOrNull = (at: Date | null): string | null => at && beijing(at.getTime());
const millisOrNull = (at: Date | null): number | null => at && at.getTime();

export const timesOf = ({ planned_at, done_at, cancelled_at }: VisitRow) => ({
  plannedAt: planned_at.getTime(),
  doneAt: millisOrNull(done_at),
  cancelledAt: millisOrNull(cancelled_at),
});

export function visitView(row: VisitRow, units: Units, now: number): VisitView {
  const { id, summary, demands, planned_by_username, planned_by_name, done_by_username, done_by_name } = row;
  return {
    ...{ id, summary, demands, state: visitState(timesOf(row), now), team: unitView(units, row.team_id) },
    enterprise: {
      ...{ id: row.enterprise_id, name: row.enterprise_name, address: row.enterprise_address },
      unit: unitView(units, row.enterprise_unit_id),
    },
    plannedAt: beijing(row.planned_at.getTime()),
    plannedBy: { username: planned_by_username, name: planned_by_name },
    doneAt: timeOrNull(row.done_at),
    doneBy: done_by_username === null ? null : { username: done_by_username, name: done_by_name ?? done_by_username },
    cancelledAt: timeOrNull(row.cancelled_at),
  };
}
