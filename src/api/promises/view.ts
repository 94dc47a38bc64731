import { z } from 'zod';
import type { PromiseRow } from '../../database/promises';
import { PROMISE_STATES, REPORT_OUTCOMES, type PromiseState, type ReportOutcome } from '../../domain/promise-keeping';
import { personSchema } from '../demands/case';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const promiseStateSchema = z.enum(Object.keys(PROMISE_STATES) as [PromiseState, ...PromiseState[]]);
export const outcomeSchema = z.enum(Object.keys(REPORT_OUTCOMES) as [ReportOutcome, ...ReportOutcome[]]);

const reportFields = {
  at: timeSchema,
  outcome: outcomeSchema.meta({ description: 'kept：已兑现；postponed：推迟；broken：未能兑现' }),
  dueAt: timeSchema.nullable().meta({ description: '推迟到何时' }),
  text: z.string(),
};
const common = {
  text: z.string().meta({ description: '承诺内容；没有单写的，为反馈中的处理结果' }),
  automatic: z.boolean().meta({ description: '采纳的建议自动成为承诺：到期核实落实情况' }),
  madeAt: timeSchema,
  dueAt: timeSchema.meta({ description: '何时兑现' }),
  state: promiseStateSchema,
};

export const promiseSchema = z
  .object({
    id: z.string(),
    demand: z.object({ number: z.string(), title: z.string() }),
    unit: unitSchema.meta({ description: '承诺单位' }),
    by: personSchema.nullable(),
    ...common,
    reportBy: timeSchema.nullable().meta({ description: '最迟何时报告；逾期逐级告知督办员' }),
    reports: z.array(z.object({ ...reportFields, by: personSchema.nullable() })),
    mayReport: z.boolean().meta({ description: '您可以报告兑现情况' }),
  })
  .meta({ id: 'Promise' });
export type PromiseView = z.output<typeof promiseSchema>;

/** What the person sees who made the demand: no names. */
export const publicPromiseSchema = z
  .object({ unit: z.string(), ...common, reports: z.array(z.object(reportFields)) })
  .meta({ id: 'PublicPromise' });
export type PublicPromiseView = z.output<typeof publicPromiseSchema>;

const commonView = (row: PromiseRow) => ({
  text: row.text,
  automatic: row.automatic,
  madeAt: beijing(row.made_at.getTime()),
  dueAt: beijing(row.due_at.getTime()),
  state: row.state,
});
const reportView = ({ at, outcome, dueAt, text }: PromiseRow['reports'][number]) => ({
  ...{ at: beijing(at), outcome, text: text ?? '' },
  dueAt: dueAt === null ? null : beijing(dueAt),
});
const person = (username: string | null, name: string | null) =>
  username === null ? null : { username, name: name ?? username };

export const promiseView = (row: PromiseRow, units: Units, mayReport: boolean): PromiseView => ({
  ...commonView(row),
  id: row.id,
  demand: { number: row.number, title: row.title },
  unit: unitView(units, row.unit_id),
  by: person(row.username, row.user_name),
  reportBy: row.report_by && beijing(row.report_by.getTime()),
  reports: row.reports.map((report) => ({ ...reportView(report), by: person(report.username, report.name) })),
  mayReport,
});

export const publicPromiseView = (row: PromiseRow, units: Units): PublicPromiseView => ({
  ...commonView(row),
  unit: unitView(units, row.unit_id).name,
  reports: row.reports.map(reportView),
});
