import { liesUnder, type UnitRef } from '../domain/organisation';
import { afterWork } from './after-work';
import type { Life, Play } from './play';
import { committeesUnder, handlersUnder, somebody } from './world';

/** The committee that has the case sorts it: most are dispatched, a few go another way. */
export function dispatching(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  const isUrgent = demand.urgency === 'urgent';
  const at = afterWork(life, now, chance.around(isUrgent ? 14 : 38, 0.75));
  play.plan(life, at, (then) => sort(play, life, then));
}

function sort(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  const committee = demand.holder.unit!;
  const dispatcher = somebody(play.world, 'dispatcher', committee, chance);
  if (!dispatcher) return;
  const lead = leadFor(play, life, committee);
  if (demand.ruling) {
    const reason = '经核对职责清单，由该单位主办，请按期办理。';
    play.act(life, 'rule', dispatcher, { lead: lead ?? committee }, now, { reason });
    return;
  }
  const main = chance.happens(0.25) ? likeCase(play, life) : null;
  if (main && play.act(life, 'merge', dispatcher, { into: main }, now)) return;
  if (chance.happens(0.02)) {
    const texts = { reason: '该事项已进入诉讼程序，不属受理范围。', goTo: '请通过人民法院解决，可拨打 12348 咨询。' };
    if (play.act(life, 'reject', dispatcher, {}, now, texts)) return;
  }
  if (demand.level !== 'A' && (lead === null || chance.happens(demand.level === 'C' ? 0.14 : 0.07)))
    if (play.act(life, 'pass_up', dispatcher, {}, now, { reason: '超出本级权限，请上一级统筹。' })) return;
  const below = chance.happens(0.03) ? committeesUnder(play.world, committee) : [];
  if (below.length > 0 && demand.past.length === 0) {
    const unit = chance.pick(below);
    if (play.act(life, 'pass_down', dispatcher, { unit }, now, { unit: unit.id, reason: '请就地协调解决。' })) return;
  }
  const unit = lead ?? committee;
  const co = chance.happens(0.12) ? handlersUnder(play.world, committee).filter(({ id }) => id !== unit.id) : [];
  const facts = { lead: unit, co: co.length > 0 ? [chance.pick(co)] : [], replying: unit };
  play.act(life, 'dispatch', dispatcher, facts, now);
}

/** The rules' proposal, mostly; else the office that usually has such matters; after a return rather another one. */
function leadFor({ world, problems }: Play, { demand, arrival, chance }: Life, committee: UnitRef): UnitRef | null {
  const tried = demand.past.map(({ id }) => id);
  const proposed = demand.proposal?.lead ? world.units.get(demand.proposal.lead)?.ref : undefined;
  const isFresh = demand.returns === 0 && demand.round === 1;
  if (isFresh && proposed && liesUnder(proposed, committee.id) && chance.happens(0.88)) return proposed;
  const able = handlersUnder(world, committee);
  // Planted problems must get enough to do to be seen.
  const planted = [problems.lateAndBesideThePoint, problems.returnsEverything];
  const problem = able.find(({ id }) => planted.includes(id));
  if (isFresh && problem && chance.happens(0.5)) return problem;
  const free = able.filter(({ id }) => !tried.includes(id));
  const choice = free.length > 0 && chance.happens(0.7) ? free : able;
  if (choice.length === 0) return null;
  const usual = [`${committee.id}-${arrival.matter.street}`, arrival.matter.district];
  return choice.find(({ id }) => usual.includes(id) && chance.happens(0.85)) ?? chance.pick(choice);
}

/** A case on the same matter in the same place that is still at work. */
function likeCase({ lives }: Play, { demand, arrival }: Life): string | null {
  if (!arrival.isRecurring || demand.round > 1 || demand.followers.length > 0) return null;
  for (const [id, other] of lives)
    if (
      other.arrival.isRecurring &&
      other.arrival.place.id === arrival.place.id &&
      ['accepting', 'handling'].includes(other.demand.stage) &&
      other.demand.round === 1 &&
      id !== demand.id
    )
      return id;
  return null;
}
