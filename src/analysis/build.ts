import { lesserOf, RATES } from '../domain/rates';
import { combinedIn, ratesOf, type Counts } from '../domain/tallying';
import { dimensionsOf } from '../statistics/dimensions';
import { groupsOf, isUnder, type Group, type Seat } from '../statistics/grouping';
import type { Analysis, Materials, Period } from './analysis';
import { casesToRead, contradictedCases, qualityOf } from './cases';
import { findingsOf } from './sentences';
import { peopleOf, placesOf, reasonsOf, topicsOf } from './topics';
import { shownLines, standoutsOf, unitLines } from './unit-lines';

/** The report from its materials. The same materials give the same report. */
export function buildAnalysis(all: Materials): Analysis {
  const seat: Seat = { id: all.unit.id, pathOf: (id) => all.unitOf(id)?.path };
  return buildFrom({ ...all, now: ownOf(all.now, seat), before: ownOf(all.before, seat) }, seat);
}

/** What others did on demands that concern the unit as well is not the unit's: neither in figures nor in findings. */
const ownOf = ({ demands, span }: Period, seat: Seat): Period => ({
  demands: demands.map((demand) => ({ ...demand, marks: demand.marks.filter(({ unit }) => isUnder(seat, unit)) })),
  span,
});

function buildFrom(materials: Materials, seat: Seat): Analysis {
  const { unit, days, compared, set, now, before, parked, improvements } = materials;
  const whole = ({ demands, span }: Period): Group => groupsOf(demands, null, { seat, set, span })[0]!;
  const [all, was] = [whole(now), whole(before)];
  const lines = unitLines(materials);
  const report: Omit<Analysis, 'findings'> = {
    ...{ unit, days, compared, parked, improvements },
    figures: { version: set.version, confirmed: set.confirmed, small: set.small },
    filed: { count: all.filed, before: was.filed },
    closed: { count: all.closed, before: was.closed },
    rates: ratesBeside(all.counts, was.counts, set),
    combined: {
      ...combinedIn(ratesOf(all.counts, set), set),
      before: combinedIn(ratesOf(was.counts, set), set).value,
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
    additions: { count: all.counts.added_to ?? 0, turned: all.counts.turned_dissatisfied ?? 0 },
    cases: casesToRead(materials),
  };
  return { ...report, findings: findingsOf(report) };
}

function ratesBeside(counts: Counts, was: Counts, set: Materials['set']): Analysis['rates'] {
  const before = ratesOf(was, set);
  return ratesOf(counts, set).map(({ name, numerator, denominator, value, isSmall, lesser: count }, i) => {
    const less = lesserOf(name, set);
    return {
      ...{ name, label: RATES[name].label, better: RATES[name].better },
      ...{ numerator, denominator, value, isSmall, before: before[i]!.value },
      lesser: less && { count, counts: less.counts },
    };
  });
}
