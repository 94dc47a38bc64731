import { Client, Connection } from '@temporalio/client';
import pg from 'pg';

/** What one life leaves in the engine: events, and bytes of its history. */
export async function measureHistory({ databaseUrl, temporalAddress }, number) {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query('SELECT id FROM demand WHERE number = $1', [number]);
  await database.end();
  const connection = await Connection.connect({ address: temporalAddress });
  const { raw } = await new Client({ connection }).workflow.getHandle(`demand/${rows[0].id}`).describe();
  await connection.close();
  const { historyLength, historySizeBytes } = raw.workflowExecutionInfo;
  return { eventsPerLife: Number(historyLength), bytesPerLife: Number(historySizeBytes) };
}
