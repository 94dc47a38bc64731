import { committeeFor, liesUnder, type UnitRef } from './organisation';
import type { Kind, Level, Risk, Urgency } from './vocabulary';

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

/**
 * What the rules propose, with the reason of each. What the filer stated is never overruled downwards: urgent stays urgent.
 * Without any match the committee of the place's own level dispatches: nothing waits without an owner.
 */
export function propose(demand: Incoming, rules: readonly RoutingRule[]): Proposal {
  const proposal: Proposal = {
    level: demand.place.level,
    urgency: demand.urgency ?? 'normal',
    risk: 'green',
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
    if (then.risk) proposal.risk = then.risk;
    if (then.lead && !proposal.lead) Object.assign(proposal, { lead: then.lead, direct: then.direct ?? false });
    proposal.rules.push({ id: rule.id, version: rule.version, reason: rule.reason });
  }
  const committee = committeeFor(demand.place, proposal.level);
  if (proposal.lead && !liesUnder(proposal.lead, committee.id)) Object.assign(proposal, { lead: null, direct: false });
  return proposal;
}
