import { z } from 'zod';
import type { DemandRow } from '../../database/demands';
import type { HeldSeats } from '../../database/seats';
import type { DirectoryUnit } from '../../database/unit-directory';
import type { Clock } from '../../domain/clock';
import { shownClocks } from '../../domain/demand';
import {
  KINDS,
  LEVELS,
  RISKS,
  ROLES,
  STAGE_NAMES,
  SUBJECT_TYPES,
  URGENCIES,
  CLOCK_NAMES,
  type Stage,
} from '../../domain/vocabulary';
import { unitSchema } from '../units';

export const timeSchema = z.iso.datetime({ offset: true });
export const clockBadgeSchema = z
  .object({
    name: z.enum(CLOCK_NAMES),
    dueAt: timeSchema,
    state: z.enum(['running', 'paused', 'met', 'breached']),
    scope: z.enum(['working', 'elapsed']).meta({ description: 'working：只计工作时间；elapsed：连续计时' }),
    provisional: z.boolean().meta({ description: '到期日所在年份的日历尚未发布，到期时间为暂定' }),
    endedAt: timeSchema.nullable().meta({ description: '何时结束；空为仍在计时或暂停' }),
  })
  .meta({ id: 'ClockBadge' });

/** Until when somebody is away, and who does their work. */
export const awaySchema = z
  .object({
    until: timeSchema,
    deputy: z
      .object({ username: z.string(), name: z.string() })
      .nullable()
      .meta({ description: '谁代办；空为无人能代办，由本单位督办员转办' }),
  })
  .meta({ id: 'Away' });
export const holderSchema = z
  .object({
    username: z.string(),
    name: z.string(),
    away: awaySchema.optional().meta({ description: '正在休假' }),
    disabled: z.literal(true).optional().meta({ description: '账号已停用；本单位经办人可以接手（转办给自己）' }),
  })
  .meta({ id: 'HolderPerson' });

export const demandSchema = z
  .object({
    number: z.string(),
    kind: z.enum(KINDS),
    title: z.string(),
    body: z.string(),
    category: z.string(),
    stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
    level: z.enum(LEVELS),
    urgency: z.enum(URGENCIES),
    risk: z.enum(RISKS),
    round: z.int(),
    version: z.int(),
    channel: z.string(),
    subject: z.object({ type: z.enum(SUBJECT_TYPES), name: z.string() }),
    filedFor: z.string().nullable(),
    contact: z.object({ name: z.string(), phone: z.string() }).nullable().meta({ description: '脱敏后的联系方式' }),
    unit: unitSchema,
    collectingUnit: unitSchema,
    leadUnit: unitSchema.nullable(),
    coUnits: z.array(unitSchema),
    replyingUnit: unitSchema.nullable(),
    holder: z
      .object({
        unit: unitSchema.nullable(),
        role: z.enum(ROLES).nullable(),
        user: holderSchema.nullable(),
      })
      .meta({ description: '现在轮到谁办' }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    closedAt: timeSchema.nullable(),
    result: z.string().nullable(),
    rating: z.int().nullable(),
    returns: z.int(),
    rulingPending: z.boolean(),
    supervised: z.boolean(),
    conference: z.boolean(),
    urges: z.int(),
    mergedInto: z.string().nullable(),
    parent: z.string().nullable(),
    clocks: z.array(clockBadgeSchema),
  })
  .meta({ id: 'Demand' });
export type DemandView = z.output<typeof demandSchema>;

/** ISO 8601 in Beijing time, which is what everybody here reads. */
export const beijing = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
const beijingOrNull = (ms: number | null): string | null => (ms === null ? null : beijing(ms));

export type Units = Map<string, DirectoryUnit>;

export function unitView(units: Units, id: string): z.output<typeof unitSchema> {
  const unit = units.get(id);
  return { id, name: unit?.name ?? id, kind: unit?.kind ?? 'department', level: unit?.level ?? 'C' };
}

type Badge = z.output<typeof clockBadgeSchema>;
export const badgeView = ({ name, dueAt, state, scope, provisional, endedAt }: Clock): Badge => ({
  ...{ name, state, scope, provisional },
  dueAt: beijing(dueAt),
  endedAt: beijingOrNull(endedAt),
});

export function awayView(seats: HeldSeats, user: string): z.output<typeof awaySchema> | undefined {
  const away = seats.awayAt(user, Date.now());
  return away ? { until: beijing(away.until), deputy: away.deputy } : undefined;
}

/** Who holds it by name; `seats` tell whether they are away. */
function holderOf(row: DemandRow, seats?: HeldSeats): DemandView['holder']['user'] {
  const { holder_username: username, state } = row;
  if (username === null) return null;
  const away = seats && state.holder.user !== null ? awayView(seats, state.holder.user) : undefined;
  const disabled = row.holder_disabled ? { disabled: true as const } : {};
  return { username, name: row.holder_name ?? username, ...(away ? { away } : {}), ...disabled };
}

export function demandView(row: DemandRow, units: Units, seats?: HeldSeats): DemandView {
  const { state } = row;
  const named = (unit: { id: string } | null) => (unit ? unitView(units, unit.id) : null);
  return {
    number: state.number,
    kind: state.kind,
    title: row.title,
    body: row.body,
    category: state.category,
    stage: state.stage,
    level: state.level,
    urgency: state.urgency,
    risk: state.risk,
    round: state.round,
    version: state.version,
    channel: row.channel,
    subject: { type: row.subject_type as DemandView['subject']['type'], name: row.subject_name },
    filedFor: row.filed_for,
    contact: row.contact_masked,
    unit: unitView(units, state.place.id),
    collectingUnit: unitView(units, state.collecting.id),
    leadUnit: named(state.lead),
    coUnits: state.co.map((unit) => unitView(units, unit.id)),
    replyingUnit: named(state.replying),
    holder: {
      unit: named(state.holder.unit),
      role: state.holder.role,
      user: holderOf(row, seats),
    },
    createdAt: beijing(state.createdAt),
    updatedAt: beijing(state.updatedAt),
    closedAt: beijingOrNull(state.closedAt),
    result: state.result,
    rating: state.rating,
    returns: state.returns,
    rulingPending: state.ruling,
    supervised: state.supervised,
    conference: state.conference,
    urges: state.urges,
    mergedInto: row.main_number,
    parent: row.parent_number,
    clocks: shownClocks(state).map(badgeView),
  };
}
