import { ENDS_UNHEARD } from './called-back';
import type { Demand, Round } from './demand';
import type { Policy } from './policy';
import { DISSATISFACTION_REASONS, isDissatisfied, type DissatisfactionReason, type Grade } from './vocabulary';

/** What a rating may say apart of its grade. All are optional, and none is preset. */
export const DIMENSIONS = { speed: '办理速度', effect: '办理效果', service: '服务态度', reply: '答复质量' } as const;
export type Dimension = keyof typeof DIMENSIONS;
export type Dimensions = Partial<Record<Dimension, Grade>>;

/** With that grade for one of them, or without it. */
export function withDimension(all: Dimensions, name: Dimension, grade: Grade | undefined): Dimensions {
  const { [name]: _, ...others } = all;
  return grade === undefined ? others : { ...others, [name]: grade };
}

/** Who may say of whom they rate for: in person, or asked on the telephone. Counted apart. */
export const RATED_FOR = { collector: '代为评价', telephone: '电话代评' } as const;
export type RatedFor = keyof typeof RATED_FOR;

/** Whether a confirmed dissatisfaction for this reason opens the case again. */
export interface ReasonRule {
  code: DissatisfactionReason;
  reopens: boolean;
}

/**
 * 示例. What a redo can mend reopens; how fast or how kindly it went cannot be done again: such findings stay with the case and go
 * into the analysis.
 */
export const DEFAULT_REASONS: ReasonRule[] = [
  { code: 'not_solved', reopens: true },
  { code: 'too_slow', reopens: false },
  { code: 'bad_service', reopens: false },
  { code: 'bad_reply', reopens: true },
  { code: 'not_contacted', reopens: true },
  { code: 'other', reopens: true },
];

/** Days after a rating in which it may be added to, once. Links are open no longer than this after the end of a case. */
export const ADDITION_DAYS = 30;

/** Policies published before reasons had a meaning say nothing of them: then each reopens, as it did. */
export const reasonsOf = ({ reasons }: Pick<Policy, 'reasons'>): ReasonRule[] =>
  (Object.keys(DISSATISFACTION_REASONS) as DissatisfactionReason[]).map((code) => ({
    code,
    reopens: reasons?.find((rule) => rule.code === code)?.reopens ?? true,
  }));

/** Whether a confirmed dissatisfaction opens the case again: unless every reason says that it does not. */
export function reopensFor(policy: Pick<Policy, 'reasons'>, reasons: readonly DissatisfactionReason[]): boolean {
  const rules = reasonsOf(policy);
  return reasons.length === 0 || reasons.some((code) => rules.find((rule) => rule.code === code)?.reopens ?? true);
}

/** What a callback found to be the reasons; without any, those of the rating stand. */
export const reasonsFound = (
  found: readonly DissatisfactionReason[] | undefined,
  { reasons }: Pick<Round, 'reasons'>,
): readonly DissatisfactionReason[] => (found !== undefined && found.length > 0 ? found : (reasons ?? []));

/** Everybody who handled, reviewed or replied, in this round or an earlier one. */
export const everWorkedOn = ({
  rounds,
  handledBy,
  reviewedBy,
  repliedBy,
}: Pick<Demand, 'rounds' | 'handledBy' | 'reviewedBy' | 'repliedBy'>): string[] => [
  ...new Set([...rounds.flatMap(({ workedOn }) => workedOn ?? []), ...handledBy, ...reviewedBy, ...repliedBy]),
];

/** A round that was rated dissatisfied. */
export const isComplaint = ({ rating }: Round): boolean => rating !== null && isDissatisfied(rating);

/** The units complained of in a round: those of the rating, or of earlier records the lead unit alone. */
export const complainedOf = ({ lead, complainedOf: units }: Round): string[] => units ?? (lead === null ? [] : [lead]);

/**
 * 追评 of a rated round asks for a phone call when it is dissatisfied and worse than the rating was. After a callback that ended
 * unheard, words alone do: the dissatisfied rating stands.
 */
export function asksForCall(grade: Grade | null, { rating, callback }: Pick<Round, 'rating' | 'callback'>): boolean {
  if (ENDS_UNHEARD.includes(callback)) return grade === null || isDissatisfied(grade);
  return grade !== null && rating !== null && isDissatisfied(grade) && grade < rating;
}

export const additionJobId = (demandId: string, round: number): string => `${demandId}-${round}-a`;

/** The job of an addition reopens a closed case as that of a spot check does: nobody waits for it. */
export const isOfAddition = (jobId: string): boolean => jobId.endsWith('-a');
