import { callbackWorkflowId, type CallbackInput } from '../../workflows/messages';
import type { Database } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import type { OpenCallback } from '../domain/callback';
import type { Level } from '../domain/vocabulary';
import { startEach, startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

interface WaitingJob {
  id: string;
  demandId: string;
  kind: OpenCallback['kind'];
  round: number;
  unit: string;
  level: Level;
  path: string[];
  lead: string | null;
  workedOn: string[];
  spotCheckId: string | null;
}

const AT_ONCE = 50;

/**
 * Starts the workflows of drawn jobs that have none yet, oldest first; of one spot check, or of all that have waited for
 * some seconds. A job stands at version 0 until its workflow has recorded it, and starting one twice changes nothing.
 * Answers how many were started now; 50 at a time.
 */
export async function startWaitingJobs(
  engine: Engine,
  database: Database,
  rules: PublishedRules,
  spotCheckId: string | null,
): Promise<number> {
  const waiting = await database.$queryRaw<WaitingJob[]>`
    SELECT c.id, c.demand_id AS "demandId", c.kind, c.round, c.unit_id AS unit, u.level, c.sight AS path, c.lead_unit_id AS lead,
      c.worked_on AS "workedOn", c.spot_check_id AS "spotCheckId"
    FROM callback_job c JOIN unit u ON u.id = c.unit_id
    WHERE c.state = 'scheduled' AND c.version = 0
      AND (c.spot_check_id = ${spotCheckId}::uuid OR ${spotCheckId}::uuid IS NULL AND c.created_at < now() - interval '3 seconds')
    ORDER BY c.created_at, c.id LIMIT ${AT_ONCE}`;
  const calendar = calendarFrom(rules.calendarYears, Date.now());
  return startEach(waiting, (job) => {
    const input: CallbackInput = { open: openOf(job), policy: rules.policy, calendar };
    return startOnce(engine, 'callback', { id: callbackWorkflowId(job.id), args: [input] });
  });
}

function openOf({ unit, level, path, ...job }: WaitingJob): OpenCallback {
  return { ...job, unit: { id: unit, level, path } };
}
