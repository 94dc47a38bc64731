import { z } from 'zod';
import type { PersonName, TracedEvent } from '../../database/traces';
import type { ActingGrant } from '../../domain/acting';
import { clocksAt, remainingAt, seatsOfSight, SIGHT_REASONS, type SightReason } from '../../domain/as-of';
import type { Calendar } from '../../domain/calendar';
import { contactSight, type HeldAgainst } from '../../domain/contact-sight';
import { stageLabelOf, type Demand } from '../../domain/demand';
import { EVENTS } from '../../domain/event';
import { TASKS, tasksOf, type TaskKind } from '../../domain/record';
import type { Version } from '../../domain/retrace';
import { LEVELS, ROLES, STAGE_NAMES, URGENCIES, type Role, type Stage } from '../../domain/vocabulary';
import { unitSchema } from '../units';
import { badgeView, beijing, clockBadgeSchema, timeSchema, unitView, type Units } from './view';

const personSchema = z.object({ username: z.string(), name: z.string() });
const seatSchema = z.object({ role: z.enum(ROLES), unit: unitSchema });

export const asOfSchema = z
  .object({
    at: timeSchema,
    version: z.int(),
    seq: z.int().meta({ description: '当时最后一条办理经过的序号' }),
    stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
    stageLabel: z.string(),
    level: z.enum(LEVELS),
    urgency: z.enum(URGENCIES),
    round: z.int(),
    result: z.string().nullable(),
    rating: z.int().nullable(),
    supervised: z.boolean(),
    holder: z.object({ unit: unitSchema.nullable(), role: z.enum(ROLES).nullable(), user: personSchema.nullable() }),
    leadUnit: unitSchema.nullable(),
    coUnits: z.array(unitSchema),
    replyingUnit: unitSchema.nullable(),
    clocks: z.array(
      clockBadgeSchema
        .extend({
          id: z.string(),
          remainingMinutes: z.number().meta({ description: '当时还剩多少（按本时钟的计时方式）；负数为已超过' }),
          policyVersion: z.int(),
          calendarVersion: z.string(),
        })
        .meta({ id: 'ClockAsOf' }),
    ),
    tasks: z.array(
      z.object({
        kind: z.enum(Object.keys(TASKS) as [TaskKind, ...TaskKind[]]),
        label: z.string(),
        role: z.enum(ROLES),
        unit: unitSchema,
        user: personSchema.nullable(),
        dueAt: timeSchema.nullable(),
        overdue: z.boolean(),
      }),
    ),
    sight: z.object({
      units: z
        .array(
          z.object({
            unit: unitSchema,
            reasons: z.array(z.enum(Object.keys(SIGHT_REASONS) as [SightReason, ...SightReason[]])),
            labels: z.array(z.string()),
          }),
        )
        .meta({ description: '当时能看到这件诉求的单位及缘由；这些单位里任何岗位的人都能看到，其他单位看不到' }),
      contact: z.array(seatSchema).meta({ description: '当时能看到诉求人完整联系方式的岗位' }),
      reporter: z
        .object({
          events: z.array(z.object({ seq: z.int(), at: timeSchema, label: z.string() })),
          inside: z.int().meta({ description: '当时已有、诉求人看不到的内部记录条数' }),
        })
        .meta({ description: '诉求人凭查询链接当时能看到的经过' }),
    }),
  })
  .meta({ id: 'DemandAsOf' });
export type AsOfView = z.output<typeof asOfSchema>;

export interface Known {
  units: Units;
  people: ReadonlyMap<string, PersonName>;
  calendar: Calendar;
  events: readonly TracedEvent[];
  held: HeldAgainst;
}

export function asOfView({ demand, seq, version }: Version, at: number, known: Known): AsOfView {
  const { units, people, calendar } = known;
  const named = (unit: { id: string } | null) => (unit ? unitView(units, unit.id) : null);
  const person = (user: string | null) => (user === null ? null : (people.get(user) ?? { username: user, name: user }));
  const { stage, level, urgency, round, result, rating, supervised, holder } = demand;
  return {
    ...{ at: beijing(at), version, seq, stage, level, urgency, round, result, rating, supervised },
    stageLabel: stageLabelOf(demand),
    holder: { unit: named(holder.unit), role: holder.role, user: person(holder.user) },
    leadUnit: named(demand.lead),
    coUnits: demand.co.map(({ id }) => unitView(units, id)),
    replyingUnit: named(demand.replying),
    clocks: clocksAt(demand).map((clock) => ({
      ...badgeView(clock),
      ...{ id: clock.id, policyVersion: clock.policyVersion, calendarVersion: clock.calendarVersion },
      remainingMinutes: remainingAt(clock, calendar, at) / 60_000,
    })),
    tasks: tasksOf(demand).map(({ kind, role, unit, user, dueAt, overdue }) => ({
      ...{ kind, label: TASKS[kind], role, unit: unitView(units, unit), user: person(user), overdue },
      dueAt: dueAt === null ? null : beijing(dueAt),
    })),
    sight: sightView(demand, seq, known),
  };
}

function sightView(demand: Demand, seq: number, { units, events, held }: Known): AsOfView['sight'] {
  const then = events.filter((event) => event.seq <= seq);
  const shown = then.filter((event) => event.public);
  return {
    units: seatsOfSight(demand).map(({ unit, reasons }) => ({
      ...{ unit: unitView(units, unit), reasons },
      labels: reasons.map((reason) => SIGHT_REASONS[reason]),
    })),
    contact: contactSeats(demand, held).map(({ role, unit }) => ({ role, unit: unitView(units, unit) })),
    reporter: {
      events: shown.map((event) => ({ seq: event.seq, at: beijing(event.at), label: EVENTS[event.type] })),
      inside: then.length - shown.length,
    },
  };
}

/** By the rule that guards the contact itself, asked for every role in the units that the demand has to do with. */
function contactSeats(demand: Demand, against: HeldAgainst): { role: Role; unit: string }[] {
  const { collecting, lead, holder } = demand;
  const seats: ActingGrant[] = [
    { role: 'collector', unit: collecting.id },
    ...(holder.unit ? [{ role: 'dispatcher' as const, unit: holder.unit.id }] : []),
    ...(lead ? [{ role: 'handler' as const, unit: lead.id }] : []),
  ];
  const sees = seats.filter((seat) => {
    const actor = { kind: 'staff' as const, user: holder.user ?? '', grants: [seat] };
    return 'as' in contactSight(demand, null, actor, against);
  });
  const callers =
    demand.stage === 'calling_back' && holder.unit ? [{ role: 'callback' as const, unit: holder.unit.id }] : [];
  return [...sees, ...callers];
}
