import { assigned, classified, type Incoming, type Proposal, type RuleSet, type UnitOf } from '../domain/routing';
import { compileTable, type Asked } from './decision';

/** A rule set ready to be asked. */
export interface Router {
  rules: RuleSet;
  propose(demand: Incoming, unitOf: UnitOf): Promise<Proposal>;
}

/** Both tables: what a demand is about, then who is to handle it. */
export function createRouter(rules: RuleSet): Router {
  const classifying = compileTable(rules.classify, 'collect');
  const assigning = compileTable(rules.assign, 'first');
  return {
    rules,
    propose: async (demand, unitOf) => {
      const asked = askedOf(demand);
      const classify = (await classifying.rulesFor(asked)).map((index) => rules.classify[index]!);
      const [first] = await assigning.rulesFor({ ...asked, ...classified(demand, classify) });
      const assign = first === undefined ? null : rules.assign[first]!;
      return assigned(demand, { classify, assign, version: rules.version }, unitOf);
    },
  };
}

const askedOf = ({ category, place, subject, kind, urgency, risk, text }: Incoming): Asked => ({
  ...{ category: category ?? '', path: place.path, level: place.level, subject, kind, text },
  ...{ urgency: urgency ?? 'normal', risk: risk ?? 'green' },
});
