import { covers, isCovered, isEmpty, meet, type Box } from './rule-boxes';
import { listed, type Report } from './rule-finding';
import { areApart, narrower } from './rule-words';
import type { AssignRule } from './routing';

const result = ({ then: { level, lead, co, replying, direct } }: AssignRule): string =>
  JSON.stringify([level, lead, [...(co ?? [])].sort(), replying ?? lead, direct ?? false]);

/** The first that matches decides, so the order of rules says which of them never have a say. */
export function checkOrder(rules: readonly AssignRule[], boxes: readonly Box[], report: Report): void {
  const pairs: Pair[] = [];
  for (const [at, rule] of rules.entries()) {
    const box = boxes[at]!;
    if (isEmpty(box)) {
      report('error', 'never_matches', [rule.id], `规则“${rule.id}”的条件合在一起没有诉求能符合，请核对所在地和层级。`);
      continue;
    }
    const meeting = rules.flatMap((other, index): Earlier[] =>
      index < at && !isEmpty(boxes[index]!) && meet(boxes[index]!, box) ? [{ other, box: boxes[index]! }] : [],
    );
    const before = meeting.filter(({ other }) => narrower(rule.when.words, other.when.words));
    const covering = before.map((each) => each.box);
    if (isCovered(box, covering)) reportUnreachable(rule, before, report);
    else pairs.push(...compare(rule, box, meeting, report));
  }
  const apart = pairs.filter(isApart(rules));
  reportOverlaps(
    pairs.filter((pair) => !apart.includes(pair)),
    report,
  );
  reportApart(apart, report);
}

interface Earlier {
  other: AssignRule;
  box: Box;
}
/** The ids of an earlier rule and a later one that can both match and say different things. */
type Pair = readonly [earlier: string, later: string];

function reportUnreachable({ id }: AssignRule, before: readonly Earlier[], report: Report): void {
  const names = before.map(({ other }) => other.id);
  const why = `规则“${id}”永远轮不到：排在前面的${listed(names)}已经全部管到，请上移或删掉它。`;
  report('error', 'unreachable', [...names, id], why);
}

/** An earlier rule that is wholly within a later one is its exception; the others that differ overlap. */
function compare(rule: AssignRule, box: Box, meeting: readonly Earlier[], report: Report): Pair[] {
  const differing = meeting.filter(({ other }) => result(other) !== result(rule));
  const isException = (each: Earlier) => covers(box, each.box) && narrower(each.other.when.words, rule.when.words);
  const exceptions = differing.filter(isException).map(({ other }) => other.id);
  const why = `${listed(exceptions)}是规则“${rule.id}”的例外，先按例外分派。`;
  if (exceptions.length > 0) report('note', 'exception', [...exceptions, rule.id], why);
  return differing.filter((each) => !isException(each)).map(({ other }): Pair => [other.id, rule.id]);
}

function isApart(rules: readonly AssignRule[]): (pair: Pair) => boolean {
  const asked = new Map(rules.map(({ id, when }) => [id, when]));
  return ([earlier, later]) => areApart(asked.get(earlier)!, asked.get(later)!);
}

/** Of rules that ask of different things every two meet in some text, so all of them are one thing to know. */
function reportApart(pairs: readonly Pair[], report: Report): void {
  if (pairs.length === 0) return;
  const ids = [...new Set(pairs.flat())];
  const why = `${listed(ids)}各看各的文字或类别：一件诉求碰巧同时符合几条时，以排在前面的为准。`;
  report('note', 'overlap', ids, why);
}

/** Told from the side of the rule that meets most others, so that one wide rule is one finding and not one for each. */
function reportOverlaps(pairs: readonly Pair[], report: Report): void {
  for (let left = pairs; left.length > 0;) {
    const counts = new Map<string, number>();
    for (const id of left.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const [widest] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
    const later = left.flatMap(([one, other]) => (one === widest ? [other] : []));
    const earlier = left.flatMap(([one, other]) => (other === widest ? [one] : []));
    const where = [
      ...(earlier.length > 0 ? [`前面的${listed(earlier)}`] : []),
      ...(later.length > 0 ? [`后面的${listed(later)}`] : []),
    ].join('、');
    const why = `规则“${widest}”与${where}可能同时符合而结果不同，以排在前面的为准。`;
    report('warning', 'overlap', [...earlier, ...later, widest], why);
    left = left.filter((pair) => !pair.includes(widest));
  }
}
