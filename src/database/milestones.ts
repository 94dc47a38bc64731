import type { Milestone } from '../domain/milestone';
import { defaultFigureSet } from '../domain/figure-set';
import { BARELY_SATISFIED } from '../domain/rates';
import { Prisma } from './client';

const RESOLVING = Object.entries({ ...defaultFigureSet.resolving, improvement: ['resolved'] }).flatMap(
  ([kind, results]) => results.map((result) => `${kind} ${result}`),
);

/** Conditions on a demand `d`. Solved is what was replied as solved and not called wrong since. */
export const MILESTONE_CONDITIONS: Record<Milestone, Prisma.Sql> = {
  asked: Prisma.sql`TRUE`,
  dispatched: Prisma.sql`d.lead_unit_id IS NOT NULL`,
  solved: Prisma.sql`(d.stage IN ('rating', 'closed') AND d.kind || ' ' || d.result = ANY(${RESOLVING}::text[]))`,
  rated: Prisma.sql`d.rating IS NOT NULL`,
  satisfied: Prisma.sql`COALESCE(d.rating >= ${BARELY_SATISFIED}, FALSE)`,
};

/** A letter that was split is there by its parts. */
export const isOfCampaign = (campaign: string): Prisma.Sql =>
  Prisma.sql`(d.id IN (SELECT o.demand_id FROM demand_origin o WHERE o.campaign_id = ${campaign}::uuid)
    AND jsonb_array_length(d.state->'parts') = 0)`;
