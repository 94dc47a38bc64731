import { isIdNumber, isLuhn, numbersIn } from '../../src/domain/personal-numbers';
import {
  ALWAYS_REQUIRED,
  blanksIn,
  lacksOf,
  requirementFor,
  templatesFor,
  type ReplyRequirement,
} from '../../src/domain/reply';
import { FILE_NAME, leaksIn, leakSentence, type Secrets } from '../../src/domain/reply-check';

const nothing: Secrets = { names: [], notes: [], known: [], isReporters: () => false };
const kindsIn = (text: string, field = 'found', secrets: Partial<Secrets> = {}): string[] =>
  leaksIn(text, field, { ...nothing, ...secrets }).map(({ kind }) => kind);

describe('a text that goes out', () => {
  test.each([
    ['请联系 13800009999', ['mobile']],
    ['请联系 138-0000-9999 或 +86 139 0000 8888。', ['mobile', 'mobile']],
    ['电话：13800009999', ['mobile']],
    ['致电0755-27781234', ['landline']],
    ['致电（0755）27781234', ['landline']],
    ['身份证 11010519491231002X 已核', ['id_number']],
    ['身份证 11010519491231002x 已核', ['id_number']],
    ['身份证 110105 19491231 002X', ['id_number']],
    ['卡号 6222 0212 3456 7894', ['bank_card']],
    ['发到 zhang.san@example.com', ['email']],
    ['请联系 138 - 0000 - 9999', ['mobile']],
    ['请联系 138\n0000\n9999', ['mobile']],
    ['请联系 13800\n009999', ['mobile']],
    ['请联系 138,0000,9999 或 139_0000_8888', ['mobile', 'mobile']],
    ['请联系 138\u200b0000\u200b9999', ['mobile']],
    ['请联系 1\ufe0f\u20e33\ufe0f\u20e38000099\u00b9⑨', ['mobile']],
    ['请联系 ❶❸❽00009999、0086 13900008888', ['mobile', 'mobile']],
    ['致电 27788123', ['landline']],
    ['请拨打物业前台 2778-8123', ['landline']],
    ['身份证 110105 491231 002', ['id_number']],
    ['身份证 110105 1949 - 1231 - 002X', ['id_number']],
    ['加微信号：zhangsan 或微信 zhang_san99', ['account', 'account']],
    ['QQ:123456789', ['account']],
    ['护照号 E12345678', ['passport']],
  ])('%s: is found', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  test.each([
    ['编号 SQ202611030001234 的诉求'],
    ['2026年11月3日至2026-11-05，共 12800 元'],
    ['请拨打 12345 或 400-830-5555'],
    ['身份证 110105194912310021 的校验位不对'],
    ['合同编号 6222021234567895'],
    ['深府规〔2024〕3 号第 15 条'],
    ['坐标 113.880012,22.560034'],
    ['共 15,000,000,000 元'],
    ['1301,1302,503 室'],
    ['噪声 19.5 分贝，见 2024、2025 年记录'],
    ['电话记录 20241103'],
    ['通过微信小程序 WeChatPay 或微信公众号 baoan2024 缴费'],
    ['QQ 群和微信群各一个'],
    ['IMG_20241103_101533.jpg'],
    ['mmexport1730612345678.jpg'],
    ['Screenshot_2024-11-03-10-15-33-123.png'],
    ['微信图片_20241103101533.jpg'],
  ])('%s: is nobody’s number', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  it('may name the office telephone where the unit says whom to call, but not the number of a reporter', () => {
    const isReporters = (digits: string): boolean => digits === '13800009999';
    expect(kindsIn('物业服务中心 0755-27781234,13700001111', 'contact', { isReporters })).toEqual([]);
    expect(kindsIn('王先生 13800009999', 'contact', { isReporters })).toEqual(['mobile']);
    expect(kindsIn('6222 0212 3456 7894', 'contact')).toEqual(['bank_card']);
  });

  it('shows what it found masked', () => {
    const [leak] = leaksIn('请联系 13800009999', 'found', nothing);
    expect(leak).toMatchObject({ piece: '138****99', start: 4, end: 15 });
    const hidden = '请联系 1\u200b3⑧ - 00009999。';
    expect(leaksIn(hidden, 'found', nothing)).toMatchObject([{ piece: '138****99', start: 4, end: hidden.length - 1 }]);
    expect(leaksIn('王小明来信', 'found', { ...nothing, names: ['王小明'] })[0]!.piece).toBe('王**');
  });

  test.each([
    ['Screenshot_2026-11-14-09-30-45-123_com.tencent.mm.jpg', ['mobile soft']],
    ['WeChat Image_20261126153045.jpg', ['account soft']],
    ['IMG_20261126_153045_00001.jpg', ['mobile soft']],
    ['李四138-0000-9999.jpg', ['mobile soft']],
    ['李四13800009999.jpg', ['mobile']],
    ['李四１３８00009999.jpg', ['mobile']],
    ['李四+86 13800009999.jpg', ['mobile']],
    ['李四110105-19491231-002X.jpg', ['id_number']],
    ['6222 0212 3456 7894.jpg', ['bank_card']],
  ])('of the file name %s a person may say that it is no number, unless it is beyond doubt', (name, expected) => {
    const leaks = leaksIn(name, FILE_NAME, nothing);
    expect(leaks.map(({ kind, soft }) => (soft ? `${kind} soft` : kind))).toEqual(expected);
    for (const leak of leaks) expect(leakSentence(leak, FILE_NAME).includes('确认发出')).toBe(leak.soft);
    // The same in words is a number however it is written.
    expect(leaksIn(name, 'found', nothing).some(({ soft }) => soft)).toBe(false);
  });

  it('does not name other reporters or the collector', () => {
    expect(kindsIn('同王小明反映的一样', 'found', { names: ['王小明', '王'] })).toEqual(['name']);
  });

  it('does not repeat a sentence of an internal note, unless everybody knows it', () => {
    const note = '业主老李情绪激动，曾三次到信访窗口反映，建议冷处理。';
    const leaks = leaksIn('经查，业主老李情绪激动，曾三次到信访窗口反映。', 'found', { ...nothing, notes: [note] });
    expect(leaks.map(({ kind }) => kind)).toEqual(['copied']);
    // Another comma makes it no other sentence; eleven characters in a row are no sentence.
    expect(kindsIn('业主老李情绪激动、曾三次到信访窗口', 'done', { notes: [note] })).toEqual(['copied']);
    expect(kindsIn('曾三次到信访窗口反映。', 'done', { notes: [note] })).toEqual([]);
    const body = '曾三次到信访窗口反映，建议冷处理';
    expect(kindsIn(body, 'done', { notes: [note] })).toEqual(['copied']);
    expect(kindsIn(body, 'done', { notes: [note], known: [body] })).toEqual([]);
    const law = '依据《深圳经济特区物业管理条例实施若干规定》办理';
    expect(kindsIn(law, 'basis', { notes: [law] })).toEqual([]);
  });
});

describe('the check digits', () => {
  it('of identity cards and bank cards are those of the standards', () => {
    expect(isIdNumber('11010519491231002X')).toBe(true);
    expect(isIdNumber('110105194913310021')).toBe(false);
    expect(isLuhn('4111111111111111')).toBe(true);
    expect(isLuhn('4111111111111112')).toBe(false);
    expect(numbersIn('4111111111111111')[0]).toMatchObject({ kind: 'bank_card', value: '4111111111111111' });
  });
});

describe('a number is cut out where it stands', () => {
  it.each([
    ['😀13800138000', ['13800138000']],
    ['请打𠮷13800138000😀找我', ['13800138000']],
    ['😀😀1380013😀8000', []],
    ['联系人：①13800138000，②13900139000', ['13800138000', '13900139000']],
    ['1️⃣13800138000', ['13800138000']],
    ['①③⑧00138000', ['①③⑧00138000']],
  ])('%s', (text, pieces) => {
    expect(numbersIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(pieces);
  });
});

describe('what a reply must hold', () => {
  const line = (wish: Partial<ReplyRequirement>): ReplyRequirement => ({
    ...{ kind: null, category: null, elements: [...ALWAYS_REQUIRED], evidence: 'none' },
    ...wish,
  });
  const all = line({});
  const ofKind = line({ kind: 'complaint', evidence: 'after' });
  const ofCategory = line({ category: '装修工程', evidence: 'before_after' });
  const ofBoth = line({ kind: 'complaint', category: '装修工程', elements: [...ALWAYS_REQUIRED, 'media'] });
  const lines = [all, ofKind, ofBoth, ofCategory];

  it('is said by the narrowest line that fits: a category goes before a kind', () => {
    expect(requirementFor(lines, { kind: 'help', category: '交通出行' })).toBe(all);
    expect(requirementFor(lines, { kind: 'complaint', category: '交通出行' })).toBe(ofKind);
    expect(requirementFor(lines, { kind: 'help', category: '装修工程' })).toBe(ofCategory);
    expect(requirementFor(lines, { kind: 'complaint', category: '装修工程' })).toBe(ofBoth);
    expect(requirementFor([], { kind: 'help', category: '其他' }).elements).toEqual(ALWAYS_REQUIRED);
  });

  const texts = { found: '属实', done: '已整改', basis: '公约', contact: '0755' };
  const paths = (draft: Partial<Parameters<typeof lacksOf>[0]>, wish: ReplyRequirement): string[] =>
    lacksOf({ texts, media: 0, before: 0, after: 0, ...draft }, wish).map(({ path }) => path);

  it('is told field by field', () => {
    expect(paths({}, all)).toEqual([]);
    expect(paths({ texts: { found: '属实', contact: ' ' } }, line({ elements: [] }))).toEqual([
      '/done',
      '/basis',
      '/contact',
    ]);
    expect(paths({}, line({ elements: ['text', 'media'] }))).toEqual(['/text', '/attachments']);
    expect(paths({ media: 1 }, ofBoth)).toEqual([]);
    expect(paths({ before: 1 }, ofKind)).toEqual(['/evidence/after']);
    expect(paths({}, ofCategory)).toEqual(['/evidence/before', '/evidence/after']);
    expect(paths({ before: 1, after: 2 }, ofCategory)).toEqual([]);
  });
});

describe('a template', () => {
  it('is proposed the nearer the narrower it is, then by the depth of its unit', () => {
    const one = (name: string, wish: object) => ({ name, kind: null, category: null, result: null, depth: 1, ...wish });
    const templates = [
      one('any', {}),
      one('of the park', { depth: 3 }),
      one('of the result', { result: 'resolved' as const }),
      one('of another result', { result: 'explained' as const }),
      one('of the category', { category: '停车' }),
      one('of another kind', { kind: 'complaint' as const }),
    ];
    const found = templatesFor(templates, { kind: 'help', category: '停车', result: 'resolved' });
    expect(found.map(({ name }) => name)).toEqual(['of the category', 'of the result', 'of the park', 'any']);
  });

  it('leaves blanks, each named once', () => {
    expect(blanksIn('我们于【日期】到【地点】，【日期】前办结。')).toEqual(['【日期】', '【地点】']);
    expect(blanksIn('没有空')).toEqual([]);
  });
});
