import { actionUpdate, demandWorkflowId, type ActionMessage, type Answer } from '../../../workflows/messages';
import type { Database } from '../../database/client';
import type { FoundDemand } from '../../database/demands';
import type { Actor, Demand } from '../../domain/demand';
import type { Facts } from '../../domain/facts';
import type { Refusal } from '../../domain/refusal-codes';
import { wrongStage } from '../../domain/transitions';
import { ENDED_STAGES, type Action, type Stage } from '../../domain/vocabulary';
import { startIfWaiting } from '../../intake/start-waiting';
import type { Temporal } from '../../temporal';
import { askWorkflow } from '../ask-workflow';
import type { RequestKey } from '../request-key';

export interface Act<A extends Action> {
  action: A;
  actor: Actor;
  facts: Facts[A];
  words: Record<string, unknown> | null;
  ifVersion?: number;
  key: RequestKey | null;
}

/** Asks the demand's workflow for an action, and answers after the record is written. Throws the problem otherwise. */
export async function act<A extends Action>(
  dependencies: { database: Database; temporal: Temporal },
  { id }: Pick<FoundDemand, 'id'>,
  { action, actor, facts, words, ifVersion, key }: Act<A>,
): Promise<Answer> {
  const { database, temporal } = dependencies;
  return askWorkflow<ActionMessage<A>>(dependencies, {
    workflowId: demandWorkflowId(id),
    update: actionUpdate(action),
    said: { facts, ifVersion },
    actor,
    demandId: id,
    words,
    key,
    carriedOut: (updateId) => requestBefore(database, id, updateId),
    ended: () => endRefusal(database, id, action),
    // After a large import it may still wait for its turn.
    isBeginning: () => startIfWaiting(database, temporal, id),
  });
}

/** The record remembers requests longer than the engine does: after the end of a workflow, or in its next run. */
async function requestBefore(database: Database, demandId: string, updateId: string): Promise<string | null> {
  const [row] = await database.$queryRaw<{ request_id: string }[]>`
    SELECT request_id FROM demand_event WHERE demand_id = ${demandId}::uuid AND request_id LIKE ${`${updateId}.%`} LIMIT 1`;
  return row?.request_id ?? null;
}

/** Read now, because the demand may have ended while this was asked. */
async function endRefusal(database: Database, id: string, action: Action): Promise<Refusal | null> {
  const row = await database.demand.findUnique({ where: { id }, select: { state: true } });
  const demand = row?.state as unknown as Demand | undefined;
  return demand && (ENDED_STAGES as readonly Stage[]).includes(demand.stage) ? wrongStage(demand, action) : null;
}
