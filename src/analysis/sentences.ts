import { CONCERNS } from '../domain/improvement';
import { lesserWords } from '../domain/rates';
import type { Analysis, ReportRate } from './analysis';

export const percent = (value: number | null): string => (value === null ? '—' : `${(100 * value).toFixed(1)}%`);

/** Of the whole report, what somebody has to know who reads only this. Numbers first, then what stands out, then what was done. */
export function findingsOf(report: Omit<Analysis, 'findings'>): string[] {
  return [
    volume(report),
    ...report.rates.filter(({ name }) => SAID.has(name)).flatMap(rateSentence),
    ...combinedSentence(report),
    ...topicSentences(report),
    ...report.standouts.map(
      ({ unit, concern, numerator, denominator, value, overall }) =>
        `${unit.name}的${CONCERNS[concern]}为 ${percent(value)}（${numerator}/${denominator} 件），其他单位合计为 ${percent(overall)}，明显偏高。`,
    ),
    ...repeatSentences(report),
    ...checkSentences(report),
    ...additionSentence(report),
    ...parkedSentence(report),
    ...improvementSentences(report),
  ];
}

const SAID: ReadonlySet<string> = new Set(['response', 'resolution', 'satisfaction', 'on_time']);

function volume({ filed, closed, compared }: Omit<Analysis, 'findings'>): string {
  const against = compared.reportId ? '上次分析' : '上期';
  return `本期登记 ${filed.count} 件，${difference(filed.count - filed.before, against)}；办结 ${closed.count} 件，${difference(closed.count - closed.before, against)}。`;
}

const difference = (by: number, against: string): string =>
  by === 0 ? `与${against}相同` : `比${against}${by > 0 ? '多' : '少'} ${Math.abs(by)} 件`;

const FEW = '，样本少，仅供参考';

function rateSentence({ label, value, before, numerator, denominator, isSmall, lesser }: ReportRate): string[] {
  if (value === null) return [];
  const counted = [`${numerator}/${denominator} 件`, lesserWords(lesser)].filter((words) => words !== null).join('，');
  return [`${label} ${percent(value)}（${counted}）${movement(value, before)}${isSmall ? FEW : ''}。`];
}

function movement(value: number, before: number | null): string {
  if (before === null) return '';
  const points = Math.round(1000 * (value - before)) / 10;
  return points === 0 ? '，与上期持平' : `，比上期${points > 0 ? '升' : '降'} ${Math.abs(points).toFixed(1)} 个百分点`;
}

function combinedSentence({ combined: { value, before, isSmall } }: Omit<Analysis, 'findings'>): string[] {
  return value === null ? [] : [`综合得分 ${percent(value)}${movement(value, before)}${isSmall ? FEW : ''}。`];
}

function topicSentences({ topics, reasons }: Omit<Analysis, 'findings'>): string[] {
  const all = topics.reduce((sum, { dissatisfied }) => sum + dissatisfied, 0);
  const [first, second] = topics;
  if (!first) return ['本期没有不满意的评价。'];
  const words = first.words.length > 0 ? `，常说到“${first.words.slice(0, 4).join('”“')}”` : '';
  const share = percent(first.dissatisfied / all);
  const then = second ? `其次是“${second.category}”${second.dissatisfied} 件。` : '';
  const reason = reasons.find(({ count }) => count > 0);
  return [
    `不满意最多的是“${first.category}”：${first.dissatisfied} 件，占 ${share}（上期 ${first.before} 件）${words}。${then}`,
    ...(reason ? [`不满意的原因以“${reason.label}”最多，${reason.count} 件（上期 ${reason.before} 件）。`] : []),
  ];
}

function repeatSentences({ places, people }: Omit<Analysis, 'findings'>): string[] {
  const [place] = places;
  const demands = people.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(place
      ? [
          `${place.place.name}本期有 ${place.filed} 件“${place.category}”诉求（上期 ${place.before} 件），为重复最多的地点。`,
        ]
      : []),
    ...(people.length > 0 ? [`有 ${people.length} 位诉求人本期各提出 3 件以上，共 ${demands} 件。`] : []),
  ];
}

function checkSentences({ checks, quality }: Omit<Analysis, 'findings'>): string[] {
  return [
    ...(checks.checked > 0
      ? [
          `抽查可比对 ${checks.checked} 件，与原评价矛盾 ${checks.contradicted} 件（${percent(checks.contradicted / checks.checked)}）。`,
        ]
      : []),
    ...(quality.average === null
      ? []
      : [`抽查评答复质量 ${quality.count} 件，平均 ${quality.average} 分（满分 5 分）。`]),
  ];
}

function additionSentence({ additions: { count, turned } }: Omit<Analysis, 'findings'>): string[] {
  return turned === 0 ? [] : [`评价后追评 ${count} 件，其中 ${turned} 件由满意转为不满意（满意率仍按原评价计）。`];
}

function parkedSentence({ parked: { count, average, longest } }: Omit<Analysis, 'findings'>): string[] {
  return count === 0 ? [] : [`现有挂账 ${count} 件，平均已挂 ${average} 天，最长 ${longest} 天。`];
}

function improvementSentences({ improvements, compared }: Omit<Analysis, 'findings'>): string[] {
  if (improvements.length === 0) return compared.reportId ? ['此前没有还在整改或新近了结的整改。'] : [];
  const of = (...states: string[]) => improvements.filter(({ state }) => states.includes(state)).length;
  const sentBack = improvements.filter((each) => each.sentBack > 0).length;
  return [
    `此前要求的整改 ${improvements.length} 项：已验收 ${of('verified')} 项，待验收 ${of('waiting')} 项，整改中 ${of('open')} 项，超期 ${of('late')} 项，逾期未验收 ${of('unverified')} 项${sentBack > 0 ? `；其中退回重改 ${sentBack} 项` : ''}。`,
  ];
}
