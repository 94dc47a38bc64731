import type { Figure } from '../domain/figures';
import { LEVELS_ABOVE } from '../domain/organisation';
import type { Milestone } from '../domain/milestone';
import type { Level } from '../domain/vocabulary';
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
  /** Gone up from one of these units, or one under it: an upper level dispatches it now. */
  movedUp?: { from: readonly { id: string; level: Level }[]; wanted: boolean };
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

/** Who held it stays in its state, as past or co-handling; what the upper level has sent down again is a unit's own work. */
function hasMovedUp(from: readonly { id: string; level: Level }[]): Prisma.Sql {
  const ways = from.map(({ id, level }) => {
    const under = Prisma.sql`${JSON.stringify([{ path: [id] }])}::jsonb`;
    return Prisma.sql`d.level = ANY(${[...LEVELS_ABOVE[level]]}::text[])
      AND (d.state->'past' @> ${under} OR d.state->'co' @> ${under})
      AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = d.lead_unit_id AND u.path @> ${[id]}::text[])`;
  });
  return ways.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(ways, ' OR ')})`;
}

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
  if (wanted.movedUp) {
    const condition = hasMovedUp(wanted.movedUp.from);
    all.push(wanted.movedUp.wanted ? condition : Prisma.sql`NOT ${condition}`);
  }
  if (wanted.campaign) all.push(isOfCampaign(wanted.campaign));
  if (wanted.batch) all.push(isOfBatch(wanted.batch));
  if (wanted.milestone) all.push(MILESTONE_CONDITIONS[wanted.milestone]);
  if (figure) all.push(figureCondition(figure.name, figure.at));
  if (figure?.counted) all.push(Prisma.sql`d.id = ANY(${[...figure.counted]}::uuid[])`);
  if (wanted.channel) all.push(Prisma.sql`d.channel = ${wanted.channel}`);
  if (wanted.place) all.push(isPlacedAt(wanted.place));
  return all;
}
