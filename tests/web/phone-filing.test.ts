import { faultsFound, faultsOf, faultsOfStep, firstFaultyStep } from '../../web/src/phone/filing/checks';
import type { Draft } from '../../web/src/phone/filing/draft-content';

const draft: Draft = {
  kind: 'help',
  unit: 'zhihui',
  title: '电梯坏了',
  body: '三号楼电梯停了两天',
  subjectType: 'enterprise',
  subjectName: '汇志科技',
  contactName: '',
  contactPhone: '',
  isByLink: true,
  key: 'key',
  sent: [],
  uploaded: {},
  isWaiting: false,
  changedAt: 0,
};

describe('a demand filed from a phone', () => {
  it('needs no contact', () => {
    expect(faultsOf(draft, false)).toEqual({});
    expect(firstFaultyStep({})).toBe(4);
  });

  it('needs words, or a recording in their place', () => {
    expect(faultsOf({ ...draft, body: ' ' }, false)).toHaveProperty('body');
    expect(faultsOf({ ...draft, body: ' ' }, true)).toEqual({});
  });

  it.each([
    ['', '13800001234', 'contactName'],
    ['王工', '', 'contactPhone'],
    ['王工', '1380', 'contactPhone'],
    ['王工', '打我手机', 'contactPhone'],
  ])('takes name and phone together or not at all (%j, %j)', (contactName, contactPhone, field) => {
    expect(Object.keys(faultsOf({ ...draft, contactName, contactPhone }, false))).toEqual([field]);
  });

  it.each(['13800001234', '0755-12345678', '+86 755 1234 5678'])('takes the phone number %s', (contactPhone) => {
    expect(faultsOf({ ...draft, contactName: '王工', contactPhone }, false)).toEqual({});
  });

  it('cannot reach a screen before the ones in front of it are filled in', () => {
    const faults = faultsOf({ ...draft, title: '', subjectName: '' }, false);
    expect(firstFaultyStep(faults)).toBe(2);
    expect(Object.keys(faultsOfStep(faults, 2))).toEqual(['title']);
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
    expect(faultsFound([{ path: 'headers/idempotency-key', message: '不能为空' }])).toBeNull();
    expect(faultsFound(undefined)).toBeNull();
  });
});
