import fc from 'fast-check';
import '../support/luck';
import { characterPairs } from '../../src/domain/character-pairs';
import {
  comparedPairs,
  countedPairs,
  leastShared,
  sharedStretches,
  similarity,
  SIMILAR_FROM,
} from '../../src/domain/similarity';

const sharedBy = (text: string, other: string): Set<string> => {
  const known = new Set(characterPairs(other));
  return new Set(comparedPairs(text).filter((pair) => known.has(pair)));
};
const stretches = (text: string, other: string): string[] => sharedStretches(text, sharedBy(text, other));

describe('what of a text is compared', () => {
  it('is its pairs of neighbouring characters, each once', () => {
    expect(comparedPairs('园区停电，园区停电')).toEqual(['园区', '区停', '停电']);
    expect(comparedPairs('园区经常停电')).toEqual(['园区', '区经', '经常', '常停', '停电']);
  });

  it('is nothing of a short word alone, however common', () => {
    for (const text of ['', '王', '王小明', '停电', 'A B C D E F']) {
      const pairs = comparedPairs(text);
      expect(countedPairs(pairs, pairs)).toEqual([]);
    }
  });

  it('is only what is common knowledge, as if the rest had not been typed', () => {
    const common = characterPairs('拖欠工资');
    const counted = (text: string) => countedPairs(comparedPairs(text), common);
    expect(counted('拖欠工资')).toEqual(['拖欠', '欠工', '工资']);
    expect(counted('王小明拖欠工资')).toEqual(counted('拖欠工资'));
    expect(counted('王小明拖欠')).toEqual(counted('拖欠'));
    expect(counted('拖欠')).toEqual([]);
  });

  it('is no number: who it was and where does not make matters alike', () => {
    const pairs = comparedPairs('请联系13800009999，北门3号楼电梯停运');
    expect(pairs.join()).not.toMatch(/\d/);
    expect(pairs).toContain('电梯');
    expect(comparedPairs('13800009999')).toEqual([]);
  });
});

describe('how similar texts are', () => {
  it('is the part of the pairs of the one that the other has', () => {
    expect([similarity(0, 8), similarity(2, 8), similarity(3, 9), similarity(8, 8)]).toEqual([0, 0.25, 0.33, 1]);
    expect(similarity(0, 0)).toBe(0);
  });

  it('counts from a quarter on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (pairs) => {
        const least = leastShared(pairs);
        expect(least / pairs).toBeGreaterThanOrEqual(SIMILAR_FROM);
        expect(least === 1 || (least - 1) / pairs < SIMILAR_FROM).toBe(true);
      }),
    );
  });
});

describe('what two texts have in common', () => {
  it('is joined where pairs follow one another, as in 出入口', () => {
    expect(stretches('南门出入口早上特别堵', '园区出入口通行慢，早上人车混行')).toEqual(['出入口', '早上']);
    expect(stretches('停电了很久，又停电', '经常停电')).toEqual(['停电']);
  });

  it('keeps the letters of the text it was asked for, whatever those of the other are', () => {
    expect(stretches('办公室 WiFi 信号弱', '会议室wifi信号差')).toEqual(['WiFi', '信号']);
  });

  it('is nothing of a text that has nothing in common', () => {
    expect(stretches('食堂饭菜涨价了', '园区出入口通行慢')).toEqual([]);
  });

  it('never shows anything that does not stand in the text it was asked for', () => {
    const word = fc.string({ unit: fc.constantFrom(...'园区出入口停电王小明 ,A1') });
    fc.assert(
      fc.property(word, word, (text, other) => {
        for (const stretch of stretches(text, other)) expect(text).toContain(stretch);
      }),
    );
  });
});
