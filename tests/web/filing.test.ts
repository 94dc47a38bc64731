import type { CollectionForm } from '../../src/api/contract';
import { holdsTelephone, telephoneFault } from '../../src/domain/telephone';
import { demandOf, type Filing } from '../../web/src/console/filing/filing';

const filing: Filing = {
  kind: 'help',
  unit: 'zhihui',
  channel: '暖蜂驿站',
  title: '骑手充电桩不足',
  body: '夜里充不上电',
  subject: { type: 'employee', name: '小陈' },
};

describe('what a collector registers', () => {
  it('is sent without what was left empty', () => {
    const left = { category: ' ', filedFor: '', contact: { name: '', phone: '' }, attachments: [] };
    expect(demandOf({ ...filing, ...left })).toEqual(filing);
  });

  it('names its files by their ids, and the contact with the phone', () => {
    const file = { id: 'a', name: '现场.pdf', mediaType: 'application/pdf', kind: 'document', size: 44 } as const;
    const attachments = [{ ...file, width: null, height: null, seconds: null, hasPreview: false }];
    const contact = { name: '小陈', phone: ' 13800007777 ' };
    expect(demandOf({ ...filing, attachments, contact })).toEqual({
      ...filing,
      attachments: ['a'],
      contact: { name: '小陈', phone: '13800007777' },
    });
  });

  it('on a form is sent with what the form asks for its category, and no contact where it wants none', () => {
    const form = {
      code: 'member',
      asksContact: 'no',
      fields: [
        { name: 'branch', label: '所在党组织', kind: 'text', required: true },
        { name: 'spot', label: '具体位置', kind: 'text', required: true, categories: ['安全生产'] },
      ],
    } as unknown as CollectionForm;
    const contact = { name: '小陈', phone: '13800007777' };
    const typed = { ...filing, form: 'member', contact, answers: { branch: ' 第一支部 ', spot: '三楼', other: '甲' } };
    expect(demandOf(typed, form)).toEqual({ ...filing, form: 'member', answers: { branch: '第一支部' } });
    expect(demandOf({ ...typed, category: '安全生产' }, form).answers).toEqual({ branch: '第一支部', spot: '三楼' });
    expect(demandOf(typed)).toEqual({ ...filing, contact });
  });

  it.each([
    ['13800007777', true],
    ['0755-12345678', true],
    ['abc', false],
    ['12345', false],
    ['1391234567', false],
    ['139 1234 56789', false],
    ['+86 139 1234 567', false],
    ['+86 139 1234 5678', true],
    ['+1 415 555 0100', true],
    ['95598', false],
    ['075512345678', true],
  ])('%s as a phone number: %s', (text, is) => expect(telephoneFault(text) === null).toBe(is));

  it('says how many digits a mobile number has', () => {
    expect(telephoneFault('1391234567')).toBe('手机号须为 11 位数字，现在是 10 位，请核对');
  });

  it.each([
    ['请打 13912345678 找王工', true],
    ['值班室0755-27891234', true],
    ['订单 202611261391234567890', false],
    ['3 号楼 1391 室', false],
  ])('%s holds a telephone number: %s', (text, is) => expect(holdsTelephone(text)).toBe(is));
});
