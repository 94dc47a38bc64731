import type { CallbackJob, Found, Passage } from '../domain/callback';
import type { Level } from '../domain/vocabulary';
import type { Database } from './client';

type Times = 'windowStart' | 'windowEnd' | 'createdAt';
type Row = Omit<CallbackJob, Times | 'unit' | 'found' | 'history' | 'result' | 'grade' | 'concludedAt' | 'wordsId'> &
  Record<Times, Date> & {
    number: string;
    unitId: string;
    level: Level;
    path: string[];
    kept: (Found & { history?: Passage[] }) | null;
  };

/** Recorded phone jobs without a result, as their workflows held them. Those at version 0 the relay starts. */
export async function readOpenJobs(
  database: Database,
  { after, limit }: { after: string; limit: number },
): Promise<{ number: string; job: CallbackJob }[]> {
  const rows = await database.sql<Row>`
    SELECT c.id, d.number, c.demand_id AS "demandId", c.kind, c.round, c.state, c.unit_id AS "unitId", u.level, c.sight AS path,
      c.lead_unit_id AS lead, c.worked_on AS "workedOn", c.window_start AS "windowStart", c.window_end AS "windowEnd",
      c.claimed_by AS "claimedBy", c.attempts, c.found AS kept, c.version, c.created_at AS "createdAt",
      c.spot_check_id AS "spotCheckId", c.requests
    FROM callback_job c JOIN demand d ON d.id = c.demand_id JOIN unit u ON u.id = c.unit_id
    WHERE c.result IS NULL AND c.version > 0 AND c.id > ${after} ORDER BY c.id LIMIT ${limit}`;
  return rows.map(({ number, ...row }) => ({ number, job: heldJob(row) }));
}

function heldJob({ unitId, level, path, kept, ...row }: Omit<Row, 'number'>): CallbackJob {
  const { history = [] } = kept ?? {};
  return {
    ...row,
    unit: { id: unitId, level, path },
    windowStart: row.windowStart.getTime(),
    windowEnd: row.windowEnd.getTime(),
    createdAt: row.createdAt.getTime(),
    history,
    ...{ found: null, result: null, grade: null, concludedAt: null, wordsId: null },
  };
}
