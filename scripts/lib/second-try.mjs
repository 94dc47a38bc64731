/**
 * Tests with real servers, processes and a browser get a second try: a shared machine may stand still for seconds. Each file that failed
 * runs once more, from its beginning, because what failed may have left half of its work behind.
 *
 * An outcome is what tests/support/outcome.js wrote of a run: `{ passed, failed, skipped, files }`, the files being those with
 * failures, `{ file, passed, failed: [names] }` each.
 */

/** Pure functions wait for nothing: what fails there once has found something. */
const PURE = /^tests\/(domain|docs)\//;

/** More than these do not fail because the machine stood still. */
const AT_MOST = 10;

/** The files to run once more: all that failed, or none. With one try in all, as whoever hunts for such tests wishes, none. */
export function filesToTryAgain({ files }, tries) {
  const isWorthWhile = tries > 1 && files.length <= AT_MOST && !files.some(({ file }) => PURE.test(file));
  return isWorthWhile ? files.map(({ file }) => file) : [];
}

/** The last lines of a run, plain, for people and machines that read only those. They name every test that needed its second try. */
export function closingLines(first, second) {
  const { passed, failed, skipped } = second ? both(first, second) : first;
  const still = new Set(second ? namesOf(second) : namesOf(first));
  return [
    ...namesOf(first)
      .filter((name) => !still.has(name))
      .map((name) => `passed only when tried again: ${name}`),
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ];
}

function both(first, second) {
  const inVain = first.files.reduce((sum, { passed }) => sum + passed, 0);
  return { ...first, passed: first.passed - inVain + second.passed, failed: second.failed };
}

const namesOf = ({ files }) => files.flatMap(({ file, failed }) => failed.map((name) => `${file}: ${name}`));
