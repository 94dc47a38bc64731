import { z } from 'zod';

/** A moment, or a day, which stands for its beginning in Beijing. */
export const instant = z.iso.datetime({ offset: true }).or(z.iso.date());

export const instantOf = (when: string): Date => new Date(when.length === 10 ? `${when}T00:00:00+08:00` : when);
