import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  log,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import { callbackUnitFor } from '../src/domain/organisation';
import type { Demand } from '../src/domain/demand';
import type { DemandMessage, Effect, Rules } from '../src/domain/transition';
import type { callback } from './callback';
import { callbackWorkflowId, demandWorkflowId, hearSignal, type CallbackInput } from './messages';
import { durable } from './record';

export interface Effects {
  /** Issues what a transition asks for. Only filing the parts of a split is waited for. */
  carryOut(effects: readonly Effect[], demand: Demand, rules: Rules): Promise<void>;
  /** Whether every message has been delivered or given up. */
  idle(): boolean;
}

export function createEffects(listener: {
  concluded: (conclusion: CallbackConclusion) => void;
  unheard: (message: DemandMessage) => void;
}): Effects {
  let open = 0;

  function tell(demandId: string, message: DemandMessage): void {
    open += 1;
    getExternalWorkflowHandle(demandWorkflowId(demandId))
      .signal(hearSignal, message)
      .catch((error: unknown) => {
        log.info('the other demand has ended', { demandId, message: message.kind, error: String(error) });
        listener.unheard(message);
      })
      .finally(() => (open -= 1));
  }

  function startCallback(jobId: string, demand: Demand, { policy, calendar }: Rules): void {
    const workedOn = [...new Set([...demand.handledBy, ...demand.reviewedBy, ...demand.repliedBy])];
    const unit = demand.holder.unit ?? callbackUnitFor(demand.lead ?? demand.place);
    const open = {
      id: jobId,
      demandId: demand.id,
      kind: 'dissatisfied',
      round: demand.round,
      unit,
      lead: demand.lead?.id ?? null,
      workedOn,
    } as const;
    const input: CallbackInput = { open, policy, calendar };
    startChild<typeof callback>('callback', {
      workflowId: callbackWorkflowId(jobId),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    })
      .then((child) => child.result())
      .then(listener.concluded, (error: unknown) => {
        // A callback that an operator ended is as if nobody had been reached: the policy decides, the case goes on.
        log.error('callback ended without a result', { jobId, error: String(error) });
        listener.concluded({ jobId, result: 'unreachable', grade: null, wordsId: null });
      });
  }

  return {
    idle: () => open === 0,
    carryOut: async (effects, demand, rules) => {
      for (const effect of effects) {
        switch (effect.kind) {
          case 'tell_demand':
            tell(effect.demandId, effect.message);
            break;
          case 'start_callback':
            startCallback(effect.jobId, demand, rules);
            break;
          case 'file_parts':
            if (!effect.wordsId) throw ApplicationFailure.nonRetryable('拆分缺少各部分内容。', 'reason_required');
            await durable.fileParts({ parentId: demand.id, partIds: effect.partIds, wordsId: effect.wordsId });
            break;
        }
      }
    },
  };
}
