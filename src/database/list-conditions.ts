import type { Figure } from '../domain/figures';
import type { Milestone } from '../domain/milestone';
import { Prisma } from './client';
import { figureCondition, figureOutcome, isOpen, type Moments } from './figures';
import { isOfCampaign, MILESTONE_CONDITIONS } from './milestones';

/** What the list of demands is narrowed by besides its filters. Instants; those named `…Before` are not included. */
export interface ListConditions {
  open?: boolean;
  provisional?: boolean;
  createdFrom?: Date;
  createdBefore?: Date;
  closedFrom?: Date;
  closedBefore?: Date;
  dueBefore?: Date;
  ratings?: readonly number[];
  /** Sent to and fro: ruled, waiting for a ruling, or open and returned twice in this round. */
  returned?: boolean;
  campaign?: string;
  /** Of one import. */
  batch?: string;
  milestone?: Milestone;
  figure?: { name: Figure; at: Moments };
}

/** Only of the few open ones the state is looked into; rulings have an index of their own. */
const isSentToAndFro = Prisma.sql`(d.id IN (SELECT demand_id FROM demand_event WHERE type = 'ruled')
  OR CASE WHEN ${isOpen} THEN (d.state->>'returns')::int >= 2 ELSE FALSE END)`;

const isOfBatch = (batch: string): Prisma.Sql =>
  Prisma.sql`d.id IN (SELECT o.demand_id FROM demand_origin o WHERE o.batch_id = ${batch}::uuid)`;

/** Conditions on the columns of a demand `d`. */
export function listConditions(wanted: ListConditions): Prisma.Sql[] {
  const { open, provisional, createdFrom, createdBefore, closedFrom, closedBefore, dueBefore, ratings, figure } =
    wanted;
  const all: Prisma.Sql[] = [];
  if (open !== undefined) all.push(open ? isOpen : Prisma.sql`NOT ${isOpen}`);
  if (provisional !== undefined) all.push(Prisma.sql`d.provisional = ${provisional}`);
  if (createdFrom) all.push(Prisma.sql`d.created_at >= ${createdFrom}`);
  if (createdBefore) all.push(Prisma.sql`d.created_at < ${createdBefore}`);
  if (closedFrom) all.push(Prisma.sql`d.closed_at >= ${closedFrom}`);
  if (closedBefore) all.push(Prisma.sql`d.closed_at < ${closedBefore}`);
  if (dueBefore) all.push(Prisma.sql`d.next_due_at < ${dueBefore}`);
  if (ratings) all.push(Prisma.sql`d.rating = ANY(${[...ratings]}::int[])`);
  if (wanted.returned !== undefined) all.push(wanted.returned ? isSentToAndFro : Prisma.sql`NOT ${isSentToAndFro}`);
  if (wanted.campaign) all.push(isOfCampaign(wanted.campaign));
  if (wanted.batch) all.push(isOfBatch(wanted.batch));
  if (wanted.milestone) all.push(MILESTONE_CONDITIONS[wanted.milestone]);
  if (figure) all.push(figureCondition(figure.name, figure.at));
  return all;
}

/** A condition that looks into the state of `d`, where there is one: to be asked of as few as possible. */
export const stateCondition = ({ figure }: ListConditions): Prisma.Sql | null =>
  figure ? figureOutcome(figure.name, figure.at) : null;
