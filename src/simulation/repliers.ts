import { afterWork } from './after-work';
import { BESIDE_THE_POINT } from './matters';
import type { Life, Play } from './play';
import { somebody } from './world';

export function reviewing(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  play.plan(life, afterWork(life, now, chance.around(70, 0.7)), (then) => {
    const reviewer = somebody(play.world, 'reviewer', demand.lead!, chance, life.demand.handledBy);
    const approve = chance.happens(0.94) || demand.reviewedBy.length > 0;
    const texts = approve ? undefined : { reason: '请补充现场照片和处理依据。' };
    if (reviewer) play.act(life, 'review', reviewer, { approve }, then, texts);
  });
}

export function replying(play: Play, life: Life, now: number): void {
  const { demand, chance, arrival } = life;
  const { pace } = play.traits(demand.lead?.id ?? demand.replying!.id);
  play.plan(life, afterWork(life, now, chance.around(95 * Math.min(pace, 2), 0.7)), (then) => {
    const replier = somebody(play.world, 'replier', demand.replying!, chance);
    const { found, done, basis } = arrival.matter;
    const answer = life.isBesideThePoint ? BESIDE_THE_POINT : { found: chance.pick(found), done: chance.pick(done) };
    if (replier) play.act(life, 'reply', replier, {}, then, { ...answer, basis, contact: '经办人 0755-27000000' });
  });
}
