import type { UnitRef } from './organisation';
import type { Dimensions, RatedFor } from './rating';
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
  /** `minutes`: the working time that an improvement was given. */
  dispatch: { lead: UnitRef; co: UnitRef[]; replying: UnitRef; level?: Level; urgency?: Urgency; minutes?: number };
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
  /** The id that a promise made with it would have. `dueAt` null: none is made, unless the answer is an adopted suggestion. */
  reply: { promise?: { id: string; dueAt: number | null } };
  /** `by`: of staff, for whom they rate and how they were asked. */
  rate: { grade: Grade; reasons: DissatisfactionReason[]; dimensions?: Dimensions; by?: RatedFor };
  urge: object;
  supervise: { workingDays: number };
  answer_supervision: object;
  /** `unit` is the one whose conference decided. */
  decide: { conference: string; unit: UnitRef; lead: UnitRef | null; workingDays: number | null };
  withdraw: object;
}
