const { writeFileSync } = require('node:fs');
const path = require('node:path');

/** Of a run, for scripts/test.mjs, which names the file in TEST_OUTCOME. What it looks like stands in scripts/lib/tries.mjs. */
module.exports = class Outcome {
  onRunComplete(_contexts, results) {
    if (process.env.TEST_OUTCOME)
      writeFileSync(process.env.TEST_OUTCOME, JSON.stringify(results.testResults.map(ofFile)));
  }
};

function ofFile({ testFilePath, testExecError, numPassingTests, numPendingTests, testResults }) {
  return {
    file: path.relative(path.resolve(__dirname, '../..'), testFilePath).replaceAll('\\', '/'),
    passed: numPassingTests,
    skipped: numPendingTests,
    failed: testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    isBroken: Boolean(testExecError),
  };
}
