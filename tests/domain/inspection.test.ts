import {
  becomesDemand,
  descriptionOf,
  filingOf,
  filingRefusal,
  FINDING_CATEGORIES,
  findingErrors,
  type NewFinding,
} from '../../src/domain/inspection';
import { RISKS } from '../../src/domain/vocabulary';

const finding = (more: Partial<NewFinding> = {}): NewFinding => ({
  ...{ category: '欠薪维权', risk: 'amber', place: '12 层', description: '两个月没发工资', followUp: '', file: false },
  ...more,
});
const missing = (more: Partial<NewFinding>): string[] => findingErrors(finding(more)).map(({ path }) => path);

describe('the three-level triage', () => {
  it('has five categories and three risks', () => {
    expect(FINDING_CATEGORIES).toEqual(['安全生产', '装修工程', '劳资纠纷', '欠薪维权', '理财投资']);
    expect(RISKS).toEqual(['green', 'amber', 'red']);
  });

  it('makes a demand of every red finding, of an amber one when asked to, of a green one never', () => {
    expect([true, false].map((file) => becomesDemand({ risk: 'red', file }))).toEqual([true, true]);
    expect([true, false].map((file) => becomesDemand({ risk: 'amber', file }))).toEqual([true, false]);
    expect([true, false].map((file) => becomesDemand({ risk: 'green', file }))).toEqual([false, false]);
  });

  it('records green with nothing but its colour; what is amber or red says where and what', () => {
    expect(missing({ risk: 'green', place: '', description: '' })).toEqual([]);
    expect(missing({ risk: 'red', place: '', description: '' })).toEqual(['/place', '/description']);
    expect(missing({ place: '', description: '' })).toEqual(['/place', '/description', '/followUp']);
  });

  it('wants to know what will be done about an amber one, unless it becomes a demand', () => {
    expect(missing({})).toEqual(['/followUp']);
    expect(missing({ followUp: '三日内复查' })).toEqual([]);
    expect(missing({ file: true })).toEqual([]);
    expect(missing({ risk: 'green', file: true })).toEqual(['/file']);
  });

  it('keeps the follow-up under what was seen', () => {
    expect(descriptionOf({ description: '灭火器过期', followUp: '三日内更换' })).toBe('灭火器过期\n跟进：三日内更换');
    expect(descriptionOf({ description: '灭火器过期', followUp: '' })).toBe('灭火器过期');
    expect(descriptionOf({ description: '', followUp: '' })).toBe('');
  });
});

describe('the demand of a finding', () => {
  it('is urgent and red for a red one, amber and as the rules say for an amber one', () => {
    const [red, amber] = (['red', 'amber'] as const).map((risk) => filingOf(finding({ risk }), '龙腾大厦', '三月排查'));
    expect(red).toMatchObject({ urgency: 'urgent', risk: 'red', category: '欠薪维权', kind: 'complaint' });
    expect(amber).toMatchObject({ urgency: null, risk: 'amber' });
    expect(red!.title).toBe('欠薪维权：12 层 两个月没发工资');
    expect(red!.body).toBe('两个月没发工资\n地点：龙腾大厦 12 层\n发现：三月排查，红色风险');
  });

  it('asks for help against a danger and complains of everything else', () => {
    const kinds = FINDING_CATEGORIES.map((category) => filingOf(finding({ category }), '楼', '轮').kind);
    expect(kinds).toEqual(['help', 'complaint', 'complaint', 'complaint', 'complaint']);
  });

  it('has a title of one line that is not too long', () => {
    const { title } = filingOf(finding({ description: `${'很'.repeat(200)}\n第二行` }), '楼', '轮');
    expect([...title]).toHaveLength(80);
    expect(title.endsWith('…')).toBe(true);
    expect(filingOf(finding({ description: '第一行\n第二行' }), '楼', '轮').title).not.toContain('第二行');
  });

  it('is made once, and not of a green finding', () => {
    expect(filingRefusal({ risk: 'amber', isFiled: false })).toBeNull();
    expect(filingRefusal({ risk: 'amber', isFiled: true })).toMatchObject({ code: 'already_concluded' });
    expect(filingRefusal({ risk: 'red', isFiled: true })).toMatchObject({ code: 'already_concluded' });
    expect(filingRefusal({ risk: 'green', isFiled: false })).toMatchObject({ code: 'not_allowed_in_stage' });
  });
});
