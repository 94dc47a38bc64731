import { concludeCallback } from '../domain/actions/closing';
import { hear } from '../domain/actions/linking';
import { seatOf } from '../domain/acting';
import * as callbacks from '../domain/callback';
import type { CallbackJob, OpenCallback } from '../domain/callback';
import type { Actor } from '../domain/demand';
import { dayNumber, MINUTE } from '../domain/local-time';
import type { DissatisfactionReason, Grade } from '../domain/vocabulary';
import { nextWorkingInstant } from '../domain/working-time';
import { COMMENTS } from './matters';
import type { Life, Play } from './play';

/** A phone job in the simulation, with the demand it is about. */
export interface Phone {
  job: CallbackJob;
  open: OpenCallback;
  life: Life;
  createdAt: number;
}

export interface Callers {
  phones: Phone[];
  open: (open: OpenCallback, life: Life, now: number) => void;
}

/** Calls that one person makes on a day. */
const CAPACITY = 24;

/** Few people phone, one call after the other; what comes late in the day waits for the next. */
export function createCallers(play: Play): Callers {
  const phones: Phone[] = [];
  const freeAt = new Map<string, number>();
  const made = new Map<string, number>();

  function open(open: OpenCallback, life: Life, now: number): void {
    const job = callbacks.openCallback(open, now, life.rules.policy, life.rules.calendar);
    const phone: Phone = { job, open, life, createdAt: now };
    phones.push(phone);
    waitForWindow(phone);
  }

  const waitForWindow = (phone: Phone): void =>
    play.queue.plan(phone.job.windowStart, (now) => {
      phone.job = callbacks.openWindow(phone.job);
      offer(phone, now);
    });

  function offer(phone: Phone, now: number): void {
    const caller = callersFor(phone.job).sort((a, b) => (freeAt.get(a.user) ?? 0) - (freeAt.get(b.user) ?? 0))[0];
    // Nobody may phone: it stays in the queue for the service.
    if (!caller) return;
    const { calendar } = phone.life.rules;
    let at = nextWorkingInstant(calendar, Math.max(now, freeAt.get(caller.user) ?? 0)).at;
    while ((made.get(`${caller.user} ${dayNumber(at)}`) ?? 0) >= CAPACITY)
      at = nextWorkingInstant(calendar, at + 12 * 60 * MINUTE).at;
    const day = `${caller.user} ${dayNumber(at)}`;
    made.set(day, (made.get(day) ?? 0) + 1);
    const length = Math.round(phone.life.chance.around(6, 0.4) * MINUTE);
    freeAt.set(caller.user, at + length + 2 * MINUTE);
    play.queue.plan(at, (then) => call(phone, caller, then, length));
  }

  /** Callback staff of the job's unit first, then of the units above. */
  function callersFor(job: CallbackJob): (Actor & { kind: 'staff' })[] {
    for (const unit of [...job.unit.path].reverse()) {
      const users = play.world.staff.get(seatOf('callback', unit)) ?? [];
      const actors = users.map((user) => ({
        kind: 'staff' as const,
        user,
        grants: [{ role: 'callback' as const, unit }],
      }));
      const able = actors.filter((actor) => callbacks.callerRefusal(job, actor) === null);
      if (able.length > 0) return able;
    }
    return [];
  }

  function call(phone: Phone, caller: Actor & { kind: 'staff' }, now: number, length: number): void {
    const { life } = phone;
    const { policy, calendar } = life.rules;
    const refused = callbacks.callbackRefusal(phone.job, 'claim', caller);
    if (refused) throw new Error(`a simulated caller is refused: ${refused.message}`);
    phone.job = callbacks.claim(phone.job, caller.user, now);
    play.queue.plan(now + Math.round(length / 2), (at) => {
      const outcome = outcomeOf(phone);
      const wordsId = play.say(life, at, { note: NOTES[outcome] });
      const nextAt = outcome === 'call_later' ? nextWorkingInstant(calendar, at + 3 * 60 * MINUTE).at : null;
      phone.job = callbacks.attempt(phone.job, { outcome, nextAt }, { at, by: caller.user, wordsId }, policy, calendar);
      if (!callbacks.isEnded(phone.job)) tellCall(phone, at, outcome);
      if (outcome === 'reached') play.queue.plan(now + length, (end) => conclude(phone, end));
      else if (callbacks.isEnded(phone.job)) tell(phone, at);
      else waitForWindow(phone);
    });
  }

  function conclude(phone: Phone, now: number): void {
    const facts = findingOf(phone);
    const words = facts.result === 'unreasonable' ? { basis: facts.note } : { note: facts.note };
    const wordsId = play.say(phone.life, now, { ...words, reasons: facts.found.reasons });
    phone.job = callbacks.conclude(phone.job, facts, now, wordsId);
    tell(phone, now);
  }

  /** As the job's workflow does. */
  function tellCall({ job, life }: Phone, now: number, outcome: callbacks.AttemptOutcome): void {
    if (job.kind !== 'dissatisfied') return;
    const nextFrom = outcome === 'reached' ? now : job.windowStart;
    const message = { kind: 'callback_attempted', jobId: job.id, outcome, nextFrom } as const;
    play.write(life, now, (draft) => hear(draft, message));
  }

  /** As the job's workflow does. */
  function tell({ job, life }: Phone, now: number): void {
    const { id, result, grade, wordsId, found } = job;
    if (job.kind === 'dissatisfied') {
      const told = { jobId: id, result: result as callbacks.CallbackResult | 'unreachable', grade, wordsId };
      const conclusion = found?.reasons ? { ...told, reasons: found.reasons } : told;
      play.queue.plan(now + 1_000, (at) => void play.write(life, at, (draft) => concludeCallback(draft, conclusion)));
    } else if (result === 'dissatisfied')
      play.queue.plan(now + 1_000, (at) => {
        if (life.demand.stage === 'closed' && life.demand.round === job.round) play.reopen(life, at, id);
      });
  }

  return { phones, open };
}

const NOTES: Record<callbacks.AttemptOutcome, string> = {
  reached: '接通，已核实情况。',
  no_answer: '无人接听。',
  wrong_number: '号码有误。',
  refused: '对方不愿接受回访。',
  call_later: '对方正忙，约定稍后再打。',
};

const outcomeOf = ({ life: { chance } }: Phone): callbacks.AttemptOutcome =>
  chance.weighted(
    [
      ['reached', 68],
      ['no_answer', 22],
      ['call_later', 6],
      ['wrong_number', 2],
      ['refused', 2],
    ] as const,
    ([, weight]) => weight,
  )[0];

interface Finding {
  result: callbacks.CallbackResult;
  grade: Grade;
  found: { reasons?: DissatisfactionReason[]; solved: boolean };
  note: string;
}

/** What the person says on the telephone follows from what really was, not from what was rated. */
function findingOf({ job, life }: Phone): Finding {
  const { chance, isSettled, isBesideThePoint } = life;
  const isBad = job.kind === 'spot_check' ? !isSettled && chance.happens(0.85) : chance.happens(isSettled ? 0.3 : 0.75);
  if (!isBad && job.kind === 'dissatisfied' && chance.happens(0.35))
    return {
      result: 'unreasonable',
      grade: 2,
      found: { reasons: ['other'], solved: isSettled },
      note: '诉求超出政策规定。',
    };
  if (!isBad) {
    const grade = chance.happens(0.6) ? 4 : 5;
    return { result: 'satisfied', grade, found: { solved: isSettled }, note: '经解释说明，表示满意。' };
  }
  const reason: DissatisfactionReason = isBesideThePoint ? 'bad_reply' : 'not_solved';
  const grade = chance.happens(0.4) ? 1 : 2;
  return {
    result: 'dissatisfied',
    grade,
    found: { reasons: [reason], solved: false },
    note: chance.pick(COMMENTS[reason]),
  };
}
