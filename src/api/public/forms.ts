import { z } from 'zod';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { KIND_LABELS, KINDS, SUBJECT_LABELS, SUBJECT_TYPES } from '../../domain/vocabulary';
import { liesUnder, type UnitRef } from '../../domain/organisation';
import type { Api } from '../app';
import { invalidInput, notFound } from '../errors';
import { placeOf } from '../demands/intake';
import { unitView } from '../demands/view';
import { unitSchema } from '../units';

/** By which ways a form is reached; the first is taken when a filing names none. */
export const PUBLIC_CHANNELS = ['网站', '扫码', '微信'] as const;

const choice = z.object({ value: z.string(), label: z.string() });
export const formSchema = z
  .object({
    code: z.string(),
    unit: unitSchema.meta({ description: '诉求所在地,也由它的党委收集' }),
    places: z.array(unitSchema).meta({ description: '可选的下级所在地' }),
    kinds: z.array(choice),
    subjectTypes: z.array(choice),
    channels: z.array(z.string()),
  })
  .meta({ id: 'PublicForm' });

export const codeSchema = z.string().min(1).max(64);

/** Where a filing says that it belongs: a place, or a form, or both. */
export interface NamedPlace {
  unit?: string;
  form?: string;
}

/** The place that was named, which must lie where the form belongs; or the place of the form itself. */
export async function placeNamed(directory: UnitDirectory, { unit, form }: NamedPlace): Promise<UnitRef> {
  const formUnit = form === undefined ? null : await unitOfForm(directory, form);
  const id = unit ?? formUnit?.id;
  if (id === undefined) throw invalidInput('/unit', '请选择诉求所在的园区或社区。');
  const place = placeOf(await directory.units([id]), id);
  if (formUnit && !liesUnder(place, formUnit.id))
    throw invalidInput('/unit', '所选地点不属于这张登记表的单位,请重新选择。');
  return place;
}

/** The unit whose form a code names: every unit that is open has one. */
export async function unitOfForm(directory: UnitDirectory, code: string): Promise<UnitRef> {
  const unit = (await directory.units()).get(code);
  if (!unit || unit.closed) throw notFound('这张登记表');
  return refOf(unit);
}

export function formRoutes(app: Api, directory: UnitDirectory): void {
  app.get(
    '/public/forms/:code',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '登记表:一个单位的公开登记入口',
        params: z.object({ code: codeSchema }),
        response: { 200: formSchema },
      },
    },
    async ({ params: { code } }) => {
      const { id } = await unitOfForm(directory, code);
      const units = await directory.units();
      const below = [...units.values()].filter((unit) => !unit.closed && unit.id !== id && unit.path.includes(id));
      return {
        code,
        unit: unitView(units, id),
        places: below
          .filter(({ kind }) => kind !== 'department' && kind !== 'team')
          .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
          .map((unit) => unitView(units, unit.id)),
        kinds: KINDS.map((value) => ({ value, label: KIND_LABELS[value] })),
        subjectTypes: SUBJECT_TYPES.map((value) => ({ value, label: SUBJECT_LABELS[value] })),
        channels: [...PUBLIC_CHANNELS],
      };
    },
  );
}
