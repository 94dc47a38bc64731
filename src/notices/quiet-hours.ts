import { Prisma } from '../database/client';

/** Of the newest policy: what belongs to no demand rings by it, and so does what is tried again. */
export const newestQuietHours = Prisma.sql`SELECT data->'quietHours' AS quiet FROM policy ORDER BY version DESC LIMIT 1`;
