import { answerErrors, answerFromText, fieldsAsked, givenAnswers, type FormData } from '../../src/domain/form';
import { filingErrors } from '../../src/domain/form-filing';

const form: FormData = {
  ...{ title: '征集表', intro: '', subjectTypes: ['sole', 'joint'], kinds: ['help', 'suggestion'] },
  ...{ categories: ['交通出行', '安全生产'], channels: [], asksContact: 'optional' },
  fields: [
    { name: 'branch', label: '所在党组织', kind: 'text', required: true },
    { name: 'wish', label: '希望', kind: 'area', required: false },
    { name: 'members', label: '党员人数', kind: 'number', required: false },
    { name: 'since', label: '何时起', kind: 'date', required: false },
    { name: 'line', label: '线路', kind: 'choice', options: ['一号线', '二号线'], required: false },
    { name: 'days', label: '哪几天', kind: 'choices', options: ['周一', '周二'], required: false },
    { name: 'spot', label: '具体位置', kind: 'text', required: true, categories: ['安全生产'] },
  ],
};
const branch = '第一支部';
const errorsOf = (answers: Record<string, unknown>, category: string | null = null) =>
  answerErrors(form, category, { branch, ...answers }).map(({ path }) => path);

describe('answers to the fields of a form', () => {
  test('what is required must be there, and spaces or signs without a shape are not an answer', () => {
    for (const empty of [undefined, null, '', '  ', '\u200b\u2060 \u3164', []])
      expect(answerErrors(form, null, { branch: empty })).toEqual([
        { path: '/answers/branch', message: '请填写“所在党组织”。' },
      ]);
    expect(errorsOf({})).toEqual([]);
  });

  test('a field of a category is asked for it alone, and refused elsewhere', () => {
    expect(fieldsAsked(form, '安全生产').map(({ name }) => name)).toContain('spot');
    expect(errorsOf({}, '安全生产')).toEqual(['/answers/spot']);
    expect(errorsOf({ spot: '三楼' }, '安全生产')).toEqual([]);
    expect(errorsOf({}, '交通出行')).toEqual([]);
    expect(errorsOf({ spot: '三楼' }, '交通出行')).toEqual(['/answers/spot']);
    expect(errorsOf({ spot: '三楼' }, null)).toEqual(['/answers/spot']);
  });

  test('a field that the form has not is refused, also one that every object has', () => {
    expect(errorsOf({ strange: '甲', toString: '乙' })).toEqual(['/answers/strange', '/answers/toString']);
  });

  test.each([
    ['branch', [1, ['第一支部'], '长'.repeat(201)], ['𠮷'.repeat(200)]],
    ['wish', [{}, '长'.repeat(2_001)], ['长'.repeat(2_000)]],
    ['members', ['12', Number.NaN, Number.POSITIVE_INFINITY], [0, 12, 1.5, -1]],
    ['since', ['2026-02-30', '2026-1-1', '昨天', 20260101], ['2026-02-28', '2028-02-29']],
    ['line', ['三号线', ['一号线'], 1], ['一号线']],
    ['days', ['周一', ['周三'], ['周一', '周一']], [['周一'], ['周二', '周一']]],
  ])('%s takes what it is for and nothing else', (name, wrong, right) => {
    for (const answer of wrong) expect([answer, errorsOf({ [name]: answer })]).toEqual([answer, [`/answers/${name}`]]);
    for (const answer of right) expect([answer, errorsOf({ [name]: answer })]).toEqual([answer, []]);
  });

  test('what was typed or pasted becomes an answer; what cannot be one is kept to be spoken of', () => {
    const typed = (name: string, text: string) =>
      answerFromText(
        form.fields.find((field) => field.name === name)!,
        text,
      );
    expect(typed('members', ' 1,200 ')).toBe(1200);
    expect(typed('members', '十二')).toBe('十二');
    expect(typed('days', '周一、周二；周一')).toEqual(['周一', '周二']);
    expect(typed('wish', '  ')).toBeUndefined();
    expect(typed('branch', ' 第一支部 ')).toBe('第一支部');
  });

  test('what was left empty is not kept', () => {
    expect(givenAnswers({ branch: ' 第一支部 ', wish: ' ', members: 0, days: [], since: null })).toEqual({
      branch: '第一支部',
      members: 0,
    });
    expect(givenAnswers({ wish: '' })).toBeNull();
  });
});

describe('a filing on a form', () => {
  const filing = {
    kind: 'help',
    category: null,
    subjectType: 'sole',
    hasContact: false,
    channel: '电话',
    answers: { branch },
  } as const;
  const pathsOf = (more: Partial<Parameters<typeof filingErrors>[1]>, on: Partial<FormData> = {}) =>
    filingErrors({ ...form, ...on }, { ...filing, ...more }).map(({ path }) => path);

  test('is of a kind, a subject and a category that the form takes', () => {
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ kind: 'complaint', subjectType: 'employee', category: '托育服务' })).toEqual([
      '/kind',
      '/subject/type',
      '/category',
    ]);
    expect(pathsOf({ category: '托育服务' }, { categories: [] })).toEqual([]);
  });

  test('comes by a channel that the form is for; an empty list restricts nothing', () => {
    expect(pathsOf({}, { channels: ['电话', '网站'] })).toEqual([]);
    expect(pathsOf({ channel: '微论坛' }, { channels: ['电话'] })).toEqual(['/channel']);
    expect(pathsOf({ channel: null }, { channels: ['电话'] })).toEqual([]);
    expect(pathsOf({ channel: '旧系统' }, { channels: [] })).toEqual([]);
  });

  test('leaves a contact where the form wants one, and none where it wants none', () => {
    expect(pathsOf({}, { asksContact: 'required' })).toEqual(['/contact']);
    expect(pathsOf({ hasContact: true }, { asksContact: 'required' })).toEqual([]);
    expect(pathsOf({ hasContact: true }, { asksContact: 'no' })).toEqual(['/contact']);
    expect(pathsOf({ hasContact: true })).toEqual([]);
  });
});
