import { z } from 'zod';
import type { DirectoryUnit } from '../../database/unit-directory';
import { refOf } from '../../database/unit-directory';
import type { Facts } from '../../domain/facts';
import type { UnitRef } from '../../domain/organisation';
import {
  CONTACT_CHANNELS,
  CONTACT_OUTCOMES,
  DISSATISFACTION_REASONS,
  ELECTORATES,
  LEVELS,
  RESULTS,
  URGENCIES,
  type Action,
  type DissatisfactionReason,
  type Electorate,
  type Grade,
} from '../../domain/vocabulary';
import { invalidInput } from '../errors';
import { text } from '../text';

const id = z.string().min(1).max(64);
const reason = text(1000);
const words = text(5000);
const attachments = z.array(z.uuid()).max(20).optional();
const workingDays = z.int().min(1).max(250);
const reasons = Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]];

export const gradeSchema = z.union([1, 2, 3, 4, 5].map((n) => z.literal(n))) as unknown as z.ZodType<Grade>;

/** A poll as its organiser writes it. */
const pollFields = z.strictObject({
  question: text(500),
  options: z
    .array(text(100))
    .min(2)
    .max(10)
    .refine((options) => new Set(options).size === options.length, '选项不能重复'),
  electorate: z.enum(Object.keys(ELECTORATES) as [Electorate, ...Electorate[]]),
  ballots: z.int().min(1).max(2_000).optional().meta({ description: '一人一票链接的份数;开放投票不填' }),
  closesAt: z.iso.datetime({ offset: true }),
  wait: z.boolean().optional().meta({ description: '等结果出来再继续办理,其间办理时限暂停' }),
});

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
  reject: z.strictObject({ reason, goTo: text(500).optional() }),
  merge: z.strictObject({ into: z.string().max(40) }),
  unmerge: z.strictObject({ reason }),
  split: z.strictObject({
    parts: z
      .array(z.strictObject({ title: text(200), body: text(10_000), category: text(50).optional() }))
      .min(2)
      .max(20),
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
  note: z.strictObject({ text: words, public: z.boolean().optional() }),
  request_information: z.strictObject({ question: words }),
  supply_information: z.strictObject({ text: words, attachments }),
  open_poll: pollFields,
  request_extension: z.strictObject({ workingDays, reason }),
  decide_extension: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  request_deferral: z.strictObject({ reviewAt: z.iso.datetime({ offset: true }).or(z.iso.date()), reason }),
  decide_deferral: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  finish: z.strictObject({ result: z.enum(RESULTS), summary: words, attachments }),
  review: z.strictObject({ approve: z.boolean(), reason: reason.optional() }),
  reply: z.strictObject({
    found: words,
    done: words,
    basis: words,
    contact: text(200),
    text: words.optional(),
    attachments,
  }),
  rate: z.strictObject({
    grade: gradeSchema,
    reasons: z.array(z.enum(reasons)).max(10).optional(),
    comment: text(2000).optional(),
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
  if (!unit || unit.closed) throw invalidInput(path, '没有这个单位,或单位已撤销,请从单位列表中选择。');
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
      throw invalidInput('/ballots', '开放投票的票由打开链接的人领取,不填份数。');
    if (electorate === 'ballots' && ballots === undefined) throw invalidInput('/ballots', '请填写需要多少份投票链接。');
    const poll = lookups.newIds(1)[0]!;
    return { poll, electorate, ballots: ballots ?? 0, closesAt: Date.parse(closesAt), wait: wait ?? false };
  },
  request_extension: (body) => ({ workingDays: body.workingDays }),
  decide_extension: (body) => ({ approve: body.approve }),
  request_deferral: (body) => ({ reviewAt: instantOf(body.reviewAt) }),
  decide_deferral: (body) => ({ approve: body.approve }),
  finish: (body) => ({ result: body.result }),
  review: (body) => {
    if (!body.approve && !body.reason) throw invalidInput('/reason', '审核不通过时请写明理由。');
    return { approve: body.approve };
  },
  reply: nothing,
  rate: (body) => ({ grade: body.grade, reasons: body.reasons ?? [] }),
  urge: nothing,
  supervise: (body) => ({ workingDays: body.workingDays }),
  answer_supervision: nothing,
  decide: async ({ conference, leadUnit, workingDays: days }, lookups) => ({
    conference,
    unit: await lookups.conferenceUnit(conference),
    lead: leadUnit === undefined ? null : unitAt(lookups, '/leadUnit', leadUnit),
    workingDays: days ?? null,
  }),
  withdraw: nothing,
};

/** A date without a time means 09:00 in Beijing, when somebody is there to take it up. */
const instantOf = (when: string): number => Date.parse(when.length === 10 ? `${when}T09:00:00+08:00` : when);

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
  'parts',
  'attachments',
];

/** What people wrote, to be stored beside the record; null when the body holds only facts. */
export function wordsOf(body: object): Record<string, unknown> | null {
  const entries = Object.entries(body).filter(([key, value]) => WORD_FIELDS.includes(key) && value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
