import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Composed } from '../../certificate/compose';
import { holidayName } from '../../certificate/holiday-name';
import { canonicalJson } from '../../domain/canonical-json';
import type { ClockProof } from '../../domain/certificate';
import { holidayOf, LEVEL_WORDS, sentencesOf, STEP_WORDS, type Names } from '../../domain/certificate-sentences';
import { PAUSE_WORDS } from '../../domain/certificate-words';
import { DAY_KINDS, type CountedDays, type DayKind } from '../../domain/counted-days';
import { CLOCK_NAMES, CLOCKS, LEVELS, STAGE_NAMES, STAGES, type Stage } from '../../domain/vocabulary';
import { unitSchema } from '../units';
import { beijing, timeSchema, unitView, type Units } from './view';

const ms = (description: string) => z.number().meta({ description: `${description}（毫秒）` });
const spanFields = { from: timeSchema, to: timeSchema };

const daysSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date().meta({ description: '与 from 不同时，是连续几天都不计' }),
  kind: z.enum(Object.keys(DAY_KINDS) as [DayKind, ...DayKind[]]),
  label: z.string(),
  holiday: z.string().nullable(),
  spans: z.array(z.object(spanFields)),
  amountMs: ms('计入'),
  sumMs: ms('累计'),
});
const proofSchema = z
  .object({
    id: z.string(),
    name: z.enum(CLOCK_NAMES),
    label: z.string(),
    round: z.int(),
    level: z.enum(LEVELS),
    levelLabel: z.string(),
    scope: z.enum(['working', 'elapsed']),
    state: z.enum(['running', 'paused', 'met', 'breached']),
    startedAt: timeSchema,
    dueAt: timeSchema.nullable().meta({ description: '空为暂停中，恢复后重算' }),
    endedAt: timeSchema.nullable(),
    provisional: z.boolean(),
    budgetMs: ms('时长'),
    extensionMs: ms('延期'),
    countedMs: ms('从起算到到期计入'),
    usedMs: ms('实际用时'),
    balance: z.enum(['exact', 'used_up', 'paused', 'unknown']).meta({ description: 'exact：计入的恰好等于时长加延期' }),
    policyVersion: z.int(),
    policyRow: z.int().nullable().meta({ description: '该版时限的第几行给出了这个时长' }),
    calendarVersion: z.string(),
    because: z.array(z.string()).meta({ description: '为什么是这时到期，逐句说明' }),
    days: z.array(daysSchema),
    pauses: z.array(
      z.object({ from: timeSchema, to: timeSchema.nullable(), reason: z.string(), by: z.string().nullable() }),
    ),
    changes: z.array(z.object({ at: timeSchema, cause: z.string(), ...spanFields })),
    rungs: z.array(
      z.object({
        percent: z.number(),
        step: z.enum(['remind', 'escalate', 'move_up', 'supervise']),
        label: z.string(),
        plannedAt: timeSchema.nullable(),
        firedAt: timeSchema.nullable(),
        lateBySeconds: z.int().nullable(),
      }),
    ),
    shares: z.array(z.object({ unit: unitSchema.nullable(), amountMs: ms('用时'), own: z.boolean() })),
  })
  .meta({ id: 'ClockProof' });

export const certificateSchema = z
  .object({
    number: z.string(),
    version: z.int(),
    stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]),
    stageLabel: z.string(),
    level: z.enum(LEVELS),
    round: z.int(),
    createdAt: timeSchema,
    closedAt: timeSchema.nullable(),
    madeAt: timeSchema.meta({ description: '截至何时；办结后为最后一次变动' }),
    traceable: z.boolean().meta({ description: '全部经过都能由登记时的依据重新推算' }),
    clocks: z.array(proofSchema),
    holders: z.array(z.object({ unit: unitSchema.nullable(), from: timeSchema, to: timeSchema.nullable() })),
    check: z.object({
      algorithm: z.literal('SHA-256'),
      digest: z.string().meta({ description: '除 check 以外全部内容的规范 JSON 的摘要' }),
      how: z.string(),
    }),
  })
  .meta({ id: 'Certificate' });
export type CertificateView = z.output<typeof certificateSchema>;

const orNull = (at: number | null): string | null => (at === null ? null : beijing(at));
const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export function certificateView({ certificate, holdings, trace, people }: Composed, units: Units): CertificateView {
  const names: Names = {
    unit: (id) => units.get(id)?.name ?? id,
    person: (id) => people.get(id)?.name ?? id,
    holiday: holidayName,
  };
  const { number, version, stage, level, round, createdAt, closedAt, madeAt, clocks } = certificate;
  const proved = {
    ...{ number, version, stage, stageLabel: STAGES[stage], level, round },
    ...{ createdAt: beijing(createdAt), closedAt: orNull(closedAt), madeAt: beijing(madeAt) },
    traceable: trace.versions.length > 0 && trace.before === null && trace.after === null,
    clocks: clocks.map((proof) => proofView(proof, names, units)),
    holders: holdings.map(({ unit, from, to }) => ({
      ...{ from: beijing(from), to: orNull(to) },
      unit: unit === null ? null : unitView(units, unit),
    })),
  };
  return { ...proved, check: checkOf(proved) };
}

export const digestOf = (proved: object): string => createHash('sha256').update(canonicalJson(proved)).digest('hex');

const checkOf = (proved: Omit<CertificateView, 'check'>): CertificateView['check'] => ({
  algorithm: 'SHA-256',
  digest: digestOf(proved),
  how: `把接口 GET /api/v1/demands/${proved.number}/certificate 的回答存为 certificate.json，运行 jq -cjS 'del(.check)' certificate.json | sha256sum 应得同样的摘要；在服务器上运行 npm run certify -- ${proved.number} 与流程引擎的历史逐项核对。`,
});

function proofView(proof: ClockProof, names: Names, units: Units): CertificateView['clocks'][number] {
  const { id, name, round, level, scope, state, provisional, balance } = proof;
  return {
    ...{
      id,
      name,
      label: CLOCKS[name],
      round,
      level,
      levelLabel: LEVEL_WORDS[level],
      scope,
      state,
      provisional,
      balance,
    },
    ...{ startedAt: beijing(proof.startedAt), dueAt: orNull(proof.dueAt), endedAt: orNull(proof.endedAt) },
    ...{ budgetMs: proof.budget, extensionMs: proof.extension, countedMs: proof.counted, usedMs: proof.used },
    ...{ policyVersion: proof.policy.version, policyRow: proof.policy.row, calendarVersion: proof.calendar.version },
    because: sentencesOf(proof, names),
    days: proof.days.map((day) => dayView(day, names)),
    pauses: proof.pauses.map(({ from, to, lasts, reason, by }) => ({
      ...{ from: beijing(from), to: lasts ? null : beijing(to) },
      ...{ reason: reason ? PAUSE_WORDS[reason] : '', by: by === null ? null : names.person(by) },
    })),
    changes: proof.changes.map(({ at, cause, from, to }) => ({
      ...{ at: beijing(at), cause, from: beijing(from), to: beijing(to) },
    })),
    rungs: proof.rungs.map(({ percent, step, plannedAt, firedAt, lateBy }) => ({
      ...{ percent, step, label: STEP_WORDS[step], lateBySeconds: lateBy },
      ...{ plannedAt: orNull(plannedAt), firedAt: orNull(firedAt) },
    })),
    shares: proof.shares.map(({ unit, amount, isOwn }) => ({
      ...{ unit: unit === null ? null : unitView(units, unit), amountMs: amount, own: isOwn },
    })),
  };
}

function dayView(day: CountedDays, names: Names): CertificateView['clocks'][number]['days'][number] {
  const { first, last, kind, spans, amount, sum } = day;
  return {
    ...{ from: dateOf(first), to: dateOf(last), kind, label: DAY_KINDS[kind], holiday: holidayOf(day, names) },
    spans: spans.map(({ from, to }) => ({ from: beijing(from), to: beijing(to) })),
    ...{ amountMs: amount, sumMs: sum },
  };
}
