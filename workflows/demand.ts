import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { concludeCallback, redo } from '../src/domain/actions/closing';
import { hear, sendBack } from '../src/domain/actions/linking';
import { adoptCalendar, adoptPolicy } from '../src/domain/adopting';
import { isNewer } from '../src/domain/calendar';
import type { Demand } from '../src/domain/demand';
import { nextDeadline, passTime } from '../src/domain/time-passing';
import { apply, refusal, type Ask } from '../src/domain/transitions';
import { openDraft, seal, type DemandMessage, type Draft, type Outcome } from '../src/domain/transition';
import { ACTION_NAMES, ENDED_STAGES, type Action, type Stage } from '../src/domain/vocabulary';
import { createAlarm } from './alarm';
import { onRequest } from './decide';
import { createEffects, followersLeave } from './effects';
import {
  actionUpdate,
  calendarSignal,
  concludedSignal,
  demandQuery,
  hearSignal,
  heldQuery,
  policySignal,
  publishSignal,
  type ActionMessage,
  type Answer,
  type DemandInput,
} from './messages';
import { createMutex } from './mutex';
import { describe } from './operator-view';
import { recordDemand } from './record';

const LEVEL = defineSearchAttributeKey('DemandLevel', SearchAttributeType.KEYWORD);

/** A life so long that it goes on in a new run takes the newest answers with it. */
const ANSWERS_KEPT = 200;

const isOver = (demand: Demand): boolean => (ENDED_STAGES as readonly Stage[]).includes(demand.stage);

/**
 * The life of one demand. People act on it by Updates named as the actions; its clocks act by one timer; callbacks and
 * other demands act by messages. Every change goes through `change`, one at a time, and is recorded before it is answered.
 */
export async function demand(input: DemandInput): Promise<{ stage: Stage; version: number }> {
  let { demand: state } = input;
  const rules = { policy: input.policy, calendar: input.calendar };
  const answers: Answer[] = [...(input.answers ?? [])];
  const inbox: ((draft: Draft) => boolean)[] = [];
  let publish = false;
  const alarm = createAlarm();
  const mutex = createMutex();
  const effects = createEffects({
    unheard: (message: DemandMessage) => {
      if (message.kind !== 'follower_joined') return;
      // The main case has ended meanwhile: the follower goes back to its dispatcher, and so do those it brought along.
      const { follower, joined } = message;
      if (follower === state.id) inbox.push((draft) => hear(draft, { kind: 'main_ended', joined }));
      else if (followersLeave()) inbox.push((draft) => sendBack(draft, message));
    },
  });

  /** Decides, takes the new state, issues commands, and records last: that order is what replays. */
  const change = async (decide: () => Outcome | null): Promise<number> => {
    const turn = mutex.enter();
    if (turn) await turn;
    try {
      const outcome = decide();
      if (!outcome) return state.version;
      if (outcome.demand.level !== state.level) upsertSearchAttributes([{ key: LEVEL, value: outcome.demand.level }]);
      state = outcome.demand;
      alarm.setFor(nextDeadline(state));
      setCurrentDetails(describe(state));
      if (outcome.effects.length > 0) await effects.carryOut(outcome.effects, state, rules);
      await recordDemand({ demand: state, events: outcome.events, notices: outcome.notices });
      return state.version;
    } finally {
      mutex.leave();
    }
  };

  const isDue = (): boolean => (nextDeadline(state) ?? Infinity) <= Date.now();

  /** What was due comes first, also after an outage: an action must not end a clock before its rungs were climbed. */
  const catchUp = async (): Promise<void> => {
    while (isDue()) await change(() => passTime(state, Date.now(), rules));
  };

  const drafted = (write: (draft: Draft) => boolean): Outcome | null => {
    const draft = openDraft(state, rules, { now: Date.now(), actor: { kind: 'system' } });
    return write(draft) ? seal(draft) : null;
  };

  const refuse = <A extends Action>(action: A, { actor, facts, ifVersion, wordsId }: ActionMessage<A>): void => {
    const refused = refusal(state, { action, actor, facts, ifVersion } satisfies Ask<A>, Date.now(), rules);
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code);
    if (action === 'split' && !wordsId)
      throw ApplicationFailure.nonRetryable('拆分缺少各部分内容。', 'reason_required');
  };

  /** The engine knows the requests of this run; those of earlier runs came with the input. */
  const answeredBefore = ({ requestId }: { requestId: string | null }): Answer | undefined =>
    input.answers?.find((answer) => isSameRequest(answer.requestId, requestId));

  const carryOut = async <A extends Action>(action: A, message: ActionMessage<A>): Promise<Answer> => {
    const { actor, facts, wordsId, requestId } = message;
    if (isDue()) await catchUp();
    const version = await change(() =>
      onRequest(() => {
        // The state may have moved while this one waited for its turn.
        refuse(action, message);
        return apply(state, action, facts, { now: Date.now(), actor, wordsId, requestId }, rules);
      }),
    );
    const answer = { version, requestId };
    if (requestId !== null) answers.push(answer);
    return answer;
  };

  for (const action of ACTION_NAMES) {
    const answer = (message: ActionMessage<Action>) =>
      Promise.resolve(answeredBefore(message) ?? carryOut(action, message));
    const validator = (message: ActionMessage<Action>): void => {
      if (!answeredBefore(message)) refuse(action, message);
    };
    setHandler(actionUpdate<Action>(action), answer, { validator });
  }
  setHandler(demandQuery, () => state);
  setHandler(heldQuery, () => ({
    demand: state,
    years: rules.calendar.years.map(({ year, version }) => ({ year, version })),
  }));
  setHandler(hearSignal, (message) => void inbox.push((draft) => hear(draft, message)));
  setHandler(concludedSignal, (conclusion) => void inbox.push((draft) => concludeCallback(draft, conclusion)));
  setHandler(publishSignal, () => void (publish = true));
  setHandler(calendarSignal, ({ calendar, cause }) => {
    inbox.push((draft) => {
      if (!isNewer(calendar, rules.calendar.years)) return false;
      rules.calendar = calendar;
      return adoptCalendar(draft, cause);
    });
  });
  setHandler(policySignal, ({ policy, cause }) => {
    inbox.push((draft) => {
      if (policy.version <= rules.policy.version) return false;
      rules.policy = policy;
      return adoptPolicy(draft, cause);
    });
  });

  const { reopen } = input;
  if (reopen)
    inbox.push((draft) => {
      redo(draft, { callbackJob: reopen.jobId, policyVersion: draft.demand.policyVersion });
      return true;
    });
  alarm.setFor(nextDeadline(state));
  setCurrentDetails(describe(state));

  const hasWork = (): boolean => alarm.rang || publish || inbox.length > 0;
  const isAtItsEnd = (): boolean => isOver(state) || workflowInfo().continueAsNewSuggested;
  for (;;) {
    await condition(() => hasWork() || isAtItsEnd());
    if (alarm.rang || isDue()) {
      await catchUp();
      alarm.answered(nextDeadline(state));
    } else if (inbox.length > 0) {
      const message = inbox.shift()!;
      await change(() => drafted(message));
    } else if (publish) {
      publish = false;
      await change(() => ({ demand: state, events: [], notices: [], effects: [] }));
    } else {
      // What arrives meanwhile is done first: nothing said to this run may end with it.
      await condition(() => hasWork() || (allHandlersFinished() && effects.idle()));
      if (hasWork()) continue;
      if (isOver(state)) return { stage: state.stage, version: state.version };
      await continueAsNew<typeof demand>({ demand: state, ...rules, answers: answers.slice(-ANSWERS_KEPT) });
    }
  }
}

const isSameRequest = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.split('.')[0] === other.split('.')[0];
