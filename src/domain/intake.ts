import { dispatch } from './actions/dispatching';
import { giveTo, putBefore } from './actions/committee';
import { EDITION, type Actor, type Demand, type ProposedDispatch } from './demand';
import type { Cause } from './event';
import type { UnitRef } from './organisation';
import { takenOver, type PassedOn } from './passing-on';
import { decidingRule, type Incoming, type Proposal } from './routing';
import { occasion, openDraft, record, seal, type Outcome, type Rules } from './transition';
import type { Kind } from './vocabulary';

export interface Filing {
  id: string;
  number: string;
  kind: Kind;
  place: UnitRef;
  collecting: UnitRef;
  collectedBy: string | null;
  parent: string | null;
  /** Of a part: what its letter was split with. */
  passedOn?: PassedOn | null;
  channel: string;
  proposal: Proposal;
  /** Working minutes for handling that somebody gave instead of the policy. */
  minutes?: number;
  /** Who of the lead unit has to do it, where somebody was named. */
  owner?: string | null;
  /** What the filer or an inspection said of it, before the rules: a later dry run begins there. */
  stated?: Pick<Incoming, 'category' | 'urgency' | 'risk'>;
}

function blank(filing: Filing, now: number, policyVersion: number): Demand {
  const { proposal } = filing;
  return {
    id: filing.id,
    number: filing.number,
    kind: filing.kind,
    category: proposal.category,
    urgency: proposal.urgency,
    risk: proposal.risk,
    stage: 'submitted',
    level: proposal.level,
    version: 0,
    seq: 0,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    place: filing.place,
    collecting: filing.collecting,
    collectedBy: filing.collectedBy,
    committee: null,
    lead: null,
    co: [],
    replying: null,
    past: [],
    holder: { unit: null, role: null, user: null },
    round: 1,
    rounds: [
      {
        round: 1,
        startedAt: now,
        lead: null,
        result: null,
        rating: null,
        ratedBy: null,
        callback: null,
        endedAt: null,
      },
    ],
    result: null,
    rating: null,
    handledBy: [],
    reviewedBy: [],
    repliedBy: [],
    returns: 0,
    ruling: false,
    ruled: false,
    extension: null,
    deferral: null,
    waitingUntil: null,
    supervised: false,
    supervision: null,
    conference: false,
    urges: 0,
    lastUrge: { reporter: null, staff: null },
    mergedInto: null,
    followers: [],
    parent: filing.parent,
    parts: [],
    callbackJob: null,
    clocks: [],
    policyVersion,
    ...(filing.owner ? { owner: filing.owner } : {}),
    proposal: proposedDispatch(filing.proposal),
    silent: [],
    edition: EDITION,
  };
}

function proposedDispatch(proposal: Proposal): ProposedDispatch {
  const { level, lead, co, replying } = proposal;
  const rule = decidingRule(proposal);
  return {
    level,
    lead: lead?.id ?? null,
    co: co.map(({ id }) => id),
    replying: replying?.id ?? null,
    rule: rule ? { id: rule.id, version: rule.version } : null,
  };
}

function causedBy(proposal: Proposal): Pick<Cause, 'rule'> {
  const rule = decidingRule(proposal);
  return rule ? { rule: { id: rule.id, version: rule.version, reason: rule.reason } } : {};
}

/**
 * The first transition: a filed demand is before the committee of its level at once, or with the lead unit of a direct (直通)
 * rule. A part is before the committee that split the letter; a direct rule of another level says nothing there. Its dispatch
 * clock runs from `now` (epoch ms), also while the workflow engine is down.
 */
export function openDemand(filing: Filing, actor: Actor, now: number, rules: Rules): Outcome {
  const draft = openDraft(blank(filing, now, rules.policy.version), rules, { now, actor });
  // The very object that is sealed below: the occasion of the first event holds the state as it was filed.
  occasion(draft, { kind: 'filed', demand: draft.demand });
  const { proposal } = filing;
  const { level, lead, co, replying } = draft.demand.proposal!;
  const cause = { policyVersion: rules.policy.version, ...causedBy(proposal) };
  const { urgency, risk, category } = proposal;
  record(draft, 'submitted', {
    unit: filing.collecting.id,
    cause,
    data: {
      channel: filing.channel,
      proposal: { level, urgency, risk, category, lead, co, replying, direct: proposal.direct, rules: proposal.rules },
      ...(filing.stated ? { stated: filing.stated } : {}),
    },
  });
  const { passedOn } = filing;
  if (passedOn) {
    draft.demand.clocks.push(...takenOver(passedOn));
    giveTo(draft, passedOn.committee);
  } else putBefore(draft, proposal.level);
  const isElsewhere = passedOn != null && passedOn.committee.level !== proposal.level;
  if (proposal.direct && proposal.lead && !isElsewhere) {
    draft.step.actor = { kind: 'system' };
    const { lead, co, replying } = proposal;
    dispatch.apply(draft, { lead, co, replying: replying ?? lead, minutes: filing.minutes });
    draft.events.at(-1)!.cause = cause;
    draft.notices = draft.notices.filter((n) => n.to.role !== 'dispatcher');
  }
  return seal(draft);
}
