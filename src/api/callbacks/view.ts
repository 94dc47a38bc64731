import { z } from 'zod';
import type { CallbackRow } from '../../database/callbacks';
import type { Database } from '../../database/client';
import {
  ATTEMPT_OUTCOMES,
  CALLBACK_ENDINGS,
  CALLBACK_STATES,
  RELEASE_CAUSES,
  type Attempt,
  type Passage,
} from '../../domain/callback';
import { DIMENSIONS, type Dimension } from '../../domain/rating';
import { DISSATISFACTION_REASONS, KINDS, type DissatisfactionReason } from '../../domain/vocabulary';
import { gradeSchema } from '../demands/action-bodies';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const CALLBACK_KINDS = ['dissatisfied', 'spot_check'] as const;
const reasonNames = Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]];
const personSchema = z.object({ username: z.string(), name: z.string() });
const answersSchema = z.array(z.object({ question: z.string(), answer: z.string() }));

export const dimensionsSchema = z.partialRecord(
  z.enum(Object.keys(DIMENSIONS) as [Dimension, ...Dimension[]]),
  gradeSchema,
);

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
      rating: gradeSchema.nullable().meta({ description: '该轮的评价；空为未评价' }),
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
    result: z.enum(CALLBACK_ENDINGS).nullable(),
    grade: gradeSchema.nullable(),
    found: z.object({
      reasons: z.array(z.enum(reasonNames)),
      dimensions: dimensionsSchema,
      solved: z.boolean().nullable(),
      replyQuality: gradeSchema.nullable().meta({ description: '抽查时评的答复质量：1 答非所问，5 句句到位' }),
    }),
    answers: answersSchema.meta({ description: '照提纲逐步记下的回答' }),
    note: z.string().nullable().meta({ description: '通话要点；不合理诉求的为认定的依据，跳过的为跳过的理由' }),
    history: z
      .array(
        z.object({
          at: timeSchema,
          what: z.enum(['claimed', 'transferred', 'released', 'skipped']),
          by: personSchema,
          to: personSchema.nullable(),
          because: z.enum(RELEASE_CAUSES).nullable(),
          note: z.string().nullable(),
        }),
      )
      .meta({ description: '谁领取、转交、放回' }),
  })
  .meta({ id: 'Callback' });
export type CallbackView = z.output<typeof callbackSchema>;

/** Shows a page of jobs; the names and notes in it are read together. */
export async function showCallbacks(database: Database, rows: CallbackRow[], units: Units): Promise<CallbackView[]> {
  const people = rows.flatMap((row) => [
    row.claimed_by,
    ...row.attempts.map((attempt) => attempt.by),
    ...historyOf(row).flatMap((passage) => [passage.by, 'to' in passage ? passage.to : null]),
  ]);
  const words = rows.flatMap((row) => [
    row.words_id,
    ...[...row.attempts, ...historyOf(row)].map(({ wordsId }) => wordsId),
  ]);
  const [persons, notes] = await Promise.all([namesOf(database, people), notesOf(database, words)]);
  const person = (id: string) => persons.get(id) ?? { username: id, name: id };
  const attempt = ({ at, by, outcome, wordsId }: Attempt) => ({
    ...{ at: beijing(at), by: person(by), outcome },
    note: notes.get(wordsId ?? '')?.note ?? null,
  });
  const passage = ({ at, by, what, wordsId, ...more }: Passage) => ({
    ...{ at: beijing(at), by: person(by), what, note: notes.get(wordsId ?? '')?.note ?? null },
    to: 'to' in more ? person(more.to) : null,
    because: 'because' in more ? more.because : null,
  });
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, state: row.state, result: row.result, grade: row.grade },
    demand: demandOf(row, units),
    unit: unitView(units, row.unit_id),
    windowStart: beijing(row.window_start.getTime()),
    windowEnd: beijing(row.window_end.getTime()),
    attempts: row.attempts.map(attempt),
    claimedBy: row.claimed_by === null ? null : person(row.claimed_by),
    found: foundOf(row),
    answers: notes.get(row.words_id ?? '')?.answers ?? [],
    note: notes.get(row.words_id ?? '')?.note ?? null,
    history: historyOf(row).map(passage),
  }));
}

const historyOf = ({ found }: CallbackRow): Passage[] => found?.history ?? [];

function foundOf({ found }: CallbackRow): CallbackView['found'] {
  const { reasons = [], dimensions = {}, solved = null, replyQuality = null } = found ?? {};
  return { reasons, dimensions, solved, replyQuality };
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

interface Noted {
  note: string | null;
  answers: z.output<typeof answersSchema>;
}

async function notesOf(database: Database, ids: (string | null)[]): Promise<Map<string, Noted>> {
  const rows = await database.words.findMany({
    where: { id: { in: present(ids) } },
    select: { id: true, texts: true },
  });
  return new Map(
    rows.map(({ id, texts }) => {
      const {
        note,
        basis,
        reason,
        answers = [],
      } = texts as Partial<Record<'note' | 'basis' | 'reason', string>> & {
        answers?: Noted['answers'];
      };
      return [id, { note: note ?? basis ?? reason ?? null, answers }];
    }),
  );
}
