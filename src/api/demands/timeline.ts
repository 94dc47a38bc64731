import { z } from 'zod';
import type { Database } from '../../database/client';
import { EVENTS, type EventType } from '../../domain/event';
import { STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import { hideNumbers } from '../../privacy/hide-numbers';
import { unitSchema } from '../units';
import { beijing, timeSchema, unitView, type Units } from './view';

interface Named {
  username: string;
  name: string;
}

export const eventSchema = z
  .object({
    seq: z.int(),
    at: timeSchema,
    type: z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]]),
    label: z.string(),
    actor: z.object({ kind: z.enum(['staff', 'reporter', 'clock', 'system']), name: z.string().nullable() }),
    to: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: '转办给了谁' }),
    unit: unitSchema.nullable(),
    stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
    round: z.int(),
    public: z.boolean().meta({ description: '诉求人是否可见' }),
    cause: z.record(z.string(), z.unknown()),
    data: z.record(z.string(), z.unknown()).meta({
      description: 'actedFor：代休假的谁办理；insteadOf：代无人在岗的哪个单位；relieved：接手了谁的',
    }),
    words: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'DemandEvent' });

interface EventRow {
  seq: number;
  at: Date;
  type: EventType;
  actor_kind: 'staff' | 'reporter' | 'clock' | 'system';
  actor_name: string | null;
  to_username: string | null;
  to_name: string | null;
  by_right_of: Named | null;
  relieved: Named | null;
  unit_id: string | null;
  stage: Stage;
  round: number;
  public: boolean;
  cause: Record<string, unknown> | null;
  data: Record<string, unknown> | null;
  texts: Record<string, unknown> | null;
}

/**
 * What happened to a demand, oldest first, with what people wrote. `hidesNumbers`: the reader's unit is complained of, and reads
 * why without a number that somebody may have left there.
 */
export async function timelineOf(
  database: Database,
  demandId: string,
  units: Units,
  { hidesNumbers }: { hidesNumbers: boolean },
): Promise<z.output<typeof eventSchema>[]> {
  const rows = await database.$queryRaw<EventRow[]>`
    SELECT e.seq, e.at, e.type, e.actor_kind, u.name AS actor_name, e.unit_id, e.stage, e.round, e.public, e.cause, e.data, w.texts,
      t.username AS to_username, t.name AS to_name,
      CASE WHEN f.id IS NOT NULL THEN json_build_object('username', f.username, 'name', f.name) END AS by_right_of,
      CASE WHEN r.id IS NOT NULL THEN json_build_object('username', r.username, 'name', r.name) END AS relieved
    FROM demand_event e LEFT JOIN staff_user u ON u.id = e.actor_id
    LEFT JOIN staff_user f ON f.id = e.data->>'actedFor' LEFT JOIN staff_user r ON r.id = e.data->>'relieved'
    LEFT JOIN staff_user t ON e.type = 'transferred' AND t.id = e.data->>'to' LEFT JOIN words w ON w.id = e.words_id
    WHERE e.demand_id = ${demandId}::uuid ORDER BY e.seq`;
  return rows.map((row) => ({
    seq: row.seq,
    at: beijing(row.at.getTime()),
    type: row.type,
    label: EVENTS[row.type],
    actor: { kind: row.actor_kind, name: row.actor_name },
    to: row.to_username === null ? null : { username: row.to_username, name: row.to_name ?? row.to_username },
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    stage: row.stage,
    round: row.round,
    public: row.public,
    cause: causeOf(row, rows[0]!),
    data: dataOf(row, units),
    words: wordsFor(row, hidesNumbers),
  }));
}

/** What the reporter said of the work. */
export const withoutNumbers = <Texts extends Record<string, unknown> | null>(texts: Texts, name = 'comment'): Texts =>
  typeof texts?.[name] === 'string' ? { ...texts, [name]: hideNumbers(texts[name]) } : texts;

/** Also what a caller wrote down of it. What was answered on the telephone, word for word, stays with the callers. */
function wordsFor({ type, texts }: EventRow, hidesNumbers: boolean): EventRow['texts'] {
  if (type !== 'callback_concluded' || texts === null) return hidesNumbers ? withoutNumbers(texts) : texts;
  const { answers: _, ...told } = texts;
  return hidesNumbers ? withoutNumbers(told, 'note') : told;
}

interface CausedRule {
  id?: string;
  version?: number;
  reason?: string;
}

/** A dispatch names the rule that proposed it; the rule's reason was recorded when the demand was filed. */
function causeOf({ cause }: EventRow, first: EventRow): Record<string, unknown> {
  const [rule, filed] = [cause?.rule, first.cause?.rule] as (CausedRule | undefined)[];
  const isSame = rule !== undefined && rule.id === filed?.id && rule.version === filed?.version;
  return isSame ? { ...cause, rule: { ...filed, ...rule } } : (cause ?? {});
}

/** People and units by whose right somebody acted are shown by name. */
function dataOf({ data, by_right_of, relieved }: EventRow, units: Units): Record<string, unknown> {
  const insteadOf = data?.insteadOf;
  return {
    ...data,
    ...(by_right_of ? { actedFor: by_right_of } : {}),
    ...(relieved ? { relieved } : {}),
    ...(typeof insteadOf === 'string' ? { insteadOf: unitView(units, insteadOf) } : {}),
  };
}
