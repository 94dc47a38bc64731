import type { UnitRef } from './organisation';
import type { AssignRule, ClassifyRule, RuleSet } from './routing';
import type { FiledKind, Level, Risk, Urgency } from './vocabulary';

/** A rule as the first versions kept it: one list that did both. */
interface EarlierRule {
  id: string;
  when: { category?: string[]; kind?: FiledKind[]; level?: Level[]; under?: string; words?: string[] };
  then: { level?: Level; urgency?: Urgency; risk?: Risk; category?: string; lead?: UnitRef; direct?: boolean };
  reason: string;
}

/** A rule set as it is kept in the database, of whatever time. */
export function ruleSetOf(version: number, data: unknown): RuleSet {
  if (Array.isArray(data)) return fromOneList(version, data as EarlierRule[]);
  const { confirmed = false, classify = [], assign = [] } = (data ?? {}) as Partial<RuleSet>;
  return { version, confirmed, classify, assign };
}

function fromOneList(version: number, rules: EarlierRule[]): RuleSet {
  const classify = rules.flatMap(({ id, when, then, reason }): ClassifyRule[] => {
    const { category, urgency, risk } = then;
    const says = category !== undefined || urgency !== undefined || risk !== undefined;
    return says ? [{ id, when: conditionsOf(when), then: { category, urgency, risk }, reason }] : [];
  });
  const assign = rules.flatMap(({ id, when, then: { level, lead, direct }, reason }): AssignRule[] =>
    (level ?? lead) ? [{ id, when: conditionsOf(when), then: { level, lead: lead?.id, direct }, reason }] : [],
  );
  return { version, confirmed: false, classify, assign };
}

const conditionsOf = ({ under, ...when }: EarlierRule['when']) => ({ ...when, ...(under ? { under: [under] } : {}) });
