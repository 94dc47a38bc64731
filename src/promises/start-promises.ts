import { promiseWorkflowId, type PromiseInput } from '../../workflows/messages';
import { Prisma, type Database } from '../database/client';
import type { PublishedRules } from '../database/rules';
import type { UnitRef } from '../domain/organisation';
import { promiseRules, type DemandPromise, type OpenPromise } from '../domain/promise-keeping';
import { startEach, startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

const AT_ONCE = 50;

interface KeptPromise extends Pick<DemandPromise, 'state' | 'told' | 'reports' | 'version' | 'requests'> {
  id: string;
  demandId: string;
  number: string;
  unit: UnitRef;
  madeBy: string;
  wordsId: string;
  madeAt: Date;
  dueAt: Date;
  reportBy: Date | null;
}

/** Also when somebody terminated it: it goes on from what it held. Answers whether it was started now. */
export const startPromise = (engine: Engine, input: PromiseInput): Promise<boolean> =>
  startOnce(engine, 'promise', { id: promiseWorkflowId(input.open.id), args: [input], again: 'after a failure' });

/** How many levels were told that the report is late, the notices say. */
const selection = Prisma.sql`
  SELECT p.id, p.demand_id AS "demandId", d.number, json_build_object('id', p.unit_id, 'level', u.level, 'path', p.sight) AS unit,
    p.made_by AS "madeBy", p.words_id AS "wordsId", p.made_at AS "madeAt", p.due_at AS "dueAt", p.report_by AS "reportBy",
    p.state, p.reports, p.version, p.requests,
    (SELECT count(*)::int FROM notice n WHERE n.demand_id = p.demand_id AND n.kind = 'promise_late'
      AND starts_with(n.key, p.id || ':promise_late:' || (extract(epoch FROM p.due_at) * 1000)::bigint || ':')) AS told
  FROM demand_promise p JOIN demand d ON d.id = p.demand_id JOIN unit u ON u.id = p.unit_id`;

/**
 * Those that have waited for some seconds: a promise stands at version 0 until its workflow has recorded it. Answers how
 * many were started now.
 */
export async function startWaitingPromises(engine: Engine, database: Database, rules: PublishedRules): Promise<number> {
  const waiting = await database.sql<KeptPromise>`${selection}
    WHERE p.ended_at IS NULL AND p.version = 0 AND p.made_at < now() - interval '30 seconds'
    ORDER BY p.made_at LIMIT ${AT_ONCE}`;
  return startEach(waiting, (row) => startPromise(engine, inputFrom(row, rules)));
}

/** Recorded promises that have not ended, as their workflows held them. */
export async function readOpenPromises(
  database: Database,
  rules: PublishedRules,
  { after, limit }: { after: string; limit: number },
): Promise<{ number: string; input: PromiseInput }[]> {
  const rows = await database.sql<KeptPromise>`${selection}
    WHERE p.ended_at IS NULL AND p.version > 0 AND p.id > ${after}::uuid ORDER BY p.id LIMIT ${limit}`;
  return rows.map((row) => ({ number: row.number, input: inputFrom(row, rules) }));
}

function inputFrom(
  { number: _, madeAt, dueAt, reportBy, ...row }: KeptPromise,
  { policy }: PublishedRules,
): PromiseInput {
  const { id, demandId, unit, madeBy, wordsId } = row;
  const open: OpenPromise = { id, demandId, unit, madeBy, wordsId, dueAt: dueAt.getTime() };
  const rules = promiseRules(policy);
  if (row.version === 0) return { open, rules };
  const times = { madeAt: madeAt.getTime(), dueAt: open.dueAt, reportBy: reportBy?.getTime() ?? null, endedAt: null };
  return { open, rules, held: { ...row, ...times } };
}
