import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRules } from '../../src/domain/default-rules';
import { defaultFigureSet } from '../../src/domain/figure-set';
import { defaultPolicy } from '../../src/domain/policy';
import { LEFT_OUT, NAMES } from '../../web/src/console/admin/audit/audit-names';
import { detailWords } from '../../web/src/console/admin/audit/audit-words';
import { dayAfter } from '../../web/src/console/admin/audit/day-after';

const names: Record<string, string> = { fuyong: '福永街道', zhihui: '智美·汇志园区' };
const said = (detail: Record<string, unknown>) =>
  detailWords(detail, (id) => names[id] ?? id).map(([name, words]) => `${name}：${words}`);

/** The names of the fields between the brace at `start` and its end; what is spread in has its names elsewhere. */
function fieldsAt(source: string, start: number): string[] {
  const fields: string[] = [];
  let [depth, field] = [0, ''];
  for (const sign of source.slice(start)) {
    if (depth === 1 && (sign === ',' || sign === '}')) fields.push(/^\s*(\w+)/.exec(field)?.[1] ?? '');
    if ('{[('.includes(sign)) depth += 1;
    if ('}])'.includes(sign)) depth -= 1;
    if (depth === 0) break;
    field = depth === 1 && (sign === ',' || sign === '{') ? '' : field + sign;
  }
  return fields.filter((name) => name !== '');
}

function recordedFields(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('generated'),
  );
  const sources = files.map((file) => readFileSync(join('src', file), 'utf8'));
  const recording = sources.filter((source) => /recordAudit|auditOf\(/.test(source));
  return recording.flatMap((source) =>
    [...source.matchAll(/\b(?:detail|line)(?:: | = )\{|\bauditOf\(.*\{|\baudited\(\w+, \w+, \{/g)].flatMap((match) =>
      fieldsAt(source, match.index + match[0].length - 1),
    ),
  );
}

describe('the detail of an audit line', () => {
  it('has a Chinese name for every field that is recorded anywhere', () => {
    const recorded = [...new Set(recordedFields())];
    expect(recorded.length).toBeGreaterThan(50);
    expect(recorded.filter((name) => !LEFT_OUT.includes(name) && !NAMES[name])).toEqual([]);
  });

  it('tells times, places and kinds as people do', () => {
    expect(
      said({ kind: 'forum', host: '党委', startsAt: '2199-12-01T00:00:00.000Z', unit: 'fuyong', formCode: null }),
    ).toEqual([
      '类型：微论坛',
      '主办：党委',
      expect.stringMatching(/^开始：2199年12月1日 周. 08:00$/),
      '单位：福永街道',
    ]);
    // As the database gives it back: the shortest name first.
    expect(said({ to: '2026-11-26', from: '2026-10-28', unit: 'fuyong' })).toEqual([
      ...['从：2026-10-28', '单位：福永街道', '到：2026-11-26'],
    ]);
    expect(said({ plan: 'abc', every: 'week', percent: 10, minute: 570 })).toEqual([
      ...['周期：每周', '抽取比例（%）：10', '几点：09:30'],
    ]);
    expect(said({ channels: ['mail', 'sms'], kind: 'supervised', by: 'week' })).toEqual([
      ...['接收方式：邮件、短信', '类型：督办', '分组：周'],
    ]);
    expect(
      said({ code: 'a', before: { unitId: 'fuyong' }, after: { unitId: 'zhihui', words: ['电梯', '消防'] } }),
    ).toEqual(['编号：a', '单位：福永街道 → 智美·汇志园区', '关键词：电梯、消防']);
  });

  it('of a person changed says what was so and what is so since', () => {
    const before = { disabled: false, roles: [{ role: 'handler', unit: 'fuyong' }] };
    const roles = [
      { role: 'supervisor', unit: 'fuyong' },
      { role: 'handler', unit: 'zhihui' },
    ];
    expect(said({ before, disabled: false, roles, passwordChanged: true })).toEqual([
      '角色：福永街道的经办人 → 智美·汇志园区的经办人、福永街道的督办员',
      '口令：设了新口令',
    ]);
  });

  it('of a new person lists everything', () => {
    expect(said({ before: null, disabled: false, roles: [], passwordChanged: true })).toEqual([
      '状态：在用',
      '角色：没有角色',
      '口令：设了新口令',
    ]);
  });

  it('of a unit says only what changed', () => {
    const before = { name: '老名字', closed: false };
    expect(said({ before, after: { name: '新名字', closed: false } })).toEqual(['名称：老名字 → 新名字']);
    expect(said({ before, after: { name: '老名字', closed: true } })).toEqual(['状态：开放 → 已关闭']);
    expect(said({ name: '新楼', kind: 'building', parent: 'zhihui' })).toEqual([
      '名称：新楼',
      '类型：楼宇',
      '上级单位：智美·汇志园区',
    ]);
  });

  it('of a revealed contact says who looked as what, and why', () => {
    expect(said({ reason: '回访', as: 'callback', stage: 'calling_back', round: 2 })).toEqual([
      '理由：回访',
      '以什么身份：回访人员',
      '当时环节：待回访',
      '轮次：第 2 轮',
    ]);
  });

  it('of published rules and calendars gives the differences in words', () => {
    const after = { ...defaultPolicy, version: 2, returnLimit: 3 };
    expect(said({ version: 2, note: '会议纪要', before: defaultPolicy, after })).toEqual([
      '版本：第 2 版',
      '怎样发布：直接发布，没有经过第二人批准',
      '说明：会议纪要',
      '改动：办理·退单次数：最多 2 次，再有争议由上级裁决，改为 最多 3 次，再有争议由上级裁决',
    ]);
    const year = { version: 2, source: '通知', days: { '10-08': 'work', '10-09': 'off' } };
    expect(
      said({
        year: 2026,
        draft: 'd1',
        before: { version: 1, source: '通知', days: { '10-09': 'off', '10-08': 'off' } },
        after: year,
      }),
    ).toEqual([
      ...['年份：2026 年，第 2 版', '怎样发布：经草案，由另一人批准', '依据：通知'],
      '改动：10月8日（周四）休息 → 上班',
    ]);
  });

  it('of published dispatch rules and figures gives the differences too, and of a rehearsal not the id of its draft', () => {
    const [first, ...rest] = defaultRules.classify;
    const after = { ...defaultRules, version: 2, confirmed: true, classify: [{ ...first!, reason: '改了' }, ...rest] };
    const draft = '962ecee8-38eb-4857-86d8-3793bc19648c#2';
    const [version, how, changes] = said({ version: 2, note: '', draft, before: defaultRules, after });
    expect([version, how]).toEqual(['版本：第 2 版', '怎样发布：经草案，由另一人批准']);
    expect(changes).toMatch(/^改动：识别·.*（改了）\n效力·：示例，改为 已确认$/);
    const set = { ...defaultFigureSet, version: 2, small: 20 };
    expect(said({ version: 2, note: '', draft, before: defaultFigureSet, after: set })).toEqual([
      '版本：第 2 版',
      '怎样发布：经草案，由另一人批准',
      '改动：口径·样本少：分母不足 10 件，改为 分母不足 20 件',
    ]);
    expect(said({ policy: draft })).toEqual(['时限与规则草案：第 2 稿']);
  });

  it('of a kind that nobody wrote words for is still shown', () => {
    expect(said({ somethingNew: { a: 1 } })).toEqual(['somethingNew：a：1']);
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
