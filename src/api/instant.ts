import { z } from 'zod';
import { isInstant } from '../domain/local-time';

export const instantOf = (when: string): Date => new Date(when.length === 10 ? `${when}T00:00:00+08:00` : when);

/** Times outside of it cannot be shown and reckoned with: one such row would break every list that it is in. */
const inRange = [(when: string) => isInstant(instantOf(when).getTime()), '时间须在 2000 年至 2199 年之间'] as const;

/** A moment. */
export const moment = z.iso.datetime({ offset: true, abort: true }).refine(...inRange);

/** A moment, or a day, which stands for its beginning in Beijing. */
export const instant = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .refine(...inRange);
