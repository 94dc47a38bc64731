import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../src/database/client';
import { newestForRunning, readBehind, readPolicy } from '../src/database/policies';
import type { Demand } from '../src/domain/demand';
import type { Policy } from '../src/domain/policy';
import type { Engine } from '../src/intake/start-workflow';
import { demandWorkflowId, policySignal } from '../workflows/messages';
import type { StartFromRecord } from './intake';
import { AT_ONCE, PAGE, tellInTurns, type Told } from './telling';

export const policyCause = (version: number): string => `时限与规则第 ${version} 版`;

const signalPolicy = ({ client }: Engine, demandId: string, policy: Policy): Promise<void> =>
  client.workflow
    .getHandle(demandWorkflowId(demandId))
    .signal(policySignal, { policy, cause: policyCause(policy.version) });

/** The newest version that running demands were told to go over to, for the reconciler. */
export async function policyForRunning(database: Database): Promise<Policy | null> {
  const version = await newestForRunning(database);
  return version === 0 ? null : ((await readPolicy(database, version))?.policy ?? null);
}

/** One that was started again from an older record, for example. Answers whether it had to be told. */
export async function tellMissedPolicy(engine: Engine, held: Demand, adopted: Policy | null): Promise<boolean> {
  if (adopted === null || held.policyVersion >= adopted.version) return false;
  await signalPolicy(engine, held.id, adopted);
  return true;
}

export function createPolicyChange(database: Database, engine: Engine, start: StartFromRecord) {
  /**
   * Tells one demand; false when its workflow has ended. One that still waits for its workflow would begin with the version that
   * it was filed under, so it is started first.
   */
  async function tell(demandId: string, policy: Policy): Promise<boolean> {
    if (await hears(demandId, policy)) return true;
    const [waiting] = await database.sql<{ state: Demand }>`
      SELECT d.state FROM demand d JOIN intake_outbox o ON o.demand_id = d.id WHERE d.id = ${demandId}::uuid`;
    if (!waiting) return false;
    await start(waiting.state);
    return hears(demandId, policy);
  }

  async function hears(demandId: string, policy: Policy): Promise<boolean> {
    try {
      await signalPolicy(engine, demandId, policy);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  return {
    /** Tells a page of the open demands with an older version that this one holds now. Telling one twice changes nothing. */
    async tellPolicy({ version, after }: { version: number; after: string | null }): Promise<Told> {
      const published = await readPolicy(database, version);
      // It was started beside a publication that did not come about.
      if (!published) return { next: null, told: 0 };
      const ids = await readBehind(database, version, { after, limit: PAGE });
      const told = await tellInTurns(ids, AT_ONCE, (id) => tell(id, published.policy));
      return { told, next: ids.length < PAGE ? null : ids[ids.length - 1]! };
    },
  };
}
