import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { appeal } from '../../workflows';
import { appealWorkflowId } from '../../workflows/messages';
import { peopleOfCase } from '../database/appeals';
import { Prisma, type Database } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import { openAppeal, type Appeal, type AppealKind } from '../domain/appeal';
import type { Demand } from '../domain/demand';
import type { UnitRef } from '../domain/organisation';
import type { Engine } from '../intake/start-workflow';

const AT_ONCE = 20;

interface WaitingAppeal {
  id: string;
  kind: AppealKind;
  clockId: string | null;
  round: number;
  unit: UnitRef;
  filedBy: string;
  filedAt: Date;
  wordsId: string;
  demand: Demand;
  people: string[];
}

/** Starts the workflow of an appeal, once however often it is asked. */
export async function startAppeal({ client, taskQueue }: Engine, opened: Appeal): Promise<void> {
  try {
    await client.workflow.start<typeof appeal>('appeal', {
      workflowId: appealWorkflowId(opened.id),
      taskQueue,
      args: [{ appeal: opened }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Those that have waited for some seconds: an appeal stands at version 0 until its workflow has recorded it. Answers how many. */
export async function startWaitingAppeals(engine: Engine, database: Database, rules: PublishedRules): Promise<number> {
  const waiting = await database.sql<WaitingAppeal>`
    SELECT a.id, a.kind, a.clock_id AS "clockId", a.round, a.filed_by AS "filedBy", a.filed_at AS "filedAt",
      a.words_id AS "wordsId", json_build_object('id', u.id, 'level', u.level, 'path', u.path) AS unit, d.state AS demand,
      ${peopleOfCase(Prisma.sql`a.demand_id`)} AS people
    FROM appeal a JOIN demand d ON d.id = a.demand_id JOIN unit u ON u.id = a.unit_id
    WHERE a.state = 'open' AND a.version = 0 AND a.filed_at < now() - interval '3 seconds'
    ORDER BY a.filed_at LIMIT ${AT_ONCE}`;
  for (const row of waiting) await startAppeal(engine, openedFrom(row, rules));
  return waiting.length;
}

function openedFrom({ filedAt, ...row }: WaitingAppeal, { policy, calendarYears }: PublishedRules): Appeal {
  const at = filedAt.getTime();
  return openAppeal({ ...row, filedAt: at }, policy, calendarFrom(calendarYears, at));
}
