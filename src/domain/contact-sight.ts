import { capacitiesOf, unitsBelongedTo } from './acting';
import { callerRefusal, type CallbackJob } from './callback';
import type { Actor, Demand } from './demand';
import { refuse, type Refusal } from './refusal-codes';
import { stands } from './standing';
import type { Role, Stage } from './vocabulary';

/** A callback job of the demand that has not ended. */
export type OpenJob = Pick<CallbackJob, 'unit' | 'lead' | 'workedOn' | 'claimedBy'>;

const IN_THE_LEAD_UNIT: readonly Stage[] = ['accepting', 'handling', 'waiting', 'deferred'];

/** As what the actor needs the reporter's name and number now; null when they do not. `real` stands in where it is another. */
function needAs(
  demand: Demand,
  job: OpenJob | null,
  actor: Actor & { kind: 'staff' },
  real: Actor & { kind: 'staff' },
): Role | null {
  const { stage, holder } = demand;
  const isTheirOwn = (user: string | null): boolean => user === null || user === actor.user || user === real.user;
  if (job && callerRefusal(job, actor, real) === null && isTheirOwn(job.claimedBy)) return 'callback';
  if (stands(demand, actor, 'collector')) return 'collector';
  if (stage === 'dispatching' && stands(demand, actor, 'committee')) return 'dispatcher';
  const isTheirs = IN_THE_LEAD_UNIT.includes(stage) && isTheirOwn(holder.user);
  return isTheirs && stands(demand, actor, 'lead_handler') ? 'handler' : null;
}

/**
 * Who may see a reporter's contact in full: who collected the demand, the committee before which it lies, the handler who
 * holds it, and the caller of an open job. While a dissatisfied person waits for a callback, the unit that handled the case
 * may not, in whatever role, so that nobody is talked out of a bad rating.
 */
export function contactSight(
  demand: Demand,
  job: OpenJob | null,
  actor: Actor & { kind: 'staff' },
): { as: Role } | Refusal {
  const as = capacitiesOf(actor).reduce<Role | null>(
    (found, { actor: one }) => found ?? (one.kind === 'staff' ? needAs(demand, job, one, actor) : null),
    null,
  );
  const isOfLead = demand.lead !== null && unitsBelongedTo(actor).includes(demand.lead.id);
  const handledIt = isOfLead || demand.handledBy.includes(actor.user);
  if (demand.stage === 'calling_back' && handledIt && as !== 'callback')
    return refuse('separation_of_duties', '诉求人不满意、等待回访期间,办理单位不能查看其联系方式,由回访人员联系。');
  if (as) return { as };
  return refuse(
    'not_allowed_for_role',
    '只有收集人、正在分拨的党委、持有本诉求的经办人和回访人员可以查看完整联系方式。',
  );
}
