import { TestWorkflowEnvironment } from '@temporalio/testing';

// The SDK offers its download only together with a start, so one server is started and stopped again.
const [downloadDir, version] = process.argv.slice(2);
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', version, downloadDir } },
});
await environment.teardown();
