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
import { concludeCallback, redo, type CallbackConclusion } from '../src/domain/actions/closing';
import { hear } from '../src/domain/actions/linking';
import { replanClock } from '../src/domain/clock';
import type { Demand } from '../src/domain/demand';
import { nextDeadline, passTime } from '../src/domain/time-passing';
import { apply, refusal, type Ask } from '../src/domain/transitions';
import { openDraft, record, seal, type DemandMessage, type Draft, type Outcome } from '../src/domain/transition';
import { ACTION_NAMES, ENDED_STAGES, type Action, type Stage } from '../src/domain/vocabulary';
import { createAlarm } from './alarm';
import { createEffects } from './effects';
import {
  actionUpdate,
  calendarSignal,
  demandQuery,
  hearSignal,
  publishSignal,
  type ActionMessage,
  type DemandInput,
} from './messages';
import { createMutex } from './mutex';
import { describe } from './operator-view';
import { recordDemand } from './record';

const LEVEL = defineSearchAttributeKey('DemandLevel', SearchAttributeType.KEYWORD);

const isOver = (demand: Demand): boolean => (ENDED_STAGES as readonly Stage[]).includes(demand.stage);

/**
 * The life of one demand. People act on it by Updates named as the actions; its clocks act by one timer; callbacks and
 * other demands act by messages. Every change goes through `change`, one at a time, and is recorded before it is answered.
 */
export async function demand(input: DemandInput): Promise<{ stage: Stage; version: number }> {
  let { demand: state } = input;
  const rules = { policy: input.policy, calendar: input.calendar };
  const inbox: ((draft: Draft) => boolean)[] = [];
  let publish = false;
  const alarm = createAlarm();
  const alone = createMutex();
  const effects = createEffects({
    concluded: (conclusion: CallbackConclusion) => inbox.push((draft) => concludeCallback(draft, conclusion)),
    unheard: (message: DemandMessage) => {
      // The main case has ended meanwhile: the follower goes back to its dispatcher.
      if (message.kind === 'follower_joined') inbox.push((draft) => hear(draft, { kind: 'main_ended' }));
    },
  });

  /** Decides, takes the new state, issues commands, and records last: that order is what replays. */
  const change = (decide: () => Outcome | null): Promise<number> =>
    alone(async () => {
      const outcome = decide();
      if (!outcome) return state.version;
      if (outcome.demand.level !== state.level) upsertSearchAttributes([{ key: LEVEL, value: outcome.demand.level }]);
      state = outcome.demand;
      alarm.setFor(nextDeadline(state));
      setCurrentDetails(describe(state));
      await effects.carryOut(outcome.effects, state, rules);
      await recordDemand({ demand: state, events: outcome.events, notices: outcome.notices });
      return state.version;
    });

  const drafted = (write: (draft: Draft) => boolean): Outcome | null => {
    const draft = openDraft(state, rules, { now: Date.now(), actor: { kind: 'system' } });
    return write(draft) ? seal(draft) : null;
  };

  const refuse = <A extends Action>(action: A, { actor, facts, ifVersion }: ActionMessage<A>): void => {
    const refused = refusal(state, { action, actor, facts, ifVersion } satisfies Ask<A>, Date.now(), rules);
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code);
  };

  for (const action of ACTION_NAMES) {
    setHandler(
      actionUpdate(action),
      async (message) => {
        const { actor, facts, wordsId, requestId } = message;
        const version = await change(() => {
          // The state may have moved while this one waited for its turn.
          refuse(action, message);
          return apply(state, action, facts, { now: Date.now(), actor, wordsId, requestId }, rules);
        });
        return { version, requestId };
      },
      { validator: (message) => refuse(action, message) },
    );
  }
  setHandler(demandQuery, () => state);
  setHandler(hearSignal, (message) => void inbox.push((draft) => hear(draft, message)));
  setHandler(publishSignal, () => void (publish = true));
  setHandler(calendarSignal, ({ calendar, cause }) => {
    inbox.push((draft) => {
      rules.calendar = calendar;
      return replan(draft, cause);
    });
  });

  if (input.reopen) inbox.push((draft) => (redo(draft), true));
  alarm.setFor(nextDeadline(state));
  setCurrentDetails(describe(state));

  while (!isOver(state) || inbox.length > 0) {
    await condition(() => alarm.rang || publish || inbox.length > 0 || isOver(state) || mayContinue(state));
    const message = inbox.shift();
    if (message) await change(() => drafted(message));
    else if (publish) {
      publish = false;
      await change(() => ({ demand: state, events: [], notices: [], effects: [] }));
    } else if (alarm.rang) {
      alarm.rang = false;
      while ((nextDeadline(state) ?? Infinity) <= Date.now()) await change(() => passTime(state, Date.now(), rules));
      alarm.setFor(nextDeadline(state));
    } else if (mayContinue(state)) {
      alarm.off();
      await condition(() => allHandlersFinished() && effects.idle());
      if (inbox.length === 0) await continueAsNew<typeof demand>({ demand: state, ...rules });
    }
  }
  alarm.off();
  await condition(() => allHandlersFinished() && effects.idle());
  return { stage: state.stage, version: state.version };
}

/** A long life goes on in a new run, but not while it waits for a callback, whose result comes to this run. */
const mayContinue = (demand: Demand): boolean =>
  workflowInfo().continueAsNewSuggested && demand.stage !== 'calling_back';

function replan(draft: Draft, cause: string): boolean {
  const { demand: state, rules, step } = draft;
  const moved = state.clocks.filter((clock) => replanClock(clock, rules.calendar, step.now, cause));
  if (moved.length === 0) return false;
  const clocks = moved.map((clock) => ({ id: clock.id, dueAt: clock.dueAt }));
  record(draft, 'calendar_changed', {
    public: false,
    cause: { calendarVersion: rules.calendar.version },
    data: { cause, clocks },
  });
  return true;
}
