import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';

/** Lives of the bare workflow: a row, a start, and the Updates one after another. */
export async function createBareLives({ databaseUrl, temporalAddress, updates }) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_write (id uuid, version int, at timestamptz DEFAULT now(), PRIMARY KEY (id, version))',
  );
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  return {
    async live() {
      const id = randomUUID();
      await pool.query({ name: 'i', text: 'INSERT INTO bench_write (id, version) VALUES ($1, 0)', values: [id] });
      const handle = await client.workflow.start('bare', {
        workflowId: `bare/${id}`,
        taskQueue: 'bare',
        args: [id, updates],
      });
      for (let i = 0; i < updates; i += 1) await handle.executeUpdate('step');
    },
    async close() {
      await connection.close();
      await pool.end();
    },
  };
}
