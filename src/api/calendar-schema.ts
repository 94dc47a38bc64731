import { z } from 'zod';
import { calendarOf, type CalendarYear } from '../domain/calendar';
import type { FieldError } from './errors';
import { text } from './text';

const minuteOfDay = z.int().min(0).max(1440);
export const dayRuleSchema = z
  .union([
    z.enum(['off', 'work']),
    z
      .array(z.tuple([minuteOfDay, minuteOfDay]))
      .min(1)
      .max(6),
  ])
  .meta({ description: 'off 休息，work 上班，或当日的工作时段（距零点的分钟数）' });
export const daysSchema = z
  .record(z.string().regex(/^\d{2}-\d{2}$/, '日期写作 MM-DD'), dayRuleSchema)
  .refine((days) => Object.keys(days).length <= 366, '日期过多')
  .meta({ description: '与周一至周五上班不同的日子，键为 MM-DD' });
export const newYearSchema = z
  .strictObject({
    source: text(500),
    days: daysSchema,
    version: z.int().min(0).optional().meta({ description: '修改时依据的版本（0 为尚未发布）；其间有人发布过则拒绝' }),
  })
  .meta({ id: 'NewCalendarYear' });

/** The domain knows which days exist and which hours make sense; each is asked about alone, to name the wrong ones. */
export function impossibleDays({ days, ...year }: CalendarYear, under: string): FieldError[] {
  return Object.entries(days)
    .filter(([day, rule]) => !isPossible({ ...year, days: { [day]: rule } }))
    .map(([day]) => ({
      path: `${under}/${day}`,
      message: `${year.year} 年没有 ${day} 这一天，或当日时段不是从早到晚、互不重叠`,
    }));
}

function isPossible(year: CalendarYear): boolean {
  try {
    calendarOf([year]);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
