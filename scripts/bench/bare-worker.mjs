import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';

Runtime.install({ telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection,
  taskQueue: 'bare',
  workflowsPath: fileURLToPath(new URL('./bare-workflow.cjs', import.meta.url)),
  activities: {
    write: (id, version) =>
      pool
        .query({ name: 'w', text: 'INSERT INTO bench_write (id, version) VALUES ($1, $2)', values: [id, version] })
        .then(() => {}),
  },
  maxConcurrentLocalActivityExecutions: 10,
  maxCachedWorkflows: 2000,
});
process.once('SIGTERM', () => worker.shutdown());
console.log('ready');
await worker.run();
await pool.end();
