import { defaultPolicy } from '../../src/domain/policy';
import { detailWords } from '../../web/src/console/admin/audit/audit-words';
import { dayAfter } from '../../web/src/console/admin/audit/day-after';

const names: Record<string, string> = { fuyong: '福永街道', zhihui: '智美·汇志园区' };
const said = (detail: Record<string, unknown>) =>
  detailWords(detail, (id) => names[id] ?? id).map(([name, words]) => `${name}:${words}`);

describe('the detail of an audit line', () => {
  it('of a person changed says what was so and what is so since', () => {
    const before = { disabled: false, roles: [{ role: 'handler', unit: 'fuyong' }] };
    const roles = [
      { role: 'supervisor', unit: 'fuyong' },
      { role: 'handler', unit: 'zhihui' },
    ];
    expect(said({ before, disabled: false, roles, passwordChanged: true })).toEqual([
      '角色:福永街道的经办人 → 智美·汇志园区的经办人、福永街道的督办员',
      '口令:设了新口令',
    ]);
  });

  it('of a new person lists everything', () => {
    expect(said({ before: null, disabled: false, roles: [], passwordChanged: true })).toEqual([
      '账号:在用',
      '角色:没有角色',
      '口令:设了新口令',
    ]);
  });

  it('of a unit says only what changed', () => {
    const before = { name: '老名字', closed: false };
    expect(said({ before, after: { name: '新名字', closed: false } })).toEqual(['名称:老名字 → 新名字']);
    expect(said({ before, after: { name: '老名字', closed: true } })).toEqual(['状态:开放 → 已关闭']);
    expect(said({ name: '新楼', kind: 'building', parent: 'zhihui' })).toEqual([
      '名称:新楼',
      '类型:楼宇',
      '上级单位:智美·汇志园区',
    ]);
  });

  it('of a revealed contact says who looked as what, and why', () => {
    expect(said({ reason: '回访', as: 'callback', stage: 'calling_back', round: 2 })).toEqual([
      '理由:回访',
      '以什么身份:回访人员',
      '当时环节:待回访',
      '轮次:第 2 轮',
    ]);
  });

  it('of published rules and calendars gives the differences in words', () => {
    const after = { ...defaultPolicy, version: 2, returnLimit: 3 };
    expect(said({ version: 2, note: '会议纪要', before: defaultPolicy, after })).toEqual([
      '版本:第 2 版',
      '说明:会议纪要',
      '改动:办理·退单次数:最多 2 次,再有争议由上级裁决,改为 最多 3 次,再有争议由上级裁决',
    ]);
    const year = { version: 2, source: '通知', days: { '10-08': 'work', '10-09': 'off' } };
    expect(
      said({
        year: 2026,
        before: { version: 1, source: '通知', days: { '10-09': 'off', '10-08': 'off' } },
        after: year,
      }),
    ).toEqual(['年份:2026 年,第 2 版', '依据:通知', '改动:10月8日(周四)休息 → 上班']);
  });

  it('of a kind that nobody wrote words for is still shown', () => {
    expect(said({ somethingNew: { a: 1 } })).toEqual(['somethingNew:{"a":1}']);
  });
});

describe('the last day asked for', () => {
  it('is meant whole: the service is asked up to the day after', () => {
    expect(dayAfter('2026-11-30')).toBe('2026-12-01');
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
    expect(dayAfter(undefined)).toBeUndefined();
    expect(dayAfter('gestern')).toBeUndefined();
  });
});
