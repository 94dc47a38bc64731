import type { Milestone } from '../domain/milestone';
import { BARELY_SATISFIED, RESOLVING_RESULTS } from '../domain/rates';
import { Prisma } from './client';

/** Conditions on a demand `d`. Solved is what was replied as solved and not called wrong since. */
export const MILESTONE_CONDITIONS: Record<Milestone, Prisma.Sql> = {
  asked: Prisma.sql`TRUE`,
  dispatched: Prisma.sql`d.lead_unit_id IS NOT NULL`,
  solved: Prisma.sql`(d.stage IN ('rating', 'closed') AND d.result = ANY(${[...RESOLVING_RESULTS]}::text[]))`,
  rated: Prisma.sql`d.rating IS NOT NULL`,
  satisfied: Prisma.sql`COALESCE(d.rating >= ${BARELY_SATISFIED}, FALSE)`,
};

export const isOfCampaign = (campaign: string): Prisma.Sql =>
  Prisma.sql`d.id IN (SELECT o.demand_id FROM demand_origin o WHERE o.campaign_id = ${campaign}::uuid)`;
