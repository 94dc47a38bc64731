import { z } from 'zod';
import type { RecordedOrigin } from '../../database/origin';
import { answerText } from '../../domain/form';

const labelled = z.object({ id: z.string(), name: z.string() }).nullable();
export const originSchema = z
  .object({
    form: z.object({ code: z.string(), title: z.string(), version: z.int() }).nullable(),
    answers: z.array(z.object({ label: z.string(), value: z.string() })).meta({ description: '征集表各栏目的内容' }),
    campaign: labelled.meta({ description: '在哪场活动收集' }),
    visit: labelled.meta({ description: '在哪次走访收集，名称为企业' }),
    inspection: labelled.meta({ description: '由哪次楼宇排查发现' }),
    batch: labelled.meta({ description: '由哪次批量导入，名称为文件' }),
  })
  .meta({ id: 'Origin' });

export const NO_ORIGIN_VIEW: z.output<typeof originSchema> = {
  ...{ form: null, answers: [], campaign: null, visit: null, inspection: null, batch: null },
};

/** Answers in the order of the form that they were given on. */
export function originView(origin: RecordedOrigin | null): z.output<typeof originSchema> {
  if (!origin) return NO_ORIGIN_VIEW;
  const { form, answers, ...occasions } = origin;
  const asked = form?.fields.filter(({ name }) => answers !== null && Object.hasOwn(answers, name)) ?? [];
  return {
    ...occasions,
    form: form && { code: form.code, title: form.title, version: form.version },
    answers: asked.map(({ name, label }) => ({ label, value: answerText(answers![name]) })),
  };
}
