import { liveClock } from '../domain/demand';
import { MINUTE } from '../domain/local-time';
import type { Result } from '../domain/vocabulary';
import { afterWork } from './after-work';
import { RESULT_WORDS } from './matters';
import type { Life, Play } from './play';
import { inSeat, somebody, type Traits } from './world';

export function accepting(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  const { returns, pace } = play.traits(demand.lead!.id);
  // Whoever returns everything gives in after a while; a unit that was ruled cannot return.
  const wants = !demand.ruled && chance.happens(returns / (1 + demand.returns));
  const at = afterWork(life, now, chance.around(50 * pace, 0.6));
  play.plan(life, at, (then) => {
    const handler = somebody(play.world, 'handler', demand.lead!, chance);
    if (!handler) return;
    const reason = '不属于本单位职责，建议由对口部门办理。';
    if (wants && play.act(life, 'return', handler, {}, then, { reason })) return;
    play.act(life, 'accept', handler, {}, then);
  });
}

/** What whoever accepted the case does with it: calls, notes, asks, and finishes in the end. */
export function handling(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  const user = demand.holder.user;
  if (user === null) return;
  const handler = inSeat(play.world, user, 'handler', demand.lead!);
  const traits = play.traits(demand.lead!.id);
  if (liveClock(demand, 'contact') && chance.happens(traits.contacts)) contactSoon(play, life, now, handler);
  const minutes = workLeft(life, traits);
  const soon = (part: number) => afterWork(life, now, minutes * part);
  if (chance.happens(0.3))
    play.plan(life, soon(chance.next()), (then) =>
      play.act(life, 'note', handler, { public: chance.happens(0.3) }, then, {
        text: '已到现场查看，正在协调有关方面。',
      }),
    );
  if (demand.round === 1 && chance.happens(0.05)) return askReporter(play, life, soon(0.3), handler);
  if (chance.happens(traits.pace > 2 ? 0.12 : 0.03)) askForTime(play, life, soon(0.7), handler);
  if (chance.happens(0.006)) askToDefer(play, life, soon(0.5), handler);
  play.plan(life, soon(1), (then) => finish(play, life, then, handler, traits));
}

type Staff = ReturnType<typeof inSeat>;

function contactSoon(play: Play, life: Life, now: number, handler: Staff): void {
  const { chance } = life;
  play.plan(life, afterWork(life, now, chance.around(80, 0.8)), (then) => {
    const outcome = chance.happens(0.85) ? 'reached' : 'no_answer';
    const note = outcome === 'reached' ? '已电话了解情况。' : '电话无人接听，稍后再联系。';
    play.act(life, 'contact', handler, { channel: chance.pick(['phone', 'phone', 'visit', 'online']), outcome }, then, {
      note,
    });
    if (outcome !== 'reached') contactSoon(play, life, then, handler);
  });
}

/** Working minutes that the work takes: a part of the budget that is usual, times the pace of the unit. */
function workLeft({ demand, chance }: Life, { pace }: Traits): number {
  const budget = (liveClock(demand, 'handle')?.budget ?? 2_100 * MINUTE) / MINUTE;
  const isLast = demand.past.length > 1 || demand.reviewedBy.length > 0;
  return Math.max(20, chance.around(budget * (isLast ? 0.12 : 0.3) * pace, 0.55));
}

function askReporter(play: Play, life: Life, at: number, handler: Staff): void {
  play.plan(life, at, (then) =>
    play.act(life, 'request_information', handler, {}, then, { question: '请补充发生的具体时间、位置和照片。' }),
  );
}

function askForTime(play: Play, life: Life, at: number, handler: Staff): void {
  const workingDays = life.demand.kind === 'consultation' ? 1 : 5;
  play.plan(life, at, (then) =>
    play.act(life, 'request_extension', handler, { workingDays }, then, {
      reason: '涉及多个部门会商，需延长办理时间。',
    }),
  );
}

function askToDefer(play: Play, life: Life, at: number, handler: Staff): void {
  const reviewAt = at + (10 + life.chance.below(30)) * 24 * 60 * MINUTE;
  play.plan(life, at, (then) =>
    play.act(life, 'request_deferral', handler, { reviewAt }, then, { reason: '需待规划批复后实施。' }),
  );
}

/** The best result first, as the domain allows it for the kind. */
const RESULTS: readonly Result[] = ['resolved', 'partly', 'explained'];
const RESULTS_OF_SUGGESTIONS: readonly Result[] = ['adopted', 'partly_adopted', 'noted'];

function finish(
  play: Play,
  life: Life,
  now: number,
  handler: Staff,
  { skill, besideThePoint, flattered }: Traits,
): void {
  const { demand, chance, arrival } = life;
  const isHopeless = arrival.isRecurring && demand.round < 3;
  life.isSettled = chance.happens(isHopeless ? 0.2 : Math.min(0.97, skill + 0.12 * (demand.round - 1)));
  life.isBesideThePoint = chance.happens(besideThePoint);
  // Some say that it is settled when it is not.
  const says = life.isSettled || chance.happens(flattered ? 0.9 : 0.35);
  const results = demand.kind === 'suggestion' ? RESULTS_OF_SUGGESTIONS : RESULTS;
  const result = says ? results[0]! : results[1 + chance.below(2)]!;
  play.act(life, 'finish', handler, { result }, now, { result, summary: RESULT_WORDS[result] });
}
