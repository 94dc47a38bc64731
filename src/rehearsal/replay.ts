import { concludeCallback, redo } from '../domain/actions/closing';
import { hear, sendBack } from '../domain/actions/linking';
import { adoptCalendar, adoptPolicy } from '../domain/adopting';
import { liveClock, type Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import type { UnitRef } from '../domain/organisation';
import { nextDeadline, passTime } from '../domain/time-passing';
import { openDraft, seal, type Draft, type Outcome, type Rules } from '../domain/transition';
import { apply, refusal } from '../domain/transitions';
import type { Action } from '../domain/vocabulary';
import { inTheSeat, isPassed, isSortedNext, isWaitedFor, seated } from './conduct';
import { openOf, phoneCourse, type PhoneCourse } from './phone';
import { courseOf, type Course, type Input, type RecordedCase, type RecordedJob } from './recorded';
import { fileAnew, isUnchanged, rulesIn, type Trial } from './trial';

/** A life as it would have gone. */
export interface Replayed {
  demand: Demand;
  events: DemandEvent[];
  /** When phone jobs stood in the queue of their unit. */
  windows: { unit: UnitRef; start: number }[];
  /** What people did later than they really did, and what they could not do at all. */
  later: number;
  undone: Action[];
  /** Steps that nobody recorded, taken for the case to go on. */
  assumed: number;
  /** From here on (epoch ms) the trial leads where the record says nothing: the replay ends. */
  openEnd: number | null;
}

/** Who is said to have taken assumed steps. */
const ASSUMED = 'rehearsal';

/**
 * Replays a recorded life under what is tried. What people did keeps its time while that is legal, and else waits for the first
 * moment at which it is; clocks run, rungs fire and phone jobs are planned by the trial. Null when the life cannot be traced.
 */
export function replay(recorded: RecordedCase, trial: Trial): Replayed | null {
  const course = courseOf(recorded);
  return course && createReplay(recorded, course, trial);
}

function createReplay(recorded: RecordedCase, { filed, inputs: given, ran }: Course, trial: Trial): Replayed | null {
  const filedAt = filed.demand.createdAt;
  const first = rulesIn(trial, filed.rules, filedAt);
  if (!first) return null;
  let rules: Rules = first;
  const submitted = recorded.events[0]!;
  const begin: Outcome = isUnchanged(trial)
    ? { demand: filed.demand, events: recorded.events.slice(0, filed.demand.seq), notices: [], effects: [] }
    : fileAnew(filed.demand, submitted, trial, rules);
  const result: Replayed = {
    ...{
      demand: begin.demand,
      events: [...begin.events],
      windows: [],
      later: 0,
      undone: [],
      assumed: 0,
      openEnd: null,
    },
  };
  const byTrial = trial.policy !== null || trial.calendarAt !== null;
  const isReplaced = ({ kind }: Input) =>
    (kind === 'policy' && trial.policy !== null) || (kind === 'calendar' && trial.calendarAt !== null);
  const inputs = given.filter((input) => !isReplaced(input) && input.now <= trial.horizon);
  const waiting: Input[] = [];
  const lastRound = recorded.state.round;

  const take = (outcome: Outcome | null): boolean => {
    if (!outcome) return false;
    result.demand = outcome.demand;
    result.events.push(...outcome.events);
    for (const effect of outcome.effects) if (effect.kind === 'start_callback') phone(effect.jobId);
    if (result.demand.round > lastRound) result.openEnd = result.demand.updatedAt;
    return true;
  };
  const drafted = (now: number, change: (draft: Draft) => boolean): boolean => {
    const draft = openDraft(result.demand, rules, { now, actor: { kind: 'system' } });
    return change(draft) && take(seal(draft));
  };

  /** The phone job of this round. Under the recorded rules it ended when it did. */
  function phone(jobId: string): void {
    const job = recorded.jobs.find(({ id }) => id === jobId);
    const { demand } = result;
    if (!job) return;
    const open = { ...openOf(job, demand.id), unit: demand.holder.unit ?? job.unit };
    const { windows, calls, end } = phoneCourse(open, demand.updatedAt, job, rules);
    result.windows.push(...windows);
    if (!byTrial) return;
    retell(job, calls);
    const index = inputs.findIndex((input) => input.kind === 'concluded' && input.conclusion.jobId === jobId);
    const [heard] = index < 0 ? [] : inputs.splice(index, 1);
    if (!end || heard?.kind !== 'concluded') return;
    const now = end.at + Math.max(0, heard.now - (job.concludedAt ?? heard.now));
    const isSame = end.result === job.result;
    const conclusion = isSame
      ? heard.conclusion
      : { jobId, result: 'unreachable' as const, grade: null, wordsId: null };
    insert({ ...heard, conclusion, now });
  }

  function insert(input: Input): void {
    const place = inputs.findIndex(({ now }) => now > input.now);
    inputs.splice(place < 0 ? inputs.length : place, 0, input);
  }

  /** What the demand heard of the calls, as they would have been made. Of earlier editions it heard nothing. */
  function retell({ id, attempts }: RecordedJob, calls: PhoneCourse['calls']): void {
    const told = inputs.flatMap((input) =>
      input.kind === 'heard' && input.message.kind === 'callback_attempted' && input.message.jobId === id
        ? [input]
        : [],
    );
    for (const input of told) inputs.splice(inputs.indexOf(input), 1);
    for (const [i, { at, outcome, nextFrom }] of told.length > 0 ? calls.entries() : []) {
      const delay = told[i] && attempts[i] ? Math.max(0, told[i].now - attempts[i].at) : 0;
      insert({ ...told[0]!, now: at + delay, message: { kind: 'callback_attempted', jobId: id, outcome, nextFrom } });
    }
  }

  function act<A extends Action>(input: Input & { kind: 'action' }, now: number): boolean {
    const { demand } = result;
    if (isPassed(input, demand)) return false;
    const action = input.action as A;
    const facts = factsOf(input) as Parameters<typeof apply<A>>[2];
    const actors = [input.actor, inTheSeat(action, input.actor, demand)].filter((actor) => actor !== null);
    const actor = actors.find((each) => refusal(demand, { action, actor: each, facts }, now, rules) === null);
    return actor !== undefined && take(apply(demand, action, facts, { now, actor }, rules));
  }

  /** A dispatch that followed the rules follows the tried rules. */
  function factsOf({ facts, action, followed }: Input & { kind: 'action' }): object {
    const lead = trial.proposal?.lead;
    if (action !== 'dispatch' || !followed || !lead || result.demand.round > 1) return facts;
    return { ...facts, lead, co: trial.proposal?.co ?? [], replying: trial.proposal?.replying ?? lead };
  }

  function carryOut(input: Input, now: number): boolean {
    switch (input.kind) {
      case 'action':
        return act(input, now);
      case 'heard':
        return drafted(now, (draft) => hear(draft, input.message));
      case 'not_heard':
        return drafted(now, (draft) => sendBack(draft, input.message));
      case 'concluded':
        return drafted(now, (draft) => concludeCallback(draft, input.conclusion));
      case 'calendar':
        return drafted(now, (draft) => adoptCalendar(draft, input.cause));
      case 'policy':
        return drafted(now, (draft) => adoptPolicy(draft, input.cause));
      case 'reopened':
        if (result.demand.stage !== 'closed') return false;
        return drafted(now, (draft) => {
          redo(draft, input.callbackJob === null ? undefined : { callbackJob: input.callbackJob });
          return true;
        });
    }
  }

  /** What waited is tried again after every change, in the order in which people did it. */
  function catchUp(now: number): void {
    for (let i = 0; i < waiting.length && result.openEnd === null;) {
      const input = waiting[i]!;
      if (!carryOut(input, now)) {
        i += 1;
        continue;
      }
      waiting.splice(i, 1);
      result.later += 1;
      i = 0;
    }
  }

  function offer(input: Input): void {
    rules = rulesIn(trial, input.rules, filedAt) ?? rules;
    if (carryOut(input, input.now)) return catchUp(input.now);
    if (input.kind !== 'action') return;
    if (isWaitedFor(input.action, result.demand)) waiting.push(input);
    else result.undone.push(input.action);
  }

  function passUntil(time: number): void {
    for (
      let due = nextDeadline(result.demand);
      due !== null && due <= time && result.openEnd === null;
      due = nextDeadline(result.demand)
    ) {
      const known = ran.get(due);
      const at = known && known.at <= time ? known.at : due;
      const before = result.demand;
      take(passTime(before, at, (known && rulesIn(trial, known.rules, filedAt)) ?? rules));
      const isMovedUp = before.lead !== null && result.demand.lead === null && result.demand.stage === 'dispatching';
      // What was really moved up then has whoever really had it next, or nobody yet.
      if (isMovedUp && !known && !isSortedNext([...waiting, ...inputs])) handBack(before, due);
      catchUp(due);
    }
  }

  /** Moved up where nobody of the upper level had it: it goes on with whom it was, at once; no time is made up for anybody. */
  function handBack(before: Demand, now: number): void {
    const { lead, co, replying, holder, stage } = before;
    const wasContacted = liveClock(before, 'contact') === null;
    const committee = result.demand.holder.unit!;
    const by = seated('dispatcher', committee, ASSUMED);
    const facts = { lead: lead!, co, replying: replying ?? lead! };
    take(apply(result.demand, 'dispatch', facts, { now, actor: by }, rules));
    result.assumed += 1;
    if (stage !== 'handling') return;
    const handler = seated('handler', lead!, holder.user ?? ASSUMED);
    take(apply(result.demand, 'accept', {}, { now, actor: handler }, rules));
    // Whoever was in touch with the reporter need not be so again.
    if (wasContacted)
      take(apply(result.demand, 'contact', { channel: 'phone', outcome: 'reached' }, { now, actor: handler }, rules));
  }

  /** Was dispatched by a direct rule, and is not in the trial: the committee does it at once. */
  function dispatchWhatWasDirect(): void {
    const { lead, co, replying } = filed.demand;
    if (result.demand.stage !== 'dispatching' || !lead || isSortedNext(inputs)) return;
    const unit = trial.proposal?.lead ?? lead;
    const facts = {
      lead: unit,
      co: trial.proposal ? trial.proposal.co : co,
      replying: trial.proposal?.replying ?? replying ?? unit,
    };
    const by = seated('dispatcher', result.demand.holder.unit!, ASSUMED);
    take(apply(result.demand, 'dispatch', facts, { now: filedAt, actor: by }, rules));
    result.assumed += 1;
  }

  dispatchWhatWasDirect();
  while (inputs.length > 0 && inputs[0]!.now <= trial.horizon && result.openEnd === null) {
    const input = inputs[0]!;
    passUntil(input.now);
    if (result.openEnd !== null) break;
    // A phone job that the passing of time began may have put its end before this one.
    const index = inputs.indexOf(input);
    if (index > 0) continue;
    if (index === 0) inputs.shift();
    if (index === 0) offer(input);
  }
  if (result.openEnd === null) passUntil(trial.horizon);
  for (const input of waiting) if (input.kind === 'action') result.undone.push(input.action);
  return result;
}
