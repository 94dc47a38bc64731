import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { demandWorkflowId, type DemandInput } from '../../workflows/messages';
import type { Database } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import type { Demand } from '../domain/demand';
import type { Policy } from '../domain/policy';
import { startOnce } from './start-once';

/** Where workflows run. */
export interface Engine {
  client: Client;
  taskQueue: string;
}

const LEVEL = defineSearchAttributeKey('DemandLevel', SearchAttributeType.KEYWORD);
const UNIT = defineSearchAttributeKey('DemandUnit', SearchAttributeType.KEYWORD);

/**
 * Starts the workflow of a demand, once however often it is asked, and takes it off the outbox. With `again` also when one
 * has ended: after somebody terminated it.
 */
export async function startDemandWorkflow(
  engine: Engine,
  database: Database,
  input: DemandInput,
  { again = input.reopen !== undefined }: { again?: boolean } = {},
): Promise<void> {
  const state = input.demand;
  await startOnce(engine, 'demand', {
    id: demandWorkflowId(state.id),
    args: [input],
    again: again ? 'always' : 'never',
    staticSummary: state.number,
    typedSearchAttributes: [
      { key: LEVEL, value: state.level },
      { key: UNIT, value: state.place.id },
    ],
  });
  await database.sql`DELETE FROM intake_outbox WHERE demand_id = ${state.id}::uuid`;
}

/** What a workflow starts with, from the record: an open demand keeps the policy version it was filed under. */
export async function inputFromRecord(database: Database, rules: PublishedRules, state: Demand): Promise<DemandInput> {
  const policy =
    state.policyVersion === rules.policy.version ? rules.policy : await keptPolicy(database, state.policyVersion);
  const calendar = calendarFrom(rules.calendarYears, state.createdAt);
  return { demand: state, policy, calendar };
}

async function keptPolicy(database: Database, version: number): Promise<Policy> {
  const { data } = await database.policy.findUniqueOrThrow({ where: { version } });
  return { ...(data as unknown as Policy), version };
}
