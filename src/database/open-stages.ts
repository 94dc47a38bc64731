import { OPEN_STAGES } from '../domain/vocabulary';
import { Prisma } from './client';

/** Of a demand `d`. */
export const isOpen = Prisma.sql`d.stage = ANY(${[...OPEN_STAGES]}::text[])`;
