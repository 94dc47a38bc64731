import type { Figure } from '../domain/figures';
import type { Milestone } from '../domain/milestone';
import { Prisma } from './client';
import { figureCondition, isOpen, type Moments } from './figures';
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
  /** `counted`: the demands that it counts, where their columns do not tell. */
  figure?: { name: Figure; at: Moments; counted?: readonly string[] };
  channel?: string;
  /** Filed for this unit or for one under it; with `=` for itself alone, with `!` for none of them. */
  place?: string;
}

/** Only of the few open ones the state is looked into; rulings have an index of their own. */
const isSentToAndFro = Prisma.sql`(d.id IN (SELECT demand_id FROM demand_event WHERE type = 'ruled')
  OR CASE WHEN ${isOpen} THEN (d.state->>'returns')::int >= 2 ELSE FALSE END)`;

const isOfBatch = (batch: string): Prisma.Sql =>
  Prisma.sql`d.id IN (SELECT o.demand_id FROM demand_origin o WHERE o.batch_id = ${batch}::uuid)`;

function isPlacedAt(place: string): Prisma.Sql {
  if (place.startsWith('=')) return Prisma.sql`d.unit_id = ${place.slice(1)}`;
  const id = place.replace(/^!/, '');
  const inside = Prisma.sql`d.unit_id IN (SELECT u.id FROM unit u WHERE u.path @> ${[id]}::text[])`;
  return place.startsWith('!') ? Prisma.sql`NOT ${inside}` : inside;
}

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
  if (figure?.counted) all.push(Prisma.sql`d.id = ANY(${[...figure.counted]}::uuid[])`);
  if (wanted.channel) all.push(Prisma.sql`d.channel = ${wanted.channel}`);
  if (wanted.place) all.push(isPlacedAt(wanted.place));
  return all;
}
