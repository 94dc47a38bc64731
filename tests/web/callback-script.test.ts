import type { Callback } from '../../src/api/contract';
import { DISSATISFACTION_REASONS, FILED_KINDS, RESULTS, type DissatisfactionReason } from '../../src/domain/vocabulary';
import { scriptOf } from '../../web/src/console/callbacks/script';

const zhihui = { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' } as const;
const fuyong = { id: 'fuyong', name: '福永街道', kind: 'street', level: 'B' } as const;

type Demand = Callback['demand'];
const script = (
  more: Partial<Demand> = {},
  kind: Callback['kind'] = 'dissatisfied',
  reporter: string | null = '王**',
) => {
  const demand: Demand = {
    ...{ number: 'SQ20261125000582', title: '物业费收取争议', kind: 'complaint', category: '物业', round: 1 },
    ...{ unit: zhihui, leadUnit: zhihui, result: 'resolved', rating: 2, reasons: [], comment: null },
    ...more,
  };
  return scriptOf({ job: { kind, demand, unit: fuyong }, caller: '回访员甲', reporter });
};
const asked = (...given: Parameters<typeof script>): string => {
  const part = script(...given).find(({ title }) => title === '询问');
  return part!.lines.join('\n');
};

describe('the script of a callback', () => {
  it('goes from the opening over the identity and the questions to the closing', () => {
    expect(script().map(({ title }) => title)).toEqual(['开场', '核对身份', '询问', '结束']);
  });

  it('opens with who calls, from where, and whom they ask for', () => {
    const opening = script()[0]!.lines.join('');
    expect(opening).toContain('福永街道的回访人员回访员甲');
    expect(opening).toContain('您是王**吗');
    expect(script({}, 'dissatisfied', null)[0]!.lines.join('')).toContain('是您本人提交的诉求吗');
  });

  it('tells what the demand is about only once the identity is checked', () => {
    const [opening, identity] = script();
    expect(opening!.lines.join('')).not.toContain('物业费收取争议');
    expect(identity!.lines[0]).not.toContain('物业费收取争议');
    expect(identity!.lines[1]).toContain('物业费收取争议');
  });

  it('asks differently for every kind of demand', () => {
    expect(new Set(FILED_KINDS.map((kind) => asked({ kind }))).size).toBe(FILED_KINDS.length);
  });

  it('asks after every result that a unit can report', () => {
    const plain = asked({ result: null });
    const questions = RESULTS.map((result) => asked({ result }));
    expect(new Set([plain, ...questions]).size).toBe(RESULTS.length + 1);
  });

  it('asks after each reason that was given, and after no other', () => {
    const all = Object.keys(DISSATISFACTION_REASONS) as DissatisfactionReason[];
    const lines = (reasons: DissatisfactionReason[]) => asked({ reasons }).split('\n').length;
    expect(lines(all) - lines([])).toBe(all.length);
    expect(asked({ reasons: ['too_slow'] })).toContain('办理太慢');
    expect(asked({ reasons: ['too_slow'] })).not.toContain('态度不好');
  });

  it('quotes what the person wrote', () => {
    expect(asked({ comment: '仍未公示明细。' })).toContain('“仍未公示明细”');
  });

  it('names the grade that was given, and says so when there was none', () => {
    expect(asked({ rating: 1 })).toContain('您当时的评价是“非常不满意”');
    expect(asked({ rating: null }, 'spot_check')).toContain('您还没有评价');
  });

  it('tells a spot check from a call after a bad grade', () => {
    expect(asked({ rating: 5 }, 'spot_check')).toContain('随机抽查');
    expect(asked()).not.toContain('随机抽查');
  });

  it('compares with the round before from the second round on', () => {
    expect(asked()).not.toContain('和上一轮比');
    expect(asked({ round: 2 })).toContain('已经办了 2 轮');
  });

  it('ends the questions with the five grades', () => {
    expect(script()[2]!.lines.at(-1)).toMatch(/非常满意、满意、基本满意、不满意，还是非常不满意/);
  });
});
