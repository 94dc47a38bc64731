import { boxOf, covers, isCovered, isEmpty, meet, PLACE_SIDE, type Box, type RuleUnit, type Space } from './rule-boxes';
import { listed, placeNames, type Report } from './rule-finding';
import type { AssignRule } from './routing';

/** Whether whatever has one of these words has one of the others. */
const narrower = (words: readonly string[] | undefined, wider: readonly string[] | undefined): boolean =>
  wider === undefined || (words?.every((word) => wider.some((short) => word.includes(short))) ?? false);

const result = ({ then: { level, lead, co, replying, direct } }: AssignRule): string =>
  JSON.stringify([level, lead, [...(co ?? [])].sort(), replying ?? lead, direct ?? false]);

/** The first that matches decides, so the order of rules says which of them never have a say. */
export function checkOrder(rules: readonly AssignRule[], boxes: readonly Box[], report: Report): void {
  const pairs: Pair[] = [];
  for (const [at, rule] of rules.entries()) {
    const box = boxes[at]!;
    if (isEmpty(box)) {
      report('error', 'never_matches', [rule.id], `规则“${rule.id}”的条件合在一起没有诉求能符合,请核对所在地和层级。`);
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
  reportOverlaps(pairs, report);
}

interface Earlier {
  other: AssignRule;
  box: Box;
}
/** The ids of an earlier rule and a later one that can both match and say different things. */
type Pair = readonly [earlier: string, later: string];

function reportUnreachable({ id }: AssignRule, before: readonly Earlier[], report: Report): void {
  const names = before.map(({ other }) => other.id);
  const why = `规则“${id}”永远轮不到:排在前面的${listed(names)}已经全部管到,请上移或删掉它。`;
  report('error', 'unreachable', [...names, id], why);
}

/** An earlier rule that is wholly within a later one is its exception; the others that differ overlap. */
function compare(rule: AssignRule, box: Box, meeting: readonly Earlier[], report: Report): Pair[] {
  const differing = meeting.filter(({ other }) => result(other) !== result(rule));
  const isException = (each: Earlier) => covers(box, each.box) && narrower(each.other.when.words, rule.when.words);
  const exceptions = differing.filter(isException).map(({ other }) => other.id);
  const why = `${listed(exceptions)}是规则“${rule.id}”的例外,先按例外分派。`;
  if (exceptions.length > 0) report('note', 'exception', [...exceptions, rule.id], why);
  return differing.filter((each) => !isException(each)).map(({ other }): Pair => [other.id, rule.id]);
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
    const why = `规则“${widest}”与${where}可能同时符合而结果不同,以排在前面的为准。`;
    report('warning', 'overlap', [...earlier, ...later, widest], why);
    left = left.filter((pair) => !pair.includes(widest));
  }
}

const COMMITTEES: readonly string[] = ['district', 'street', 'community', 'park'];

/** Where a category has no rule at all. The fallback holds, so it is worth knowing and not wrong. */
export function checkGaps(
  categories: readonly string[],
  { boxes, space, units }: { boxes: readonly Box[]; space: Space; units: readonly RuleUnit[] },
  report: Report,
): void {
  const committees = units.filter(({ kind, closed }) => !closed && COMMITTEES.includes(kind));
  for (const category of categories) {
    const anywhere = boxOf({ category: [category] }, space);
    const open = committees.filter(({ id }) => {
      const here = anywhere.with(PLACE_SIDE, 1n << BigInt(space.places.get(id)!));
      return !boxes.some((box) => meet(box, here));
    });
    if (open.length === 0) continue;
    const where = open.length === committees.length ? '全区' : placeNames(open);
    report('warning', 'gap', [], `类别“${category}”在${where}没有分派规则,由所在地的党委分拨(兜底)。`);
  }
}
