import { expireRating } from './actions/closing';
import { putBefore, releaseLead } from './actions/committee';
import { continueHandling } from './actions/handling';
import { pollOverdue } from './actions/polling';
import { isOrderedByNobody, notifyHolder, superviseUnasked } from './actions/supervising';
import { endClock, nextRung, type Clock, type Rung } from './clock';
import { isOfEdition, waitsForPoll, type Demand } from './demand';
import { upperLevel } from './organisation';
import type { Cause, EventType } from './event';
import { supervisedUnit } from './standing';
import { notify, occasion, openDraft, record, seal, stop, type Draft, type Outcome, type Rules } from './transition';

/** Something that happens by itself at a known time (epoch ms). */
type Due =
  | { at: number; what: 'rung'; clock: Clock; rung: Rung }
  | { at: number; what: 'information_overdue' | 'poll_overdue' | 'deferral_over' };

function nextDue(demand: Demand): Due | null {
  const due: Due[] = [];
  for (const clock of demand.clocks) {
    const rung = nextRung(clock);
    if (rung) due.push({ at: rung.plannedAt!, what: 'rung', clock, rung });
  }
  if (demand.stage === 'waiting' && demand.waitingUntil !== null)
    due.push({ at: demand.waitingUntil, what: waitsForPoll(demand) ? 'poll_overdue' : 'information_overdue' });
  if (demand.stage === 'deferred' && demand.deferral) due.push({ at: demand.deferral.reviewAt, what: 'deferral_over' });
  return due.reduce<Due | null>((next, d) => (next === null || d.at < next.at ? d : next), null);
}

/** When this demand must be looked at next, in epoch ms, or null when nothing waits for time. */
export const nextDeadline = (demand: Demand): number | null => nextDue(demand)?.at ?? null;

/**
 * Carries out the one thing that is due first, if it is due at `now`. Its business time is its planned time, so that an outage
 * moves nothing; how late it really ran is recorded. Null when nothing is due.
 */
export function passTime(demand: Demand, now: number, rules: Rules): Outcome | null {
  const due = nextDue(demand);
  if (!due || due.at > now) return null;
  // Business time never runs backwards: a rung that ran late comes after what people did meanwhile.
  const draft = openDraft(demand, rules, {
    now: Math.max(due.at, demand.updatedAt),
    actor: { kind: 'clock' },
    ranAt: now,
  });
  occasion(draft, { kind: 'time' });
  const cause = { plannedAt: due.at, lateBy: secondsLate(due.at, now), policyVersion: demand.policyVersion };
  if (due.what === 'rung') climb(draft, due.clock.id, due.rung.percent, now);
  else if (due.what === 'poll_overdue') pollOverdue(draft, cause);
  else if (due.what === 'information_overdue') {
    record(draft, 'information_overdue', { cause });
    continueHandling(draft, 'task');
  } else {
    record(draft, 'deferral_ended', { cause });
    continueHandling(draft, 'task');
  }
  return seal(draft);
}

/** Once: later rungs of an older policy's ladder say nothing more. An improvement is rated by staff, who hold it then. */
function remindToRate(draft: Draft, clock: Clock, cause: Cause): void {
  const { lateBy = 0, percent = 0 } = cause;
  const notice = {
    key: `${clock.id}:${percent}:remind`,
    ...{ clock: clock.name, lateBy, ring: true },
    data: { percent, dueAt: clock.dueAt, round: draft.demand.round },
  };
  record(draft, 'rating_reminded', { cause });
  if (draft.demand.kind === 'improvement') notifyHolder(draft, 'reminder', notice);
  else notify(draft, 'rating_reminded', { reporter: true }, notice);
}

const secondsLate = (plannedAt: number, ranAt: number): number => Math.round((ranAt - plannedAt) / 1000);

function climb(draft: Draft, clockId: string, percent: number, firedAt: number): void {
  const clock = draft.demand.clocks.find((c) => c.id === clockId)!;
  const rung = clock.rungs.find((r) => r.percent === percent && r.firedAt === null)!;
  rung.firedAt = firedAt;
  const isBreach = percent === 100;
  if (isBreach) clock.state = 'breached';
  const lateBy = secondsLate(rung.plannedAt!, firedAt);
  const cause = { clock: clock.name, percent, plannedAt: rung.plannedAt!, lateBy, policyVersion: clock.policyVersion };
  if (clock.name === 'rate') {
    if (isBreach) expireRating(draft, cause);
    else if (clock.rungs.every((each) => each === rung || each.firedAt === null)) remindToRate(draft, clock, cause);
    return;
  }
  const step = rung.step === 'move_up' && !canMoveUp(draft.demand) ? 'supervise' : rung.step;
  const say = (type: EventType) => record(draft, type, { cause, public: false, data: { step } });
  const notice = {
    key: `${clock.id}:${percent}:${rung.step}`,
    clock: clock.name,
    lateBy,
    ring: true,
    data: { percent, dueAt: clock.dueAt },
  };
  switch (step) {
    case 'remind':
      say('reminded');
      return notifyHolder(draft, 'reminder', notice);
    case 'escalate':
      say('timeout_escalated');
      return notify(draft, 'timeout_escalation', { role: 'supervisor', unit: supervisor(draft, clock) }, notice);
    case 'supervise':
      say('supervised_by_clock');
      return superviseUnasked(draft, notice);
    case 'move_up':
      return moveUp(draft, clock, () => say('moved_up'), notice);
  }
}

/** The supervisor of the unit that handles; of the one that holds it, where another duty is late; of the district, where nobody else ordered the 督办. */
function supervisor(draft: Draft, clock: Clock): string {
  const { demand } = draft;
  const { supervision } = demand;
  if (clock.name === 'supervision' && supervision && isOrderedByNobody(supervision.by)) return supervision.unit;
  const handles = clock.name === 'handle' || clock.name === 'accept' || clock.name === 'contact';
  const unit = (handles ? supervisedUnit(demand) : demand.holder.unit) ?? supervisedUnit(demand);
  return unit?.id ?? demand.place.path[0]!;
}

const canMoveUp = (demand: Demand): boolean =>
  upperLevel(demand.level) !== null && ['dispatching', 'accepting', 'handling'].includes(demand.stage);

/**
 * Authority moves up one level: the upper committee dispatches anew with a clock of its own, the lower unit stays as co-handler.
 * The clock that ran out ends here with its ledger. When that is the handling clock, the upper level's dispatch starts a new
 * one under its own budget; when it was another's lateness, the handling clock goes on. A dispute that nobody ruled in time is
 * the upper level's to rule.
 */
function moveUp(draft: Draft, clock: Clock, say: () => void, notice: Parameters<typeof notify>[3]): void {
  const { demand, step } = draft;
  say();
  const lower = supervisedUnit(demand);
  if (lower) notify(draft, 'moved_up', { role: 'supervisor', unit: lower.id }, notice);
  endClock(clock, step.now);
  if (isOfEdition(demand, 2)) sinceItRan(draft);
  const committee = demand.holder.unit;
  if (demand.lead) releaseLead(draft, true);
  else if (committee && !demand.co.some((u) => u.id === committee.id)) demand.co.push(committee);
  if (!isOfEdition(demand, 2)) demand.ruling = false;
  putBefore(draft, upperLevel(demand.level)!);
}

/** Later than this is an outage, in ms. */
const OUTAGE = 60_000;

/**
 * After an outage the upper level has the case from the moment at which that really happened: its time must not have run out
 * while nobody could see it. What ends with the lower level ends at its planned time.
 */
function sinceItRan(draft: Draft): void {
  const { step } = draft;
  if (step.ranAt === undefined || step.ranAt - step.now < OUTAGE) return;
  stop(draft, 'dispatch', 'accept');
  step.now = step.ranAt;
}
