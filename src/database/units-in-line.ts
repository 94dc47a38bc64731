import { Prisma } from './client';

/** The condition on a unit `n` that it is one of these units, or stands above or below one: never a sibling. */
export const isInLine = (units: readonly string[]): Prisma.Sql => Prisma.sql`(n.path && ${[...units]}::text[]
  OR n.id IN (SELECT unnest(own.path) FROM unit own WHERE own.id = ANY(${[...units]}::text[])))`;
