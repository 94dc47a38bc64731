import { ApplicationFailure, allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import * as promises from '../src/domain/promise-keeping';
import type { DemandPromise } from '../src/domain/promise-keeping';
import { createAlarm } from './alarm';
import { onRequest } from './decide';
import { promiseQuery, reportPromiseUpdate, type PromiseInput, type PromiseMessage } from './messages';
import { createMutex } from './mutex';
import { durable } from './record';

/**
 * 承诺: sleeps until it falls due, perhaps for months; then somebody must report, and whoever is late is told of level by level.
 * Whoever made the demand hears every report. Ends with what became of it.
 */
export async function promise({ open, rules, held }: PromiseInput): Promise<{ state: DemandPromise['state'] }> {
  let it = held ?? promises.openPromise(open, Date.now());
  const mutex = createMutex();
  const alarm = createAlarm();

  const change = async (decide: () => DemandPromise | null): Promise<void> => {
    const turn = mutex.enter();
    if (turn) await turn;
    try {
      const next = decide();
      if (!next) return;
      const notices = next === it ? [] : promises.promiseNotices(next, Date.now());
      it = next;
      alarm.setFor(promises.nextMoment(it));
      await durable.recordPromise({ promise: it, notices });
    } finally {
      mutex.leave();
    }
  };

  const refuse = ({ actor, facts }: PromiseMessage): void => {
    const refused = promises.reportRefusal(it, actor, facts, Date.now(), rules);
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code);
  };
  const answer = async (message: PromiseMessage) => {
    const { actor, facts, wordsId, requestId } = message;
    await change(() =>
      onRequest(() => {
        refuse(message);
        const by = actor.kind === 'staff' ? actor.user : actor.kind;
        const next = promises.report(it, facts, { at: Date.now(), by, wordsId });
        return requestId === null ? next : { ...next, requests: [...next.requests, requestId] };
      }),
    );
    return { version: it.version, requestId };
  };
  setHandler(promiseQuery, () => it);
  setHandler(reportPromiseUpdate, answer, { validator: refuse });

  await change(() => it);
  while (!promises.isEnded(it)) {
    await condition(() => alarm.rang || promises.isEnded(it));
    if (!alarm.rang) continue;
    await change(() => promises.wake(it, Date.now(), rules));
    alarm.answered(promises.nextMoment(it));
  }
  await condition(allHandlersFinished);
  return { state: it.state };
}
