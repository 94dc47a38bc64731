import { ApplicationFailure, log, TemporalFailure } from '@temporalio/workflow';

/**
 * Runs a rule on behalf of somebody who waits for the answer. What a rule throws fails that request only: thrown on, it
 * would fail the workflow task, again and again, and nobody could act on the demand any more.
 */
export function onRequest<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (error instanceof TemporalFailure) throw error;
    log.error('a rule failed', { error: String(error) });
    throw ApplicationFailure.nonRetryable(String(error), 'rule_failed');
  }
}
