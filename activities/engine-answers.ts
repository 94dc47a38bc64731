import { WorkflowClient, type Client } from '@temporalio/client';

/**
 * What the engine says of a history that its workflow does not repeat. Besides careless changes, a query that comes while an
 * Update is being recorded and more arrive can lead to that (measured with SDK 1.24: 6 of 12 under constant queries, none without),
 * which is why only the reconciliation queries workflows.
 */
export const CANNOT_BE_REPEATED = /TMPRL1100|nondeterminism|workflow machines/i;

/** The gRPC status of a server that is not reached. */
export const UNAVAILABLE = 14;

/** The server answers queries to workflows that have ended as well: this one is refused by them. */
export function livingOnly({ connection, options, workflow }: Client): WorkflowClient {
  const { namespace, identity, loadedDataConverter: dataConverter } = options;
  const { interceptors } = workflow.options;
  return new WorkflowClient({
    connection,
    namespace,
    identity,
    dataConverter,
    interceptors,
    queryRejectCondition: 'NOT_OPEN',
  });
}
