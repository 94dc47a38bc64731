import { liveClock } from '../domain/demand';
import { oneLevelUp } from '../domain/organisation';
import { supervisedUnit } from '../domain/standing';
import { afterWork } from './after-work';
import type { Life, Play } from './play';
import { somebody } from './world';

/** What is done about a case beside its straight way: requests are decided, lateness is followed up, people urge. */
export function supervising(play: Play, life: Life, now: number): void {
  const last = life.events.at(-1);
  if (!last) return;
  if (last.type === 'extension_requested') decideExtension(play, life, now);
  if (last.type === 'deferral_requested') decideDeferral(play, life, now);
  if (last.type === 'supervised' || last.type === 'supervised_by_clock') answerLater(play, life, now);
  if (last.type !== 'timeout_escalated' || last.cause.clock !== 'handle') return;
  if (life.chance.happens(0.3)) superviseLater(play, life, now);
  if (life.chance.happens(0.15)) urgeLater(play, life, now);
}

function decideExtension(play: Play, life: Life, now: number): void {
  const { chance, demand } = life;
  const above = oneLevelUp(demand.lead!);
  const at = afterWork(life, now, chance.around(180, 0.7));
  const later = (then: number): void => {
    if (life.demand.extension?.decided !== null || !life.demand.lead) return;
    const supervisor = somebody(play.world, 'supervisor', above, chance, [life.demand.extension.by]);
    const approve = chance.happens(0.8);
    const reason = approve ? '同意延期，请按期办结。' : '理由不充分，请在原期限内办结。';
    if (supervisor) play.act(life, 'decide_extension', supervisor, { approve }, then, { reason });
  };
  play.plan(life, at, later, true);
}

function decideDeferral(play: Play, life: Life, now: number): void {
  const { chance, demand } = life;
  const district = { id: demand.place.path[0]!, level: 'A' as const, path: demand.place.path.slice(0, 1) };
  const at = afterWork(life, now, chance.around(300, 0.6));
  const later = (then: number): void => {
    if (life.demand.deferral?.decided !== null) return;
    const supervisor = somebody(play.world, 'supervisor', district, chance, [life.demand.deferral.by]);
    if (supervisor)
      play.act(life, 'decide_deferral', supervisor, { approve: true }, then, { reason: '同意挂账，到期复查。' });
  };
  play.plan(life, at, later, true);
}

function superviseLater(play: Play, life: Life, now: number): void {
  const later = (then: number): void => {
    const watched = supervisedUnit(life.demand);
    const supervisor = watched && somebody(play.world, 'supervisor', watched, life.chance);
    const texts = { reason: '办理已超时，请说明原因并尽快办结。', workingDays: 3 };
    if (supervisor) play.act(life, 'supervise', supervisor, { workingDays: 3 }, then, texts);
  };
  play.plan(life, afterWork(life, now, life.chance.around(120, 0.5)), later, true);
}

function answerLater(play: Play, life: Life, now: number): void {
  if (!liveClock(life.demand, 'supervision')) return;
  const later = (then: number): void => {
    const { lead, supervision } = life.demand;
    if (!lead || supervision?.answeredAt !== null) return;
    const handler = somebody(play.world, 'handler', lead, life.chance);
    if (handler) play.act(life, 'answer_supervision', handler, {}, then, { text: '已倒排时间，正加紧办理。' });
  };
  play.plan(life, afterWork(life, now, life.chance.around(500, 0.5)), later, true);
}

function urgeLater(play: Play, life: Life, now: number): void {
  const later = (then: number): void =>
    void play.act(life, 'urge', { kind: 'reporter' }, {}, then, { text: '请尽快办理。' });
  play.plan(life, afterWork(life, now, life.chance.around(200, 0.8)), later, true);
}
