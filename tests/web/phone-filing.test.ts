import type { PublicForm } from '../../src/api/contract';
import { KIND_LABELS, SUBJECT_LABELS } from '../../src/domain/vocabulary';
import { faultsFound, faultsOf, faultsOfStep, firstFaultyStep } from '../../web/src/phone/filing/checks';
import type { Draft } from '../../web/src/phone/filing/draft-content';
import { filingOf } from '../../web/src/phone/filing/filing-body';

const draft: Draft = {
  kind: 'help',
  unit: 'zhihui',
  title: '电梯坏了',
  body: '三号楼电梯停了两天',
  subjectType: 'enterprise',
  subjectName: '汇志科技',
  contactName: '',
  contactPhone: '',
  category: null,
  answers: {},
  isByLink: true,
  key: 'key',
  sent: [],
  uploaded: {},
  isWaiting: false,
  changedAt: 0,
};

const choices = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const plain: PublicForm = {
  ...{ code: 'zhihui', unit: { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' }, places: [] },
  ...{ kinds: choices(KIND_LABELS), subjectTypes: choices(SUBJECT_LABELS), channels: ['网站', '扫码'] },
  ...{ categories: [], form: null, campaign: null },
};
const ofForum: PublicForm = {
  ...plain,
  ...{ code: '7Q3M9X2A', kinds: choices({ help: '求助' }), subjectTypes: choices({ sole: '单建党组织' }) },
  ...{ channels: ['微论坛'], categories: ['交通出行', '安全生产'], campaign: { name: '论坛', location: '三楼' } },
  form: {
    ...{ code: 'organisation', version: 2, title: '征集表', intro: '', asksContact: 'required' },
    fields: [
      { name: 'members', label: '党员人数', kind: 'number', required: true },
      { name: 'spot', label: '具体位置', kind: 'text', required: true, categories: ['安全生产'] },
    ],
  },
};

describe('a demand filed from a phone', () => {
  it('needs no contact', () => {
    expect(faultsOf(plain, draft, false)).toEqual({});
    expect(firstFaultyStep({})).toBe(4);
  });

  it('needs words, or a recording in their place', () => {
    expect(faultsOf(plain, { ...draft, body: ' ' }, false)).toHaveProperty('body');
    expect(faultsOf(plain, { ...draft, body: ' ' }, true)).toEqual({});
  });

  it.each([
    ['', '13800001234', 'contactName'],
    ['王工', '', 'contactPhone'],
    ['王工', '1380', 'contactPhone'],
    ['王工', '1391234567', 'contactPhone'],
    ['王工', '打我手机', 'contactPhone'],
  ])('takes name and phone together or not at all (%j, %j)', (contactName, contactPhone, field) => {
    expect(Object.keys(faultsOf(plain, { ...draft, contactName, contactPhone }, false))).toEqual([field]);
  });

  it.each(['13800001234', '0755-12345678', '+86 755 1234 5678'])('takes the phone number %s', (contactPhone) => {
    expect(faultsOf(plain, { ...draft, contactName: '王工', contactPhone }, false)).toEqual({});
  });

  it('cannot reach a screen before the ones in front of it are filled in', () => {
    const faults = faultsOf(plain, { ...draft, title: '', subjectName: '' }, false);
    expect(firstFaultyStep(faults)).toBe(2);
    expect(Object.keys(faultsOfStep(faults, 2))).toEqual(['title']);
  });
});

describe('a demand on a form of its own', () => {
  const onForm: Draft = {
    ...{ ...draft, subjectType: 'sole', contactName: '王工', contactPhone: '13800001234' },
    answers: { members: '1,200', spot: '三楼' },
  };
  const wrong = (more: Partial<Draft>) => Object.keys(faultsOf(ofForum, { ...onForm, ...more }, false));

  it('needs what the form needs, for the category that was chosen', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ answers: {} })).toEqual(['answers/members']);
    expect(wrong({ answers: { members: '很多' } })).toEqual(['answers/members']);
    expect(wrong({ answers: { members: '1' }, category: '安全生产' })).toEqual(['answers/spot']);
    expect(firstFaultyStep(faultsOf(ofForum, { ...onForm, answers: {} }, false))).toBe(2);
  });

  it('keeps to the kinds, the subjects and the contact that the form takes', () => {
    expect(wrong({ kind: 'complaint', subjectType: 'member' })).toEqual(['kind', 'subjectType']);
    expect(wrong({ contactName: '', contactPhone: '' })).toEqual(['contactName', 'contactPhone']);
    const none = { ...ofForum, form: { ...ofForum.form!, asksContact: 'no' as const } };
    expect(faultsOf(none, { ...onForm, contactName: '', contactPhone: '打我手机' }, false)).toEqual({});
    expect(filingOf(none, onForm, [])).not.toHaveProperty('contact');
  });

  it('sends what is asked, as what it is for, and comes by the channel of the occasion', () => {
    expect(filingOf(ofForum, { ...onForm, category: '交通出行' }, [])).toMatchObject({
      ...{ form: '7Q3M9X2A', channel: '微论坛', category: '交通出行', answers: { members: 1200 } },
    });
    expect(filingOf(plain, onForm, [])).not.toHaveProperty('answers');
  });

  it('shows beside its fields what the service finds wrong with them', () => {
    expect(faultsFound([{ path: '/answers/members', message: '须为数字' }])).toEqual({ 'answers/members': '须为数字' });
  });
});

describe('what the service finds wrong', () => {
  it('stands beside the field it concerns', () => {
    const errors = [
      { path: '/subject/name', message: '不能超过 200 个字' },
      { path: '/contact/phone', message: '电话号码须为 6 到 20 位数字' },
      { path: '/attachments/0', message: '没有这个附件' },
    ];
    expect(faultsFound(errors)).toEqual({
      subjectName: '不能超过 200 个字',
      contactPhone: '电话号码须为 6 到 20 位数字',
      files: '没有这个附件',
    });
  });

  it('stands beside the form when it concerns no field', () => {
    expect(faultsFound([{ path: '/idempotency-key', message: '不能为空' }])).toBeNull();
    expect(faultsFound(undefined)).toBeNull();
  });
});
