import { boxOf, covers, isCovered, isEmpty, meet, spaceOf, type Box, type RuleUnit } from './rule-boxes';
import { listed, type Report } from './rule-finding';
import { narrower, sharedWords } from './rule-words';
import type { ClassifyRule } from './routing';

interface Known {
  rule: ClassifyRule;
  box: Box;
}

/** Of rules that name a category the first that matches counts, so the order says which of them never do. */
export function checkClassify(
  rules: readonly ClassifyRule[],
  units: readonly RuleUnit[],
  categories: readonly string[],
  report: Report,
): void {
  const space = spaceOf(
    rules.map(({ when }) => when),
    units,
    categories,
  );
  const naming: Known[] = [];
  for (const rule of rules) {
    const { id, when, then } = rule;
    const box = boxOf(when, space);
    if (isEmpty(box))
      report(
        'error',
        'never_matches',
        [id],
        `规则“${id}”的条件合在一起没有诉求能符合，请核对所在地和层级。`,
        'classify',
      );
    else if (then.category !== undefined && when.category !== undefined)
      report(
        'warning',
        'unreachable',
        [id],
        `规则“${id}”以类别为条件又定类别：诉求人选了类别就不再改，所定的类别用不上。`,
        'classify',
      );
    else if (then.category !== undefined) {
      const earlier = naming.filter((each) => meet(each.box, box));
      compare({ rule, box }, earlier, report);
      naming.push({ rule, box });
    }
  }
}

function compare({ rule, box }: Known, earlier: readonly Known[], report: Report): void {
  const { id, when, then } = rule;
  const before = earlier.filter((each) => narrower(when.words, each.rule.when.words));
  const differs = ({ rule: other }: Known) => other.then.category !== then.category;
  if (
    isCovered(
      box,
      before.map((each) => each.box),
    )
  ) {
    const ids = before.map((each) => each.rule.id);
    const why = `规则“${id}”定的类别“${then.category}”轮不到：前面的${listed(ids)}先定了类别，并且包含它的全部文字。请上移、改写文字或去掉类别。`;
    return report(before.some(differs) ? 'warning' : 'note', 'unreachable', [...ids, id], why, 'classify');
  }
  for (const each of earlier.filter(differs)) {
    const other = each.rule;
    const words = sharedWords(when.words, other.when.words);
    const isException = covers(box, each.box) && narrower(other.when.words, when.words);
    if (isException)
      report('note', 'exception', [other.id, id], `“${other.id}”是规则“${id}”的例外，类别先按例外定。`, 'classify');
    else if (words.length > 0 || when.words === undefined || other.when.words === undefined)
      report(
        'warning',
        'overlap',
        [other.id, id],
        `规则“${id}”与前面的“${other.id}”${words.length > 0 ? `都看文字${listed(words)}` : '可能同时符合'}而类别不同，以排在前面的为准。`,
        'classify',
      );
  }
}
