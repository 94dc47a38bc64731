import { execFileSync } from 'node:child_process';

/** The module is the launcher's, which Jest does not load. */
function secondTry(call: string): unknown {
  const code = `import * as it from './scripts/lib/second-try.mjs'; console.log(JSON.stringify(it.${call}))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }));
}

const outcome = (passed: number, files: Record<string, [passed: number, failed: string[]]>, skipped = 0) =>
  JSON.stringify({
    ...{ passed, skipped, failed: Object.values(files).reduce((sum, [, failed]) => sum + failed.length, 0) },
    files: Object.entries(files).map(([file, [passing, failed]]) => ({ file, passed: passing, failed })),
  });

describe('a test that fails', () => {
  const stack = 'tests/api/stream.test.ts';

  it.each([
    ['is tried again with its whole file', { [stack]: [3, ['a']] }, 2, [stack]],
    ['is not tried again by whoever hunts for such tests', { [stack]: [3, ['a']] }, 1, []],
    [
      'stays failed when one of pure functions fails as well',
      { [stack]: [3, ['a']], 'tests/domain/a.test.ts': [1, ['b']] },
      2,
      [],
    ],
    ['stays failed among many', Object.fromEntries([...'abcdefghijk'].map((name) => [name, [0, ['x']]])), 2, []],
  ] as const)('%s', (_, files, tries, again) => {
    expect(secondTry(`filesToTryAgain(${outcome(9, files as never)}, ${tries})`)).toEqual(again);
  });

  it('is named in the closing lines when it passes the second time, and counted once', () => {
    const first = outcome(100, { [stack]: [3, ['a', 'b']], 'tests/api/x.test.ts': [0, ['the whole file']] }, 1);
    expect(secondTry(`closingLines(${first}, ${outcome(9, { [stack]: [4, ['b']] })})`)).toEqual([
      `passed only when tried again: ${stack}: a`,
      'passed only when tried again: tests/api/x.test.ts: the whole file',
      '106 passed, 1 failed, 1 skipped',
    ]);
  });

  it('stays failed when it is not tried again', () => {
    expect(secondTry(`closingLines(${outcome(100, { [stack]: [3, ['a']] })}, undefined)`)).toEqual([
      '100 passed, 1 failed',
    ]);
  });
});
