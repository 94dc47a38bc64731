import type { Asked } from '../domain/asked';
import type { Calendar } from '../domain/calendar';
import type { Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import { openDemand } from '../domain/intake';
import type { UnitRef } from '../domain/organisation';
import { passedOnTo } from '../domain/passing-on';
import type { Policy } from '../domain/policy';
import type { RulesAt } from '../domain/retrace';
import type { Proposal } from '../domain/routing';
import type { Outcome, Rules } from '../domain/transition';

/** What is tried. All null: the unchanged rules, which give the recorded history again. */
export interface Trial {
  policy: Policy | null;
  /** The calendar of a demand filed then (epoch ms). */
  calendarAt: ((filedAt: number) => Calendar) | null;
  /** What the tried rules propose for the demand at hand; null where rules are not tried. */
  proposal: Proposal | null;
  /** The rules that really held, by their versions. */
  rulesAt: RulesAt;
  unitOf: (id: string) => UnitRef | undefined;
  /** Up to when life is replayed (epoch ms). */
  horizon: number;
}

export const isUnchanged = ({ policy, calendarAt, proposal }: Trial): boolean =>
  policy === null && calendarAt === null && proposal === null;

/** The rules in force at an occasion, with what is tried in their place; null when their versions are not known. */
export function rulesIn(trial: Trial, versions: Asked['rules'], filedAt: number): Rules | null {
  const held = trial.rulesAt(versions);
  if (trial.policy && trial.calendarAt) return { policy: trial.policy, calendar: trial.calendarAt(filedAt) };
  if (!held) return null;
  return { policy: trial.policy ?? held.policy, calendar: trial.calendarAt?.(filedAt) ?? held.calendar };
}

type Said = Record<'lead' | 'replying', string | null> &
  Pick<Proposal, 'level' | 'direct' | 'rules'> & { co: string[] };

/**
 * Files the demand anew under what is tried: its first clocks and its first unit depend on it. `submitted` is its first event.
 */
export function fileAnew(filed: Demand, submitted: DemandEvent, trial: Trial, rules: Rules): Outcome {
  const { id, number, kind, category, urgency, risk, place, collecting, collectedBy, parent, createdAt } = filed;
  const { proposal: said, channel = '' } = submitted.data as { proposal: Said; channel?: string };
  const units = (ids: readonly (string | null)[]) => ids.flatMap((unit) => (unit && trial.unitOf(unit)) || []);
  const recorded: Proposal = {
    ...{ category, urgency, risk, level: said.level, direct: said.direct, rules: said.rules },
    ...{ lead: units([said.lead])[0] ?? null, co: units(said.co), replying: units([said.replying])[0] ?? null },
  };
  const given = filed.clocks.find((clock) => clock.name === 'handle' && clock.given);
  const filing = {
    ...{ id, number, kind, place, collecting, collectedBy, parent, channel },
    proposal: trial.proposal ?? recorded,
    passedOn: passedOnTo(filed),
    ...(given ? { minutes: given.budget / 60_000 } : {}),
    ...(filed.owner ? { owner: filed.owner } : {}),
  };
  const actor =
    submitted.actor === 'staff'
      ? { kind: 'staff' as const, user: submitted.user ?? '', grants: [] }
      : { kind: 'reporter' as const };
  return openDemand(filing, actor, createdAt, rules);
}
