import { refuse, type Refusal } from './refusal-codes';
import type { Kind, Risk, Urgency } from './vocabulary';

/** The five categories of the risk triage (三级风险排查). They are categories of demands, too. */
export const FINDING_CATEGORIES = ['安全生产', '装修工程', '劳资纠纷', '欠薪维权', '理财投资'] as const;
export type FindingCategory = (typeof FINDING_CATEGORIES)[number];

export const FINDING_RISKS: Record<Risk, { label: string; follows: string }> = {
  green: { label: '绿色', follows: '只作记录' },
  amber: { label: '黄色', follows: '写明怎样跟进，或转为诉求' },
  red: { label: '红色', follows: '立即成为加急诉求' },
};

/** Of a demand that a finding became. */
export const FINDING_CHANNEL = '楼宇薪火小站';

/** A danger asks for help; everything else is somebody's breach of duty, and complained of. */
const KIND_OF: Record<FindingCategory, Kind> = {
  安全生产: 'help',
  装修工程: 'complaint',
  劳资纠纷: 'complaint',
  欠薪维权: 'complaint',
  理财投资: 'complaint',
};

export interface NewFinding {
  category: FindingCategory;
  risk: Risk;
  place: string;
  description: string;
  /** What will be done about an amber one. */
  followUp: string;
  /** An amber one becomes a demand at once. */
  file: boolean;
}

/** Red becomes an urgent demand at once; amber when asked to; green never. */
export const becomesDemand = ({ risk, file }: Pick<NewFinding, 'risk' | 'file'>): boolean =>
  risk === 'red' || (risk === 'amber' && file);

/** What is missing, by field: a green round needs nothing but its colour. */
export function findingErrors(finding: NewFinding): { path: string; message: string }[] {
  const { risk, place, description, followUp, file } = finding;
  const errors: { path: string; message: string }[] = [];
  if (risk === 'green') {
    if (file) errors.push({ path: '/file', message: '绿色的只作记录，不转为诉求；有问题请改为黄色或红色' });
    return errors;
  }
  if (place === '') errors.push({ path: '/place', message: '请写明在楼里的什么地方' });
  if (description === '') errors.push({ path: '/description', message: '请写明发现了什么' });
  if (risk === 'amber' && !file && followUp === '')
    errors.push({ path: '/followUp', message: '黄色的请写明怎样跟进，或选择转为诉求' });
  return errors;
}

/** As it is kept: what was seen, then what will be done about it. */
export const descriptionOf = ({ description, followUp }: Pick<NewFinding, 'description' | 'followUp'>): string =>
  [description, followUp === '' ? '' : `跟进：${followUp}`].filter((line) => line !== '').join('\n');

export interface FindingFiling {
  kind: Kind;
  title: string;
  body: string;
  category: FindingCategory;
  urgency: Urgency | null;
  risk: Risk;
}

const LONGEST_TITLE = 80;

/** The demand that a finding becomes. */
export function filingOf(
  finding: { category: FindingCategory; risk: Risk; place: string; description: string },
  building: string,
  round: string,
): FindingFiling {
  const { category, risk, place, description } = finding;
  const what = [...`${category}：${place} ${description.split('\n')[0]}`];
  const title = what.length > LONGEST_TITLE ? `${what.slice(0, LONGEST_TITLE - 1).join('')}…` : what.join('');
  return {
    kind: KIND_OF[category],
    title,
    body: `${description}\n地点：${building} ${place}\n发现：${round}，${FINDING_RISKS[risk].label}风险`,
    category,
    urgency: risk === 'red' ? 'urgent' : null,
    risk,
  };
}

export const roundOver = (): Refusal =>
  refuse('already_concluded', '这一轮巡查已经结束，不能再补记。请新建一轮巡查再记录。');

/** What a finding is corrected to, while its round goes on: whoever tapped the wrong field says why. */
export type Correction = Pick<NewFinding, 'category' | 'risk' | 'place' | 'description' | 'followUp'> & {
  reason: string;
};

/** Why it cannot be corrected (any more), or null. */
export function correctionRefusal(
  { risk }: Pick<Correction, 'risk'>,
  { isFiled, isOver }: { isFiled: boolean; isOver: boolean },
): Refusal | null {
  if (isOver)
    return refuse('already_concluded', '这一轮巡查已经结束，不能再更正。请新建一轮巡查，按现在的情况重新记录。');
  if (isFiled)
    return refuse('already_concluded', '这一条已经转为诉求。记错了请撤回那件诉求，撤回后它不再计入楼宇的风险。');
  if (risk === 'red') return refuse('not_allowed_in_stage', '更正不能改为红色。请另记一条红色，它会立即成为加急诉求。');
  return null;
}

/** As it is kept: what was said, and what it was said instead of. */
export const correctedDescription = (correction: Correction, before: Pick<NewFinding, 'category' | 'risk'>): string => {
  const was = `更正：原记为“${before.category}”${FINDING_RISKS[before.risk].label}，${correction.reason}`;
  return [descriptionOf(correction), was].filter((line) => line !== '').join('\n');
};

/** Why a finding cannot become a demand (any more), or null. */
export function filingRefusal({ risk, isFiled }: { risk: Risk; isFiled: boolean }): Refusal | null {
  if (isFiled) return refuse('already_concluded', '这一条已经转为诉求，不用再转；请打开那件诉求继续办理。');
  if (risk === 'green')
    return refuse('not_allowed_in_stage', '绿色的只作记录。有问题请另记一条黄色或红色，再转为诉求。');
  return null;
}
