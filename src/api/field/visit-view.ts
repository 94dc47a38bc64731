import { z } from 'zod';
import type { VisitRow } from '../../database/visits';
import { correctionRefusal, VISIT_STATE_NAMES, visitState, type VisitState } from '../../domain/visit';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';
import { collectedDemandSchema } from './collected-view';
import { VISITORS } from './seats';

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
    canCorrect: z.boolean().meta({ description: '您现在能否更正走访记录' }),
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

/** By what the caller may correct its record: as whoever made it, or as administrator of its team. */
export function correctingOf({ team_id, done_by_username }: VisitRow, actor: SignedIn, units: Units) {
  const path = units.get(team_id)?.path ?? [];
  const isIn = (...roles: Role[]): boolean => unitsWithRole(actor, ...roles).some((unit) => path.includes(unit));
  return {
    isRecorder: done_by_username === actor.username && isIn(...VISITORS),
    isAdministrator: isIn('administrator'),
  };
}

export const canCorrect = (row: VisitRow, actor: SignedIn, units: Units, now: number): boolean =>
  correctionRefusal(timesOf(row), correctingOf(row, actor, units), now) === null;

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
