import { setTimeout as sleep } from 'node:timers/promises';
import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import type { Answer } from '../../workflows/messages';
import { linkAttachments } from '../database/attachments';
import type { Database } from '../database/client';
import type { Actor } from '../domain/demand';
import { REFUSAL_CODES, type Refusal, type RefusalCode } from '../domain/refusal-codes';
import type { Temporal } from '../temporal';
import { Problem, problemOf, temporalUnavailable } from './errors';
import { filesIn } from './replies/evidence';
import { idFrom, requestIdOf, type RequestKey } from './request-key';

/** What every message to a workflow carries beside what it is about. */
export interface Signature {
  actor: Actor;
  wordsId: string | null;
  requestId: string | null;
}

/** One Update of one workflow, with what somebody wrote and under which key. */
export interface Question<Message extends Signature> {
  workflowId: string;
  update: UpdateDefinition<Answer, [Message], string>;
  /** What is asked: ids only, it stands in the history. */
  said: Omit<Message, keyof Signature>;
  actor: Actor;
  demandId: string;
  words: Record<string, unknown> | null;
  key: RequestKey | null;
  /** The request of that update id in the record, which remembers longer than the engine does. */
  carriedOut: (updateId: string) => Promise<string | null>;
  /** The refusal when the workflow has ended; null when the record says that it should be running. */
  ended: () => Promise<Refusal | null>;
  /** Whether a workflow that is not there is only about to begin: then it is waited for. */
  isBeginning?: () => Promise<boolean>;
}

const ANSWER_WITHIN = 4_500;
const LOOK_AGAIN = 100;

/** Of gRPC. */
const FAILED_PRECONDITION = 9;

/** Stores the words, asks the workflow, and answers after the record is written. Throws the problem otherwise. */
export async function askWorkflow<Message extends Signature>(
  { database, temporal }: { database: Database; temporal: Temporal },
  question: Question<Message>,
): Promise<Answer> {
  const { key, said, actor, demandId } = question;
  const ids = filesIn(question.words);
  await linkAttachments(database.sql, { ids, demandId, uploadedBy: actor.kind === 'staff' ? actor.user : null });
  const wordsId = question.words ? await keepWords(database, question.demandId, question.words, key) : null;
  const requestId = key ? requestIdOf(key) : null;
  const message = { ...said, actor: withoutNames(question.actor), wordsId, requestId } as Message;
  const handle = temporal.client.workflow.getHandle(question.workflowId);
  try {
    const answer = await temporal.within(ANSWER_WITHIN, () =>
      untilProcessed(
        () => handle.executeUpdate(question.update, { args: [message], updateId: key?.updateId }),
        question.isBeginning,
      ),
    );
    requireSameBody(answer.requestId, requestId);
    return answer;
  } catch (error) {
    if (error instanceof Problem) throw error;
    // While the workflow does not answer, what the record says is no proof: when a worker dies between the record and the
    // engine, the workflow does it again, or something else.
    const before = key && isAnswer(error) && (await question.carriedOut(key.updateId));
    if (!before) throw await problemFrom(error, question.ended);
    requireSameBody(before, requestId);
    return { version: 0, requestId: before };
  }
}

/**
 * Under many Updates of one workflow at once, the engine turns some away that no worker has looked at (measured: 2 of 40),
 * and one that arrives just as the workflow wants to end meets a workflow task that the engine makes it do again. Nothing
 * came of either, so they are sent again, as long as anybody waits.
 */
export async function untilProcessed(
  ask: () => Promise<Answer>,
  isBeginning?: Question<Signature>['isBeginning'],
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError && (await isBeginning?.())) await sleep(LOOK_AGAIN);
      else if (!cameToNothing(error)) throw error;
    }
  }
}

function cameToNothing(error: unknown): boolean {
  const { cause } = error as Error;
  if (cause instanceof ApplicationFailure) return cause.type === 'UnprocessedUpdate';
  return (
    isGrpcServiceError(cause) &&
    (cause.code as number) === FAILED_PRECONDITION &&
    /workflow task failure/.test(cause.details)
  );
}

/** The workflow refused, or has ended: from then on the record is all there is to know of it. */
const isAnswer = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError ||
  error instanceof WorkflowNotFoundError ||
  error instanceof WorkflowFailedError;

/** Only what the domain decides on goes into histories: no names. */
const withoutNames = (actor: Actor): Actor => (actor.kind === 'staff' ? staffActor(actor) : actor);

function staffActor({ user, grants, relieves }: Actor & { kind: 'staff' }): Actor {
  return { kind: 'staff', user, grants, ...(relieves === undefined ? {} : { relieves }) };
}

export async function keepWords(
  database: Database,
  demandId: string,
  texts: object,
  key: RequestKey | null,
): Promise<string> {
  const id = idFrom(key, 'words');
  await database.sql`INSERT INTO words (id, demand_id, texts) VALUES (${id}::uuid, ${demandId}::uuid, ${JSON.stringify(texts)}::jsonb)
    ON CONFLICT (id) DO NOTHING`;
  return id;
}

function requireSameBody(answered: string | null, asked: string | null): void {
  if (asked !== null && answered !== asked)
    throw new Problem('idempotency_conflict', '这个 Idempotency-Key 已用于另一次内容不同的操作，请换一个新的键。');
}

async function problemFrom(error: unknown, ended: Question<Signature>['ended']): Promise<unknown> {
  if (
    endedMeanwhile(error as Error) ||
    error instanceof WorkflowNotFoundError ||
    error instanceof WorkflowFailedError
  ) {
    const refused = await ended();
    return refused ? problemOf(refused) : temporalUnavailable(error);
  }
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message } = error.cause;
    return REFUSAL_CODES.includes(type as RefusalCode) ? new Problem(type as RefusalCode, message) : error;
  }
  return error;
}

/** Somebody ended the workflow while it was at it. */
const endedMeanwhile = ({ cause }: { cause?: unknown }): boolean =>
  cause instanceof ApplicationFailure && cause.type === 'AcceptedUpdateCompletedWorkflow';
