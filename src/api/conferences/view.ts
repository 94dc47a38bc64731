import { z } from 'zod';
import type { AgendaRow, CandidateRow, ConferenceRow } from '../../database/conferences';
import type { Demand } from '../../domain/demand';
import { LEVELS, STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import { personSchema } from '../demands/case';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

const agendaDemandSchema = z.object({
  number: z.string(),
  title: z.string(),
  stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
  level: z.enum(LEVELS),
  unit: unitSchema,
  leadUnit: unitSchema.nullable(),
  holder: unitSchema.nullable().meta({ description: '现在由哪个单位持有' }),
  listed: z.boolean().meta({ description: '已列为提请联席会议的诉求' }),
});
export const candidateSchema = agendaDemandSchema.meta({ id: 'ConferenceCandidate' });

export const outcomeSchema = z
  .enum(['assigned', 'passed_up', 'told'])
  .meta({ description: 'assigned：交主办单位；passed_up：上报；told：记录并告知办理单位' });
export const agendaItemSchema = z
  .object({
    demand: agendaDemandSchema.nullable().meta({ description: '空为您无权查看的诉求' }),
    decision: z.string().nullable(),
    leadUnit: unitSchema.nullable(),
    workingDays: z.int().nullable().meta({ description: '几个工作日内答复落实情况' }),
    decidedAt: timeSchema.nullable().meta({ description: '决定最后一次改动的时间；保存时带回，他人改过则不覆盖' }),
    decidedBy: z.string().nullable(),
    appliedAt: timeSchema.nullable().meta({ description: '空为草稿，尚未执行' }),
    outcome: outcomeSchema.nullable(),
    dueAt: timeSchema.nullable().meta({ description: '执行后：最迟何时答复' }),
  })
  .meta({ id: 'AgendaItem' });
export type AgendaItemView = z.output<typeof agendaItemSchema>;

export const conferenceSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    title: z.string(),
    heldAt: timeSchema,
    location: z.string(),
    host: z.string(),
    attendees: z.string(),
    by: personSchema,
    createdAt: timeSchema,
    closedAt: timeSchema.nullable(),
    items: z.int().meta({ description: '议程件数' }),
    decided: z.int(),
    applied: z.int(),
    presides: z.boolean().meta({ description: '您可以编议程、记决定、执行' }),
  })
  .meta({ id: 'Conference' });
export const conferenceWithAgendaSchema = conferenceSchema
  .extend({ agenda: z.array(agendaItemSchema) })
  .meta({ id: 'ConferenceWithAgenda' });
export const minutesSchema = z
  .object({
    conference: conferenceSchema,
    decisions: z.array(agendaItemSchema),
    undecided: z.array(agendaItemSchema),
  })
  .meta({ id: 'Minutes' });
export type ConferenceView = z.output<typeof conferenceSchema>;

export const conferenceView = (row: ConferenceRow, units: Units, presides: boolean): ConferenceView => ({
  ...{ id: row.id, title: row.title, location: row.location, host: row.host, attendees: row.attendees, presides },
  ...{ items: row.items, decided: row.decided, applied: row.applied },
  unit: unitView(units, row.unit_id),
  by: { username: row.username, name: row.user_name },
  heldAt: beijing(row.held_at.getTime()),
  createdAt: beijing(row.created_at.getTime()),
  closedAt: row.closed_at && beijing(row.closed_at.getTime()),
});

export function candidateView({ title, state }: CandidateRow, units: Units): z.output<typeof candidateSchema> {
  const named = (unit: { id: string } | null) => unit && unitView(units, unit.id);
  return {
    ...{ number: state.number, title, stage: state.stage, level: state.level, listed: state.conference },
    unit: unitView(units, state.place.id),
    leadUnit: named(state.lead),
    holder: named(state.holder.unit),
  };
}

export function agendaItemView(row: AgendaRow, units: Units): AgendaItemView {
  const { demand_id: id, number, title, state } = row;
  const isSeen = number !== null && title !== null && state !== null;
  return {
    demand: isSeen ? candidateView({ id, number, title, state }, units) : null,
    decision: row.decision,
    leadUnit: row.lead_unit_id === null ? null : unitView(units, row.lead_unit_id),
    workingDays: row.working_days,
    decidedAt: row.decided_at && beijing(row.decided_at.getTime()),
    decidedBy: row.decided_by,
    appliedAt: row.applied_at && beijing(row.applied_at.getTime()),
    outcome: row.outcome,
    dueAt: state && row.working_days !== null ? dueOf(state, row.applied_at) : null,
  };
}

/** When the supervision that the decision began is due; a decision under an older supervision has no date of its own. */
function dueOf({ clocks }: Demand, appliedAt: Date | null): string | null {
  const begun = clocks.find(({ name, startedAt }) => name === 'supervision' && startedAt === appliedAt?.getTime());
  return begun ? beijing(begun.dueAt) : null;
}
