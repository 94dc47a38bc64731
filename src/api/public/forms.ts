import { z } from 'zod';
import { readCampaignByCode, type Campaign } from '../../database/campaigns';
import type { Database } from '../../database/client';
import { readForm, type PublishedForm } from '../../database/forms';
import { refOf, type DirectoryUnit, type UnitDirectory } from '../../database/unit-directory';
import { KIND_LABELS, FILED_KINDS, SUBJECT_LABELS, SUBJECT_TYPES } from '../../domain/vocabulary';
import { liesUnder, type UnitRef } from '../../domain/organisation';
import type { Api } from '../app';
import { formOf, requireOpen } from '../demands/collected';
import { placeOf } from '../demands/intake';
import { unitView, type Units } from '../demands/view';
import { invalidInput, notFound } from '../errors';
import { formDataSchema } from '../form-schema';
import { unitSchema } from '../units';
import { publicChannels } from './channels';

const choice = z.object({ value: z.string(), label: z.string() });
export const formSchema = z
  .object({
    code: z.string(),
    unit: unitSchema.meta({ description: '诉求所在地，也由它的党委收集' }),
    places: z.array(unitSchema).meta({ description: '可选的下级所在地' }),
    kinds: z.array(choice),
    subjectTypes: z.array(choice),
    channels: z.array(z.string()).meta({ description: '可选的渠道；提交时不填为第一个' }),
    categories: z.array(z.string()).meta({ description: '可选的类别；空为不问' }),
    form: formDataSchema
      .pick({ title: true, intro: true, fields: true, asksContact: true })
      .extend({ code: z.string(), version: z.int() })
      .nullable()
      .meta({ description: '征集表自己的栏目；空为通用登记表' }),
    campaign: z.object({ name: z.string(), location: z.string() }).nullable().meta({ description: '在哪场活动收集' }),
  })
  .meta({ id: 'PublicForm' });

export const codeSchema = z.string().min(1).max(120);
const CAMPAIGN_CODE = /^[0-9A-Z]{8}$/i;

/** What a public code leads to: the page of a unit, one of its forms, or a campaign. */
export interface PublicEntry {
  unit: UnitRef;
  form: PublishedForm | null;
  campaign: Campaign | null;
}

/**
 * Every unit that is open has a page under its id; `<unit>~<form>` is a form there, a form's own code that form in its own
 * unit, and the code of a campaign is the campaign while it is on.
 */
export async function publicEntry(database: Database, directory: UnitDirectory, code: string): Promise<PublicEntry> {
  const units = await directory.units();
  const open = (id: string): DirectoryUnit | undefined => (units.get(id)?.closed === false ? units.get(id) : undefined);
  const unit = open(code);
  if (unit) return { unit: refOf(unit), form: null, campaign: null };
  const campaign = CAMPAIGN_CODE.test(code) ? await readCampaignByCode(database, code.toUpperCase()) : null;
  if (campaign) {
    requireOpen(campaign, false);
    return { unit: placeOf(units, campaign.unitId), form: await formOf(database, campaign), campaign };
  }
  const [place, formCode] = code.includes('~') ? (code.split('~', 2) as [string, string]) : [null, code];
  const form = await readForm(database, formCode);
  const at = form && open(place ?? form.unitId);
  if (!at || !liesUnder(refOf(at), form.unitId)) throw notFound('这张登记表');
  return { unit: refOf(at), form, campaign: null };
}

/** Where a filing says that it belongs: a place, or a form, or both. */
export interface NamedPlace {
  unit?: string;
  form?: string;
}

export async function placeNamed(database: Database, directory: UnitDirectory, named: NamedPlace): Promise<UnitRef> {
  const entry = named.form === undefined ? null : await publicEntry(database, directory, named.form);
  return placeWithin(directory, named.unit, entry);
}

/** The place that was named, which must lie where the form belongs; or the place of the form itself. */
export async function placeWithin(
  directory: UnitDirectory,
  unit: string | undefined,
  entry: PublicEntry | null,
): Promise<UnitRef> {
  const id = unit ?? entry?.unit.id;
  if (id === undefined) throw invalidInput('/unit', '请选择诉求所在的园区或社区。');
  const place = placeOf(await directory.units([id]), id);
  if (entry && !liesUnder(place, entry.unit.id))
    throw invalidInput('/unit', '所选地点不属于这张登记表的单位，请重新选择。');
  return place;
}

export function formRoutes(app: Api, database: Database, directory: UnitDirectory): void {
  app.get(
    '/public/forms/:code',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '登记表：一个单位的公开登记入口，或它的一张征集表（单位~征集表），或一场活动',
        params: z.object({ code: codeSchema }),
        response: { 200: formSchema },
      },
    },
    async ({ params: { code } }) => {
      const entry = await publicEntry(database, directory, code);
      const channels = entry.campaign ? [entry.campaign.channel] : await publicChannels(database, entry.form);
      return { ...entryView(code, entry, await directory.units()), channels };
    },
  );
}

function entryView(
  code: string,
  { unit, form, campaign }: PublicEntry,
  units: Units,
): Omit<z.output<typeof formSchema>, 'channels'> {
  const { kinds, subjectTypes, categories } = form?.data ?? {
    kinds: FILED_KINDS,
    subjectTypes: SUBJECT_TYPES,
    categories: [],
  };
  return {
    code,
    unit: unitView(units, unit.id),
    places: placesBelow(units, unit.id),
    kinds: kinds.map((value) => ({ value, label: KIND_LABELS[value] })),
    subjectTypes: subjectTypes.map((value) => ({ value, label: SUBJECT_LABELS[value] })),
    categories: [...categories],
    form: form && { ...form.data, code: form.code, version: form.version },
    campaign: campaign && { name: campaign.name, location: campaign.location },
  };
}

/** In the order of the tree. */
function placesBelow(units: Units, id: string): z.output<typeof unitSchema>[] {
  return [...units.values()]
    .filter((unit) => !unit.closed && unit.id !== id && unit.path.includes(id))
    .filter(({ kind }) => kind !== 'department' && kind !== 'team')
    .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
    .map((unit) => unitView(units, unit.id));
}
