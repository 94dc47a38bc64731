import { z } from 'zod';
import type { CaseDetails, RecordedAddition, RecordedProposal } from '../../database/case';
import type { FoundDemand } from '../../database/demands';
import type { HeldSeats } from '../../database/seats';
import { waitsForPoll, type Demand, type Round } from '../../domain/demand';
import { isOrderedByNobody } from '../../domain/actions/supervising';
import { RULE_TABLES, type RuleTable } from '../../domain/routing';
import { LEVELS, RISKS, STAGE_NAMES, URGENCIES, type Stage } from '../../domain/vocabulary';
import { unitSchema } from '../units';
import { attachmentSchema, attachmentView } from '../uploads';
import { dimensionsSchema, gradeSchema, reasonSchema } from './rating-fields';
import { originSchema, originView } from './origin-view';
import { beijing, demandSchema, demandView, timeSchema, unitView, type Units } from './view';

export const personSchema = z.object({ username: z.string(), name: z.string() });
const roundSchema = z.object({
  round: z.int(),
  startedAt: timeSchema,
  leadUnit: unitSchema.nullable(),
  result: z.string().nullable(),
  rating: gradeSchema.nullable(),
  ratedBy: z
    .enum(['reporter', 'collector', 'telephone', 'expired'])
    .nullable()
    .meta({ description: 'collector：代为评价；telephone：电话代评；expired：逾期未评价' }),
  reasons: z.array(reasonSchema).meta({ description: '不满意的原因' }),
  dimensions: dimensionsSchema,
  addition: z
    .object({
      ...{ at: timeSchema, grade: gradeSchema.nullable(), text: z.string(), attachments: z.array(z.string()) },
      called: z.boolean().meta({ description: '已安排电话回访' }),
    })
    .nullable()
    .meta({ description: '追评；原来的评价不变' }),
  callback: z
    .enum(['satisfied', 'dissatisfied', 'unreasonable', 'refused', 'unreachable'])
    .nullable()
    .meta({ description: 'refused：接通但不愿接受回访' }),
  endedAt: timeSchema.nullable(),
});
const requestFields = {
  by: personSchema,
  at: timeSchema,
  decided: z.enum(['approved', 'refused']).nullable().meta({ description: '空为待审批' }),
};
const proposalSchema = z.object({
  level: z.enum(LEVELS),
  urgency: z.enum(URGENCIES),
  risk: z.enum(RISKS),
  category: z.string(),
  leadUnit: unitSchema.nullable(),
  coUnits: z.array(unitSchema),
  replyingUnit: unitSchema.nullable().meta({ description: '空为由主办单位反馈' }),
  direct: z.boolean().meta({ description: '直通：由规则直接分拨' }),
  rules: z
    .array(
      z.object({
        table: z.enum(Object.keys(RULE_TABLES) as [RuleTable, ...RuleTable[]]).optional(),
        id: z.string(),
        version: z.int(),
        reason: z.string(),
      }),
    )
    .meta({ description: '哪个版本的哪条规则起了作用，理由是什么；table 为识别、分派或兜底' }),
});
const linkedFields = { number: z.string(), title: z.string() };

/** A demand as its own page needs it; lists keep to `demandSchema`. */
export const caseSchema = demandSchema
  .extend({
    rounds: z.array(roundSchema),
    extension: z.object({ workingDays: z.int(), ...requestFields }).nullable(),
    deferral: z.object({ reviewAt: timeSchema, ...requestFields }).nullable(),
    supervision: z
      .object({ by: personSchema, unit: unitSchema, at: timeSchema, answeredAt: timeSchema.nullable() })
      .nullable(),
    poll: z
      .object({ id: z.string(), closesAt: timeSchema, waits: z.boolean(), closed: z.boolean() })
      .nullable()
      .meta({ description: '最近一次票选；waits 为正等它的结果' }),
    waitingUntil: timeSchema.nullable().meta({ description: '等补充材料最迟到何时，之后恢复计时' }),
    waitingProvisional: z.boolean().meta({ description: '途中年份的日历尚未发布，等到何时为暂定' }),
    followers: z.array(z.object(linkedFields)).meta({ description: '并入本案而您可以查看的诉求' }),
    followersTotal: z.int().meta({ description: '并入本案的全部件数' }),
    parts: z
      .array(z.object({ ...linkedFields, stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]) }))
      .meta({ description: '拆分出而您可以查看的诉求' }),
    origin: originSchema,
    collectedBy: personSchema.nullable().meta({ description: '登记的人；空为诉求人自己提交' }),
    proposal: proposalSchema.nullable().meta({ description: '登记时规则的建议和理由' }),
    attachments: z.array(
      attachmentSchema
        .extend({
          at: timeSchema,
          byReporter: z.boolean().meta({ description: '诉求人自己上传' }),
          ofLetter: z.boolean().meta({ description: '随拆分前的原件来的，不能在本件的操作里再用' }),
        })
        .meta({ id: 'CaseAttachment' }),
    ),
  })
  .meta({ id: 'Case' });
export type CaseView = z.output<typeof caseSchema>;

const orNull = (ms: number | null): string | null => (ms === null ? null : beijing(ms));

export function caseView(demand: FoundDemand, details: CaseDetails, units: Units, seats?: HeldSeats): CaseView {
  const { state } = demand;
  const { extension, deferral, supervision } = state;
  const followers = new Set(state.followers);
  const person = (by: string) => {
    const unnamed = { username: by, name: isOrderedByNobody(by) ? '系统' : by };
    const { username, name } = details.people.find(({ id }) => id === by) ?? unnamed;
    return { username, name };
  };
  return {
    ...demandView(demand, units, seats),
    rounds: state.rounds.map((round) => roundView(round, details.additions, units)),
    extension: extension && { ...extension, by: person(extension.by), at: beijing(extension.at) },
    deferral: deferral && {
      ...{ by: person(deferral.by), at: beijing(deferral.at), decided: deferral.decided },
      reviewAt: beijing(deferral.reviewAt),
    },
    supervision: supervision && {
      ...{ by: person(supervision.by), unit: unitView(units, supervision.unit), at: beijing(supervision.at) },
      answeredAt: orNull(supervision.answeredAt),
    },
    poll: pollView(state),
    waitingUntil: orNull(state.waitingUntil),
    waitingProvisional: state.waitingProvisional === true,
    followers: details.linked.filter(({ id }) => followers.has(id)).map(({ number, title }) => ({ number, title })),
    followersTotal: state.followers.length,
    parts: details.linked
      .filter(({ id }) => !followers.has(id))
      .map(({ number, title, stage }) => ({ number, title, stage })),
    origin: originView(details.origin),
    collectedBy: details.collectedBy,
    proposal: details.proposal && proposalView(details.proposal, units),
    attachments: details.files.map(({ at, byReporter, ofLetter, ...file }) => ({
      ...attachmentView(file),
      byReporter,
      ofLetter,
      at: beijing(Date.parse(at)),
    })),
  };
}

function pollView(state: Demand): CaseView['poll'] {
  const { poll } = state;
  if (!poll) return null;
  return {
    ...{ id: poll.id, closesAt: beijing(poll.closesAt), closed: poll.closedAt !== null },
    waits: waitsForPoll(state),
  };
}

type RoundView = z.output<typeof roundSchema>;

function roundView(given: Round, additions: readonly RecordedAddition[], units: Units): RoundView {
  const { round, lead, result, rating, ratedBy, callback } = given;
  return {
    ...{ round, result, rating, ratedBy, callback },
    ...{ reasons: given.reasons ?? [], dimensions: given.dimensions ?? {} },
    addition: additionView(additions.find((each) => each.round === round)),
    leadUnit: lead === null ? null : unitView(units, lead),
    ...{ startedAt: beijing(given.startedAt), endedAt: orNull(given.endedAt) },
  };
}

function additionView(added: RecordedAddition | undefined): RoundView['addition'] {
  if (!added) return null;
  const { at, grade, job, texts } = added;
  const words = { text: texts?.text ?? '', attachments: texts?.attachments ?? [] };
  return { at: beijing(Date.parse(at)), grade, called: job !== null, ...words };
}

function proposalView(
  { lead, co = [], replying = null, direct = false, ...proposal }: RecordedProposal,
  units: Units,
): z.output<typeof proposalSchema> {
  const named = (id: string | null) => (id === null ? null : unitView(units, id));
  const coUnits = co.map((id) => unitView(units, id));
  return { ...proposal, leadUnit: named(lead), coUnits, replyingUnit: named(replying), direct };
}
