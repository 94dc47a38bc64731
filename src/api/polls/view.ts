import { z } from 'zod';
import type { PollRow, StaffPollRow } from '../../database/polls';
import { ELECTORATES, type Electorate } from '../../domain/vocabulary';
import { personSchema } from '../demands/case';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

const electorateSchema = z.enum(Object.keys(ELECTORATES) as [Electorate, ...Electorate[]]);
const resultSchema = z
  .array(z.object({ option: z.string(), votes: z.int() }))
  .nullable()
  .meta({ description: '各选项得票，按选项原来的次序；截止前为空' });
const common = {
  question: z.string(),
  options: z.array(z.string()),
  electorate: electorateSchema.meta({ description: 'ballots：一人一票链接；open：开放投票，不核对身份' }),
  closesAt: timeSchema,
  closedAt: timeSchema.nullable(),
  closedEarly: z.string().nullable().meta({ description: '提前结束的理由；空为按时结束或尚未结束' }),
  result: resultSchema,
};

export const pollSchema = z
  .object({
    id: z.string(),
    demand: z.object({ number: z.string(), title: z.string() }),
    unit: unitSchema.meta({ description: '发起单位' }),
    by: personSchema,
    createdAt: timeSchema,
    ...common,
    waits: z.boolean().meta({ description: '诉求等结果出来再继续办理' }),
    ballots: z.int().meta({ description: '发出的票数；开放投票为已领取的' }),
    votes: z.int().meta({ description: '已投的票数' }),
    isOrganiser: z.boolean().meta({ description: '您可以取投票链接、提前结束' }),
  })
  .meta({ id: 'Poll' });
export type PollView = z.output<typeof pollSchema>;

/** What voters and reporters see: before the end nothing of how it goes. */
export const publicPollSchema = z
  .object({
    ...common,
    unit: z.string().meta({ description: '发起单位的名称' }),
    ballots: z.int().nullable().meta({ description: '发出的票数；截止前为空' }),
    votes: z.int().nullable().meta({ description: '已投的票数；截止前为空' }),
  })
  .meta({ id: 'PublicPoll' });
export type PublicPollView = z.output<typeof publicPollSchema>;

const commonView = (row: PollRow) => ({
  ...{ question: row.question, options: row.options, electorate: row.electorate },
  closesAt: beijing(row.closes_at.getTime()),
  closedAt: row.closed_at && beijing(row.closed_at.getTime()),
  closedEarly: row.reason ?? (row.result?.isEnded ? '诉求已撤回或不予受理，票选随之结束。' : null),
  result: row.result && row.options.map((option, i) => ({ option, votes: row.result!.counts[i] ?? 0 })),
});

export const pollView = (row: StaffPollRow, units: Units, isOrganiser: boolean): PollView => ({
  ...commonView(row),
  ...{ id: row.id, waits: row.waits, ballots: row.ballots, votes: row.votes, isOrganiser },
  demand: { number: row.number, title: row.title },
  unit: unitView(units, row.unit_id),
  by: { username: row.username, name: row.user_name },
  createdAt: beijing(row.created_at.getTime()),
});

export function publicPollView(row: PollRow, units: Units): PublicPollView {
  const isOver = row.result !== null;
  return {
    ...commonView(row),
    unit: unitView(units, row.unit_id).name,
    ballots: isOver ? row.ballots : null,
    votes: isOver ? row.votes : null,
  };
}
