import type { PastDemand } from '../database/past-demands';
import type { DirectoryUnit } from '../database/unit-directory';
import { refOf } from '../database/unit-directory';
import { OTHER_CATEGORY, type Incoming, type Proposal, type RuleSet, type UnitOf } from '../domain/routing';
import type { Level, Risk, Urgency } from '../domain/vocabulary';
import { createRouter } from './router';

export const COMPARED = ['level', 'lead', 'co', 'replying', 'direct', 'category', 'urgency', 'risk'] as const;
export type Compared = (typeof COMPARED)[number];

/** A proposal with its units by their ids. */
export interface Said {
  level: Level;
  lead: string | null;
  co: string[];
  replying: string | null;
  direct: boolean;
  category: string;
  urgency: Urgency;
  risk: Risk;
}

export interface Change {
  number: string;
  title: string;
  placeId: string;
  createdAt: Date;
  before: Said;
  after: Said;
  /** The rule that would decide. */
  rule: { id: string; reason: string };
  dispatched: PastDemand['dispatched'];
  changed: Compared[];
}

/** How often the rules named a unit, and how often it was the one that people chose. */
interface Aim {
  named: number;
  followed: number;
}

export interface DryRun {
  demands: number;
  /** Those that people dispatched: what the two aims are measured by. */
  dispatched: number;
  before: Aim;
  after: Aim;
  byField: Record<Compared, number>;
  changed: number;
  /** The first of them, those first that would go to somebody else. */
  changes: Change[];
}

/** What a draft would make of demands of the past. Changes nothing; a demand whose place is gone is left out. */
export async function dryRun(
  rules: RuleSet,
  past: readonly PastDemand[],
  units: ReadonlyMap<string, DirectoryUnit>,
  most: number,
): Promise<DryRun> {
  const router = createRouter(rules);
  const unitOf: UnitOf = (id) => {
    const unit = units.get(id);
    return unit && { ref: refOf(unit), closed: unit.closed };
  };
  const placed = past.filter(({ placeId, proposal }) => proposal !== null && units.has(placeId));
  const changes = await Promise.all(
    placed.map(async (demand) => changeOf(demand, await router.propose(incomingOf(demand, units), unitOf))),
  );
  const changed = changes.filter((change) => change.changed.length > 0).sort((a, b) => weight(b) - weight(a));
  const handled = changes.filter(({ dispatched }) => dispatched !== null);
  return {
    demands: changes.length,
    dispatched: handled.length,
    before: aimOf(handled, 'before'),
    after: aimOf(handled, 'after'),
    byField: countedBy(changed),
    changed: changed.length,
    changes: changed.slice(0, most),
  };
}

/** As it was filed. Where that was not kept, what the record says is taken for stated, but for the category of all others. */
function incomingOf(demand: PastDemand, units: ReadonlyMap<string, DirectoryUnit>): Incoming {
  const { kind, subject, title, body, placeId, proposal } = demand;
  const { category, urgency, risk } = proposal!;
  const recorded = { category: category === OTHER_CATEGORY ? null : category, urgency, risk };
  return {
    ...(demand.stated ?? recorded),
    ...{ kind, subject, text: `${title}\n${body}`, place: refOf(units.get(placeId)!) },
  };
}

function changeOf(demand: PastDemand, proposal: Proposal): Change {
  const { number, title, placeId, createdAt, dispatched } = demand;
  const { level, lead, co = [], replying = null, direct = false, category, urgency, risk } = demand.proposal!;
  const before: Said = { level, lead, co, replying, direct, category, urgency, risk };
  const after = saidBy(proposal);
  const changed = COMPARED.filter((field) => String(before[field]) !== String(after[field]));
  const { id, reason } = proposal.rules.find(({ table }) => table === 'assign' || table === 'fallback')!;
  return { number, title, placeId, createdAt, before, after, rule: { id, reason }, dispatched, changed };
}

const saidBy = ({ level, lead, co, replying, direct, category, urgency, risk }: Proposal): Said => ({
  ...{ level, lead: lead?.id ?? null, co: co.map(({ id }) => id), replying: replying?.id ?? null, direct },
  ...{ category, urgency, risk },
});

/** Who handles it matters more than what it is called. */
const weight = ({ changed }: Change): number =>
  changed.reduce((sum, field) => sum + 2 ** (COMPARED.length - COMPARED.indexOf(field)), 0);

function aimOf(changes: readonly Change[], when: 'before' | 'after'): Aim {
  const named = changes.filter((change) => change[when].lead !== null);
  return { named: named.length, followed: named.filter((each) => each[when].lead === each.dispatched?.lead).length };
}

const countedBy = (changes: readonly Change[]): Record<Compared, number> =>
  Object.fromEntries(
    COMPARED.map((field) => [field, changes.filter(({ changed }) => changed.includes(field)).length]),
  ) as Record<Compared, number>;
