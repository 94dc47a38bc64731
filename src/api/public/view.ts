import { z } from 'zod';
import type { Database } from '../../database/client';
import type { FoundDemand } from '../../database/demands';
import { readParts, readPublicEvents, type PublicEventRow } from '../../database/public-demands';
import { EVENTS, type EventType } from '../../domain/event';
import { nextPromise } from '../../domain/promise';
import { refusal } from '../../domain/transitions';
import type { Demand } from '../../domain/demand';
import type { Rules } from '../../domain/transition';
import { KINDS, STAGE_NAMES, STAGES, type Action } from '../../domain/vocabulary';
import { ratingToken, trackingToken } from '../../intake/file-demand';
import type { Config } from '../../config';
import { beijing, timeSchema, type Units } from '../demands/view';

const stageFields = { stage: z.enum(STAGE_NAMES as [string, ...string[]]), stageLabel: z.string() };
const nextSchema = z.object({
  step: z.string(),
  dueAt: timeSchema,
  provisional: z.boolean().meta({ description: '当年日历尚未发布,时间为暂定' }),
});
const publicEventSchema = z.object({
  at: timeSchema,
  type: z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]]),
  label: z.string(),
  round: z.int(),
  unit: z.string().nullable().meta({ description: '单位名称' }),
  words: z.record(z.string(), z.string()),
});
const shortFields = {
  number: z.string(),
  title: z.string(),
  kind: z.enum(KINDS),
  ...stageFields,
  createdAt: timeSchema,
  next: nextSchema.nullable().meta({ description: '下一步,以及最迟何时' }),
};
export const receiptSchema = z
  .object({ ...shortFields, trackingToken: z.string().meta({ description: '查询进度的链接口令,请妥善保存' }) })
  .meta({ id: 'Receipt' });
export const publicDemandSchema = z
  .object({
    ...shortFields,
    body: z.string(),
    unit: z.string(),
    holder: z.string().nullable().meta({ description: '现在由哪个单位办理' }),
    round: z.int(),
    closedAt: timeSchema.nullable(),
    result: z.string().nullable(),
    rating: z.int().nullable(),
    events: z.array(publicEventSchema),
    parts: z.array(z.object({ number: z.string(), title: z.string(), ...stageFields, trackingToken: z.string() })),
    ratingToken: z.string().optional().meta({ description: '待评价时给出:评价链接的口令' }),
    canSupply: z.boolean(),
    canUrge: z.boolean(),
    canWithdraw: z.boolean(),
  })
  .meta({ id: 'PublicDemand' });

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

/** What of the words is meant for the reporter. A public event may carry words that one unit wrote to another. */
const WORDS_SHOWN: Partial<Record<EventType, readonly string[]>> = {
  rejected: ['reason', 'goTo'],
  noted: ['text'],
  information_requested: ['question'],
  information_supplied: ['text'],
  replied: ['found', 'done', 'basis', 'contact', 'text'],
  main_replied: ['found', 'done', 'basis', 'contact', 'text'],
  rated: ['comment'],
};
/** What the reporter wrote is the reporter's own; of staff, the same fields are inside words. */
const OWN_WORDS: Partial<Record<EventType, readonly string[]>> = { urged: ['text'], withdrawn: ['reason'] };

export function publicWords({ type, by_reporter, texts }: PublicEventRow): Record<string, string> {
  const shown = [...(WORDS_SHOWN[type] ?? []), ...(by_reporter ? (OWN_WORDS[type] ?? []) : [])];
  return Object.fromEntries(
    shown
      .map((name) => [name, texts?.[name]])
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function shortView(state: Demand, title: string) {
  const promise = nextPromise(state);
  return {
    ...{ number: state.number, title, kind: state.kind, stage: state.stage, stageLabel: STAGES[state.stage] },
    createdAt: beijing(state.createdAt),
    next: promise && { ...promise, dueAt: beijing(promise.dueAt) },
  };
}

/** What the reporter may see of a demand: units by name, people never, and no word that was not meant for them. */
export async function publicView(
  database: Database,
  { id, state, title, body }: FoundDemand,
  { units, rules, keys }: { units: Units; rules: Rules; keys: Keys },
): Promise<z.output<typeof publicDemandSchema>> {
  const [events, parts] = await Promise.all([readPublicEvents(database, id), readParts(database, id)]);
  const name = (unit: string | null | undefined) => (unit ? (units.get(unit)?.name ?? null) : null);
  const may = (action: Action) => refusal(state, { action, actor: { kind: 'reporter' } }, Date.now(), rules) === null;
  return {
    ...shortView(state, title),
    body,
    unit: name(state.place.id) ?? state.place.id,
    holder: name(state.holder.unit?.id),
    round: state.round,
    closedAt: state.closedAt === null ? null : beijing(state.closedAt),
    result: resultSeen(state),
    rating: state.rating,
    events: events.map((event) => ({
      ...{ at: beijing(event.at.getTime()), type: event.type, label: EVENTS[event.type], round: event.round },
      unit: name(event.unit_id),
      words: publicWords(event),
    })),
    parts: parts.map((part) => ({
      ...{ number: part.number, title: part.title, stage: part.stage, stageLabel: STAGES[part.stage] },
      trackingToken: trackingToken(part.id, keys),
    })),
    ...(state.stage === 'rating' ? { ratingToken: ratingToken(id, state.round, keys) } : {}),
    ...{ canSupply: may('supply_information'), canUrge: may('urge'), canWithdraw: may('withdraw') },
  };
}

/** A result is nobody's promise before it was approved and replied. */
const resultSeen = ({ stage, result }: Demand): string | null =>
  ['rating', 'calling_back', 'closed'].includes(stage) ? result : null;
