import type { UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import type { Appeal, AppealAction, AppealFacts } from '../src/domain/appeal';
import type { Calendar, CalendarYear } from '../src/domain/calendar';
import type { CallbackAction, CallbackFacts, CallbackJob, OpenCallback, ReleaseCause } from '../src/domain/callback';
import type { Actor, Demand } from '../src/domain/demand';
import type { Facts } from '../src/domain/facts';
import type { Policy } from '../src/domain/policy';
import type { DemandPromise, OpenPromise, PromiseRules, ReportFacts } from '../src/domain/promise-keeping';
import type { PlanRhythm } from '../src/domain/spot-check-plan';
import type { DemandMessage } from '../src/domain/transition';
import type { Action } from '../src/domain/vocabulary';

/** Everything a client may say to a workflow. These names stand in histories: never rename one. Ids only, no words. */

/** Policy and calendar travel with the demand, so that no replay depends on what is published later. */
export interface DemandInput {
  demand: Demand;
  policy: Policy;
  calendar: Calendar;
  /** What was asked in earlier runs of a long life, and answered: the engine forgets it with the run. */
  answers?: Answer[];
  /** Set when a spot check found a closed demand dissatisfied: the first thing this run does is the redo. */
  reopen?: { jobId: string };
}

export interface ActionMessage<A extends Action> {
  actor: Actor;
  facts: Facts[A];
  wordsId: string | null;
  /** Idempotency: the update id, and a hash of what was asked under it. */
  requestId: string | null;
  ifVersion?: number;
}

export interface Answer {
  version: number;
  requestId: string | null;
}

export const actionUpdate = <A extends Action>(action: A): UpdateDefinition<Answer, [ActionMessage<A>], A> =>
  defineUpdate<Answer, [ActionMessage<A>], A>(action);

/** What another demand's workflow says. */
export const hearSignal = defineSignal<[DemandMessage]>('hear');

/** What a callback found out. */
export const concludedSignal = defineSignal<[CallbackConclusion]>('concluded');

/** A year was published or corrected: the clocks are planned anew. Older calendars than the one held are ignored. */
export const calendarSignal = defineSignal<[{ calendar: Calendar; cause: string }]>('calendar');

/** The same of an appeal's due time. `budget`: working time (ms) for its ruling, where it does not know its own. */
export const appealCalendarSignal = defineSignal<[{ calendar: Calendar; budget: number }]>('calendar');

/** A policy that running demands go over to. One that is not newer than the one held is ignored. */
export const policySignal = defineSignal<[{ policy: Policy; cause: string }]>('policy');

/** Writes the record again from the workflow's state: the reconciler asks for it. */
export const publishSignal = defineSignal('publish');

/**
 * For tests, operators and the reconciler, who look at a demand at rest. Under a query that comes while Updates are being
 * recorded the SDK can write a history that does not repeat (measured).
 */
export const demandQuery = defineQuery<Demand>('demand');

/** The same with the calendar that it goes by, for the reconciler. */
export interface Held {
  demand: Demand;
  years: Pick<CalendarYear, 'year' | 'version'>[];
}
export const heldQuery = defineQuery<Held>('held');

export interface CallbackInput {
  open: OpenCallback;
  policy: Policy;
  calendar: Calendar;
  /** From the record, when the engine has lost the workflow: it goes on from there. */
  held?: CallbackJob;
}

export interface CallbackMessage<A extends CallbackAction> {
  actor: Actor;
  facts: CallbackFacts[A];
  wordsId: string | null;
  requestId: string | null;
}

export const callbackUpdate = <A extends CallbackAction>(
  action: A,
): UpdateDefinition<Answer, [CallbackMessage<A>], A> => defineUpdate<Answer, [CallbackMessage<A>], A>(action);

/** Whoever claimed the job cannot phone any more. */
export const releaseSignal = defineSignal<[{ user: string; because: ReleaseCause }]>('release');

export const callbackQuery = defineQuery<CallbackJob>('callback');

export interface AppealInput {
  appeal: Appeal;
}

export interface AppealMessage<A extends AppealAction> {
  actor: Actor;
  facts: AppealFacts[A];
  wordsId: string | null;
  requestId: string | null;
}

export const appealUpdate = <A extends AppealAction>(action: A): UpdateDefinition<Answer, [AppealMessage<A>], A> =>
  defineUpdate<Answer, [AppealMessage<A>], A>(action);

export const appealQuery = defineQuery<Appeal>('appeal');

export interface PollInput {
  poll: string;
  demandId: string;
  /** Epoch ms. */
  closesAt: number;
}

export interface PollMessage {
  actor: Actor;
  wordsId: string | null;
  requestId: string | null;
}

/** The organiser closes the poll before its time; `wordsId` says why. Answered when the result is stored. */
export const closePollUpdate: UpdateDefinition<Answer, [PollMessage], 'close'> = defineUpdate('close');

/** The demand was withdrawn or rejected: the poll ends with it. */
export const endPollSignal = defineSignal('end_poll');

export interface PromiseInput {
  open: OpenPromise;
  rules: PromiseRules;
  /** From the record, when the engine has lost the workflow: it goes on from there. */
  held?: DemandPromise;
}

export interface PromiseMessage {
  actor: Actor;
  facts: ReportFacts;
  wordsId: string | null;
  requestId: string | null;
}

/** For the reconciler. */
export const promiseQuery = defineQuery<DemandPromise>('promise');

/** What became of a promise, or until when it was put off. */
export const reportPromiseUpdate: UpdateDefinition<Answer, [PromiseMessage], 'report'> = defineUpdate('report');

export interface PlanInput {
  plan: string;
  every: PlanRhythm;
  /** Local minute of the day. */
  minute: number;
  /** Epoch ms: the first run is the first one after it. */
  after: number;
}

/** The plan has ended: nothing further is committed. */
export const endPlanSignal = defineSignal('end_plan');

export const demandWorkflowId = (demandId: string): string => `demand/${demandId}`;
export const analysisWorkflowId = (id: string): string => `analysis/${id}`;
export const importWorkflowId = (batchId: string): string => `import/${batchId}`;
export const callbackWorkflowId = (jobId: string): string => `callback/${jobId}`;
export const appealWorkflowId = (id: string): string => `appeal/${id}`;
export const planWorkflowId = (plan: string): string => `spot-check-plan/${plan}`;
export const pollWorkflowId = (poll: string): string => `poll/${poll}`;
export const promiseWorkflowId = (promise: string): string => `promise/${promise}`;
export const promiseStartWorkflowId = (promise: string): string => `promise-start/${promise}`;
export const pollStartWorkflowId = (poll: string): string => `poll-start/${poll}`;
export const rehearsalWorkflowId = (id: string): string => `rehearsal/${id}`;
export const callbackStartWorkflowId = (jobId: string): string => `callback-start/${jobId}`;
