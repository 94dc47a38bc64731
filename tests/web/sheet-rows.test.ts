import type { CollectionForm } from '../../src/api/contract';
import { clipboardTable, isTable } from '../../web/src/console/campaigns/clipboard-table';
import {
  demandOfRow,
  isUntouched,
  newRow,
  pasted,
  wanting,
  type Row,
} from '../../web/src/console/campaigns/sheet-rows';

const form: CollectionForm = {
  ...{ code: 'organisation', version: 1, retired: false, publishedAt: '2026-03-01T09:00:00+08:00', publishedBy: null },
  ...{ unit: { id: 'baoan', name: '宝安区', kind: 'district', level: 'A' }, title: '征集表', intro: '', channels: [] },
  ...{
    kinds: ['help', 'suggestion'],
    subjectTypes: ['sole', 'joint'],
    categories: ['安全生产'],
    asksContact: 'optional',
  },
  fields: [
    { name: 'members', label: '党员人数', kind: 'number', required: false },
    { name: 'spot', label: '具体位置', kind: 'text', required: true, categories: ['安全生产'] },
  ],
};
let ids = 0;
const fresh = (before?: Row) => newRow(`row-${(ids += 1)}`, form, before);
const row: Row = { ...fresh(), title: '停车难', subjectName: '第一支部' };
const paste = (
  text: string,
  at: { row: number; column: 'title' | 'subjectName' } = { row: 0, column: 'title' },
  rows = [fresh()],
) => pasted(rows, at, clipboardTable(text), { form, fresh });

describe('a table on the clipboard', () => {
  it.each([
    [
      '甲\t乙\n丙\t丁',
      [
        ['甲', '乙'],
        ['丙', '丁'],
      ],
    ],
    [
      '甲\t乙\r\n丙\t丁\r\n',
      [
        ['甲', '乙'],
        ['丙', '丁'],
      ],
    ],
    ['甲\t"第一行\n第二行，说""好"""\t乙', [['甲', '第一行\n第二行，说"好"', '乙']]],
    ['"园区"的车位\t乙', [['"园区"的车位', '乙']]],
    ['甲\t\t乙\t', [['甲', '', '乙', '']]],
    ['甲\n\n \t\n乙', [['甲'], ['乙']]],
    ['', []],
  ])('%j', (text, table) => expect(clipboardTable(text)).toEqual(table));

  it('is text where it is one cell, and in the body also with several paragraphs', () => {
    expect([isTable('停车难', 'title'), isTable('停车难\n', 'title'), isTable('停车难\n出行难', 'title')]).toEqual([
      false,
      false,
      true,
    ]);
    expect([isTable('第一段\n第二段', 'body'), isTable('甲\t乙', 'body')]).toEqual([false, true]);
  });
});

describe('pasting into the sheet', () => {
  it('fills rows from the cell on, and adds those that are missing', () => {
    const rows = paste('停车难\t早上没有车位\t联建党组织\t第二支部\t建议\n电梯坏\t三号楼\t\t第三支部');
    expect(rows).toMatchObject([
      { title: '停车难', body: '早上没有车位', subjectType: 'joint', subjectName: '第二支部', kind: 'suggestion' },
      { title: '电梯坏', body: '三号楼', subjectType: 'joint', subjectName: '第三支部', kind: 'suggestion' },
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });

  it('begins at the column it was pasted into, and leaves what stands before it', () => {
    const rows = paste('甲\n乙', { row: 0, column: 'subjectName' }, [{ ...row, subjectName: '' }]);
    expect(rows.map(({ title, subjectName }) => [title, subjectName])).toEqual([
      ['停车难', '甲'],
      ['', '乙'],
    ]);
  });

  it('goes by the headings of the first line, those of the form included', () => {
    const rows = paste(
      '序号\t企业名称\t诉求标题\t类别\t党员人数\t联系电话\n1\t智美科技\t停车难\t安全生产\t1,200\t13800001234',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ subjectName: '智美科技', title: '停车难', category: '安全生产', contactPhone: '13800001234' },
      answers: { members: 1200 },
    });
  });

  it('leaves a word that is none as it was', () => {
    expect(paste('停车难\t甲\t外星人\t乙\t闲聊')[0]).toMatchObject({ subjectType: 'sole', kind: 'help' });
  });
});

describe('a row of the sheet', () => {
  it('begins with what the form takes, and goes on with what the one before said', () => {
    expect(fresh()).toMatchObject({ subjectType: 'sole', kind: 'help', unit: null });
    expect(fresh({ ...row, subjectType: 'joint', kind: 'suggestion', unit: 'zhihui' })).toMatchObject({
      ...{ subjectType: 'joint', kind: 'suggestion', unit: 'zhihui', title: '' },
    });
    expect([isUntouched(fresh()), isUntouched(row)]).toEqual([true, false]);
  });

  it.each([
    [{ title: ' ' }, 'title'],
    [{ subjectName: '' }, 'subjectName'],
    [{ kind: 'complaint' }, 'kind'],
    [{ subjectType: 'employee' }, 'subjectType'],
    [{ category: '安全生产' }, 'more'],
    [{ contactName: '王工' }, 'more'],
    [{ contactName: '王工', contactPhone: '打我手机' }, 'more'],
    [{ answers: { members: '很多' } }, 'more'],
  ] as [Partial<Row>, string][])('%j wants something at %s', (more, at) => {
    expect(wanting({ ...row, ...more }, form)).toMatchObject({ at, message: expect.any(String) });
  });

  it('is sent with what it says, at the place of the campaign unless it names another', () => {
    expect(wanting(row, form)).toBeNull();
    const campaign = { id: 'c', unit: 'hangcheng' };
    expect(demandOfRow(row, campaign, form)).toEqual({
      ...{ kind: 'help', title: '停车难', body: '停车难', campaign: 'c', unit: 'hangcheng', form: 'organisation' },
      subject: { type: 'sole', name: '第一支部' },
    });
    const whole = { ...row, unit: 'zhihui', category: '安全生产', contactName: '王工', contactPhone: ' 13800001234 ' };
    expect(demandOfRow({ ...whole, answers: { spot: '三楼', members: 3 } }, campaign, form)).toMatchObject({
      ...{ unit: 'zhihui', category: '安全生产', contact: { name: '王工', phone: '13800001234' } },
      answers: { spot: '三楼', members: 3 },
    });
    expect(demandOfRow(row, campaign, null)).not.toHaveProperty('form');
  });
});
