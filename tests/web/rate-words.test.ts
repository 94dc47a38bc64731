import type { FigureSet } from '../../src/api/contract';
import { defaultFigureSet } from '../../src/domain/figure-set';
import { lesserWords } from '../../src/domain/rates';
import { changeWords, combinedFormula, definitionsOf, percent } from '../../web/src/console/overview/rate-words';

const inForce: FigureSet = {
  ...defaultFigureSet,
  ...{ note: '', publishedAt: null, publishedBy: null },
  ...{ barelyCounts: 0.5, weights: { response: 0.2, resolution: 0.4, satisfaction: 0.4 }, resolution: 'declared' },
};
const formulaOf = (set: FigureSet, rate: string) => definitionsOf(set).find(({ name }) => name === rate)!.formula;

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
    [null, 0.5, '本期没有数据，上期 50.0%'],
    [null, null, '两期都没有数据'],
  ])('of %s after %s reads «%s»', (value, before, words) => {
    expect(changeWords(value, before)).toBe(words);
  });

  it('is explained by the version in force, not by the one that came with the service', () => {
    expect(combinedFormula(inForce)).toBe('响应率 × 0.2 + 解决率 × 0.4 + 满意率 × 0.4。有一项没有数据就不计算。');
    expect(formulaOf(inForce, 'satisfaction')).toContain('“基本满意”每件按 0.5 计');
    expect(formulaOf(inForce, 'resolution')).toContain('咨询“已解决”“已解释说明”，求助“已解决”');
    expect(formulaOf(inForce, 'resolution')).not.toContain('诉求人的说法');
    expect(formulaOf({ ...inForce, resolution: 'confirmed' }, 'resolution')).toContain('以诉求人的说法为准');
  });

  it('says what makes it less than its numbers, and nothing where all count whole', () => {
    expect(lesserWords({ count: 5, counts: 0.9 })).toBe('其中基本满意 5 件按 0.9 计');
    expect([lesserWords({ count: 0, counts: 0.9 }), lesserWords({ count: 5, counts: 1 }), lesserWords(null)]).toEqual([
      ...[null, null, null],
    ]);
  });
});
