import type { Table } from '../sheets/write-table';
import { CONCERNS, IMPROVEMENT_STATES } from '../domain/improvement';
import type { Analysis } from './analysis';
import { lesserWords } from '../domain/rates';
import { percent } from './sentences';

/** A part of a report as rows, for files and for print. A part without rows says why. */
export type Part = Table & { none: string };

/** Every part of a report that is a table, in the order in which it is read. */
export function partsOf(report: Analysis): Part[] {
  return [
    rates(report),
    {
      ...{ name: '不满意的类别', none: '本期没有不满意的评价。', widths: [16, 10, 10, 10, 40] },
      head: ['类别', '不满意', '已评价', '上期不满意', '常说到的词'],
      rows: report.topics.map((t) => [t.category, t.dissatisfied, t.rated, t.before, t.words.join('、')]),
    },
    {
      ...{ name: '不满意的原因', none: '没有登记原因。', widths: [20, 10, 10] },
      head: ['原因', '本期', '上期'],
      rows: report.reasons.map(({ label, count, before }) => [label, count, before]),
    },
    standouts(report),
    units(report),
    {
      ...{ name: '重复的地点', none: '没有同一地点同一类别 3 件以上的。', widths: [24, 16, 10, 10, 10] },
      head: ['地点', '类别', '本期登记', '不满意', '上期登记'],
      rows: report.places.map((p) => [p.place.name, p.category, p.filed, p.dissatisfied, p.before]),
    },
    {
      ...{ name: '重复的诉求人', none: '没有同一电话本期提出 3 件以上的。', widths: [10, 24, 60] },
      head: ['件数', '类别', '编号'],
      rows: report.people.map(({ count, categories, numbers }) => [count, categories.join('、'), numbers.join(' ')]),
    },
    {
      ...{ name: '抽查矛盾', none: '没有抽查与评价矛盾的。', widths: [22, 24, 10, 12] },
      head: ['编号', '承办单位', '原评价', '抽查'],
      rows: report.checks.cases.map((c) => [
        ...[c.number, c.unit?.name ?? '—', c.rating ?? '—'],
        c.found === 'satisfied' ? '满意' : '不满意',
      ]),
    },
    {
      ...{ name: '值得一读的诉求', none: '没有特别值得一读的。', widths: [22, 40, 50] },
      head: ['编号', '标题', '为什么'],
      rows: report.cases.map(({ number, title, why }) => [number, title, why.join('；')]),
    },
    {
      ...{ name: '此前要求的整改', none: '没有还在整改或新近了结的。', widths: [22, 40, 24, 12, 10] },
      head: ['编号', '整改事项', '单位', '现状', '退回重改'],
      rows: report.improvements.map((i) => [i.number, i.title, i.unit.name, IMPROVEMENT_STATES[i.state], i.sentBack]),
    },
  ];
}

const smallCombined = ({ value, isSmall }: Analysis['combined']): boolean => value !== null && isSmall;
const remark = (isSmall: boolean, more: string | null): string =>
  [isSmall ? '样本少' : null, more].filter((words) => words !== null).join('；');

const rates = ({ rates: all, combined }: Analysis): Part => ({
  ...{ name: '各项比率', none: '', widths: [28, 10, 10, 10, 10, 30] },
  head: ['比率', '本期', '分子', '分母', '上期', '备注'],
  rows: [
    ...all.map(({ label, value, numerator, denominator, before, isSmall, lesser }) => [
      ...[label, percent(value), numerator, denominator, percent(before)],
      remark(isSmall && denominator > 0, lesserWords(lesser)),
    ]),
    ['综合', percent(combined.value), null, null, percent(combined.before), remark(smallCombined(combined), null)],
  ],
});

const standouts = ({ standouts: all }: Analysis): Part => ({
  ...{ name: '明显偏高的单位', none: '没有单位明显高于其他单位。', widths: [28, 24, 10, 10, 10, 14] },
  head: ['单位', '什么偏高', '件数', '分母', '比率', '其他单位合计'],
  rows: all.map(({ unit, concern, numerator, denominator, value, overall }) => [
    ...[unit.name, CONCERNS[concern], numerator, denominator, percent(value), percent(overall)],
  ]),
});

const units = ({ units: all }: Analysis): Part => ({
  // Each alone, so that what a team does is not the park's: a unit with others under it is named so.
  ...{ name: '承办单位', none: '本期没有承办的诉求。', widths: [28] },
  head: [
    '单位',
    '签收或退回',
    '退单',
    '已答复',
    '重办',
    '应办结',
    '未按时',
    '扣除他方用时未按时',
    '已评价',
    '不满意',
    '抽查可比对',
    '矛盾',
  ],
  rows: all.map((line) => [
    ...[line.unit.name, line.assigned, line.returned, line.answered, line.redone],
    ...[line.handleDue, line.handleLate, line.ownLate, line.rated, line.dissatisfied],
    ...[line.checked, line.contradicted],
  ]),
});
