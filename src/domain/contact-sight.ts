import { actsFor, capacitiesOf, unitsBelongedTo } from './acting';
import { callerRefusal, type CallbackJob } from './callback';
import type { Actor, Demand, Round } from './demand';
import { complainedOf, everWorkedOn, isComplaint } from './rating';
import { refuse, type Refusal } from './refusal-codes';
import { stands } from './standing';
import type { Role, Stage } from './vocabulary';

/** A callback job of the demand that has not ended. */
export type OpenJob = Pick<CallbackJob, 'unit' | 'lead' | 'workedOn' | 'claimedBy'>;

/** What is held against the work beside its ratings. */
export interface HeldAgainst {
  /** Breaches that a unit has appealed and nobody has ruled on. */
  breaches: readonly { round: number; unit: string }[];
  /** Rounds with which somebody was dissatisfied after all: in 追评, or when they were phoned. */
  dissatisfied: readonly number[];
}

type Staff = Actor & { kind: 'staff' };

const REPLIED: readonly Stage[] = ['rating', 'calling_back', 'closed'];
const IN_THE_LEAD_UNIT: readonly Stage[] = ['accepting', 'handling', 'waiting', 'deferred'];

/** As what the actor needs the reporter's name and number now; null when they do not. `real` stands in where it is another. */
function needAs(demand: Demand, job: OpenJob | null, actor: Staff, real: Staff): Role | null {
  const { stage, holder } = demand;
  const isTheirOwn = (user: string | null): boolean => user === null || user === actor.user || user === real.user;
  if (job && callerRefusal(job, actor, real) === null && isTheirOwn(job.claimedBy)) return 'callback';
  if (stands(demand, actor, 'collector')) return 'collector';
  if (stage === 'dispatching' && stands(demand, actor, 'committee')) return 'dispatcher';
  const isTheirs = IN_THE_LEAD_UNIT.includes(stage) && isTheirOwn(holder.user);
  return isTheirs && stands(demand, actor, 'lead_handler') ? 'handler' : null;
}

/** Whether somebody was dissatisfied with the work of the actor or of a unit of theirs, or that unit disputes a breach. */
const isComplainedOf = (demand: Demand, actor: Staff, held: HeldAgainst): boolean =>
  lastComplaint(demand, actor, held) !== null ||
  held.breaches.some(({ unit }) => unitsBelongedTo(actor).includes(unit));

function lastComplaint(demand: Demand, actor: Staff, { dissatisfied }: HeldAgainst): number | null {
  const { rounds, round: now, handledBy } = demand;
  const units = unitsBelongedTo(actor);
  const found = rounds.findLast(
    (each) =>
      (isComplaint(each) || dissatisfied.includes(each.round)) &&
      (unitsOf(demand, each).some((unit) => units.includes(unit)) ||
        (each.round === now ? handledBy : (each.workedOn ?? [])).includes(actor.user)),
  );
  return found?.round ?? null;
}

/** A good rating that turned out otherwise names nobody: then those who have the round now. */
const unitsOf = ({ round: now, co }: Demand, round: Round): string[] => [
  ...complainedOf(round),
  ...(round.round === now ? co.map(({ id }) => id) : []),
];

/** A later round than the one complained of lies with a unit of theirs: the callback was concluded with a redo. */
function holdsAgain(demand: Demand, actor: Staff, held: HeldAgainst): boolean {
  const { holder, round } = demand;
  const isTheirs = holder.unit !== null && unitsBelongedTo(actor).includes(holder.unit.id);
  return isTheirs && round > (lastComplaint(demand, actor, held) ?? 0);
}

/** Whether the contact is kept from the actor, whatever they are to the case. */
export const isKeptFrom = (demand: Demand, actor: Staff, held: HeldAgainst): boolean =>
  isComplainedOf(demand, actor, held) && !holdsAgain(demand, actor, held);

/**
 * Why somebody who collects may not have the reporter's link, by which one rates and adds as the reporter: they worked on the
 * case, the contact is kept from them, or, once it is replied to, it is their unit that is rated.
 */
export function linkRefusal(demand: Demand, actor: Staff, held: HeldAgainst): Refusal | null {
  const { stage, lead, co } = demand;
  const people = [actor.user, ...actsFor(actor.grants)];
  if (everWorkedOn(demand).some((worker) => people.includes(worker)))
    return refuse(
      'separation_of_duties',
      '您（或您代办的人）经办过这件诉求，不能取得诉求人的链接，请由本单位其他收集人员来办。',
    );
  if (isKeptFrom(demand, actor, held))
    return refuse(
      'separation_of_duties',
      '诉求人对办理不满意，或超时正在申诉，其间相关单位不能取得诉求人的链接；由回访人员与诉求人联系。',
    );
  const units = unitsBelongedTo(actor);
  return REPLIED.includes(stage) && [lead, ...co].some((unit) => unit !== null && units.includes(unit.id))
    ? refuse(
        'separation_of_duties',
        '已经反馈，凭链接可以评价，办理单位的人不能取得；待评价的，可以由没有经办过的收集人代为评价，会注明。',
      )
    : null;
}

/**
 * Who may see a reporter's contact in full: who collected the demand, the committee before which it lies, the handler who
 * holds it, and the caller of an open job. From the first dissatisfied word on (a rating, 追评, a call), and while it disputes a
 * breach, the unit complained of may not, in whatever role, until a redo has put the case into its hands again: nobody is talked
 * out of a bad rating.
 */
export function contactSight(
  demand: Demand,
  job: OpenJob | null,
  actor: Staff,
  held: HeldAgainst,
): { as: Role } | Refusal {
  const as = capacitiesOf(actor).reduce<Role | null>(
    (found, { actor: one }) => found ?? (one.kind === 'staff' ? needAs(demand, job, one, actor) : null),
    null,
  );
  if (as !== 'callback' && isKeptFrom(demand, actor, held))
    return refuse(
      'separation_of_duties',
      '诉求人对办理不满意，或超时正在申诉，其间相关单位不能查看联系方式；由回访人员联系，确认重办并交到本单位后可以查看。',
    );
  if (as) return { as };
  return refuse(
    'not_allowed_for_role',
    '只有收集人、正在分拨的党委、持有本诉求的经办人和回访人员可以查看完整联系方式。',
  );
}
