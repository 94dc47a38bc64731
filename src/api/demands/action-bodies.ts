import { z } from 'zod';
import type { DirectoryUnit } from '../../database/unit-directory';
import { refOf } from '../../database/unit-directory';
import { mayBeNamed } from '../../domain/actions/conferring';
import type { Facts } from '../../domain/facts';
import type { UnitRef } from '../../domain/organisation';
import { isAhead } from '../../domain/promise-keeping';
import {
  CONTACT_CHANNELS,
  CONTACT_OUTCOMES,
  ELECTORATES,
  isDissatisfied,
  LEVELS,
  RESULTS,
  URGENCIES,
  type Action,
  type Electorate,
} from '../../domain/vocabulary';
import { invalidInput } from '../errors';
import { instant, moment } from '../instant';
import { dateSchema } from '../period';
import { evidenceSchema } from '../replies/evidence';
import { text } from '../text';
import { liveSchema } from './live';
import { dimensionsSchema, gradeSchema, ratedForSchema, reasonSchema } from './rating-fields';

export { gradeSchema };

const id = z.string().min(1).max(64);
const reason = text(1000);
const words = text(5000);
const attachments = z.array(z.uuid()).max(20).optional();
const workingDays = z.int().min(1).max(250);
const evidence = evidenceSchema.optional();
const confirmed = z
  .boolean()
  .optional()
  .meta({ description: '已核对：提示的他人姓名、内部记录原文是误报；号码类的提示不能这样放行' });

/** A poll as its organiser writes it. */
const pollFields = z.strictObject({
  question: text(500),
  options: z
    .array(text(100))
    .min(2)
    .max(10)
    .refine((options) => new Set(options).size === options.length, '选项不能重复'),
  electorate: z.enum(Object.keys(ELECTORATES) as [Electorate, ...Electorate[]]),
  ballots: z.int().min(1).max(2_000).optional().meta({ description: '一人一票链接的份数；开放投票不填' }),
  closesAt: moment,
  wait: z.boolean().optional().meta({ description: '等结果出来再继续办理，其间办理时限暂停' }),
  confirmed,
});

const promiseBody = z.strictObject({ text: text(1000), dueOn: dateSchema });

/** The bodies of domain.md §8; unknown fields are refused, so that a typing error is not silently ignored. */
export const actionBodies = {
  dispatch: z.strictObject({
    leadUnit: id,
    level: z.enum(LEVELS).optional(),
    coUnits: z.array(id).max(20).optional(),
    replyingUnit: id.optional(),
    urgency: z.enum(URGENCIES).optional(),
    note: text(1000).optional(),
  }),
  reject: z.strictObject({ reason, goTo: text(500).optional(), confirmed }),
  merge: z.strictObject({ into: z.string().max(40) }),
  unmerge: z.strictObject({ reason }),
  split: z.strictObject({
    parts: z
      .array(z.strictObject({ title: text(200), body: text(10_000), category: text(50).optional() }))
      .min(2)
      .max(20),
    confirmed,
  }),
  pass_up: z.strictObject({ reason }),
  pass_down: z.strictObject({ unit: id, reason }),
  accept: z.strictObject({}),
  return: z.strictObject({ reason }),
  rule: z.strictObject({ leadUnit: id, reason }),
  transfer: z.strictObject({ user: id, reason }),
  contact: z.strictObject({
    channel: z.enum(CONTACT_CHANNELS),
    outcome: z.enum(CONTACT_OUTCOMES),
    note: text(1000).optional(),
  }),
  note: z.strictObject({ text: words, public: z.boolean().optional(), confirmed }),
  request_information: z.strictObject({ question: words, confirmed }),
  supply_information: z.strictObject({ text: words, attachments }),
  open_poll: pollFields,
  request_extension: z.strictObject({ workingDays, reason }),
  decide_extension: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  request_deferral: z.strictObject({ reviewAt: instant, reason }),
  decide_deferral: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  finish: z.strictObject({ result: z.enum(RESULTS), summary: words, attachments, evidence }),
  review: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  reply: z.strictObject({
    found: words,
    done: words,
    basis: words,
    contact: text(200),
    text: words.optional(),
    attachments,
    evidence,
    live: liveSchema.optional(),
    template: z.uuid().optional().meta({ description: '用了哪个反馈模板' }),
    confirmed,
    promise: promiseBody.optional().meta({ description: '对以后的承诺：到期提醒报告，报告后告知诉求人' }),
  }),
  rate: z.strictObject({
    grade: gradeSchema,
    reasons: z.array(reasonSchema).max(10).optional(),
    comment: text(2000).optional(),
    dimensions: dimensionsSchema.optional(),
    attachments,
    by: ratedForSchema.optional(),
  }),
  urge: z.strictObject({ text: text(1000).optional() }),
  supervise: z.strictObject({ reason, workingDays }),
  answer_supervision: z.strictObject({ text: words }),
  decide: z.strictObject({
    conference: z.uuid(),
    decision: text(2000),
    leadUnit: id.optional(),
    workingDays: workingDays.optional(),
  }),
  withdraw: z.strictObject({ reason }),
} satisfies Record<Action, z.ZodType>;

export type ActionBody<A extends Action> = z.output<(typeof actionBodies)[A]>;

/** Of a conference's decision. */
export const LEAD_BEYOND =
  '会议只能指定本级和下级的单位，或上级党委及其部门；别的街道、园区的单位请提请上级分拨，不要在这里指定。';

/** What turning a body into facts needs to look up. Each lookup throws the problem for what is not there. */
export interface Lookups {
  units: Map<string, DirectoryUnit>;
  handlerIn: (user: string) => Promise<string>;
  openDemand: (number: string) => Promise<string>;
  newIds: (count: number) => string[];
  /** The unit of a conference that has this demand on its agenda. */
  conferenceUnit: (conference: string) => Promise<UnitRef>;
}

function unitAt(lookups: Lookups, path: string, unitId: string): UnitRef {
  const unit = lookups.units.get(unitId);
  if (!unit || unit.closed) throw invalidInput(path, '没有这个单位，或单位已撤销，请从单位列表中选择。');
  return refOf(unit);
}

type ToFacts<A extends Action> = (body: ActionBody<A>, lookups: Lookups) => Facts[A] | Promise<Facts[A]>;
const nothing = () => ({});

/** From what people write to what the domain decides on: ids resolved, words left out. */
export const toFacts: { [A in Action]: ToFacts<A> } = {
  dispatch: (body, lookups) => {
    const lead = unitAt(lookups, '/leadUnit', body.leadUnit);
    const co = (body.coUnits ?? []).map((unit, i) => unitAt(lookups, `/coUnits/${i}`, unit));
    const replying = body.replyingUnit ? unitAt(lookups, '/replyingUnit', body.replyingUnit) : lead;
    return { lead, co, replying, level: body.level, urgency: body.urgency };
  },
  reject: nothing,
  merge: async (body, lookups) => ({ into: await lookups.openDemand(body.into) }),
  unmerge: nothing,
  split: (body, lookups) => ({ partIds: lookups.newIds(body.parts.length) }),
  pass_up: nothing,
  pass_down: (body, lookups) => ({ unit: unitAt(lookups, '/unit', body.unit) }),
  accept: nothing,
  return: nothing,
  rule: (body, lookups) => ({ lead: unitAt(lookups, '/leadUnit', body.leadUnit) }),
  transfer: async (body, lookups) => ({ user: await lookups.handlerIn(body.user) }),
  contact: ({ channel, outcome }) => ({ channel, outcome }),
  note: (body) => ({ public: body.public ?? false }),
  request_information: nothing,
  supply_information: nothing,
  open_poll: ({ electorate, ballots, closesAt, wait }, lookups) => {
    if (electorate === 'open' && ballots !== undefined)
      throw invalidInput('/ballots', '开放投票的票由打开链接的人领取，不填份数。');
    if (electorate === 'ballots' && ballots === undefined) throw invalidInput('/ballots', '请填写需要多少份投票链接。');
    const poll = lookups.newIds(1)[0]!;
    return { poll, electorate, ballots: ballots ?? 0, closesAt: Date.parse(closesAt), wait: wait ?? false };
  },
  request_extension: (body) => ({ workingDays: body.workingDays }),
  decide_extension: (body) => ({ approve: body.approve }),
  request_deferral: (body) => ({ reviewAt: morningOf(body.reviewAt) }),
  decide_deferral: (body) => ({ approve: body.approve }),
  finish: (body) => ({ result: body.result }),
  review: (body) => {
    if (!body.approve && !body.reason) throw invalidInput('/reason', '审核不通过时请写明理由。');
    return { approve: body.approve };
  },
  reply: ({ promise }, lookups) => {
    const dueAt = promise ? morningOf(promise.dueOn) : null;
    if (dueAt !== null && !isAhead(dueAt, Date.now()))
      throw invalidInput('/promise/dueOn', '兑现日期须在今天之后、五年之内，请重新选择。');
    return { promise: { id: lookups.newIds(1)[0]!, dueAt } };
  },
  rate: (body) => ({ ...toRating(body), ...(body.by ? { by: body.by } : {}) }),
  urge: nothing,
  supervise: (body) => ({ workingDays: body.workingDays }),
  answer_supervision: nothing,
  decide: async ({ conference, leadUnit, workingDays: days }, lookups) => {
    const unit = await lookups.conferenceUnit(conference);
    const lead = leadUnit === undefined ? null : unitAt(lookups, '/leadUnit', leadUnit);
    if (lead && !mayBeNamed(lead, unit)) throw invalidInput('/leadUnit', LEAD_BEYOND);
    return { conference, unit, lead, workingDays: days ?? null };
  },
  withdraw: nothing,
};

/** A rating without a single dimension has none, and only a bad one has reasons. */
export function toRating({ grade, reasons, dimensions }: Omit<ActionBody<'rate'>, 'by'>): Facts['rate'] {
  const isGiven = dimensions !== undefined && Object.keys(dimensions).length > 0;
  const named = isDissatisfied(grade) ? [...new Set(reasons ?? [])] : [];
  return { grade, reasons: named, ...(isGiven ? { dimensions } : {}) };
}

/** A date without a time means 09:00 in Beijing, when somebody is there to take it up. */
export const morningOf = (when: string): number => Date.parse(when.length === 10 ? `${when}T09:00:00+08:00` : when);

const WORD_FIELDS = [
  'reason',
  'goTo',
  'note',
  'text',
  'question',
  'options',
  'decision',
  'summary',
  'found',
  'done',
  'basis',
  'contact',
  'comment',
  'promise',
  'parts',
  'attachments',
  'evidence',
  'live',
  'template',
  'confirmed',
];

/** What people wrote, to be stored beside the record; null when the body holds only facts. */
export function wordsOf(body: object): Record<string, unknown> | null {
  const entries = Object.entries(body).filter(([key, value]) => WORD_FIELDS.includes(key) && value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
