import type { UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  log,
  setHandler,
} from '@temporalio/workflow';
import type { PollResult } from '../src/domain/transition';
import {
  closePollUpdate,
  demandWorkflowId,
  endPollSignal,
  hearSignal,
  type Answer,
  type PollInput,
  type PollMessage,
} from './messages';
import { durable } from './record';

/**
 * 票选: lasts until its closing time, until its organiser closes it, or until its demand is withdrawn or rejected; then counts
 * once and tells the demand, which may have ended meanwhile. Counts only: no vote ever is in a history.
 */
export async function poll({ poll: id, demandId, closesAt }: PollInput): Promise<PollResult> {
  let early: string | null = null;
  let result: PollResult | null = null;
  let isClosing = false;
  let isEnded = false;
  const close = async ({ wordsId, requestId }: PollMessage): Promise<Answer> => {
    early = wordsId;
    await condition(() => result !== null);
    return { version: 0, requestId };
  };
  const validator = (_message: PollMessage): void => {
    if (isClosing || early !== null)
      throw ApplicationFailure.nonRetryable('这次票选已经结束，请刷新查看结果。', 'already_concluded');
  };
  const definition: UpdateDefinition<Answer, [PollMessage]> = closePollUpdate;
  setHandler(definition, close, { validator });
  setHandler(endPollSignal, () => void (isEnded = true));
  await durable.keepPoll({ demandId, poll: id });
  await condition(() => early !== null || isEnded, Math.max(1, closesAt - Date.now()));
  isClosing = true;
  const counted = await durable.closePoll({
    ...{ poll: id, at: Date.now(), wordsId: early },
    ...(isEnded ? { isEnded } : {}),
  });
  result = { poll: id, ...counted };
  await condition(allHandlersFinished);
  await tell(demandId, result);
  return result;
}

async function tell(demandId: string, result: PollResult): Promise<void> {
  try {
    await getExternalWorkflowHandle(demandWorkflowId(demandId)).signal(hearSignal, { kind: 'poll_closed', ...result });
  } catch (error) {
    log.info('the demand has ended before its poll', { poll: result.poll, error: String(error) });
  }
}
