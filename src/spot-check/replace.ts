import type { Sql } from '../database/client';
import type { PublishedRules } from '../database/rules';
import type { Replacement } from '../domain/spot-check';
import { lockCheck } from './draw';
import { insertJobs, nextFit } from './drawn-jobs';

interface EndedJob {
  number: string;
  lead: string;
  check: string;
  result: string | null;
}

/**
 * Draws the next case of the handling unit for one about which nobody was asked, once however often it is asked; in the caller's
 * transaction. Answers the spot check whose new job waits for its workflow, or null when there is none.
 */
export async function replaceMissed(sql: Sql, jobId: string, rules: PublishedRules): Promise<string | null> {
  const [job] = await sql<EndedJob>`
    SELECT d.number, c.lead_unit_id AS lead, c.spot_check_id AS check, c.result
    FROM callback_job c JOIN demand d ON d.id = c.demand_id WHERE c.id = ${jobId} AND c.kind = 'spot_check'`;
  const check = job && (await lockCheck(sql, job.check));
  if (!job || !check?.sample || !check.strata) return null;
  if (job.result !== 'unreachable' && job.result !== 'refused' && job.result !== 'skipped') return null;
  const known = check.strata.flatMap(({ replacements = [] }) => replacements);
  if (known.some(({ number }) => number === job.number)) return check.id;
  const taken = new Set([...check.sample, ...known.flatMap(({ next }) => next ?? [])]);
  const missed = { number: job.number, because: job.result } satisfies Pick<Replacement, 'number' | 'because'>;
  const { found, chain } = await nextFit(sql, check, job.lead, taken, missed);
  const strata = check.strata.map((stratum) =>
    stratum.leadUnit === job.lead ? { ...stratum, replacements: [...(stratum.replacements ?? []), ...chain] } : stratum,
  );
  await sql`UPDATE spot_check SET strata = ${JSON.stringify(strata)}::jsonb WHERE id = ${check.id}::uuid`;
  if (found === null) return null;
  await insertJobs(sql, { id: check.id, path: check.sight }, [found], rules);
  return check.id;
}
