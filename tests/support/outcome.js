const { writeFileSync } = require('node:fs');
const path = require('node:path');

/** Of a run, for scripts/test.mjs, which names the file in TEST_OUTCOME. What it looks like stands in scripts/lib/second-try.mjs. */
module.exports = class Outcome {
  onRunComplete(_contexts, results) {
    if (!process.env.TEST_OUTCOME) return;
    const outcome = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests,
      files: results.testResults.filter((file) => file.numFailingTests > 0 || file.testExecError).map(ofFile),
    };
    writeFileSync(process.env.TEST_OUTCOME, JSON.stringify(outcome));
  }
};

function ofFile({ testFilePath, numPassingTests, testResults }) {
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  const file = path.relative(path.resolve(__dirname, '../..'), testFilePath).replaceAll('\\', '/');
  return { file, passed: numPassingTests, failed: failed.length > 0 ? failed : ['the whole file'] };
}
