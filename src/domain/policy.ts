import { ADDITION_DAYS, DEFAULT_REASONS, type ReasonRule } from './rating';
import type { PromiseRules } from './promise-keeping';
import type { ClockName, Kind, Level, Urgency } from './vocabulary';

/** `working` counts working minutes only; `elapsed` counts every minute. */
export type Scope = 'working' | 'elapsed';
export type LadderStep = 'remind' | 'escalate' | 'move_up' | 'supervise';

/** The first row that fits a demand gives the budget; an absent condition fits everything. Amounts in minutes. */
export interface BudgetRow {
  clock: ClockName;
  kind?: Kind;
  level?: Level;
  urgency?: Urgency;
  scope: Scope;
  minutes: number;
}

/** At `percent` of the budget `step` happens. 100 is the due time: passing it is the breach. */
export interface LadderRow {
  percent: number;
  step: LadderStep;
}

export interface Policy {
  version: number;
  /** False while no authority has confirmed the figures: the console then labels them 示例. */
  confirmed: boolean;
  budgets: BudgetRow[];
  ladders: Partial<Record<ClockName, LadderRow[]>>;
  returnLimit: number;
  /** Working minutes from the dispatch in which a demand may be returned; without it as long as nobody accepted it. */
  returnWindow?: number;
  /** Working minutes after which a question that the reporter never answered lets the clock run again. */
  informationWait: number;
  /** Least time between two urges of the same party, in minutes. */
  urgeInterval: { reporter: number; staff: number };
  callback: {
    /** Windows of the local day in minutes; attempts take turns through them. */
    windows: [number, number][];
    attempts: number;
    /** What an unreachable person's rating means (domain.md §4: default redo). */
    unreachable: 'redo' | 'close';
  };
  /** Dissatisfied rounds after which the redo goes one level up, and after which it is supervised. */
  redo: { levelUpAfter: number; superviseAfter: number };
  /** Local minutes of the day in which nothing rings. */
  quietHours: { from: number; to: number };
  /** Promises kept for later; without it the defaults of promise-keeping.ts. */
  promise?: PromiseRules;
  /** Part of the handling budget that co-handling units have. */
  coUnitShare: number;
  /** Which reasons of a confirmed dissatisfaction open the case again. Absent in older policies: every one does. */
  reasons?: ReasonRule[];
  /** Days after a rating in which it may be added to (追评), once. */
  additionDays?: number;
  /** 申诉, in working minutes: how long an appeal waits for its ruling, and how long after the event it may be filed. */
  appeal?: { ruleWithin: number; fileWithin: number };
  /** Working days in which a 督办 that nobody ordered must be answered. Absent in older policies: the default. */
  supervisionDays?: number;
}

/** One working day is 7 working hours: 09:00–12:00 and 14:00–18:00. */
export const WORKING_DAY = 420;

/** 示例, also for demands under an older policy. */
export const DEFAULT_SUPERVISION_DAYS = 3;
/** 示例, also for demands under an older policy. */
export const DEFAULT_APPEAL = { ruleWithin: 3 * WORKING_DAY, fileWithin: 10 * WORKING_DAY };

const LADDER: LadderRow[] = [
  { percent: 50, step: 'remind' },
  { percent: 80, step: 'remind' },
  { percent: 100, step: 'escalate' },
];
const LADDER_UP: LadderRow[] = [...LADDER, { percent: 120, step: 'move_up' }];

/**
 * 示例: no authority has confirmed these. Sources: dispatch and contact times are Shenzhen practice as reported; handling
 * days are Guangdong's 12345 rule of 2022-09-01 (咨询 2, 求助、建议 10, 投诉 15 working days); the rest is our own.
 */
export const defaultPolicy: Policy = {
  version: 1,
  confirmed: false,
  budgets: [
    { clock: 'dispatch', urgency: 'urgent', scope: 'working', minutes: 30 },
    { clock: 'dispatch', scope: 'working', minutes: 120 },
    { clock: 'accept', scope: 'working', minutes: 240 },
    { clock: 'contact', scope: 'elapsed', minutes: 24 * 60 },
    { clock: 'handle', kind: 'consultation', scope: 'working', minutes: 2 * WORKING_DAY },
    { clock: 'handle', kind: 'complaint', scope: 'working', minutes: 15 * WORKING_DAY },
    { clock: 'handle', kind: 'improvement', scope: 'working', minutes: 10 * WORKING_DAY },
    { clock: 'handle', scope: 'working', minutes: 10 * WORKING_DAY },
    { clock: 'reply', scope: 'working', minutes: WORKING_DAY },
    { clock: 'rate', scope: 'working', minutes: 5 * WORKING_DAY },
    { clock: 'callback', scope: 'working', minutes: WORKING_DAY },
  ],
  ladders: {
    dispatch: LADDER_UP,
    accept: LADDER_UP,
    contact: LADDER,
    handle: LADDER_UP,
    reply: [...LADDER, { percent: 120, step: 'supervise' }],
    rate: [
      { percent: 60, step: 'remind' },
      { percent: 100, step: 'remind' },
    ],
    callback: LADDER,
    supervision: LADDER,
  },
  returnLimit: 2,
  returnWindow: WORKING_DAY,
  informationWait: 5 * WORKING_DAY,
  urgeInterval: { reporter: 24 * 60, staff: 60 },
  callback: {
    windows: [
      [9 * 60 + 30, 11 * 60 + 30],
      [14 * 60 + 30, 17 * 60 + 30],
    ],
    attempts: 3,
    unreachable: 'redo',
  },
  redo: { levelUpAfter: 2, superviseAfter: 3 },
  quietHours: { from: 20 * 60, to: 8 * 60 },
  coUnitShare: 0.8,
  reasons: DEFAULT_REASONS,
  additionDays: ADDITION_DAYS,
  appeal: DEFAULT_APPEAL,
  supervisionDays: DEFAULT_SUPERVISION_DAYS,
};

/** The budget of a clock for a demand, or null when the policy gives it none (then the clock is not started). */
export function budgetFor(
  policy: Policy,
  clock: ClockName,
  demand: { kind: Kind; level: Level; urgency: Urgency },
): BudgetRow | null {
  return (
    policy.budgets.find(
      (row) =>
        row.clock === clock &&
        (row.kind ?? demand.kind) === demand.kind &&
        (row.level ?? demand.level) === demand.level &&
        (row.urgency ?? demand.urgency) === demand.urgency,
    ) ?? null
  );
}
