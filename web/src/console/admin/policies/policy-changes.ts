import type { BudgetRow } from '../../../../../src/domain/policy';
import { CLOCK_NAMES, CLOCKS } from '../../../../../src/domain/vocabulary';
import { budgetWords, conditionWords, ladderWords, rowsOf, ruleFacts, type Rules } from './policy-words';

export interface PolicyChange {
  group: string;
  name: string;
  /** Null: there was none. */
  before: string | null;
  /** Null: there is none any more. */
  after: string | null;
}

/** What one version of the rules says differently from another, in words. */
export const policyChanges = (before: Rules, after: Rules): PolicyChange[] => [
  ...CLOCK_NAMES.flatMap((clock) => budgetChanges(clock, rowsOf(before.budgets, clock), rowsOf(after.budgets, clock))),
  ...CLOCK_NAMES.flatMap((clock) =>
    changed('升级阶梯', CLOCKS[clock], ladderOf(before, clock), ladderOf(after, clock)),
  ),
  ...ruleChanges(before, after),
  ...changed('效力', '是否示例', confirmedWords(before), confirmedWords(after)),
];

export const policyChangeWords = ({ group, name, before, after }: PolicyChange): string =>
  `${group}·${name}：${before ?? '没有'}，改为 ${after ?? '没有'}`;

function changed(group: string, name: string, before: string | null, after: string | null): PolicyChange[] {
  return before === after ? [] : [{ group, name, before, after }];
}

function budgetChanges(clock: keyof typeof CLOCKS, before: BudgetRow[], after: BudgetRow[]): PolicyChange[] {
  const [was, now] = [byCondition(before), byCondition(after)];
  const conditions = [...new Set([...was.keys(), ...now.keys()])];
  const words = (rows: Map<string, BudgetRow>, condition: string) => {
    const row = rows.get(condition);
    return row ? budgetWords(row) : null;
  };
  const changes = conditions.flatMap((condition) =>
    changed('时限', `${CLOCKS[clock]}（${condition}）`, words(was, condition), words(now, condition)),
  );
  // The first row that fits counts: the same rows in another order are other rules.
  const kept = (rows: Map<string, BudgetRow>) => [...rows.keys()].filter((each) => was.has(each) && now.has(each));
  const [oldOrder, newOrder] = [kept(was).join(' → '), kept(now).join(' → ')];
  return [...changes, ...changed('时限', `${CLOCKS[clock]}的先后`, oldOrder, newOrder)];
}

/** Of two rows with the same condition only the first ever fits. */
function byCondition(rows: readonly BudgetRow[]): Map<string, BudgetRow> {
  const first = new Map<string, BudgetRow>();
  for (const row of rows) if (!first.has(conditionWords(row))) first.set(conditionWords(row), row);
  return first;
}

const ladderOf = ({ ladders }: Rules, clock: keyof typeof CLOCKS): string => ladderWords(clock, ladders[clock]);
const confirmedWords = ({ confirmed }: Rules): string => (confirmed ? '已经主管部门确认' : '示例，未经确认');

function ruleChanges(before: Rules, after: Rules): PolicyChange[] {
  const now = new Map(ruleFacts(after).map((fact) => [fact.key, fact.words]));
  return ruleFacts(before).flatMap(({ key, group, name, words }) => changed(group, name, words, now.get(key) ?? null));
}
