import { z } from 'zod';
import type { Campaign } from '../database/campaigns';
import { CAMPAIGN_KINDS, campaignState } from '../domain/campaign';
import { MILESTONE_NAMES, type Milestone } from '../domain/milestone';
import { personSchema } from './demands/case';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { unitSchema } from './units';

export const campaignSchema = z
  .object({
    id: z.string(),
    code: z.string().meta({ description: '二维码里的编号，公众凭它打开登记页' }),
    kind: z.enum(CAMPAIGN_KINDS),
    name: z.string(),
    unit: unitSchema,
    host: z.string(),
    location: z.string(),
    channel: z.string(),
    form: z.string().nullable().meta({ description: '征集表的编号' }),
    startsAt: timeSchema,
    endsAt: timeSchema,
    closedAt: timeSchema.nullable(),
    createdBy: personSchema,
    state: z
      .enum(['not_begun', 'open', 'over'])
      .meta({ description: '工作人员现在能否登记：开始前 30 分钟起，到结束后 7 天' }),
  })
  .meta({ id: 'Campaign' });
export type CampaignView = z.output<typeof campaignSchema>;

const counts = Object.fromEntries(MILESTONE_NAMES.map((name) => [name, z.int()])) as Record<Milestone, z.ZodInt>;
export const campaignResultSchema = z
  .object({
    total: z.object(counts),
    byCategory: z.array(z.object({ category: z.string(), ...counts })),
  })
  .meta({ id: 'CampaignResult', description: '只计您可以查看的诉求' });

export const timesOf = ({ startsAt, endsAt, closedAt }: Campaign) => ({
  startsAt: startsAt.getTime(),
  endsAt: endsAt.getTime(),
  closedAt: closedAt && closedAt.getTime(),
});

export function campaignView(campaign: Campaign, units: Units): CampaignView {
  const { id, code, kind, name, host, location, channel, formCode, createdBy } = campaign;
  const times = timesOf(campaign);
  return {
    ...{ id, code, kind, name, host, location, channel, createdBy },
    unit: unitView(units, campaign.unitId),
    form: formCode,
    startsAt: beijing(times.startsAt),
    endsAt: beijing(times.endsAt),
    closedAt: times.closedAt === null ? null : beijing(times.closedAt),
    state: campaignState(times, Date.now(), true),
  };
}
