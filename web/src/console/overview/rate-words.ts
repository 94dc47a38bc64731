import type { FigureSet, Overview } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { FILED_KINDS, KIND_LABELS, RESULT_LABELS } from '../../../../src/domain/vocabulary';
import { figuresOfRate, lesserOf, RATE_NAMES, RATES, weightOf, type RateName } from '../../../../src/domain/rates';

export type ShownRate = Overview['rates'][number];

/** «92.3%»; «—» when there was nothing to count. */
export const percent = (value: number | null): string => (value === null ? '—' : `${(100 * value).toFixed(1)}%`);

/** Against the period before, in percentage points. */
export function changeWords(value: number | null, before: number | null): string {
  if (value === null) return before === null ? '两期都没有数据' : `本期没有数据，上期 ${percent(before)}`;
  if (before === null) return '上期没有数据';
  const points = Math.round(1000 * (value - before)) / 10;
  if (points === 0) return '与上期持平';
  return `比上期 ${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} 个百分点`;
}

const WHEN: Record<RateName, string> = {
  response: '本期内首次联系诉求人的时限到期或已完成的诉求。联系上才算，没打通的电话不算。',
  resolution: '本期内有一轮答复后结束的诉求，无论是否评价。重办过的，以前各轮算未解决。',
  satisfaction: '本期内诉求人评过价的诉求。逾期未评价的不算满意，也不算不满意。',
  on_time: '本期内办理时限到期或已办结的诉求。暂停的时间不计；不受理、撤回和拆分的不算。',
  on_time_own: '与按时办结率同样的诉求；超时的，若本单位自己用的时间没有超过时限，算按时。',
  accepted_on_time: '本期内签收时限到期或已签收、已退回的分拨。',
  returns: '本期内分拨到单位后签收或退回的诉求。',
  redos: '本期内有一轮答复后结束的诉求。',
  participation: '本期内请诉求人评价的一轮已结束的诉求。逾期未评价的不算有评价。',
  proxy: '本期内有评价的诉求。由收集人或电话代评的，算代评。',
  valid_callbacks: '本期内结束的回访（含抽查）。电话没有打通的不算有效。',
  callback_satisfaction: '本期内打通并有结论的回访（含抽查）。',
  contradictions: '本期内有结论、原来也有评价的抽查。一个满意一个不满意的，算矛盾。',
  appeals_upheld: '本期内裁定的申诉。',
};

export interface Definition {
  name: RateName;
  label: string;
  formula: string;
  counted: string;
}

/** How each rate comes about by a version of the rules, in words drawn from it. */
export const definitionsOf = (set: FigureSet): Definition[] =>
  RATE_NAMES.map((name) => {
    const figures = figuresOfRate(name);
    const formula = `${FIGURES[figures.numerator]} ÷ ${FIGURES[figures.denominator]}。`;
    const more = name === 'resolution' ? `${resolvingWords(set)}。` : lesserSentence(name, set);
    return { name, label: RATES[name].label, formula: `${formula}${more}`, counted: WHEN[name] };
  });

function lesserSentence(name: RateName, set: FigureSet): string {
  const lesser = lesserOf(name, set);
  return lesser ? `其中“${FIGURES[lesser.figure]}”每件按 ${lesser.counts} 计。` : '';
}

/** Which results count as resolved, and whether what was said on the telephone comes before them. */
export function resolvingWords({ resolving, resolution }: Pick<FigureSet, 'resolving' | 'resolution'>): string {
  const results = FILED_KINDS.map(
    (kind) => `${KIND_LABELS[kind]}“${resolving[kind].map((result) => RESULT_LABELS[result]).join('”“') || '无'}”`,
  );
  const heard = resolution === 'confirmed' ? '；回访或抽查时问到的，以诉求人的说法为准' : '';
  return `算已解决的办理结果：${results.join('，')}${heard}`;
}

export const combinedFormula = (set: FigureSet): string =>
  `${RATE_NAMES.filter((name) => weightOf(name, set) > 0)
    .map((name) => `${RATES[name].label} × ${weightOf(name, set)}`)
    .join(' + ')}。有一项没有数据就不计算。`;
