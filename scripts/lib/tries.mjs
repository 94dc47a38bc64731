/**
 * Tests with real servers, processes and a browser get further tries: a shared machine may stand still for seconds. Each file that
 * failed runs once more, from its beginning, because what failed may have left half of its work behind. A test has failed when it
 * failed each time that it ran.
 *
 * An outcome is what tests/support/outcome.js wrote of a run: of each file `{ file, passed, skipped, failed: [names], isBroken }`,
 * `passed` and `skipped` being numbers of tests. A file that is broken could not be run, or not to its end.
 */

/** Pure functions wait for nothing: what fails there once has found something. */
const PURE = /^tests\/(domain|docs)\//;

/** More than these do not fail because the machine stood still. */
const AT_MOST = 10;

/** The files to run once more after these outcomes, in order of the runs: none when all is well or a further try would prove nothing. */
export function filesToTryAgain(outcomes) {
  const files = resultsOf(outcomes)
    .filter(isFailed)
    .map(({ file }) => file);
  return files.length > AT_MOST || files.some((file) => PURE.test(file)) ? [] : files;
}

export const hasFailed = (outcomes) => resultsOf(outcomes).some(isFailed);

const isFailed = ({ failed, isBroken }) => isBroken || failed.length > 0;

/** The last lines, plain, for people and machines that read only those. They name every test that failed in one try and passed in another. */
export function closingLines(outcomes) {
  const results = resultsOf(outcomes);
  const sum = (numberOf) => results.reduce((total, result) => total + numberOf(result), 0);
  const skipped = sum((result) => result.skipped);
  const failed = sum((result) => result.failed.length + (result.isBroken ? 1 : 0));
  return [
    ...results.flatMap(({ file, unsteady }) =>
      unsteady.map((name) => `passed only in one of its tries: ${file}: ${name}`),
    ),
    `${sum((result) => result.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ];
}

/** Of each file what all its runs together say. */
function resultsOf([first, ...further]) {
  return first.map((result) =>
    further
      .flatMap((outcome) => outcome.find(({ file }) => file === result.file) ?? [])
      .reduce(both, { ...result, unsteady: [] }),
  );
}

const WHOLE_FILE = 'the whole file';

function both(before, after) {
  if (before.isBroken) return { ...after, unsteady: after.isBroken ? [] : [...before.unsteady, WHOLE_FILE] };
  if (after.isBroken) return { ...before, unsteady: [...before.unsteady, WHOLE_FILE] };
  const failed = before.failed.filter((name) => after.failed.includes(name));
  const unsteady = [...before.failed, ...after.failed].filter((name) => !failed.includes(name));
  return {
    ...after,
    failed,
    passed: after.passed + after.failed.length - failed.length,
    unsteady: [...new Set([...before.unsteady, ...unsteady])],
  };
}
