import type { UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  log,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import * as callbacks from '../src/domain/callback';
import type { CallbackAction, CallbackJob } from '../src/domain/callback';
import type { Notice } from '../src/domain/notice';
import type { Policy } from '../src/domain/policy';
import { isOfAddition, reopensFor } from '../src/domain/rating';
import { createAlarm } from './alarm';
import { onRequest } from './decide';
import {
  callbackQuery,
  callbackUpdate,
  concludedSignal,
  demandWorkflowId,
  hearSignal,
  releaseSignal,
  type Answer,
  type CallbackInput,
  type CallbackMessage,
} from './messages';
import { createMutex } from './mutex';
import { durable, recordCallback } from './record';

/** Skipped only where no demand waits for it. */
type Ended = Omit<CallbackConclusion, 'result'> & { result: callbacks.CallbackEnding };

/**
 * One phone job: waits for its window, appears in the callback staff's queue, takes attempts at different times of day, and
 * ends with what was found, or 未接通 after the last attempt of the policy. Its result goes to the demand that waits for it.
 */
export async function callback({ open, policy, calendar, held }: CallbackInput): Promise<Ended> {
  let job = held ?? callbacks.openCallback(open, Date.now(), policy, calendar);
  const mutex = createMutex();
  const alarm = createAlarm();

  const change = async (decide: () => CallbackJob): Promise<number> => {
    const turn = mutex.enter();
    if (turn) await turn;
    try {
      const before = job;
      job = decide();
      alarm.setFor(nextMoment(job));
      if (job.attempts.length > before.attempts.length) tellCall(job);
      const isNewlyOffered = job.state === 'offered' && before.state !== 'offered';
      const isHandedOver = job.claimedBy !== null && before.claimedBy !== null && job.claimedBy !== before.claimedBy;
      const notices = isNewlyOffered || isHandedOver ? [callbackDue(job, policy.callback.windows.length)] : [];
      await recordCallback({ job, notices });
      return job.version;
    } finally {
      mutex.leave();
    }
  };

  const refuse = <A extends CallbackAction>(action: A, { actor, facts }: CallbackMessage<A>): void => {
    const refused = callbacks.callbackRefusal(job, action, actor, facts);
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code);
  };

  const handle = <A extends CallbackAction>(
    action: A,
    decide: (message: CallbackMessage<A>, user: string) => CallbackJob,
  ): void => {
    const answer = async (message: CallbackMessage<A>) => {
      const version = await change(() =>
        onRequest(() => {
          refuse(action, message);
          const next = decide(message, message.actor.kind === 'staff' ? message.actor.user : message.actor.kind);
          return message.requestId ? { ...next, requests: [...next.requests, message.requestId] } : next;
        }),
      );
      return { version, requestId: message.requestId };
    };
    const definition: UpdateDefinition<Answer, [CallbackMessage<A>]> = callbackUpdate(action);
    setHandler(definition, answer, { validator: (message: CallbackMessage<A>) => refuse(action, message) });
  };

  handle('claim', (_, user) => callbacks.claim(job, user, Date.now()));
  handle('attempt', ({ facts, wordsId }, by) =>
    callbacks.attempt(job, facts, { at: Date.now(), by, wordsId }, policy, calendar),
  );
  handle('conclude', ({ facts, wordsId }) => callbacks.conclude(job, facts, Date.now(), wordsId));
  handle('transfer', ({ facts, wordsId }, by) =>
    callbacks.transfer(job, facts.to.user, { at: Date.now(), by, wordsId }),
  );
  handle('skip', ({ wordsId }, by) => callbacks.skip(job, { at: Date.now(), by, wordsId }));
  setHandler(releaseSignal, async ({ user, because }) => {
    const isTheirs = (): boolean => callbacks.release(job, user, because, Date.now()) !== null;
    if (isTheirs()) await change(() => callbacks.release(job, user, because, Date.now()) ?? job);
  });
  setHandler(callbackQuery, () => job);

  await change(() => job);
  while (job.result === null) {
    await condition(() => alarm.rang || job.result !== null);
    if (!alarm.rang) continue;
    if ((nextMoment(job) ?? Infinity) <= Date.now()) await change(() => callbacks.openWindow(job));
    alarm.answered(nextMoment(job));
  }
  await condition(allHandlersFinished);
  const { id: jobId, result, grade, wordsId, found } = job;
  const reasons = found?.reasons ? { reasons: found.reasons } : {};
  const conclusion = { jobId, result, grade, wordsId, ...reasons };
  await tell(job, conclusion as CallbackConclusion, policy);
  return conclusion;
}

/** The demand that waits hears the result. One that a spot check or an addition contradicts has ended, and is opened again. */
async function tell(job: CallbackJob, conclusion: CallbackConclusion, policy: Policy): Promise<void> {
  const reopens = job.result === 'dissatisfied' && reopensFor(policy, conclusion.reasons ?? []);
  if (job.kind === 'spot_check') {
    if (reopens) await durable.reopenDemand({ demandId: job.demandId, jobId: job.id });
    // Nobody was asked about this case, so the next of its handling unit is drawn instead.
    const isMissed = job.result === 'unreachable' || job.result === 'refused' || job.result === 'skipped';
    if (isMissed && job.spotCheckId !== null && patched('replacement')) await durable.replaceDrawn({ jobId: job.id });
    return;
  }
  if (isOfAddition(job.id)) {
    if (reopens) await durable.reopenDemand({ demandId: job.demandId, jobId: job.id });
    return;
  }
  try {
    await getExternalWorkflowHandle(demandWorkflowId(job.demandId)).signal(concludedSignal, conclusion);
  } catch (error) {
    log.warn('the demand does not wait for its callback any more', { jobId: job.id, error: String(error) });
  }
}

/** The demand that waits counts a call in its own clock; of one that ends the job it hears by the result. */
function tellCall(job: CallbackJob): void {
  const { id: jobId, demandId, kind, attempts, windowStart } = job;
  if (kind !== 'dissatisfied' || isOfAddition(jobId) || callbacks.isEnded(job) || !patched('calls-told')) return;
  const { at, outcome } = attempts.at(-1)!;
  const nextFrom = outcome === 'reached' ? at : windowStart;
  const message = { kind: 'callback_attempted', jobId, outcome, nextFrom } as const;
  getExternalWorkflowHandle(demandWorkflowId(demandId))
    .signal(hearSignal, message)
    .catch((error: unknown) =>
      log.warn('the demand does not wait for its callback any more', { jobId, error: String(error) }),
    );
}

/** The opening of the window, or its end for a job that was claimed and then left lying. */
function nextMoment(job: CallbackJob): number | null {
  if (job.state === 'scheduled') return job.windowStart;
  return job.state === 'claimed' && callbacks.isLeftLying(job) ? job.windowEnd : null;
}

function callbackDue(job: CallbackJob, windows: number): Notice {
  return {
    key: `${job.id}:callback_due:${job.version}`,
    kind: 'callback_due',
    to: job.claimedBy === null ? { role: 'callback', unit: job.unit.id } : { user: job.claimedBy },
    clock: 'callback',
    at: Math.max(job.windowStart, job.createdAt),
    lateBy: Math.max(0, Math.round((Date.now() - job.windowStart) / 1000)),
    ringAt: null,
    data: { job: job.id, attempt: job.attempts.length + 1, windows, windowEnd: job.windowEnd },
  };
}
