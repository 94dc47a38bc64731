import { committeeFor, liesUnder, type UnitRef } from './organisation';
import { RISKS, type Kind, type Level, type Risk, type Urgency } from './vocabulary';

/** A routing rule as data: all given conditions must hold. `direct` (直通) dispatches at once. */
export interface RoutingRule {
  id: string;
  version: number;
  when: { category?: string[]; kind?: Kind[]; level?: Level[]; under?: string; words?: string[] };
  then: { level?: Level; urgency?: Urgency; risk?: Risk; category?: string; lead?: UnitRef; direct?: boolean };
  reason: string;
}

export interface Incoming {
  kind: Kind;
  category: string | null;
  urgency: Urgency | null;
  /** What an inspection found; absent elsewhere. */
  risk?: Risk | null;
  text: string;
  place: UnitRef;
}

export interface Proposal {
  level: Level;
  urgency: Urgency;
  risk: Risk;
  category: string;
  lead: UnitRef | null;
  direct: boolean;
  rules: { id: string; version: number; reason: string }[];
}

function matches(rule: RoutingRule, demand: Incoming, category: string | null): boolean {
  const { when } = rule;
  if (when.category && (category === null || !when.category.includes(category))) return false;
  if (when.kind && !when.kind.includes(demand.kind)) return false;
  if (when.level && !when.level.includes(demand.place.level)) return false;
  if (when.under && !liesUnder(demand.place, when.under)) return false;
  return !when.words || when.words.some((word) => demand.text.includes(word));
}

const graver = (one: Risk, other: Risk): boolean => RISKS.indexOf(one) > RISKS.indexOf(other);

/**
 * What the rules propose, with the reason of each. What the filer stated is never overruled downwards: urgent stays urgent.
 * Without any match the committee of the place's own level dispatches: nothing waits without an owner.
 */
export function propose(demand: Incoming, rules: readonly RoutingRule[]): Proposal {
  const proposal: Proposal = {
    level: demand.place.level,
    urgency: demand.urgency ?? 'normal',
    risk: demand.risk ?? 'green',
    category: demand.category ?? '其他',
    lead: null,
    direct: false,
    rules: [],
  };
  let category = demand.category;
  for (const rule of rules) {
    if (!matches(rule, demand, category)) continue;
    const { then } = rule;
    if (then.category && category === null) proposal.category = category = then.category;
    if (then.urgency === 'urgent') proposal.urgency = 'urgent';
    if (then.level) proposal.level = then.level;
    if (then.risk && graver(then.risk, proposal.risk)) proposal.risk = then.risk;
    if (then.lead && !proposal.lead) Object.assign(proposal, { lead: then.lead, direct: then.direct ?? false });
    proposal.rules.push({ id: rule.id, version: rule.version, reason: rule.reason });
  }
  const committee = committeeFor(demand.place, proposal.level);
  if (proposal.lead && !liesUnder(proposal.lead, committee.id)) Object.assign(proposal, { lead: null, direct: false });
  return proposal;
}

/** 示例 rules that need no particular unit: red risks are urgent at once (domain.md §2, three-level risk triage). */
export const defaultRouting: RoutingRule[] = [
  {
    id: 'wages',
    version: 1,
    when: { words: ['欠薪', '拖欠工资', '讨薪'] },
    then: { category: '欠薪维权', urgency: 'urgent', risk: 'red' },
    reason: '文字提到欠薪,按红色风险加急',
  },
  {
    id: 'safety',
    version: 1,
    when: { words: ['消防', '起火', '坠落', '漏电', '安全隐患'] },
    then: { category: '安全生产', urgency: 'urgent', risk: 'red' },
    reason: '文字提到安全隐患,按红色风险加急',
  },
  {
    id: 'labour',
    version: 1,
    when: { words: ['劳动合同', '社保', '辞退', '工伤'] },
    then: { category: '劳资纠纷', risk: 'amber' },
    reason: '文字提到劳动关系,按黄色风险关注',
  },
  {
    id: 'traffic',
    version: 1,
    when: { words: ['公交', '地铁', '通行', '拥堵', '停车'] },
    then: { category: '交通出行' },
    reason: '文字提到交通出行',
  },
  {
    id: 'roadworks',
    version: 1,
    when: { words: ['占道', '施工', '噪音', '噪声'] },
    then: { category: '施工占道' },
    reason: '文字提到施工',
  },
  {
    id: 'policy',
    version: 1,
    when: { words: ['补贴', '政策', '申报', '奖励'] },
    then: { category: '政策落地' },
    reason: '文字提到惠企政策',
  },
  {
    id: 'childcare',
    version: 1,
    when: { words: ['托育', '托管', '幼儿'] },
    then: { category: '托育服务' },
    reason: '文字提到托育',
  },
];
