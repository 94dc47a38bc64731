import { committeeFor, liesUnder } from './organisation';
import { boxOf, isPlace, spaceOf, type RuleUnit } from './rule-boxes';
import { placeNames, type Finding, type FindingSeverity, type Report } from './rule-finding';
import { checkClassify } from './rule-classify';
import { checkGaps } from './rule-gaps';
import { checkOrder } from './rule-order';
import { LIST_MARKS } from './rule-words';
import { categoriesIn, type AssignRule, type RuleSet } from './routing';

type Tables = Pick<RuleSet, 'classify' | 'assign'>;

/** Everything that is wrong or worth knowing about a rule set, by the organisation as it is. Pure: also runs while one types. */
export function lintRules(rules: Tables, units: readonly RuleUnit[]): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (severity, code, ids, message, table = 'assign') =>
    findings.push({ severity, code, table, rules: ids, message });
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  checkEach(rules, byId, report);
  const categories = categoriesIn(rules);
  const conditions = rules.assign.map(({ when }) => when);
  const space = spaceOf(conditions, units, categories);
  const boxes = rules.assign.map(({ when }) => boxOf(when, space));
  checkClassify(rules.classify, units, categories, report);
  checkOrder(rules.assign, boxes, report);
  for (const rule of rules.assign) checkReach(rule, units, byId, report);
  // What goes by words leaves the rest of a category to nobody.
  const whole = boxes.filter((_, at) => rules.assign[at]!.when.words === undefined);
  checkGaps(categories, { boxes: whole, space, units }, report);
  const order: FindingSeverity[] = ['error', 'warning', 'note'];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** What is wrong with a rule by itself. */
function checkEach({ classify, assign }: Tables, byId: ReadonlyMap<string, RuleUnit>, report: Report): void {
  const seen = new Set<string>();
  const tables = [
    ...classify.map((rule) => ['classify', rule] as const),
    ...assign.map((rule) => ['assign', rule] as const),
  ];
  for (const [table, { id, when, then }] of tables) {
    if (seen.has(id))
      report('error', 'duplicate_id', [id], `编号“${id}”用了不止一次，请给每条规则一个自己的编号。`, table);
    seen.add(id);
    const says = Object.values(then).filter((value) => value !== undefined && value !== false && String(value) !== '');
    if (says.length === 0) report('error', 'no_effect', [id], `规则“${id}”没有写结果，请填写结果或删掉它。`, table);
    const marked = [...(when.words ?? []), ...(when.category ?? []), 'category' in then ? (then.category ?? '') : ''];
    for (const word of marked.filter((each) => LIST_MARKS.test(each)))
      report('error', 'list_mark', [id], `规则“${id}”里的“${word}”含有顿号、逗号或分号，请分开写成几项。`, table);
    const named = new Set(when.under);
    if ('lead' in then || 'co' in then || 'replying' in then)
      for (const unit of [then.lead, then.replying, ...(then.co ?? [])]) if (unit !== undefined) named.add(unit);
    for (const unit of named) {
      const found = byId.get(unit);
      if (!found) report('error', 'unit_missing', [id], `规则“${id}”里的单位“${unit}”不存在，请改选单位。`, table);
      else if (found.closed)
        report('error', 'unit_closed', [id], `规则“${id}”里的“${found.name}”已关闭，请改选单位。`, table);
    }
  }
}

/** A unit under another committee than the level's own cannot be handed a case by it. */
function checkReach(
  rule: AssignRule,
  units: readonly RuleUnit[],
  byId: ReadonlyMap<string, RuleUnit>,
  report: Report,
): void {
  const { lead, co = [], replying, level, direct } = rule.then;
  if (direct && lead === undefined)
    report(
      'error',
      'direct_without_lead',
      [rule.id],
      `规则“${rule.id}”标了直通却没有主办单位，请选主办单位或取消直通。`,
    );
  if (lead !== undefined && co.includes(lead))
    report('warning', 'same_unit', [rule.id], `规则“${rule.id}”的主办单位又列为协办，协办会被忽略。`);
  if (new Set(co).size < co.length) report('warning', 'same_unit', [rule.id], `规则“${rule.id}”的协办单位有重复。`);
  if (lead !== undefined && replying === lead)
    report('note', 'same_unit', [rule.id], `规则“${rule.id}”的反馈单位就是主办单位，可以不填。`);
  const here = units.filter((unit) => !unit.closed && isPlace(rule.when, unit));
  // Departments and teams are named only where there is nothing else.
  const filedFor = here.filter(({ kind }) => kind !== 'department' && kind !== 'team');
  const places = filedFor.length > 0 ? filedFor : here;
  for (const [id, duty] of [
    [lead, '主办'],
    [replying, '反馈'],
    ...co.map((unit) => [unit, '协办'] as const),
  ] as const) {
    const unit = id === undefined ? undefined : byId.get(id);
    if (!unit || places.length === 0) continue;
    const far = places.filter((place) => !liesUnder(unit, committeeFor(place, level ?? place.level).id));
    if (far.length === places.length)
      report(
        'error',
        'lead_out_of_reach',
        [rule.id],
        `规则“${rule.id}”的${duty}单位“${unit.name}”不在这一层级党委的管辖之内，请提高层级或换单位。`,
      );
    else if (far.length > 0)
      report(
        'warning',
        'lead_out_of_reach',
        [rule.id],
        `规则“${rule.id}”的${duty}单位“${unit.name}”管不到${placeNames(far)}，那里会由本级党委分拨。`,
      );
  }
}
