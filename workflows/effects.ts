import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  log,
  ParentClosePolicy,
  patched,
  startChild,
} from '@temporalio/workflow';
import { callbackUnitFor } from '../src/domain/organisation';
import type { Demand } from '../src/domain/demand';
import { promiseRules } from '../src/domain/promise-keeping';
import { everWorkedOn } from '../src/domain/rating';
import type { DemandMessage, Effect, Rules } from '../src/domain/transition';
import type { callbackStart } from './callback-start';
import {
  callbackStartWorkflowId,
  demandWorkflowId,
  endPollSignal,
  hearSignal,
  pollStartWorkflowId,
  pollWorkflowId,
  type CallbackInput,
  type PollInput,
  type PromiseInput,
  promiseStartWorkflowId,
} from './messages';
import type { pollStart } from './poll-start';
import type { promiseStart } from './promise-start';
import { durable } from './record';

export interface Effects {
  /** Issues what a transition asks for. Only filing the parts of a split is waited for. */
  carryOut(effects: readonly Effect[], demand: Demand, rules: Rules): Promise<void>;
  /** Whether every message has been delivered or given up, and every callback and poll started. */
  idle(): boolean;
}

export function createEffects(listener: { unheard: (message: DemandMessage) => void }): Effects {
  let open = 0;
  const follow = (command: Promise<unknown>, failed: (error: unknown) => void): void => {
    open += 1;
    command.catch(failed).finally(() => (open -= 1));
  };

  function tell(demandId: string, message: DemandMessage): void {
    follow(getExternalWorkflowHandle(demandWorkflowId(demandId)).signal(hearSignal, message), (error) => {
      log.info('the other demand has ended', { demandId, message: message.kind, error: String(error) });
      listener.unheard(message);
    });
  }

  function startCallback(jobId: string, demand: Demand, rules: Rules): void {
    follow(
      startChild<typeof callbackStart>('callbackStart', {
        workflowId: callbackStartWorkflowId(jobId),
        args: [callbackInput(jobId, demand, rules)],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      }),
      // A job exists once: this one was started before.
      (error) => log.warn('callback not started', { jobId, error: String(error) }),
    );
  }

  function startPoll(input: PollInput): void {
    follow(
      startChild<typeof pollStart>('pollStart', {
        workflowId: pollStartWorkflowId(input.poll),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      }),
      (error) => log.warn('poll not started', { poll: input.poll, error: String(error) }),
    );
  }

  function endPoll(poll: string): void {
    follow(getExternalWorkflowHandle(pollWorkflowId(poll)).signal(endPollSignal), (error) =>
      log.info('the poll has ended', { poll, error: String(error) }),
    );
  }

  function startPromise(input: PromiseInput): void {
    const { id } = input.open;
    follow(
      startChild<typeof promiseStart>('promiseStart', {
        workflowId: promiseStartWorkflowId(id),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      }),
      (error) => log.warn('promise not started', { promise: id, error: String(error) }),
    );
  }

  return {
    idle: () => open === 0,
    carryOut: async (effects, demand, rules) => {
      for (const effect of effects) {
        switch (effect.kind) {
          case 'tell_demand':
            if (isSaid(effect.message)) tell(effect.demandId, effect.message);
            break;
          case 'start_poll':
            startPoll({ poll: effect.poll, demandId: demand.id, closesAt: effect.closesAt });
            break;
          case 'end_poll':
            endPoll(effect.poll);
            break;
          case 'start_promise':
            startPromise({ open: effect.open, rules: promiseRules(rules.policy) });
            break;
          case 'start_callback':
            startCallback(effect.jobId, demand, rules);
            break;
          case 'file_parts':
            if (!effect.wordsId) throw ApplicationFailure.nonRetryable('拆分缺少各部分内容。', 'reason_required');
            await durable.fileParts({
              ...{ parentId: demand.id, partIds: effect.partIds, wordsId: effect.wordsId },
              ...(effect.passedOn ? { passedOn: effect.passedOn } : {}),
            });
            break;
        }
      }
    },
  };
}

/** False in histories from before followers could leave: they have no command for what is said of it. */
export const followersLeave = (): boolean => patched('followers-leave');

const isSaid = ({ kind }: DemandMessage): boolean =>
  (kind !== 'follower_left' && kind !== 'main_moved') || followersLeave();

function callbackInput(jobId: string, demand: Demand, { policy, calendar }: Rules): CallbackInput {
  const open = {
    id: jobId,
    demandId: demand.id,
    kind: 'dissatisfied',
    round: demand.round,
    unit: demand.holder.unit ?? callbackUnitFor(demand.lead ?? demand.place),
    lead: demand.lead?.id ?? null,
    workedOn: everWorkedOn(demand),
  } as const;
  return { open, policy, calendar };
}
