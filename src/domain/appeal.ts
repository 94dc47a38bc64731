import { capacitiesOf, unitsBelongedTo, type ActingGrant } from './acting';
import { addWorkingTime } from './working-time';
import { isNewer, type Calendar, type CalendarYear } from './calendar';
import type { Clock } from './clock';
import type { Actor, Demand } from './demand';
import type { Notice } from './notice';
import { callbackUnitFor, type UnitRef } from './organisation';
import { DEFAULT_APPEAL, type Policy } from './policy';
import { complainedOf, everWorkedOn, isComplaint } from './rating';
import { refuse, type Refusal } from './refusal-codes';
import type { Role } from './vocabulary';

/** 申诉: a unit disputes a rating or a breach, or a demand is said to be unreasonable. Somebody above and apart rules. */
export const APPEAL_KINDS = { rating: '评价申诉', breach: '超时申诉', unreasonable: '不合理诉求认定' } as const;
export type AppealKind = keyof typeof APPEAL_KINDS;

export const APPEAL_STATES = { open: '待裁定', upheld: '成立', refused: '不成立', withdrawn: '已撤回' } as const;
export type AppealState = keyof typeof APPEAL_STATES;

/** Plain JSON, ids only, times in epoch ms. */
export interface Appeal {
  id: string;
  demandId: string;
  kind: AppealKind;
  clockId: string | null;
  round: number;
  /** Whose appeal it is, and the unit that rules. */
  unit: UnitRef;
  ruling: UnitRef;
  /** Units that may not rule, whatever else they are: who appeals, and who is complained of. */
  parties: string[];
  /** People who may not rule: of the case, and who filed it. */
  workedOn: string[];
  filedBy: string;
  filedAt: number;
  wordsId: string;
  remindAt: number;
  dueAt: number;
  reminded: boolean;
  overdue: boolean;
  state: AppealState;
  ruledBy: string | null;
  ruledAt: number | null;
  rulingWordsId: string | null;
  version: number;
  /** Idempotency keys carried out: the record answers a retry when the workflow has long ended. */
  requests: string[];
  /** Working time (ms) for the ruling, and the years by which it was planned. Absent in appeals of earlier versions. */
  budget?: number;
  years?: Pick<CalendarYear, 'year' | 'version'>[];
}

export type AppealAction = 'rule' | 'withdraw';
export interface AppealFacts {
  rule: { uphold: boolean };
  withdraw: object;
}

/** What an appeal is about: the round, the clock that was breached, the unit complained of, and since when it may be filed. */
export interface Disputed {
  kind: AppealKind;
  round: number;
  clockId: string | null;
  /** Units complained of, the lead unit first. */
  units: string[];
  since: number;
}

type Staff = Actor & { kind: 'staff' };

export const RULERS: readonly Role[] = ['supervisor', 'dispatcher'];
const FILERS: readonly Role[] = ['handler', 'supervisor'];

/** Who was charged with the clock when its time ran out. */
const chargedAtBreach = ({ segments, dueAt }: Clock): string | null =>
  segments.findLast(({ from, unit }) => unit !== null && from < dueAt)?.unit ?? segments[0]?.unit ?? null;

/** When a rating was given and what its callback found (epoch ms), by round: the record knows it, the state does not. */
export type RoundTimes = ReadonlyMap<number, { ratedAt: number | null; calledAt: number | null }>;

/** Everything of a demand that could be appealed, whoever asks and however late. */
export function disputable(demand: Demand, times: RoundTimes): Disputed[] {
  const rated = demand.rounds.filter(isComplaint).flatMap((round): Disputed[] => {
    const { ratedAt = null, calledAt = null } = times.get(round.round) ?? {};
    const about = { round: round.round, clockId: null, units: complainedOf(round) };
    if (ratedAt === null || about.units.length === 0) return [];
    return [
      { ...about, kind: 'rating', since: ratedAt },
      { ...about, kind: 'unreasonable', since: calledAt ?? ratedAt },
    ];
  });
  const breaches = demand.clocks.flatMap((clock): Disputed[] => {
    const unit = clock.state === 'breached' ? chargedAtBreach(clock) : null;
    if (unit === null) return [];
    return [{ kind: 'breach', round: clock.round, clockId: clock.id, units: [unit], since: clock.dueAt }];
  });
  return [...rated, ...breaches];
}

const budgetOf = ({ appeal }: Policy) => appeal ?? DEFAULT_APPEAL;
const MINUTE = 60_000;

/** Until when it may be filed (epoch ms). */
export const fileUntil = ({ since }: Disputed, policy: Policy, calendar: Calendar): number =>
  addWorkingTime(calendar, since, budgetOf(policy).fileWithin * MINUTE).at;

const ownGrants = (actor: Staff): ActingGrant[] => actor.grants.filter((grant) => grant.from === undefined);

/**
 * The unit in whose name the actor files it: the lead unit's handlers and supervisors, those of the unit charged with a breach,
 * and for 不合理诉求 also callback staff above.
 */
export function appellant(
  disputed: Disputed,
  actor: Staff,
  pathOf: (unit: string) => readonly string[],
): string | null {
  const [unit] = disputed.units;
  const grants = ownGrants(actor);
  const isOfUnit = grants.some((grant) => grant.unit === unit && filersOf(disputed).includes(grant.role));
  if (isOfUnit) return unit!;
  if (disputed.kind !== 'unreasonable') return null;
  const caller = grants.find(
    ({ role, unit: seat }) => role === 'callback' && seat !== unit && pathOf(unit!).includes(seat),
  );
  return caller?.unit ?? null;
}

/** Who answers for a clock: of the committee's and the replier's clocks those as well. */
const filersOf = ({ clockId }: Disputed): readonly Role[] => {
  if (clockId?.startsWith('dispatch')) return [...FILERS, 'dispatcher'];
  return clockId?.startsWith('reply') ? [...FILERS, 'replier'] : FILERS;
};

/** What speaks against filing it now. Whether there is one already, the record says. */
export function filingRefusal(
  disputed: Disputed | undefined,
  actor: Staff,
  now: number,
  rules: { policy: Policy; calendar: Calendar; pathOf: (unit: string) => readonly string[] },
): Refusal | null {
  if (!disputed) return refuse('nothing_to_appeal', '没有可以申诉的不满意评价或超时，请核对轮次和时限后再提交。');
  if (appellant(disputed, actor, rules.pathOf) === null)
    return refuse(
      'not_allowed_for_role',
      disputed.kind === 'unreasonable'
        ? '只有主办单位的经办人、督办员和负责回访的人员可以申请认定不合理诉求。'
        : '只有被评价或被计超时单位的经办人、督办员可以申诉。',
    );
  if (now > fileUntil(disputed, rules.policy, rules.calendar))
    return refuse('appeal_too_late', '申诉期限已过，结果不再变更；如有新情况请向上级单位书面说明。');
  return null;
}

export interface Filing {
  id: string;
  demand: Demand;
  /** Who did something to the case in any round, by its events: states of earlier versions do not keep them all. */
  people: readonly string[];
  kind: AppealKind;
  round: number;
  clockId: string | null;
  unit: UnitRef;
  filedBy: string;
  filedAt: number;
  wordsId: string;
}

/** Three working days by default; a street or the district strictly above the appealing unit rules. Nothing is above the district. */
export function openAppeal(filing: Filing, policy: Policy, calendar: Calendar): Appeal {
  const { demand, people, ...filed } = filing;
  const { filedAt } = filed;
  const budget = budgetOf(policy).ruleWithin * MINUTE;
  return {
    ...{ ...filed, demandId: demand.id, ruling: callbackUnitFor(filed.unit) },
    parties: partiesOf(filing),
    workedOn: [...new Set([...everWorkedOn(demand), ...people, filed.filedBy])],
    ...plannedBy(calendar, filedAt, budget),
    ...{ reminded: false, overdue: false, state: 'open', ruledBy: null, ruledAt: null, rulingWordsId: null },
    ...{ version: 0, requests: [] },
  };
}

const REMIND_AT = 0.8;

/** Until when it is to be ruled on (epoch ms), of `budget` ms of working time. */
const plannedBy = (calendar: Calendar, filedAt: number, budget: number) => ({
  remindAt: addWorkingTime(calendar, filedAt, budget * REMIND_AT).at,
  dueAt: addWorkingTime(calendar, filedAt, budget).at,
  budget,
  years: calendar.years.map(({ year, version }) => ({ year, version })),
});

/**
 * Planned anew where a year was published or corrected; what has been told stays told, and an overdue one overdue. Null when the
 * calendar is no newer, or nothing waits for time any more. `budget` (ms) is for those that do not know their own.
 */
export function adoptCalendar(appeal: Appeal, calendar: Calendar, budget: number): Appeal | null {
  if (appeal.state !== 'open' || !isNewer(calendar, appeal.years ?? [])) return null;
  const { years, ...times } = plannedBy(calendar, appeal.filedAt, appeal.budget ?? budget);
  return { ...appeal, ...(appeal.overdue ? {} : times), years, version: appeal.version + 1 };
}

const partiesOf = ({ kind, demand, round, unit }: Filing): string[] => {
  const about = kind === 'breach' ? undefined : demand.rounds.find((each) => each.round === round);
  return [...new Set([unit.id, ...(about ? complainedOf(about) : [])])];
};

export const alreadyRuled = (): Refusal => refuse('already_concluded', '该申诉已有结果或已撤回，请刷新查看。');

export function appealRefusal(appeal: Appeal, action: AppealAction, actor: Actor): Refusal | null {
  const refusals = capacitiesOf(actor).map((capacity) =>
    action === 'rule' ? rulerRefusal(appeal, capacity.actor, actor) : withdrawerRefusal(appeal, capacity.actor),
  );
  const refused = refusals.includes(null)
    ? null
    : (refusals.find((each) => each?.code !== 'not_allowed_for_role') ?? refusals[0] ?? null);
  return refused ?? (appeal.state === 'open' ? null : alreadyRuled());
}

/** `real` stands in where it is another: neither may be of the parties or of the case. */
function rulerRefusal(appeal: Appeal, actor: Actor, real: Actor): Refusal | null {
  const seats =
    actor.kind === 'staff'
      ? ownGrants(actor).filter(({ role, unit }) => RULERS.includes(role) && appeal.ruling.path.includes(unit))
      : [];
  if (actor.kind !== 'staff' || seats.length === 0)
    return refuse('not_allowed_for_role', '只有上级单位的督办员和分拨员可以裁定申诉。');
  const people = [actor, ...(real.kind === 'staff' ? [real] : [])];
  // The district has nobody above it: there only the people of the case stand back.
  const parties = appeal.parties.filter((unit) => unit !== appeal.ruling.path[0]);
  const belongs = people.some((one) => unitsBelongedTo(one).some((unit) => parties.includes(unit)));
  if (belongs || people.some(({ user }) => appeal.workedOn.includes(user)))
    return refuse('separation_of_duties', '申诉由与本案无关的上级人员裁定；提出申诉的单位和经办过本案的人不能裁定。');
  return null;
}

function withdrawerRefusal(appeal: Appeal, actor: Actor): Refusal | null {
  const isTheirs =
    actor.kind === 'staff' &&
    (actor.user === appeal.filedBy ||
      ownGrants(actor).some(({ role, unit }) => role === 'supervisor' && unit === appeal.unit.id));
  return isTheirs ? null : refuse('not_allowed_for_role', '只有申诉人和申诉单位的督办员可以撤回申诉。');
}

interface Said {
  at: number;
  by: string;
  wordsId: string | null;
}

export const rule = (appeal: Appeal, { uphold }: AppealFacts['rule'], { at, by, wordsId }: Said): Appeal => ({
  ...appeal,
  state: uphold ? 'upheld' : 'refused',
  ...{ ruledBy: by, ruledAt: at, rulingWordsId: wordsId, version: appeal.version + 1 },
});

export const withdraw = (appeal: Appeal, { at, by, wordsId }: Said): Appeal => ({
  ...appeal,
  state: 'withdrawn',
  ...{ ruledBy: by, ruledAt: at, rulingWordsId: wordsId, version: appeal.version + 1 },
});

/** When it must be looked at next (epoch ms); null when nothing waits for time: an overdue one stays open. */
export function nextMoment({ state, reminded, overdue, remindAt, dueAt }: Appeal): number | null {
  if (state !== 'open' || overdue) return null;
  return reminded ? dueAt : remindAt;
}

/** At 80 % whoever rules is reminded; at 100 % the supervisors above are told. It waits on, overdue, until somebody rules. */
export function passTime(appeal: Appeal, now: number): Appeal | null {
  const next = nextMoment(appeal);
  if (next === null || next > now) return null;
  const version = appeal.version + 1;
  return now >= appeal.dueAt
    ? { ...appeal, reminded: true, overdue: true, version }
    : { ...appeal, reminded: true, version };
}

/** What is told when an appeal went from one state to the next. `now` in epoch ms. */
export function noticesOf(before: Appeal, appeal: Appeal, now: number): Notice[] {
  const { id, kind, unit, ruling, filedBy, dueAt, round } = appeal;
  const tell = (what: Notice['kind'], to: Notice['to'], at: number): Notice => ({
    key: `appeal:${id}:${what}:${to.user ?? `${to.role}@${to.unit}`}:${appeal.state}`,
    ...{ kind: what, to, clock: null, at, lateBy: Math.max(0, Math.round((now - at) / 1000)), ringAt: null },
    data: { appeal: id, appealKind: kind, state: appeal.state, round, dueAt },
  });
  if (appeal.state !== 'open') {
    const parties: Notice['to'][] = [
      { user: filedBy },
      { role: 'supervisor', unit: unit.id },
      { role: 'callback', unit: ruling.id },
    ];
    return before.state === 'open' ? parties.map((to) => tell('appeal_ruled', to, appeal.ruledAt ?? now)) : [];
  }
  if (before.version === 0)
    return RULERS.map((role) => tell('appeal_filed', { role, unit: ruling.id }, appeal.filedAt));
  if (appeal.overdue && !before.overdue) {
    const above = ruling.path.at(-2) ?? ruling.id;
    return [tell('appeal_overdue', { role: 'supervisor', unit: above }, dueAt)];
  }
  if (appeal.reminded && !before.reminded)
    return RULERS.map((role) => tell('appeal_due', { role, unit: ruling.id }, appeal.remindAt));
  return [];
}
