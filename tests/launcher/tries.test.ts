import { execFileSync } from 'node:child_process';

/** The module is the launcher's, which Jest does not load. */
function told(call: string): unknown {
  const code = `import * as it from './scripts/lib/tries.mjs'; console.log(JSON.stringify(it.${call}))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }));
}

const stack = 'tests/api/stream.test.ts';
const ran = (failed: string[], more: object = {}) => ({
  file: stack,
  passed: 4 - failed.length,
  skipped: 0,
  failed,
  ...more,
});
const broken = (file = stack) => ({ file, passed: 0, skipped: 0, failed: [], isBroken: true });
const other = { file: 'tests/api/x.test.ts', passed: 100, skipped: 1, failed: [] };
const ask = (name: string, ...outcomes: object[][]) => told(`${name}(${JSON.stringify(outcomes)})`);

describe('a test that fails', () => {
  it.each([
    ['is tried again with its whole file', [[ran(['a']), other]], [stack]],
    ['is tried again when its file could not be run', [[broken(), other]], [stack]],
    ['is tried a third time', [[ran(['a', 'b'])], [ran(['a'])]], [stack]],
    ['is not tried again once it has passed, though another failed then', [[ran(['a'])], [ran(['b'])]], []],
    ['stays failed when one of pure functions fails as well', [[ran(['a']), broken('tests/domain/a.test.ts')]], []],
    ['stays failed among many', [[...'abcdefghijk'].map((name) => broken(`tests/api/${name}`))], []],
  ])('%s', (_, outcomes, again) => {
    expect(ask('filesToTryAgain', ...outcomes)).toEqual(again);
  });

  it.each([
    ['that failed each time', [[ran(['a', 'b'])], [ran(['a'])], [ran(['a', 'c'])]], true],
    ['whose file never ran', [[broken()], [broken()]], true],
    ['that failed the first time its file ran', [[broken()], [ran(['a'])]], true],
    ['that passed once', [[ran(['a', 'b'])], [ran(['a'])], [ran(['c'])]], false],
  ])('has failed or not: one %s', (_, outcomes, hasFailed) => {
    expect(ask('hasFailed', ...outcomes)).toBe(hasFailed);
  });

  it('is named in the closing lines when it passed in one of its tries, and counted once', () => {
    expect(ask('closingLines', [ran(['a', 'b']), other], [ran(['b', 'c'])])).toEqual([
      `passed only in one of its tries: ${stack}: a`,
      `passed only in one of its tries: ${stack}: c`,
      '103 passed, 1 failed, 1 skipped',
    ]);
    expect(ask('closingLines', [broken(), other], [ran([])])).toEqual([
      `passed only in one of its tries: ${stack}: the whole file`,
      '104 passed, 0 failed, 1 skipped',
    ]);
    expect(ask('closingLines', [ran(['a'])])).toEqual(['3 passed, 1 failed']);
  });
});
