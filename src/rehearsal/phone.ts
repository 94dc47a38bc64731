import * as callbacks from '../domain/callback';
import type { OpenCallback } from '../domain/callback';
import type { UnitRef } from '../domain/organisation';
import type { Rules } from '../domain/transition';
import type { RecordedJob } from './recorded';

/** The times at which a job was in the queue of its unit, and how it ended. */
export interface PhoneCourse {
  windows: { unit: UnitRef; start: number }[];
  /** The calls that did not end it, of which its demand hears; see `MadeCall`. */
  calls: { at: number; outcome: callbacks.AttemptOutcome; nextFrom: number }[];
  /** Null while it is open. */
  end: { at: number; result: NonNullable<RecordedJob['result']> } | null;
}

/**
 * The course of a phone job under these rules. Every call keeps its time, or is made when the window opens that allows it. Calls
 * that these rules do not want any more are not made; where they want more than were made, nobody answers those.
 */
export function phoneCourse(
  open: OpenCallback,
  openedAt: number,
  recorded: RecordedJob,
  { policy, calendar }: Rules,
): PhoneCourse {
  let job = callbacks.openCallback(open, openedAt, policy, calendar);
  const windows = [{ unit: job.unit, start: job.windowStart }];
  const calls: PhoneCourse['calls'] = [];
  let last = job.windowStart;
  const call = (at: number, made: callbacks.Attempt, agreed: number | null): void => {
    last = Math.max(at, job.windowStart);
    const nextAt = made.outcome === 'call_later' ? agreed : null;
    job = callbacks.attempt(
      job,
      { outcome: made.outcome, nextAt },
      { at: last, by: made.by, wordsId: null },
      policy,
      calendar,
    );
    const { outcome } = made;
    if (!callbacks.isEnded(job))
      calls.push({ at: last, outcome, nextFrom: outcome === 'reached' ? last : job.windowStart });
    if (job.state === 'scheduled' && made.outcome !== 'reached')
      windows.push({ unit: job.unit, start: job.windowStart });
  };
  for (const [i, made] of recorded.attempts.entries()) {
    if (callbacks.isEnded(job)) break;
    // The time that was agreed on is not kept with the call; the next one was made then.
    call(made.at, made, recorded.attempts[i + 1]?.at ?? null);
  }
  const by = recorded.attempts.at(-1)?.by ?? '';
  while (recorded.result === 'unreachable' && !callbacks.isEnded(job))
    call(job.windowStart, { at: job.windowStart, by, outcome: 'no_answer', wordsId: null }, null);
  if (job.result !== null) return { windows, calls, end: { at: last, result: job.result } };
  if (recorded.result === null || recorded.concludedAt === null) return { windows, calls, end: null };
  return { windows, calls, end: { at: Math.max(recorded.concludedAt, last), result: recorded.result } };
}

export const openOf = ({ id, kind, round, unit, lead, workedOn }: RecordedJob, demandId: string): OpenCallback => ({
  ...{ id, demandId, kind, round, unit, lead, workedOn },
});
