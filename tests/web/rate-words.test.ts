import { changeWords, COMBINED_FORMULA, DEFINITIONS, percent } from '../../web/src/console/overview/rate-words';

describe('a rate in words', () => {
  it('is a dash when there was nothing to count', () => {
    expect(percent(null)).toBe('—');
    expect(percent(0)).toBe('0.0%');
    expect(percent(0.92305)).toBe('92.3%');
  });

  it.each([
    [0.923, 0.891, '比上期 +3.2 个百分点'],
    [0.5, 0.81, '比上期 −31.0 个百分点'],
    [0.8571, 0.8569, '与上期持平'],
    [0.5, null, '上期没有数据'],
    [null, 0.5, '本期没有数据,上期 50.0%'],
    [null, null, '两期都没有数据'],
  ])('of %s after %s reads «%s»', (value, before, words) => {
    expect(changeWords(value, before)).toBe(words);
  });

  it('is explained with the weights and the discount that the service counts with', () => {
    expect(COMBINED_FORMULA).toBe('响应率 × 0.1 + 解决率 × 0.5 + 满意率 × 0.4。有一项没有数据就不计算。');
    expect(DEFINITIONS.find(({ name }) => name === 'satisfaction')!.formula).toContain('“基本满意”每件按 0.9 计');
  });
});
