import { FIGURES } from '../domain/figures';
import { DISSATISFACTION_REASONS } from '../domain/vocabulary';
import type { CountedDemand } from '../statistics/period-outcomes';
import type { CaseToRead, CheckedCase, Materials, ReplyQuality } from './analysis';

const MOST = 12;
const MOST_CHECKED = 20;
const LOW_QUALITY = 2;

type Why = { text: string; weight: number };

/** Why a case is worth reading; nothing when it is like the others. */
function reasonsToRead({ marks, round }: CountedDemand, quality: number | undefined): Why[] {
  const found: Why[] = [];
  const add = (weight: number, text: string) => found.push({ weight, text });
  const worst = marks.filter(({ aspect, bad }) => aspect === 'grade' && bad);
  if (marks.some(({ aspect, bad }) => aspect === 'check' && bad)) add(6, '抽查结果与原评价矛盾');
  if (round >= 3) add(5, `已办到第 ${round} 轮`);
  else if (marks.some(({ aspect, bad }) => aspect === 'redo' && bad)) add(2, '重办过');
  const returns = marks.filter(({ aspect, bad }) => aspect === 'return' && bad).length;
  if (returns >= 2) add(4, `退单 ${returns} 次`);
  if (worst.length > 0) {
    const reasons = [...new Set(worst.flatMap((mark) => mark.reasons ?? []))].map(
      (code) => DISSATISFACTION_REASONS[code],
    );
    const grade = worst.some((mark) => mark.grade === 1) ? '非常不满意' : '不满意';
    add(grade === '非常不满意' ? 3 : 2, reasons.length > 0 ? `${grade}：${reasons.join('、')}` : grade);
  }
  if (marks.some(({ aspect, bad }) => aspect === 'addition' && bad)) add(4, FIGURES.turned_dissatisfied);
  if (quality !== undefined && quality <= LOW_QUALITY) add(4, `答复质量评 ${quality} 分`);
  if (marks.some(({ aspect, bad }) => aspect === 'own' && bad)) add(1, '本单位办理超时');
  if (marks.some(({ aspect, bad }) => aspect === 'appeal' && bad)) add(1, '申诉成立');
  return found;
}

/** The cases that teach most, each with its reasons. What is only a little out of the ordinary is left out. */
export function casesToRead({ now, titles, quality }: Pick<Materials, 'now' | 'titles' | 'quality'>): CaseToRead[] {
  const grades = new Map(quality.map(({ id, grade }) => [id, grade]));
  return now.demands
    .map((demand) => ({ demand, whys: reasonsToRead(demand, grades.get(demand.id)) }))
    .map(({ demand, whys }) => ({ demand, whys, weight: whys.reduce((all, { weight }) => all + weight, 0) }))
    .filter(({ weight }) => weight >= 3)
    .sort((a, b) => b.weight - a.weight || (a.demand.number < b.demand.number ? 1 : -1))
    .slice(0, MOST)
    .map(({ demand, whys }) => ({
      ...{ number: demand.number, title: titles.get(demand.id) ?? '' },
      why: whys.map(({ text }) => text),
    }));
}

/** Of which titles have to be known. */
export const worthATitle = (demand: CountedDemand, quality: number | undefined): boolean =>
  reasonsToRead(demand, quality).reduce((all, { weight }) => all + weight, 0) >= 3;

export function contradictedCases({ now, unitOf }: Pick<Materials, 'now' | 'unitOf'>): CheckedCase[] {
  return now.demands
    .flatMap(({ number, marks }): CheckedCase[] => {
      const check = marks.find(({ aspect, bad }) => aspect === 'check' && bad);
      if (!check) return [];
      const rating = check.grade ?? null;
      const unit = check.unit === null ? null : { id: check.unit, name: unitOf(check.unit)?.name ?? check.unit };
      const call = marks.find(({ aspect, at }) => aspect === 'call' && at === check.at);
      return [{ number, unit, rating, found: call?.bad ? 'dissatisfied' : 'satisfied' }];
    })
    .slice(0, MOST_CHECKED);
}

export function qualityOf(quality: Materials['quality']): ReplyQuality {
  const sum = quality.reduce((all, { grade }) => all + grade, 0);
  return {
    average: quality.length === 0 ? null : Math.round((100 * sum) / quality.length) / 100,
    count: quality.length,
    low: quality
      .filter(({ grade }) => grade <= LOW_QUALITY)
      .map(({ number, grade }) => ({ number, grade }))
      .slice(0, MOST_CHECKED),
  };
}
