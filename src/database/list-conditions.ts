import type { Figure } from '../domain/figures';
import { Prisma } from './client';
import { figureCondition, figureOutcome, isOpen, type Moments } from './figures';

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
  figure?: { name: Figure; at: Moments };
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
  if (figure) all.push(figureCondition(figure.name, figure.at));
  return all;
}

/** A condition that looks into the state of `d`, where there is one: to be asked of as few as possible. */
export const stateCondition = ({ figure }: ListConditions): Prisma.Sql | null =>
  figure ? figureOutcome(figure.name, figure.at) : null;
