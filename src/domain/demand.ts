import type { ActingGrant } from './acting';
import type { Asked } from './asked';
import type { CallbackEnding } from './callback';
import type { Clock } from './clock';
import type { UnitRef } from './organisation';
import type { Dimensions } from './rating';
import {
  STAGES,
  type DissatisfactionReason,
  type Grade,
  type Kind,
  type Level,
  type Result,
  type Risk,
  type Role,
  type Stage,
  type Urgency,
} from './vocabulary';

/**
 * Who acts. Staff act by their roles in units, by those of absent people for whom they stand in, and by vacant seats that they
 * cover; a reporter by the secret link; a clock by its rung.
 */
export type Actor =
  | {
      kind: 'staff';
      user: string;
      grants: ActingGrant[];
      /** Who holds the demand and can no longer sign in: others of the unit may take it over. */
      relieves?: string;
    }
  | { kind: 'reporter' }
  | { kind: 'clock' }
  | { kind: 'system' };

/** Who must act next: a unit, and a person of it once somebody took it. Unit null: the reporter. */
export interface Holder {
  unit: UnitRef | null;
  role: Role | null;
  user: string | null;
}

/** Units by their ids; `rule` is the one that decided. Its reason stays in the record: no text of people travels in histories. */
export interface ProposedDispatch {
  lead: string | null;
  co: string[];
  replying: string | null;
  level: Level;
  rule: { id: string; version: number } | null;
}

export interface Extension {
  workingDays: number;
  by: string;
  at: number;
  decided: 'approved' | 'refused' | null;
}

export interface Deferral {
  reviewAt: number;
  by: string;
  at: number;
  decided: 'approved' | 'refused' | null;
}

export interface Supervision {
  /** A person, or the kind of actor that ordered it: `clock` a rung, `system` a third dissatisfied round. */
  by: string;
  /** Where the answer goes: the unit that supervises. */
  unit: string;
  at: number;
  answeredAt: number | null;
}

/** 票选 on this demand: the last that was opened. While its workflow must still tell the result, `closedAt` is null. */
export interface DemandPoll {
  id: string;
  closesAt: number;
  /** The demand stands in `waiting`, its clocks paused, until the result comes. */
  wait: boolean;
  closedAt: number | null;
}

/** What one round came to. Kept as it was when a redo opens the next. */
export interface Round {
  round: number;
  startedAt: number;
  lead: string | null;
  result: Result | null;
  rating: Grade | null;
  /** `expired`: nobody rated in time, which is never counted as satisfied. `telephone`: staff asked on the telephone and rated. */
  ratedBy: 'reporter' | 'collector' | 'telephone' | 'expired' | null;
  /** What the rating said beside its grade. Absent in rounds rated by earlier versions, like the next two. */
  reasons?: DissatisfactionReason[];
  dimensions?: Dimensions;
  /** Of a dissatisfied rating: the lead and co-handling units complained of. */
  complainedOf?: string[];
  /** Who handled, reviewed or replied, kept when a redo opens the next round. */
  workedOn?: string[];
  callback: Exclude<CallbackEnding, 'skipped'> | null;
  endedAt: number | null;
}

/**
 * The whole state of one demand, as the workflow keeps it and the record publishes it. Plain JSON, ids only: what people
 * wrote, and who they are, stays in the database. Times in epoch ms.
 */
export interface Demand {
  id: string;
  number: string;
  kind: Kind;
  category: string;
  urgency: Urgency;
  risk: Risk;
  stage: Stage;
  level: Level;
  version: number;
  /** Sequence number of the last event. */
  seq: number;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  /** The place it is about; its committees dispatch. */
  place: UnitRef;
  collecting: UnitRef;
  collectedBy: string | null;
  /** The committee that had it last: a return goes back to it, and the way up starts there. */
  committee: UnitRef | null;
  lead: UnitRef | null;
  co: UnitRef[];
  replying: UnitRef | null;
  /** Units that held it earlier: they keep sight of it. */
  past: UnitRef[];
  holder: Holder;
  round: number;
  rounds: Round[];
  result: Result | null;
  rating: Grade | null;
  /** People who handled, reviewed or replied in this round: for separation of duties. */
  handledBy: string[];
  reviewedBy: string[];
  repliedBy: string[];
  returns: number;
  /** A dispute waits for the upper level's ruling. */
  ruling: boolean;
  /** The lead unit was ruled: it may not return the demand. */
  ruled: boolean;
  extension: Extension | null;
  deferral: Deferral | null;
  /** When an unanswered question lets the clock run again; `waitingProvisional`: a year on the way is not published yet. */
  waitingUntil: number | null;
  waitingProvisional?: true;
  supervised: boolean;
  supervision: Supervision | null;
  /** Listed for the joint conference. */
  conference: boolean;
  /** Conferences that have decided on it, by their ids: each decides once. Absent in demands of earlier versions, as is `poll`. */
  decidedBy?: string[];
  poll?: DemandPoll | null;
  urges: number;
  lastUrge: { reporter: number | null; staff: number | null };
  mergedInto: string | null;
  /** The number of the event by which it was merged: tells this merging from an earlier one. */
  mergedBy?: number | null;
  followers: string[];
  /** By follower: which of its mergings made it one, and the last that it left. Absent in runs older than that. */
  joined?: Record<string, number>;
  left?: Record<string, number>;
  parent: string | null;
  parts: { id: string; ended: boolean }[];
  callbackJob: string | null;
  clocks: Clock[];
  policyVersion: number;
  /** Of an improvement: who of the unit in `place` has to do it. Absent where nobody was named. */
  owner?: string;
  /** What the rules proposed when it was filed; missing in demands filed before they were kept here. */
  proposal?: ProposedDispatch;
  /** Occasions since the last event that left none, for tracing back. Absent in demands from before these were kept. */
  silent?: Asked[];
  /** By which edition of this code's rules it lives; absent in the first. See `EDITION`. */
  edition?: number;
}

/**
 * What demands are filed under. Where a change of the code's rules makes different timers, messages or refusals, demands filed
 * before keep to their edition: so the runs under way repeat, and their lives can be traced back (docs/decisions/0035).
 */
export const EDITION = 2;
export const isOfEdition = ({ edition = 1 }: Pick<Demand, 'edition'>, least: number): boolean => edition >= least;

/** Whether the case stands still because people vote. */
export const waitsForPoll = ({ stage, poll }: Demand): boolean =>
  stage === 'waiting' && poll != null && poll.wait && poll.closedAt === null;

/** Where it stands, in words: who waits for votes is not waiting for the reporter. */
export const stageLabelOf = (demand: Demand): string => (waitsForPoll(demand) ? '等待票选结果' : STAGES[demand.stage]);

export const liveClock = (demand: Demand, name: Clock['name']): Clock | null =>
  demand.clocks.findLast((c) => c.name === name && c.endedAt === null) ?? null;

export const currentRound = (demand: Demand): Round => demand.rounds[demand.rounds.length - 1]!;

/** The latest clock of each name in the current round, and what still runs from an earlier one: what lists and badges show. */
export function shownClocks(demand: Demand): Clock[] {
  const latest = new Map<string, Clock>();
  for (const clock of demand.clocks)
    if (clock.round === demand.round || clock.endedAt === null) latest.set(clock.name, clock);
  return [...latest.values()];
}
