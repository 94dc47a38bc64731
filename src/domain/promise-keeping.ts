import { capacitiesOf } from './acting';
import type { Actor } from './demand';
import type { Notice } from './notice';
import { oneLevelUp, type UnitRef } from './organisation';
import type { Policy } from './policy';
import { refuse, type Refusal } from './refusal-codes';
import type { Role } from './vocabulary';

/** 承诺: something promised for later. It waits, falls due, and somebody must report; a late report goes up level by level. */
export const PROMISE_STATES = {
  promised: '待兑现',
  due: '待报告',
  late: '逾期未报告',
  kept: '已兑现',
  broken: '未能兑现',
} as const;
export type PromiseState = keyof typeof PROMISE_STATES;

/** Nobody worded the promise of an adopted suggestion: whether what was answered holds is looked at when it is due. */
export const promisedWords = ({ text, automatic }: { text: string; automatic: boolean }): string =>
  automatic ? `采纳的建议，到期核实落实情况：${text}` : text;
export const standingWords = ({ state, automatic }: { state: PromiseState; automatic: boolean }): string =>
  automatic && state === 'promised' ? '待核实' : PROMISE_STATES[state];

export const REPORT_OUTCOMES = { kept: '已兑现', postponed: '推迟', broken: '未能兑现' } as const;
export type ReportOutcome = keyof typeof REPORT_OUTCOMES;

export interface PromiseReport {
  at: number;
  by: string;
  outcome: ReportOutcome;
  /** When it is due now, of one that was put off (epoch ms). */
  dueAt: number | null;
  wordsId: string | null;
}

/** What was promised with an answer, or beside one. Ids only, times in epoch ms. */
export interface OpenPromise {
  id: string;
  demandId: string;
  unit: UnitRef;
  madeBy: string;
  /** Of the reply that holds it, or of its own. */
  wordsId: string;
  dueAt: number;
}

export interface DemandPromise extends OpenPromise {
  madeAt: number;
  state: PromiseState;
  /** Until when the report is in time; when it is late, until when the next level is told. */
  reportBy: number | null;
  /** How many levels have been told that the report is late. */
  told: number;
  /** Since when the newest of them should have been told. */
  lateAt?: number;
  reports: PromiseReport[];
  endedAt: number | null;
  version: number;
  requests: string[];
}

export interface ReportFacts {
  outcome: ReportOutcome;
  dueAt: number | null;
}

/** 示例: no authority has confirmed these. Minutes of every day, not of working time: promises last months. */
export interface PromiseRules {
  /** From the due time until the report. */
  reportWithin: number;
  postponements: number;
  /** From the reply to an adopted suggestion that names no time of its own. */
  adoptedAfter: number;
}

const DAY = 24 * 60;
const MINUTE = 60_000;
export const defaultPromiseRules: PromiseRules = { reportWithin: 7 * DAY, postponements: 2, adoptedAfter: 90 * DAY };
export const promiseRules = (policy: Pick<Policy, 'promise'>): PromiseRules => policy.promise ?? defaultPromiseRules;

/** Nothing is promised for later than five years: by then nobody remembers whom it was promised to. */
export const LATEST_PROMISE = 5 * 366 * DAY * MINUTE;

export const isAhead = (dueAt: number, now: number): boolean => dueAt > now && dueAt <= now + LATEST_PROMISE;

export const openPromise = (open: OpenPromise, now: number): DemandPromise => ({
  ...open,
  madeAt: now,
  state: 'promised',
  reportBy: null,
  told: 0,
  reports: [],
  endedAt: null,
  version: 1,
  requests: [],
});

export const isEnded = ({ endedAt }: DemandPromise): boolean => endedAt !== null;

/** When time does something to it next (epoch ms); null when it has ended. */
export const nextMoment = (promise: DemandPromise): number | null => {
  if (isEnded(promise)) return null;
  return promise.state === 'promised' ? promise.dueAt : promise.reportBy;
};

const REPORTERS: readonly Role[] = ['handler', 'replier', 'supervisor'];

/** Units for whose promises somebody may report, and units for which they also may for all below. */
export interface ReportingSeats {
  own: string[];
  supervised: string[];
}

/** Those who may report: the promising unit's handlers, repliers and supervisors, and the supervisors above. */
export function seatsToReport(actor: Actor): ReportingSeats {
  const grants = capacitiesOf(actor).flatMap(({ actor: as }) => (as.kind === 'staff' ? as.grants : []));
  const seats = (roles: readonly Role[]) => [
    ...new Set(grants.filter(({ role }) => roles.includes(role)).map(({ unit }) => unit)),
  ];
  return { own: seats(REPORTERS), supervised: seats(['supervisor']) };
}

export function mayReport({ unit }: { unit: UnitRef }, actor: Actor): boolean {
  const { own, supervised } = seatsToReport(actor);
  return own.includes(unit.id) || supervised.some((seat) => unit.path.includes(seat));
}

/** Why a report is refused; null when it may be made. A report before the due time is welcome. */
export function reportRefusal(
  promise: DemandPromise,
  actor: Actor,
  facts: ReportFacts,
  now: number,
  rules: PromiseRules,
): Refusal | null {
  if (!mayReport(promise, actor))
    return refuse('not_allowed_for_role', '只有承诺单位的经办、反馈和督办人员可以报告兑现情况。');
  if (isEnded(promise)) return refuse('already_concluded', '这项承诺已有结论，无需再报告。');
  if (facts.outcome !== 'postponed') return null;
  if (promise.reports.filter(({ outcome }) => outcome === 'postponed').length >= rules.postponements)
    return refuse('too_often', `一项承诺最多推迟 ${rules.postponements} 次，请如实报告已兑现或未能兑现。`);
  if (facts.dueAt === null || facts.dueAt <= Math.max(now, promise.dueAt))
    return refuse('not_in_future', '推迟后的日期须晚于原来的日期和今天，请重新选择。');
  if (!isAhead(facts.dueAt, now)) return refuse('too_long', '推迟后的日期不能超过五年，请重新选择。');
  return null;
}

export function report(
  promise: DemandPromise,
  facts: ReportFacts,
  made: { at: number; by: string; wordsId: string | null },
): DemandPromise {
  const isPutOff = facts.outcome === 'postponed';
  const dueAt = isPutOff ? facts.dueAt : null;
  const reported = { ...promise, reports: [...promise.reports, { ...made, outcome: facts.outcome, dueAt }] };
  const next = isPutOff
    ? { state: 'promised' as const, dueAt: facts.dueAt!, reportBy: null, told: 0 }
    : { state: facts.outcome as 'kept' | 'broken', endedAt: made.at };
  return { ...reported, ...next, version: promise.version + 1 };
}

/**
 * What is due at `now`: the promise wakes, or its report is late. Business time is the planned time, so that an outage moves
 * nothing. Null when nothing is due.
 */
export function wake(promise: DemandPromise, now: number, rules: PromiseRules): DemandPromise | null {
  const at = nextMoment(promise);
  if (at === null || at > now) return null;
  const reportBy = at + rules.reportWithin * MINUTE;
  const version = promise.version + 1;
  if (promise.state === 'promised') return { ...promise, state: 'due', reportBy, version };
  return {
    ...promise,
    state: 'late',
    reportBy: isAtTheTop(promise) ? null : reportBy,
    told: promise.told + 1,
    lateAt: at,
    version,
  };
}

const supervisors = ({ unit }: DemandPromise): UnitRef[] => {
  const above = oneLevelUp(unit);
  const top = oneLevelUp(above);
  return [unit, above, top].filter((each, i, all) => all.findIndex(({ id }) => id === each.id) === i);
};
const isAtTheTop = (promise: DemandPromise): boolean => promise.told + 1 >= supervisors(promise).length;

/** Who is told of a change: those who must report, whoever stands above when it is late, the proposer when it was reported. */
export function promiseNotices(promise: DemandPromise, now: number): Notice[] {
  const { id, state, told, unit, lateAt = now } = promise;
  const notice = (kind: Notice['kind'], to: Notice['to'], key: string, at: number): Notice => ({
    key: `${id}:${kind}:${key}`,
    ...{ kind, to, clock: null, at },
    lateBy: Math.max(0, Math.round((now - at) / 1000)),
    ringAt: now,
    data: { promise: id, state },
  });
  const last = promise.reports[promise.reports.length - 1];
  if (state === 'due')
    return [notice('promise_due', { role: 'handler', unit: unit.id }, `${promise.dueAt}`, promise.dueAt)];
  if (state === 'late') {
    const to = supervisors(promise)[told - 1];
    return to ? [notice('promise_late', { role: 'supervisor', unit: to.id }, `${promise.dueAt}:${told}`, lateAt)] : [];
  }
  if (!last) return [];
  return [notice('promise_reported', { reporter: true }, `${promise.reports.length}`, last.at)];
}
