import { z } from 'zod';
import { changedDays, type CalendarYear } from '../domain/calendar';
import { parseHolidayNotice } from '../domain/holiday-notice';
import { dayRuleSchema, daysSchema } from './calendar-schema';
import { text } from './text';

export const noticeSchema = z
  .strictObject({ text: text(300_000).meta({ description: '通知全文，或刊登它的网页的 HTML' }) })
  .meta({ id: 'HolidayNoticeText' });

export const readNoticeSchema = z
  .object({
    year: z.int().nullable().meta({ description: '通知说的是哪一年' }),
    source: z.string().nullable().meta({ description: '标题和文号' }),
    items: z.array(
      z.object({
        name: z.string(),
        off: z.array(z.string()).meta({ description: '放假的日子' }),
        work: z.array(z.string()).meta({ description: '上班的日子' }),
        problems: z.array(z.string()).meta({ description: '不为空时这一条没有采用' }),
      }),
    ),
    days: daysSchema,
    problems: z.array(z.string()).meta({ description: '发布前须由人核对' }),
    notes: z.array(z.string()),
    publishedVersion: z.int().meta({ description: '现行版本；0 为尚未发布' }),
    changes: z
      .array(z.object({ day: z.string(), from: dayRuleSchema.nullable(), to: dayRuleSchema.nullable() }))
      .meta({ description: '与现行版本不同的日子；null 为按周一至周五' }),
  })
  .meta({ id: 'HolidayNotice' });

/** What a notice says of that year, beside what is published. */
export function noticeView(
  year: number,
  given: string,
  held: CalendarYear | undefined,
): z.output<typeof readNoticeSchema> {
  const notice = parseHolidayNotice(given, year);
  return { ...notice, publishedVersion: held?.version ?? 0, changes: changedDays(held?.days ?? {}, notice.days) };
}
