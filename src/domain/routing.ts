import { committeeFor, liesUnder, type UnitRef } from './organisation';
import { RISKS, type FiledKind, type Kind, type Level, type Risk, type SubjectType, type Urgency } from './vocabulary';

/** All given conditions must hold; within one condition any of the values will do. */
export interface Conditions {
  category?: string[];
  /** The place is one of these units or lies under one. */
  under?: string[];
  /** The level of the place. */
  level?: Level[];
  subject?: SubjectType[];
  kind?: FiledKind[];
  urgency?: Urgency[];
  risk?: Risk[];
  words?: string[];
}

/** Says what a demand is about and how grave it is. All that match count; `category` in `when` is what the filer chose. */
export interface ClassifyRule {
  id: string;
  when: Omit<Conditions, 'urgency' | 'risk'>;
  then: { category?: string; urgency?: Urgency; risk?: Risk };
  reason: string;
}

/** Says who is to handle it. The first that matches decides. Without a level it is the place's own; units by their ids. */
export interface AssignRule {
  id: string;
  when: Conditions;
  then: { level?: Level; lead?: string; co?: string[]; replying?: string; direct?: boolean };
  reason: string;
}

export interface RuleSet {
  version: number;
  /** False while no authority has confirmed the rules: the console then labels them 示例. */
  confirmed: boolean;
  classify: ClassifyRule[];
  assign: AssignRule[];
}

export const RULE_TABLES = { classify: '识别', assign: '分派', fallback: '兜底' } as const;
export type RuleTable = keyof typeof RULE_TABLES;

/** A rule that had a say, or what became of it. `table` is missing in what was recorded before there were two tables. */
export interface Matched {
  table?: RuleTable;
  id: string;
  version: number;
  reason: string;
}

export interface Incoming {
  kind: Kind;
  category: string | null;
  urgency: Urgency | null;
  /** What an inspection found; absent elsewhere. */
  risk?: Risk | null;
  subject: SubjectType;
  text: string;
  place: UnitRef;
}

export interface Classified {
  category: string;
  urgency: Urgency;
  risk: Risk;
}

/** Exactly one level, and one owner: the lead unit, or without one the committee of that level. */
export interface Proposal extends Classified {
  level: Level;
  lead: UnitRef | null;
  co: UnitRef[];
  replying: UnitRef | null;
  direct: boolean;
  rules: Matched[];
}

/** A unit that a rule names, as it is now; undefined when there is none. */
export type UnitOf = (id: string) => { ref: UnitRef; closed: boolean } | undefined;

export const OTHER_CATEGORY = '其他';
export const FALLBACK = 'fallback';
const graver = (one: Risk, other: Risk): boolean => RISKS.indexOf(one) > RISKS.indexOf(other);

/** What the matching rules make of a demand. What the filer or an inspection stated is never overruled downwards. */
export function classified(demand: Incoming, rules: readonly ClassifyRule[]): Classified {
  const given = rules.find(({ then }) => then.category !== undefined)?.then.category;
  const urgent = demand.urgency === 'urgent' || rules.some(({ then }) => then.urgency === 'urgent');
  const risks = rules.flatMap(({ then }) => then.risk ?? []);
  return {
    category: demand.category ?? given ?? OTHER_CATEGORY,
    urgency: urgent ? 'urgent' : 'normal',
    risk: risks.reduce((one, other) => (graver(other, one) ? other : one), demand.risk ?? 'green'),
  };
}

/**
 * Who is to handle it by the one rule that decides, and why. Units that are closed or out of reach of the level's committee
 * are left out and said so. Without a rule the committee of the place's own level has it: nothing waits without an owner.
 */
export function assigned(
  demand: Incoming,
  { classify, assign, version }: { classify: readonly ClassifyRule[]; assign: AssignRule | null; version: number },
  unitOf: UnitOf,
): Proposal {
  const said = (table: RuleTable, id: string, reason: string): Matched => ({ table, id, version, reason });
  const rules = classify.map(({ id, reason }) => said('classify', id, reason));
  const committee = committeeFor(demand.place, assign?.then.level ?? demand.place.level);
  const nobody = { level: committee.level, lead: null, co: [], replying: null, direct: false };
  const found = classified(demand, classify);
  if (!assign) {
    const fallback = said('fallback', FALLBACK, '没有分派规则适用，由所在地的党委分拨');
    return { ...found, ...nobody, rules: [...rules, fallback] };
  }
  rules.push(said('assign', assign.id, assign.reason));
  const within = (id: string | undefined, duty: string): UnitRef | null => {
    if (id === undefined) return null;
    const unit = unitOf(id);
    if (unit && !unit.closed && liesUnder(unit.ref, committee.id)) return unit.ref;
    const why = !unit || unit.closed ? '已不存在或已关闭' : '不在本级党委的管辖之内';
    rules.push(said('assign', assign.id, `规则指定的${duty}单位${why}，没有采用`));
    return null;
  };
  const lead = within(assign.then.lead, '主办');
  const co = [...new Set(assign.then.co)].filter((id) => id !== lead?.id).map((id) => within(id, '协办'));
  return {
    ...found,
    ...{ level: committee.level, lead, co: co.filter((unit) => unit !== null) },
    ...{ replying: within(assign.then.replying, '反馈'), direct: lead !== null && (assign.then.direct ?? false) },
    rules,
  };
}

/** The rule that decided who is to handle it, for the cause of a dispatch. Older records name no tables: the last one said it. */
export const decidingRule = ({ rules }: Pick<Proposal, 'rules'>): Matched | undefined =>
  rules.find(({ table }) => table === 'assign' || table === 'fallback') ?? rules.at(-1);

/** Every category that the rules know. */
export const categoriesIn = ({ classify, assign }: Pick<RuleSet, 'classify' | 'assign'>): string[] => [
  ...new Set([
    ...classify.flatMap(({ then }) => then.category ?? []),
    ...[...classify, ...assign].flatMap(({ when }) => when.category ?? []),
  ]),
];

export const wordsIn = ({ classify, assign }: Pick<RuleSet, 'classify' | 'assign'>): string[] => [
  ...new Set([...classify, ...assign].flatMap(({ when }) => when.words ?? [])),
];
