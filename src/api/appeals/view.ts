import { z } from 'zod';
import type { AppealRow } from '../../database/appeals';
import { readCalendars } from '../../database/calendars';
import type { Database } from '../../database/client';
import {
  APPEAL_KINDS,
  APPEAL_STATES,
  appealRefusal,
  openAppeal,
  type Appeal,
  type AppealKind,
} from '../../domain/appeal';
import type { AppealState } from '../../domain/appeal';
import { calendarOf, isPublished } from '../../domain/calendar';
import type { Actor } from '../../domain/demand';
import { defaultPolicy } from '../../domain/policy';
import { CLOCK_NAMES, CLOCKS } from '../../domain/vocabulary';
import { refOf } from '../../database/unit-directory';
import { personSchema } from '../demands/case';
import { gradeSchema } from '../demands/rating-fields';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const kindSchema = z.enum(Object.keys(APPEAL_KINDS) as [AppealKind, ...AppealKind[]]);
export const stateSchema = z.enum(Object.keys(APPEAL_STATES) as [AppealState, ...AppealState[]]);
export const clockSchema = z.object({ id: z.string(), name: z.enum(CLOCK_NAMES), label: z.string() });

export const appealSchema = z
  .object({
    id: z.string(),
    kind: kindSchema,
    kindLabel: z.string(),
    state: stateSchema,
    stateLabel: z.string(),
    demand: z.object({ number: z.string(), title: z.string() }),
    round: z.int(),
    clock: clockSchema.nullable().meta({ description: '超时申诉：哪个时限' }),
    rating: gradeSchema.nullable().meta({ description: '该轮的评价' }),
    unit: unitSchema.meta({ description: '申诉单位' }),
    rulingUnit: unitSchema.meta({ description: '由哪个单位（或其上级）裁定' }),
    filedBy: personSchema,
    filedAt: timeSchema,
    reason: z.string(),
    attachments: z.array(z.string()).meta({ description: '附件的 id' }),
    dueAt: timeSchema.meta({ description: '最迟何时裁定' }),
    provisional: z.boolean().meta({ description: '暂定：裁定期限落在日历未发布的年份，按周一至周五推算' }),
    overdue: z.boolean(),
    ruledBy: personSchema.nullable(),
    ruledAt: timeSchema.nullable(),
    ruling: z.string().nullable().meta({ description: '裁定理由' }),
    canRule: z.boolean(),
    whyNot: z.string().nullable().meta({ description: '不能裁定的原因' }),
    canWithdraw: z.boolean(),
  })
  .meta({ id: 'Appeal' });
export type AppealView = z.output<typeof appealSchema>;

type Staff = Actor & { kind: 'staff' };

/** Shows a page of appeals to somebody; the people named in it are read together. */
export async function showAppeals(
  database: Database,
  rows: readonly AppealRow[],
  units: Units,
  actor: Staff,
): Promise<AppealView[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.filed_by, row.ruled_by]).filter((id) => id !== null))];
  const select = { id: true, username: true, name: true };
  const calendar = calendarOf(await readCalendars(database));
  const people = await database.user.findMany({ where: { id: { in: ids } }, select });
  const person = (id: string) => {
    const { username, name } = people.find((each) => each.id === id) ?? { username: id, name: id };
    return { username, name };
  };
  return rows.map((row) => ({
    ...factsOf(row, units),
    provisional: row.state === 'open' && !isPublished(calendar, row.due_at.getTime()),
    filedBy: person(row.filed_by),
    ruledBy: row.ruled_by === null ? null : person(row.ruled_by),
    ...rightsOf(row, units, actor),
  }));
}

function factsOf(row: AppealRow, units: Units) {
  const { id, kind, state, number, title, round, overdue, texts, ruling, state_of_demand: demand } = row;
  const clock = demand.clocks.find((each) => each.id === row.clock_id);
  return {
    ...{ id, kind, kindLabel: APPEAL_KINDS[kind], state, stateLabel: APPEAL_STATES[state], demand: { number, title } },
    ...{ round, overdue },
    clock: clock ? { id: clock.id, name: clock.name, label: CLOCKS[clock.name] } : null,
    rating: demand.rounds.find((each) => each.round === round)?.rating ?? null,
    unit: unitView(units, row.unit_id),
    rulingUnit: unitView(units, row.ruling_unit_id),
    filedAt: beijing(row.filed_at.getTime()),
    reason: texts?.reason ?? '',
    attachments: texts?.attachments ?? [],
    dueAt: beijing(row.due_at.getTime()),
    ruledAt: row.ruled_at === null ? null : beijing(row.ruled_at.getTime()),
    ruling: ruling?.reason ?? null,
  };
}

/** The appeal as its workflow has it, as far as rights go by it. */
function appealOf(row: AppealRow, units: Units): Appeal {
  const { id, kind, round, clock_id: clockId, filed_by: filedBy, words_id: wordsId, state_of_demand: demand } = row;
  const known = units.get(row.unit_id);
  const unit = known ? refOf(known) : { id: row.unit_id, level: 'C' as const, path: [row.unit_id] };
  const filed = { filedBy, filedAt: row.filed_at.getTime(), wordsId };
  const filing = { id, demand, people: row.people, kind, round, clockId, unit, ...filed };
  return { ...openAppeal(filing, defaultPolicy, calendarOf([])), state: row.state };
}

function rightsOf(row: AppealRow, units: Units, actor: Staff) {
  const appeal = appealOf(row, units);
  const refused = appealRefusal(appeal, 'rule', actor);
  return {
    canRule: refused === null,
    whyNot: refused?.message ?? null,
    canWithdraw: appealRefusal(appeal, 'withdraw', actor) === null,
  };
}
