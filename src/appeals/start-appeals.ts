import { appealWorkflowId } from '../../workflows/messages';
import { peopleOfCase } from '../database/appeals';
import { Prisma, type Database } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import { openAppeal, type Appeal, type AppealKind } from '../domain/appeal';
import type { Policy } from '../domain/policy';
import type { Demand } from '../domain/demand';
import type { UnitRef } from '../domain/organisation';
import { startEach, startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

const AT_ONCE = 20;

interface KeptAppeal {
  id: string;
  number: string;
  kind: AppealKind;
  clockId: string | null;
  round: number;
  unit: UnitRef;
  filedBy: string;
  filedAt: Date;
  dueAt: Date;
  wordsId: string;
  overdue: boolean;
  version: number;
  requests: string[];
  demand: Demand;
  people: string[];
  /** How long it has by the policy that held when it was filed; null where that one does not say. */
  budgets: Policy['appeal'] | null;
}

/** Also when somebody terminated it: it goes on from `appeal`. Answers whether it was started now. */
export const startAppeal = (engine: Engine, appeal: Appeal): Promise<boolean> =>
  startOnce(engine, 'appeal', { id: appealWorkflowId(appeal.id), args: [{ appeal }], again: 'after a failure' });

const selection = Prisma.sql`
  SELECT a.id, d.number, a.kind, a.clock_id AS "clockId", a.round, a.filed_by AS "filedBy", a.filed_at AS "filedAt",
    a.due_at AS "dueAt", a.words_id AS "wordsId", a.overdue, a.version, a.requests,
    json_build_object('id', u.id, 'level', u.level, 'path', u.path) AS unit, d.state AS demand,
    (SELECT p.data->'appeal' FROM policy p WHERE p.published_at <= a.filed_at ORDER BY p.version DESC LIMIT 1) AS budgets,
    ${peopleOfCase(Prisma.sql`a.demand_id`)} AS people
  FROM appeal a JOIN demand d ON d.id = a.demand_id JOIN unit u ON u.id = a.unit_id`;

/**
 * Those that have waited for some seconds: an appeal stands at version 0 until its workflow has recorded it. Answers how many
 * were started now.
 */
export async function startWaitingAppeals(engine: Engine, database: Database, rules: PublishedRules): Promise<number> {
  const waiting = await database.sql<KeptAppeal>`${selection}
    WHERE a.state = 'open' AND a.version = 0 AND a.filed_at < now() - interval '3 seconds'
    ORDER BY a.filed_at LIMIT ${AT_ONCE}`;
  return startEach(waiting, (row) => startAppeal(engine, keptAppeal(row, rules)));
}

/** Recorded appeals that nobody has ruled on, as their workflows held them. */
export async function readOpenAppeals(
  database: Database,
  rules: PublishedRules,
  { after, limit }: { after: string; limit: number },
): Promise<{ number: string; appeal: Appeal }[]> {
  const rows = await database.sql<KeptAppeal>`${selection}
    WHERE a.state = 'open' AND a.version > 0 AND a.id > ${after}::uuid ORDER BY a.id LIMIT ${limit}`;
  return rows.map((row) => ({ number: row.number, appeal: keptAppeal(row, rules) }));
}

/** The row does not keep when to remind; a reminder that went out is not sent again, by its key. Its years are those of now. */
function keptAppeal(row: KeptAppeal, { policy, calendarYears }: PublishedRules): Appeal {
  const { number: _, filedAt, dueAt, overdue, version, requests, budgets, ...filing } = row;
  const at = filedAt.getTime();
  const held = { ...policy, appeal: budgets ?? undefined };
  const opened = openAppeal({ ...filing, filedAt: at }, held, calendarFrom(calendarYears, at));
  return { ...opened, dueAt: overdue ? dueAt.getTime() : opened.dueAt, overdue, version, requests };
}
