import { WorkflowNotFoundError } from '@temporalio/client';
import { callbackWorkflowId, releaseSignal } from '../../workflows/messages';
import type { Database } from '../database/client';
import type { ReleaseCause } from '../domain/callback';
import type { Engine } from '../intake/start-workflow';

interface LeftJob {
  id: string;
  claimed_by: string;
  because: ReleaseCause;
}

/**
 * Puts claimed jobs back into the queue whose claimer can no longer sign in, or whose absence began after they claimed. A job
 * that is told twice hears it once. Answers 0: there is no next page to hurry to.
 */
export async function releaseJobs({ client }: Engine, database: Database): Promise<number> {
  const left = await database.sql<LeftJob>`
    SELECT c.id, c.claimed_by, CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled' ELSE 'absent' END AS because
    FROM callback_job c JOIN staff_user u ON u.id = c.claimed_by
    WHERE c.state = 'claimed' AND (u.disabled_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM absence a WHERE a.user_id = c.claimed_by AND a.ended_at IS NULL AND a.from_at <= now() AND a.to_at > now()
        AND a.from_at >= to_timestamp(COALESCE((c.found->'history'->-1->>'at')::float8, 0) / 1000)))
    LIMIT 50`;
  for (const { id, claimed_by: user, because } of left) {
    try {
      await client.workflow.getHandle(callbackWorkflowId(id)).signal(releaseSignal, { user, because });
    } catch (error) {
      // Its record is behind: the reconciler looks after demands that wait for it.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return 0;
}
