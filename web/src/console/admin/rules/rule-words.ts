import type { Rules } from '../../../../../src/api/contract';
import type { AssignRule, ClassifyRule, Conditions } from '../../../../../src/domain/routing';
import { KIND_LABELS, SUBJECT_LABELS } from '../../../../../src/domain/vocabulary';
import type { PolicyChange } from '../policies/policy-changes';
import { LEVEL_LABELS, RISK_LABELS, URGENCY_LABELS } from '../../../words/labels';

/** A part of a rule as people read it: what it is about, and its values. */
export interface Part {
  name: string;
  words: string;
}
export type UnitName = (id: string) => string;

const labeled = <Word extends string>(labels: Record<Word, string>, words: readonly Word[] | undefined) =>
  words?.map((word) => labels[word]);

/** All of them must hold. */
export function conditionParts(when: Conditions, unitName: UnitName): Part[] {
  const parts: [string, string[] | undefined][] = [
    ['类别', when.category],
    ['所在地', when.under?.map(unitName)],
    ['层级', labeled(LEVEL_LABELS, when.level)],
    ['主体', labeled(SUBJECT_LABELS, when.subject)],
    ['类型', labeled(KIND_LABELS, when.kind)],
    ['缓急', labeled(URGENCY_LABELS, when.urgency)],
    ['风险', labeled(RISK_LABELS, when.risk)],
    ['文字提到', when.words],
  ];
  return parts.flatMap(([name, words]) => (words ? [{ name, words: words.join('、') }] : []));
}

export const classifyParts = ({ category, urgency, risk }: ClassifyRule['then']): Part[] => [
  ...(category ? [{ name: '类别', words: category }] : []),
  ...(urgency ? [{ name: '缓急', words: URGENCY_LABELS[urgency] }] : []),
  ...(risk ? [{ name: '风险', words: RISK_LABELS[risk] }] : []),
];

export function assignParts({ level, lead, co, replying, direct }: AssignRule['then'], unitName: UnitName): Part[] {
  return [
    ...(level ? [{ name: '层级', words: LEVEL_LABELS[level] }] : []),
    lead ? { name: '主办', words: unitName(lead) } : { name: '分拨', words: '由该级党委' },
    ...(co ? [{ name: '协办', words: co.map(unitName).join('、') }] : []),
    ...(replying ? [{ name: '反馈', words: unitName(replying) }] : []),
    ...(direct ? [{ name: '直通', words: '直接分拨，不经人工' }] : []),
  ];
}

const partsText = (parts: readonly Part[]): string =>
  parts.length === 0 ? '不限' : parts.map(({ name, words }) => `${name}：${words}`).join('；');

const classifyText = ({ when, then, reason }: ClassifyRule, unitName: UnitName): string =>
  `${partsText(conditionParts(when, unitName))} → ${partsText(classifyParts(then))}（${reason}）`;
const assignText = ({ when, then, reason }: AssignRule, unitName: UnitName): string =>
  `${partsText(conditionParts(when, unitName))} → ${partsText(assignParts(then, unitName))}（${reason}）`;

/** What differs between two sets of rules: rules that came, went, changed or moved. */
export function ruleChanges(before: Rules, after: Rules, unitName: UnitName): RuleChange[] {
  return [
    ...tableChanges('识别', before.classify, after.classify, (rule) => classifyText(rule, unitName)),
    ...tableChanges('分派', before.assign, after.assign, (rule) => assignText(rule, unitName)),
    ...(before.confirmed === after.confirmed
      ? []
      : [{ group: '效力', name: '', before: confirmedWords(before), after: confirmedWords(after) }]),
  ];
}

type RuleChange = Omit<PolicyChange, 'path'>;

const confirmedWords = ({ confirmed }: Rules): string => (confirmed ? '已确认' : '示例');

function tableChanges<Rule extends { id: string }>(
  group: string,
  before: readonly Rule[],
  after: readonly Rule[],
  say: (rule: Rule) => string,
): RuleChange[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  const kept = (rules: readonly Rule[], others: readonly Rule[]) =>
    rules.filter(({ id }) => others.some((other) => other.id === id)).map(({ id }) => id);
  const [orderBefore, orderAfter] = [kept(before, after), kept(after, before)];
  return ids.flatMap((name): RuleChange[] => {
    const [old, fresh] = [before.find(({ id }) => id === name), after.find(({ id }) => id === name)];
    const [was, is] = [old ? say(old) : null, fresh ? say(fresh) : null];
    if (was !== is) return [{ group, name, before: was, after: is }];
    const [from, to] = [orderBefore.indexOf(name), orderAfter.indexOf(name)];
    return from === to ? [] : [{ group, name, before: `第 ${from + 1} 条`, after: `移到第 ${to + 1} 条` }];
  });
}
