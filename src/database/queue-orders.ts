import { Prisma } from './client';

/** `due`: the nearest due time first, what has none last. `newest`: what came last first. */
export const QUEUE_SORTS = ['due', 'newest'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

/** Of the last item seen: its due time (in the order `newest`, since when it waits), its demand and its key. */
export type QueueCursor = [string | null, string, string];

/** How one kind of work names what it is sorted by; `tie` is its demand and key, which break ties. */
export interface SortColumns {
  due: Prisma.Sql;
  since: Prisma.Sql;
  tie: Prisma.Sql;
}

/** Each order of a queue, and what comes after a cursor in it. */
export const ORDERS: Record<
  QueueSort,
  { by: Prisma.Sql; beyond: (cursor: QueueCursor, columns: SortColumns) => Prisma.Sql }
> = {
  due: {
    by: Prisma.sql`due_at, demand_id, key`,
    beyond: ([at, id, last], { due, tie }) => {
      const after = Prisma.sql`(${tie}) > (${id}::uuid, ${last})`;
      if (at === null) return Prisma.sql`${due} IS NULL AND ${after}`;
      return Prisma.sql`(${due} > ${at}::timestamptz OR ${due} = ${at}::timestamptz AND ${after} OR ${due} IS NULL)`;
    },
  },
  newest: {
    by: Prisma.sql`since DESC, demand_id DESC, key DESC`,
    beyond: ([at, id, last], { since, tie }) =>
      Prisma.sql`(${since}, ${tie}) < (${at}::timestamptz, ${id}::uuid, ${last})`,
  },
};
