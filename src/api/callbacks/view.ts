import { z } from 'zod';
import type { CallbackRow } from '../../database/callbacks';
import type { Database } from '../../database/client';
import { ATTEMPT_OUTCOMES, CALLBACK_RESULTS, CALLBACK_STATES, type Attempt } from '../../domain/callback';
import { DISSATISFACTION_REASONS, KINDS, type DissatisfactionReason } from '../../domain/vocabulary';
import { gradeSchema } from '../demands/action-bodies';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const CALLBACK_KINDS = ['dissatisfied', 'spot_check'] as const;
const reasonNames = Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]];
const personSchema = z.object({ username: z.string(), name: z.string() });

export const callbackSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CALLBACK_KINDS),
    demand: z.object({
      number: z.string(),
      title: z.string(),
      kind: z.enum(KINDS),
      category: z.string(),
      round: z.int().meta({ description: '回访的是第几轮办理' }),
      unit: unitSchema,
      leadUnit: unitSchema.nullable(),
      result: z.string().nullable(),
      rating: gradeSchema.nullable().meta({ description: '该轮的评价;空为未评价' }),
      reasons: z.array(z.enum(reasonNames)),
      comment: z.string().nullable(),
    }),
    unit: unitSchema.meta({ description: '负责回访的单位' }),
    windowStart: timeSchema,
    windowEnd: timeSchema,
    state: z.enum(CALLBACK_STATES),
    attempts: z.array(
      z.object({ at: timeSchema, by: personSchema, outcome: z.enum(ATTEMPT_OUTCOMES), note: z.string().nullable() }),
    ),
    claimedBy: personSchema.nullable(),
    result: z.enum([...CALLBACK_RESULTS, 'unreachable']).nullable(),
    grade: gradeSchema.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Callback' });
export type CallbackView = z.output<typeof callbackSchema>;

/** Shows a page of jobs; the names and notes in it are read together. */
export async function showCallbacks(database: Database, rows: CallbackRow[], units: Units): Promise<CallbackView[]> {
  const people = rows.flatMap((row) => [row.claimed_by, ...row.attempts.map((attempt) => attempt.by)]);
  const words = rows.flatMap((row) => [row.words_id, ...row.attempts.map((attempt) => attempt.wordsId)]);
  const [persons, notes] = await Promise.all([namesOf(database, people), notesOf(database, words)]);
  const person = (id: string) => persons.get(id) ?? { username: id, name: id };
  const attempt = ({ at, by, outcome, wordsId }: Attempt) => ({
    ...{ at: beijing(at), by: person(by), outcome },
    note: notes.get(wordsId ?? '') ?? null,
  });
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, state: row.state, result: row.result, grade: row.grade },
    demand: demandOf(row, units),
    unit: unitView(units, row.unit_id),
    windowStart: beijing(row.window_start.getTime()),
    windowEnd: beijing(row.window_end.getTime()),
    attempts: row.attempts.map(attempt),
    claimedBy: row.claimed_by === null ? null : person(row.claimed_by),
    note: notes.get(row.words_id ?? '') ?? null,
  }));
}

function demandOf(row: CallbackRow, units: Units): CallbackView['demand'] {
  const round = row.rounds.find((each) => each.round === row.round);
  const { number, title, category, comment } = row;
  return {
    ...{ number, title, category, comment, kind: row.demand_kind, round: row.round },
    unit: unitView(units, row.place_id),
    leadUnit: row.lead_unit_id === null ? null : unitView(units, row.lead_unit_id),
    result: round?.result ?? null,
    rating: round?.rating ?? null,
    reasons: row.reasons ?? [],
  };
}

const present = (ids: (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

async function namesOf(database: Database, ids: (string | null)[]) {
  const select = { id: true, username: true, name: true };
  const rows = await database.user.findMany({ where: { id: { in: present(ids) } }, select });
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}

async function notesOf(database: Database, ids: (string | null)[]): Promise<Map<string, string | null>> {
  const rows = await database.words.findMany({
    where: { id: { in: present(ids) } },
    select: { id: true, texts: true },
  });
  return new Map(rows.map(({ id, texts }) => [id, (texts as { note?: string }).note ?? null]));
}
