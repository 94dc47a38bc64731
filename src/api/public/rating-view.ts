import { z } from 'zod';
import type { FoundDemand } from '../../database/demands';
import { readPolicy } from '../../database/policies';
import { readPublicEvents, type PublicEventRow } from '../../database/public-demands';
import { readAdditions, type AdditionRow } from '../../database/rating-additions';
import { readReporterFiles } from '../../database/reporter-files';
import type { Database } from '../../database/client';
import { calledBackSentence } from '../../domain/called-back';
import type { Demand, Round } from '../../domain/demand';
import { defaultPolicy } from '../../domain/policy';
import { nextPromise } from '../../domain/promise';
import { reasonsOf } from '../../domain/rating';
import { DISSATISFACTION_REASONS } from '../../domain/vocabulary';
import { additionUntil } from '../../rating/add-to-rating';
import { dimensionsSchema, gradeSchema, reasonSchema } from '../demands/rating-fields';
import { beijing, timeSchema } from '../demands/view';
import { attachmentSchema, attachmentView, type AttachmentView } from '../uploads';
import { publicFiles, publicShown, publicWords, shownFields } from './said';

export const FOLLOWING = ['callback', 'redo', 'closed'] as const;

const calledBackSchema = z
  .object({ text: z.string(), basis: z.string().nullable().meta({ description: '认定为不合理诉求的依据' }) })
  .nullable()
  .meta({ description: '回访的结果，和不认可时怎么办；没有回访或还没有结果为空' });

export const ratingSchema = z
  .object({
    number: z.string(),
    title: z.string(),
    round: z.int(),
    result: z.string().nullable(),
    reply: z.record(z.string(), z.string()).meta({ description: '反馈内容：查明情况、处理结果、依据、联系人' }),
    replyFiles: z.array(attachmentSchema).meta({ description: '反馈附带的附件' }),
    ...shownFields,
    isRated: z.boolean(),
    grade: gradeSchema.nullable(),
    dimensions: dimensionsSchema,
    reasons: z.array(reasonSchema),
    comment: z.string().nullable(),
    attachments: z.array(attachmentSchema).meta({ description: '评价时附上的图片' }),
    canRate: z.boolean(),
    until: timeSchema.nullable().meta({ description: '最迟何时评价' }),
    reasonRules: z
      .array(z.object({ code: reasonSchema, label: z.string(), reopens: z.boolean() }))
      .meta({ description: '不满意的原因；reopens：经回访确认后是否重新办理' }),
    follows: z.enum(FOLLOWING).nullable().meta({ description: '评价之后：等待回访、已重新办理、已办结' }),
    calledBack: calledBackSchema,
    addition: z
      .object({
        ...{ at: timeSchema, grade: gradeSchema.nullable(), text: z.string(), attachments: z.array(attachmentSchema) },
        called: z.boolean().meta({ description: '已安排电话回访' }),
        calledBack: calledBackSchema,
      })
      .nullable()
      .meta({ description: '追评，每轮一次；原来的评价不变' }),
    canAdd: z.boolean(),
    addUntil: timeSchema.nullable().meta({ description: '最迟何时追评' }),
  })
  .meta({ id: 'Rating' });

/** The policy that the demand goes by. */
export const policyOf = async (database: Database, { policyVersion }: Demand) =>
  (await readPolicy(database, policyVersion))?.policy ?? defaultPolicy;

/** One round of a demand, as who holds the link of its rating sees it. */
export async function ratingView(database: Database, { id, state, title }: FoundDemand, round: Round) {
  const [events, files, additions, policy] = await Promise.all([
    readPublicEvents(database, id),
    readReporterFiles(database, id),
    readAdditions(database, id),
    policyOf(database, state),
  ]);
  const ofRound = events.filter((event) => event.round === round.round);
  const replied = ofRound.findLast(({ type }) => type === 'replied' || type === 'main_replied');
  const rated = ofRound.findLast(({ type }) => type === 'rated');
  const concluded = ofRound.findLast(({ type }) => type === 'callback_concluded');
  const added = additions.find((each) => each.round === round.round);
  const canRate = state.stage === 'rating' && state.round === round.round;
  const promise = canRate ? nextPromise(state) : null;
  const addUntil = await additionUntil(database, id, round, policy);
  const canAdd = added === undefined && addUntil !== null && Date.now() <= addUntil;
  const isRedone = state.round > round.round;
  const named = (ids: unknown): AttachmentView[] =>
    files.filter((file) => Array.isArray(ids) && ids.includes(file.id)).map(attachmentView);
  const comment = rated?.texts?.comment;
  const shown = files.map(attachmentView);
  return {
    ...{ number: state.number, title, round: round.round },
    result: round.round === state.round ? state.result : round.result,
    reply: replied ? publicWords(replied) : {},
    replyFiles: replied ? publicFiles(replied, shown) : [],
    ...(replied ? publicShown(replied, shown) : { evidence: null, live: null }),
    ...{ isRated: round.rating !== null, grade: round.rating },
    ...{ dimensions: round.dimensions ?? {}, reasons: round.reasons ?? [] },
    comment: typeof comment === 'string' ? comment : null,
    attachments: named(rated?.texts?.attachments),
    canRate,
    until: promise && beijing(promise.dueAt),
    reasonRules: reasonsOf(policy).map((rule) => ({ ...rule, label: DISSATISFACTION_REASONS[rule.code] })),
    follows: followsOf(state, round),
    calledBack: concluded?.called
      ? { text: calledBackSentence(concluded.called, { isRedone, canAdd }), basis: basisOf(concluded) }
      : null,
    addition: added ? additionView(added, isRedone, named) : null,
    canAdd,
    addUntil: addUntil === null ? null : beijing(addUntil),
  };
}

const basisOf = (concluded: PublicEventRow): string | null => publicWords(concluded).basis ?? null;

function additionView(
  { at, grade, texts, job_id, called, basis }: AdditionRow,
  isRedone: boolean,
  named: (ids: unknown) => AttachmentView[],
) {
  return {
    ...{ at: beijing(at.getTime()), grade, text: texts?.text ?? '' },
    attachments: named(texts?.attachments),
    called: job_id !== null,
    calledBack: called && { text: calledBackSentence(called, { isRedone, canAdd: false }), basis },
  };
}

function followsOf({ stage, round: now }: Demand, { round, rating }: Round): (typeof FOLLOWING)[number] | null {
  if (now > round) return 'redo';
  if (stage === 'calling_back') return 'callback';
  return stage === 'closed' && rating !== null ? 'closed' : null;
}
