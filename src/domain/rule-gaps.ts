import { boxOf, meet, PLACE_SIDE, restOf, sideWords, type Box, type RuleUnit, type Space } from './rule-boxes';
import { placeNames, type Report } from './rule-finding';

const COMMITTEES: readonly string[] = ['district', 'street', 'community', 'park'];
/** What is open in a place is told in so many parts; more nobody reads. */
const MOST_PARTS = 3;

interface Known {
  boxes: readonly Box[];
  space: Space;
  units: readonly RuleUnit[];
}

/**
 * Where a category has no rule, or has one only for some of its demands. The fallback holds there, so it is worth knowing and not
 * wrong. Places in which the same is open are one finding.
 */
export function checkGaps(categories: readonly string[], known: Known, report: Report): void {
  const committees = known.units.filter(({ kind, closed }) => !closed && COMMITTEES.includes(kind));
  for (const category of categories) {
    const places = new Map<string, RuleUnit[]>();
    const open = openIn(category, known);
    for (const unit of committees) {
      const words = open(unit);
      if (words !== null) places.set(words, [...(places.get(words) ?? []), unit]);
    }
    for (const [words, units] of places) {
      const where = units.length === committees.length ? '全区' : placeNames(units);
      const what = words === '' ? '没有分派规则' : `只有一部分有分派规则，还空着：${words}；`;
      report(
        'warning',
        'gap',
        [],
        `类别“${category}”在${where}${what}${words === '' ? '，' : ''}由所在地的党委分拨（兜底）。`,
      );
    }
  }
}

/** What of the category is open in a place: '' is all of it, null is nothing. Places that no rule tells apart are looked at once. */
function openIn(category: string, { boxes, space }: Known): (unit: RuleUnit) => string | null {
  const kept = new Map<number, string | null>();
  const anywhere = boxOf({ category: [category] }, space);
  return ({ id }) => {
    const place = space.places.get(id)!;
    const known = kept.get(place);
    if (known !== undefined) return known;
    const here = anywhere.with(PLACE_SIDE, 1n << BigInt(place));
    const near = boxes.filter((box) => meet(box, here));
    const rest = near.length === 0 ? [here] : restOf(here, near);
    const parts = rest.map((box) => sideWords(box, here));
    const more = parts.length > MOST_PARTS ? `等 ${parts.length} 种` : '';
    const words = parts.length === 0 ? null : `${parts.slice(0, MOST_PARTS).join('；')}${more}`;
    kept.set(place, words);
    return words;
  };
}
