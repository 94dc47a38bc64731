import { RATES } from '../domain/rates';
import { combinedIn, ratesOf, type Counts } from '../domain/tallying';
import { dimensionsOf } from '../statistics/dimensions';
import { groupsOf, type Group } from '../statistics/grouping';
import type { Analysis, Materials, Period } from './analysis';
import { casesToRead, contradictedCases, qualityOf } from './cases';
import { findingsOf } from './sentences';
import { peopleOf, placesOf, reasonsOf, topicsOf } from './topics';
import { shownLines, standoutsOf, unitLines } from './unit-lines';

/** The report from its materials. The same materials give the same report. */
export function buildAnalysis(materials: Materials): Analysis {
  const { unit, days, compared, set, now, before, parked, improvements } = materials;
  const whole = (period: Period): Group =>
    groupsOf(period.demands, null, { seat: { id: unit.id, pathOf: () => undefined }, set, span: period.span })[0]!;
  const [all, was] = [whole(now), whole(before)];
  const lines = unitLines(materials);
  const report: Omit<Analysis, 'findings'> = {
    ...{ unit, days, compared, parked, improvements },
    figures: { version: set.version, confirmed: set.confirmed, small: set.small },
    filed: { count: all.filed, before: was.filed },
    closed: { count: all.closed, before: was.closed },
    rates: ratesBeside(all.counts, was.counts, set),
    combined: {
      value: combinedIn(ratesOf(all.counts, set), set),
      before: combinedIn(ratesOf(was.counts, set), set),
    },
    dimensions: dimensionsOf(now.demands),
    topics: topicsOf(materials),
    reasons: reasonsOf(materials),
    places: placesOf(materials),
    people: peopleOf(materials),
    units: shownLines(lines),
    standouts: standoutsOf(lines, set.small),
    checks: {
      ...{ checked: all.counts.checked ?? 0, contradicted: all.counts.contradicted ?? 0 },
      cases: contradictedCases(materials),
    },
    quality: qualityOf(materials.quality),
    cases: casesToRead(materials),
  };
  return { ...report, findings: findingsOf(report) };
}

function ratesBeside(counts: Counts, was: Counts, set: Materials['set']): Analysis['rates'] {
  const before = ratesOf(was, set);
  return ratesOf(counts, set).map(({ name, numerator, denominator, value, isSmall }, i) => ({
    ...{ name, label: RATES[name].label, better: RATES[name].better },
    ...{ numerator, denominator, value, isSmall, before: before[i]!.value },
  }));
}
