import type { UnitRef } from './organisation';
import type {
  Action,
  ContactChannel,
  ContactOutcome,
  DissatisfactionReason,
  Electorate,
  Grade,
  Level,
  Result,
  Urgency,
} from './vocabulary';

/** What an action says, without words: texts are stored first and travel as an id, so no history holds personal data. */
export interface Facts extends Record<Action, object> {
  dispatch: { lead: UnitRef; co: UnitRef[]; replying: UnitRef; level?: Level; urgency?: Urgency };
  reject: object;
  merge: { into: string };
  unmerge: object;
  split: { partIds: string[] };
  pass_up: object;
  pass_down: { unit: UnitRef };
  accept: object;
  return: object;
  rule: { lead: UnitRef };
  transfer: { user: string };
  contact: { channel: ContactChannel; outcome: ContactOutcome };
  note: { public: boolean };
  request_information: object;
  supply_information: object;
  open_poll: { poll: string; closesAt: number; wait: boolean; electorate: Electorate; ballots: number };
  request_extension: { workingDays: number };
  decide_extension: { approve: boolean };
  request_deferral: { reviewAt: number };
  decide_deferral: { approve: boolean };
  finish: { result: Result };
  review: { approve: boolean };
  reply: object;
  rate: { grade: Grade; reasons: DissatisfactionReason[] };
  urge: object;
  supervise: { workingDays: number };
  answer_supervision: object;
  /** `unit` is the one whose conference decided. */
  decide: { conference: string; unit: UnitRef; lead: UnitRef | null; workingDays: number | null };
  withdraw: object;
}
