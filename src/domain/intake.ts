import { dispatch } from './actions/dispatching';
import { putBefore } from './actions/committee';
import type { Actor, Demand } from './demand';
import type { UnitRef } from './organisation';
import type { Proposal } from './routing';
import { openDraft, record, seal, type Outcome, type Rules } from './transition';
import type { Kind } from './vocabulary';

export interface Filing {
  id: string;
  number: string;
  kind: Kind;
  place: UnitRef;
  collecting: UnitRef;
  collectedBy: string | null;
  parent: string | null;
  channel: string;
  proposal: Proposal;
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
  };
}

/**
 * The first transition: a filed demand is before the committee of its level at once, or with the lead unit of a direct (直通)
 * rule. Its dispatch clock runs from `now` (epoch ms), also while the workflow engine is down.
 */
export function openDemand(filing: Filing, actor: Actor, now: number, rules: Rules): Outcome {
  const draft = openDraft(blank(filing, now, rules.policy.version), rules, { now, actor });
  const { proposal } = filing;
  const matched = proposal.rules[proposal.rules.length - 1];
  const cause = { policyVersion: rules.policy.version, ...(matched ? { rule: matched } : {}) };
  const { level, urgency, risk, category } = proposal;
  record(draft, 'submitted', {
    unit: filing.collecting.id,
    cause,
    data: {
      channel: filing.channel,
      proposal: { level, urgency, risk, category, lead: proposal.lead?.id ?? null, rules: proposal.rules },
    },
  });
  putBefore(draft, proposal.level);
  if (proposal.direct && proposal.lead) {
    draft.step.actor = { kind: 'system' };
    dispatch.apply(draft, { lead: proposal.lead, co: [], replying: proposal.lead });
    draft.events[draft.events.length - 1]!.cause = cause;
    draft.notices = draft.notices.filter((n) => n.to.role !== 'dispatcher');
  }
  return seal(draft);
}
