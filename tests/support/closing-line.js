/** The last lines of a run, plain, for people and machines that read only those. */
module.exports = class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    const lines = secondTries(results).map((name) => `passed only when tried again: ${name}`);
    lines.push(`${results.numPassedTests} passed, ${failed} failed${skipped}`);
    // Jest prints its summary after every reporter of ours.
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
};

const secondTries = ({ testResults }) =>
  testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests
      .filter(({ status, invocations }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => `${testFilePath.replace(/^.*[\\/]tests[\\/]/, 'tests/')}: ${fullName}`),
  );
