/** A refusal a person can act on: a stable code, and a Chinese sentence that says what to do. */
export interface Refusal {
  code: RefusalCode;
  message: string;
}

export const REFUSAL_CODES = [
  'not_allowed_for_role',
  'not_allowed_in_stage',
  'version_conflict',
  'separation_of_duties',
  'held_by_another',
  'own_case',
  'unit_out_of_reach',
  'level_above_committee',
  'already_at_top',
  'not_below',
  'ruling_pending',
  'no_ruling_pending',
  'ruling_binds',
  'return_window_over',
  'result_does_not_fit_kind',
  'reason_required',
  'already_requested',
  'poll_open',
  'already_decided',
  'nothing_to_decide',
  'clock_expired',
  'too_long',
  'not_in_future',
  'too_often',
  'already_supervised',
  'not_supervised',
  'already_rated',
  'cannot_merge_into_itself',
  'already_claimed',
  'not_claimed',
  'not_a_caller',
  'not_due_yet',
  'already_concluded',
  'kind_does_not_fit_parent',
  'unit_closed',
  'unit_in_use',
  'own_deputy',
  'deputy_disabled',
  'deputy_out_of_reach',
  'deputy_loop',
  'absence_overlap',
  'absence_over',
  'handler_absent',
  'campaign_not_begun',
  'campaign_over',
  'nothing_to_appeal',
  'appeal_too_late',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message });
