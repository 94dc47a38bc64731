import { z } from 'zod';
import { Prisma, type Database } from '../../database/client';
import type { FoundDemand } from '../../database/demands';
import { isUnderAppeal } from '../../database/appeals';
import { readParts, readPublicEvents, type PartRow, type PublicEventRow } from '../../database/public-demands';
import { readOrigin } from '../../database/origin';
import { readAdditions, type AdditionRow } from '../../database/rating-additions';
import { readPollsOfDemand, type PollRow } from '../../database/polls';
import { readPromisesOf, type PromiseRow } from '../../database/promises';
import { readReporterFiles } from '../../database/reporter-files';
import { calledBackSentence } from '../../domain/called-back';
import { DONE_BY_REPORTERS, EVENTS, type EventType } from '../../domain/event';
import { nextPromise } from '../../domain/promise';
import { refusal } from '../../domain/transitions';
import { stageLabelOf, type Demand, type Round } from '../../domain/demand';
import type { Rules } from '../../domain/transition';
import { KINDS, STAGE_NAMES, STAGES, type Action, type Stage } from '../../domain/vocabulary';
import { ratingToken, trackingToken } from '../../intake/file-demand';
import { additionUntil } from '../../rating/add-to-rating';
import type { Config } from '../../config';
import { originSchema, originView } from '../demands/origin-view';
import { beijing, timeSchema, type Units } from '../demands/view';
import { publicPollSchema, publicPollView } from '../polls/view';
import { publicPromiseSchema, publicPromiseView } from '../promises/view';
import { attachmentSchema, attachmentView, type AttachmentView } from '../uploads';
import { policyOf } from './rating-view';
import { publicFiles, publicShown, publicWords, shownFields } from './said';

const stageFields = { stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]), stageLabel: z.string() };
const nextSchema = z.object({
  step: z.string(),
  dueAt: timeSchema,
  provisional: z.boolean().meta({ description: '当年日历尚未发布，时间为暂定' }),
});
const publicEventSchema = z.object({
  at: timeSchema,
  type: z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]]),
  label: z.string(),
  round: z.int(),
  unit: z.string().nullable().meta({ description: '单位名称；诉求人自己做的为空' }),
  byReporter: z.boolean().meta({ description: '诉求人自己做的' }),
  words: z.record(z.string(), z.string()),
  attachments: z.array(attachmentSchema),
  ...shownFields,
});
const shortFields = {
  number: z.string(),
  title: z.string(),
  kind: z.enum(KINDS),
  ...stageFields,
  createdAt: timeSchema,
  next: nextSchema.nullable().meta({ description: '下一步，以及最迟何时' }),
};
const partFields = { number: z.string(), title: z.string(), ...stageFields };
export const receiptSchema = z
  .object({ ...shortFields, trackingToken: z.string().meta({ description: '查询进度的链接口令，请妥善保存' }) })
  .meta({ id: 'Receipt' });

/** What the reporter sees, without the links by which only the reporter may act: the preview of it for staff. */
export const publicViewSchema = z
  .object({
    ...shortFields,
    body: z.string(),
    category: z.string(),
    answers: originSchema.shape.answers,
    attachments: z.array(attachmentSchema).meta({ description: '诉求人登记时一并提交的附件' }),
    unit: z.string(),
    holder: z.string().nullable().meta({ description: '现在由哪个单位办理' }),
    round: z.int(),
    closedAt: timeSchema.nullable(),
    result: z.string().nullable(),
    rating: z.int().nullable(),
    events: z.array(publicEventSchema),
    parts: z.array(z.object(partFields)),
    polls: z.array(publicPollSchema).meta({ description: '本诉求（或所并入的主案）的票选；截止后有结果' }),
    promises: z.array(publicPromiseSchema).meta({ description: '办理单位的承诺及兑现情况' }),
    underReview: z.boolean().meta({ description: '上级单位正在复核本件；不影响办理' }),
    canSupply: z.boolean(),
    canUrge: z.boolean(),
    canWithdraw: z.boolean(),
  })
  .meta({ id: 'PublicView' });
export type PublicView = z.output<typeof publicViewSchema>;
export const publicDemandSchema = publicViewSchema
  .extend({
    parts: z.array(z.object({ ...partFields, trackingToken: z.string() })),
    ratingToken: z.string().optional().meta({ description: '待评价和评价之后给出：评价链接的口令' }),
    canAdd: z.boolean().meta({ description: '评价之后，现在可以用评价链接追评一次' }),
  })
  .meta({ id: 'PublicDemand' });

export function shortView(state: Demand, title: string) {
  const promise = nextPromise(state);
  return {
    ...{ number: state.number, title, kind: state.kind, stage: state.stage, stageLabel: stageLabelOf(state) },
    createdAt: beijing(state.createdAt),
    next: promise && { ...promise, dueAt: beijing(promise.dueAt) },
  };
}

type Naming = { units: Units; rules: Rules };

/** What the reporter may see of a demand: units by name, people never, and no word that was not meant for them. */
export async function publicDemand(
  database: Database,
  demand: FoundDemand,
  { keys, ...naming }: Naming & { keys: Keys },
): Promise<z.output<typeof publicDemandSchema>> {
  const said = await readSaid(database, demand, Prisma.sql`TRUE`);
  return {
    ...viewOf(demand, said, naming),
    parts: said.parts.map((part) => ({ ...partView(part), trackingToken: trackingToken(part.id, keys) })),
    ...ratingLink(demand, said.addsTo, keys),
  };
}

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

/** The link to rate by, and afterwards to add by: a link is good until the next round is replied to. */
function ratingLink(
  { id, state }: FoundDemand,
  addsTo: number | null,
  keys: Keys,
): { ratingToken?: string; canAdd: boolean } {
  if (state.stage === 'rating') return { ratingToken: ratingToken(id, state.round, keys), canAdd: false };
  const rated = roundLinked(state);
  return rated ? { ratingToken: ratingToken(id, rated.round, keys), canAdd: addsTo !== null } : { canAdd: false };
}

function roundLinked(state: Demand): Round | null {
  const rated = state.rounds.findLast(({ rating }) => rating !== null);
  return !rated || (rated.round < state.round && isReplied(state)) ? null : rated;
}

/** The round that can be added to now. */
async function roundToAdd(
  database: Database,
  { id, state }: FoundDemand,
  additions: readonly AdditionRow[],
): Promise<number | null> {
  const rated = roundLinked(state);
  if (!rated || additions.some(({ round }) => round === rated.round)) return null;
  const until = await additionUntil(database, id, rated, await policyOf(database, state));
  return until !== null && Date.now() <= until ? rated.round : null;
}

/** The same for staff, who see of its parts only what `sight` (a condition on a demand `d`) lets them see. */
export async function publicPreview(
  database: Database,
  demand: FoundDemand,
  sight: Prisma.Sql,
  naming: Naming,
): Promise<PublicView> {
  return viewOf(demand, await readSaid(database, demand, sight), naming);
}

interface Said {
  origin: Awaited<ReturnType<typeof readOrigin>>;
  events: PublicEventRow[];
  parts: PartRow[];
  files: AttachmentView[];
  polls: PollRow[];
  promises: PromiseRow[];
  additions: AdditionRow[];
  addsTo: number | null;
  underReview: boolean;
}

async function readSaid(database: Database, demand: FoundDemand, sight: Prisma.Sql): Promise<Said> {
  const { id, state } = demand;
  const [origin, events, parts, files, polls, promises, additions, underReview] = await Promise.all([
    readOrigin(database, id),
    readPublicEvents(database, id),
    readParts(database, state, sight),
    readReporterFiles(database, id),
    readPollsOfDemand(database, id),
    readPromisesOf(database, id),
    readAdditions(database, id),
    isUnderAppeal(database, id),
  ]);
  const addsTo = await roundToAdd(database, demand, additions);
  return { origin, events, parts, polls, promises, additions, addsTo, underReview, files: files.map(attachmentView) };
}

function viewOf({ state, title, body }: FoundDemand, said: Said, { units, rules }: Naming): PublicView {
  const { files } = said;
  const name = (unit: string | null | undefined) => (unit ? (units.get(unit)?.name ?? null) : null);
  // A demand that was moved forward in the demo is ahead of this process.
  const now = Math.max(Date.now(), state.updatedAt);
  const may = (action: Action) => refusal(state, { action, actor: { kind: 'reporter' } }, now, rules) === null;
  const events = said.events.map((event) => ({
    ...{ at: beijing(event.at.getTime()), type: event.type, label: EVENTS[event.type], round: event.round },
    ...doneBy(event, name(event.unit_id)),
    words: { ...calledBackWords(event, state, said.addsTo), ...publicWords(event) },
    attachments: publicFiles(event, files),
    ...publicShown(event, files),
  }));
  const withEvents = events
    .flatMap(({ attachments, evidence }) => [...attachments, ...(evidence?.before ?? []), ...(evidence?.after ?? [])])
    .map(({ id }) => id);
  const sentLater = new Set([...withEvents, ...said.additions.flatMap(({ texts }) => texts?.attachments ?? [])]);
  return {
    ...shortView(state, title),
    body,
    category: state.category,
    answers: originView(said.origin).answers,
    attachments: files.filter(({ id }) => !sentLater.has(id)),
    unit: name(state.place.id) ?? state.place.id,
    holder: name(state.holder.unit?.id),
    round: state.round,
    closedAt: state.closedAt === null ? null : beijing(state.closedAt),
    result: resultSeen(state),
    rating: state.rating,
    events,
    parts: said.parts.map(partView),
    underReview: said.underReview,
    promises: said.promises.map((promise) => publicPromiseView(promise, units)),
    polls: said.polls.map((poll) => publicPollView(poll, units)),
    ...{ canSupply: may('supply_information'), canUrge: may('urge'), canWithdraw: may('withdraw') },
  };
}

function doneBy(
  { type, by_reporter }: PublicEventRow,
  unit: string | null,
): { unit: string | null; byReporter: boolean } {
  const byReporter = by_reporter && DONE_BY_REPORTERS.includes(type);
  return { unit: byReporter ? null : unit, byReporter };
}

/** A ruling on a complaint is told in words, with what may be done about it. */
function calledBackWords(
  { called, round }: PublicEventRow,
  state: Demand,
  addsTo: number | null,
): Record<string, string> {
  if (called === null) return {};
  return { outcome: calledBackSentence(called, { isRedone: state.round > round, canAdd: addsTo === round }) };
}

const partView = ({ number, title, stage }: PartRow) => ({ number, title, stage, stageLabel: STAGES[stage] });

/** A result is nobody's promise before it was approved and replied. */
const resultSeen = (state: Demand): string | null => (isReplied(state) ? state.result : null);

const isReplied = ({ stage }: Demand): boolean => ['rating', 'calling_back', 'closed'].includes(stage);
