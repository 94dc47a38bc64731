import { keptAnswers } from '../../src/statistics/kept-answers';

/** Something to find that can be counted, and that waits to be let go. */
function search() {
  const waiting: (() => void)[] = [];
  const found: string[] = [];
  const find = (what: string) => () =>
    new Promise<string>((resolve) => {
      found.push(what);
      waiting.push(() => resolve(what));
    });
  const letGo = async () => {
    waiting.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { found, find, letGo };
}

const HOUR = 3_600_000;

describe('an answer that costs much', () => {
  test('is found once for all who ask for it, also while it is being found', async () => {
    const [kept, { found, find, letGo }] = [keptAnswers<string>(HOUR), search()];
    const asked = [kept('a', find('a')), kept('a', find('again'))];
    await letGo();
    await letGo();
    expect(await Promise.all([...asked, kept('a', find('later'))])).toEqual(['a', 'a', 'a']);
    expect(found).toEqual(['a']);
  });

  test('to another question is found after it, not beside it', async () => {
    const [kept, { found, find, letGo }] = [keptAnswers<string>(HOUR), search()];
    const asked = [kept('a', find('a')), kept('b', find('b'))];
    await Promise.resolve();
    expect(found).toEqual(['a']);
    await letGo();
    expect(found).toEqual(['a', 'b']);
    await letGo();
    expect(await Promise.all(asked)).toEqual(['a', 'b']);
  });

  test('is not looked for where the answer to a wider question holds it', async () => {
    const kept = keptAnswers<string>(HOUR);
    expect(await kept('part', async () => 'part', 'whole')).toBe('part');
    await kept('whole', async () => 'whole');
    expect(await kept('other part', async () => 'other part', 'whole')).toBe('whole');
    expect(await kept('part', async () => 'anew', 'whole')).toBe('part');
  });

  test('that could not be found is looked for anew, and keeps nobody else waiting', async () => {
    const kept = keptAnswers<string>(HOUR);
    const broken = kept('a', () => Promise.reject(new Error('away')));
    const other = kept('b', async () => 'b');
    await expect(broken).rejects.toThrow('away');
    expect(await other).toBe('b');
    expect(await kept('a', async () => 'a')).toBe('a');
  });

  test('is found anew when its time is over', async () => {
    const kept = keptAnswers<number>(0);
    let count = 0;
    const next = async () => (count += 1);
    expect([await kept('a', next), await kept('a', next)]).toEqual([1, 2]);
  });
});
