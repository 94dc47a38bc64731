import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import * as appeals from '../src/domain/appeal';
import type { Appeal, AppealAction, AppealState } from '../src/domain/appeal';
import { createAlarm } from './alarm';
import { onRequest } from './decide';
import {
  appealCalendarSignal,
  appealQuery,
  appealUpdate,
  type Answer,
  type AppealInput,
  type AppealMessage,
} from './messages';
import { createMutex } from './mutex';
import { recordAppeal } from './record';

/**
 * One 申诉: waits for its ruling, reminds whoever rules, tells the supervisors above when it is overdue, and ends with the ruling
 * or its withdrawal. It changes nothing of its demand: figures leave out what it upheld.
 */
export async function appeal(input: AppealInput): Promise<AppealState> {
  let state = input.appeal;
  const mutex = createMutex();
  const alarm = createAlarm();

  const change = async (decide: () => Appeal | null): Promise<number> => {
    const turn = mutex.enter();
    if (turn) await turn;
    try {
      const before = state;
      const next = decide();
      if (!next) return state.version;
      state = next;
      alarm.setFor(appeals.nextMoment(state));
      await recordAppeal({ appeal: state, notices: appeals.noticesOf(before, state, Date.now()) });
      return state.version;
    } finally {
      mutex.leave();
    }
  };

  const refuse = (action: AppealAction, { actor }: AppealMessage<AppealAction>): void => {
    const refused = appeals.appealRefusal(state, action, actor);
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code);
  };

  const handle = <A extends AppealAction>(
    action: A,
    decide: (message: AppealMessage<A>, by: string) => Appeal,
  ): void => {
    const answer = async (message: AppealMessage<A>): Promise<Answer> => {
      const { actor, requestId } = message;
      const version = await change(() =>
        onRequest(() => {
          refuse(action, message);
          const next = decide(message, actor.kind === 'staff' ? actor.user : actor.kind);
          return requestId ? { ...next, requests: [...next.requests, requestId] } : next;
        }),
      );
      return { version, requestId };
    };
    const definition: UpdateDefinition<Answer, [AppealMessage<A>]> = appealUpdate(action);
    setHandler(definition, answer, { validator: (message: AppealMessage<A>) => refuse(action, message) });
  };

  handle('rule', ({ facts, wordsId }, by) => appeals.rule(state, facts, { at: Date.now(), by, wordsId }));
  handle('withdraw', ({ wordsId }, by) => appeals.withdraw(state, { at: Date.now(), by, wordsId }));
  setHandler(appealCalendarSignal, async ({ calendar, budget }) => {
    await change(() => appeals.adoptCalendar(state, calendar, budget));
  });
  setHandler(appealQuery, () => state);

  await change(() => ({ ...state, version: state.version + 1 }));
  while (state.state === 'open') {
    await condition(() => alarm.rang || state.state !== 'open');
    if (!alarm.rang) continue;
    await change(() => appeals.passTime(state, Date.now()));
    alarm.answered(appeals.nextMoment(state));
  }
  await condition(allHandlersFinished);
  return state.state;
}
