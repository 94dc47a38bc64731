import { createHash, randomUUID } from 'node:crypto';
import { WorkflowFailedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { actionUpdate, demandWorkflowId, type ActionMessage, type Answer } from '../../../workflows/messages';
import type { Database } from '../../database/client';
import type { FoundDemand } from '../../database/demands';
import type { Actor } from '../../domain/demand';
import type { Facts } from '../../domain/facts';
import { REFUSAL_CODES, type RefusalCode } from '../../domain/refusal-codes';
import { ENDED_STAGES, STAGES, type Action, type Stage } from '../../domain/vocabulary';
import type { Temporal } from '../../temporal';
import { Problem, temporalUnavailable } from '../errors';

/** An idempotency key with the hash of what was asked under it. */
export interface RequestKey {
  updateId: string;
  bodyHash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keys belong to who sent them, for one demand and one action or intake. */
export function requestKey(owner: string, key: string, body: unknown): RequestKey {
  return { updateId: sha256(`${owner}\n${key}`).slice(0, 32), bodyHash: sha256(JSON.stringify(body)).slice(0, 16) };
}

const requestIdOf = ({ updateId, bodyHash }: RequestKey): string => `${updateId}.${bodyHash}`;

/** An id that is the same for the same request, so that a retried one stores its words and parts once. */
export function idFrom(key: RequestKey | null, purpose: string): string {
  if (!key) return randomUUID();
  const hex = sha256(`${key.updateId}\n${key.bodyHash}\n${purpose}`).slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface Act<A extends Action> {
  action: A;
  actor: Actor;
  facts: Facts[A];
  words: Record<string, unknown> | null;
  ifVersion?: number;
  key: RequestKey | null;
}

const ANSWER_WITHIN = 4_500;

/** Stores the words, asks the demand's workflow, and answers after the record is written. Throws the problem otherwise. */
export async function act<A extends Action>(
  { database, temporal }: { database: Database; temporal: Temporal },
  demand: Pick<FoundDemand, 'id' | 'state'>,
  asked: Act<A>,
): Promise<Answer> {
  const { action, actor, facts, ifVersion, key } = asked;
  const wordsId = asked.words ? await keepWords(database, demand.id, asked.words, key) : null;
  const requestId = key ? requestIdOf(key) : null;
  const message: ActionMessage<A> = { actor: forWorkflow(actor), facts, wordsId, requestId, ifVersion };
  const handle = temporal.client.workflow.getHandle(demandWorkflowId(demand.id));
  try {
    const answer = await temporal.within(ANSWER_WITHIN, () =>
      handle.executeUpdate(actionUpdate(action), { args: [message], updateId: key?.updateId }),
    );
    return sameBody(answer, requestId);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const before = key && (await answeredBefore(database, demand.id, key));
    if (before) return sameBody(before, requestId);
    throw refusalOf(error, demand.state.stage);
  }
}

/** Only what the domain decides on goes into histories: no names. */
const forWorkflow = (actor: Actor): Actor =>
  actor.kind === 'staff' ? { kind: 'staff', user: actor.user, grants: actor.grants } : actor;

async function keepWords(database: Database, demandId: string, texts: object, key: RequestKey | null): Promise<string> {
  const id = idFrom(key, 'words');
  await database.$executeRaw`INSERT INTO words (id, demand_id, texts) VALUES (${id}::uuid, ${demandId}::uuid, ${JSON.stringify(texts)}::jsonb)
    ON CONFLICT (id) DO NOTHING`;
  return id;
}

function sameBody(answer: Answer, requestId: string | null): Answer {
  if (requestId !== null && answer.requestId !== requestId)
    throw new Problem('idempotency_conflict', '这个 Idempotency-Key 已用于另一次内容不同的操作,请换一个新的键。');
  return answer;
}

/** The record remembers requests longer than the engine does: after the end of a workflow, or in its next run. */
async function answeredBefore(database: Database, demandId: string, key: RequestKey): Promise<Answer | null> {
  const [row] = await database.$queryRaw<{ request_id: string }[]>`
    SELECT request_id FROM demand_event WHERE demand_id = ${demandId}::uuid AND request_id LIKE ${`${key.updateId}.%`} LIMIT 1`;
  return row ? { version: 0, requestId: row.request_id } : null;
}

function refusalOf(error: unknown, stage: Stage): unknown {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message } = error.cause;
    if (REFUSAL_CODES.includes(type as RefusalCode)) return new Problem(type as RefusalCode, message);
    return error;
  }
  const ended = (ENDED_STAGES as readonly Stage[]).includes(stage);
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError)
    return ended
      ? new Problem('not_allowed_in_stage', `诉求已是“${STAGES[stage]}”,流程已结束,不能再操作。`)
      : temporalUnavailable(error);
  return error;
}
