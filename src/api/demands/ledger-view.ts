import { z } from 'zod';
import type { Clock } from '../../domain/clock';
import { unitSchema } from '../units';
import { beijing, clockBadgeSchema, timeSchema, unitView, type Units } from './view';

const segmentSchema = z.object({
  from: timeSchema,
  to: timeSchema.nullable(),
  kind: z.enum(['running', 'paused']),
  unit: unitSchema.nullable().meta({ description: '这段时间记在谁名下' }),
  reason: z.string().optional(),
});
const rungSchema = z.object({
  percent: z.number(),
  step: z.enum(['remind', 'escalate', 'move_up', 'supervise']),
  plannedAt: timeSchema.nullable(),
  firedAt: timeSchema.nullable(),
  lateBySeconds: z.int().nullable(),
});
export const clockLedgerSchema = clockBadgeSchema
  .extend({
    id: z.string(),
    round: z.int(),
    level: z.enum(['A', 'B', 'C']),
    budgetMinutes: z.number(),
    extensionMinutes: z.number(),
    startedAt: timeSchema,
    segments: z.array(segmentSchema),
    rungs: z.array(rungSchema),
    policyVersion: z.int(),
    calendarVersion: z.string(),
    changes: z.array(
      z.object({
        ...{ at: timeSchema, cause: z.string(), from: timeSchema, to: timeSchema },
        budgetMinutes: z.object({ from: z.number(), to: z.number() }).optional().meta({ description: '时长也变了时' }),
      }),
    ),
  })
  .meta({ id: 'ClockLedger' });

const orNull = (ms: number | null): string | null => (ms === null ? null : beijing(ms));

/** The whole ledger of a clock: what answers "why is this due then?". */
export function ledgerView(clock: Clock, units: Units): z.output<typeof clockLedgerSchema> {
  const { id, name, round, level, scope, state, provisional, policyVersion, calendarVersion } = clock;
  return {
    ...{ id, name, round, level, scope, state, provisional, policyVersion, calendarVersion },
    dueAt: beijing(clock.dueAt),
    budgetMinutes: clock.budget / 60_000,
    extensionMinutes: clock.extension / 60_000,
    startedAt: beijing(clock.startedAt),
    endedAt: orNull(clock.endedAt),
    segments: clock.segments.map(({ from, to, kind, unit, reason }) => ({
      ...{ from: beijing(from), to: orNull(to), kind, reason },
      unit: unit === null ? null : unitView(units, unit),
    })),
    rungs: clock.rungs.map(({ percent, step, plannedAt, firedAt }) => ({
      ...{ percent, step, plannedAt: orNull(plannedAt), firedAt: orNull(firedAt) },
      lateBySeconds: firedAt === null || plannedAt === null ? null : Math.round((firedAt - plannedAt) / 1000),
    })),
    changes: clock.changes.map(({ at, cause, from, to, budget }) => ({
      ...{ at: beijing(at), cause, from: beijing(from), to: beijing(to) },
      ...(budget ? { budgetMinutes: { from: budget.from / 60_000, to: budget.to / 60_000 } } : {}),
    })),
  };
}
