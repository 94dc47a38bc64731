import { z } from 'zod';
import {
  changeTemplate,
  insertTemplate,
  readTemplate,
  readTemplates,
  setTemplateRetired,
  type StoredTemplate,
} from '../../database/reply-templates';
import { createUnitDirectory } from '../../database/unit-directory';
import { KINDS, RESULTS } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { requireAdministered } from '../covered-units';
import { keyHeader } from '../demands/intake';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { invalidInput, notFound, Problem } from '../errors';
import { flag } from '../flag';
import { moment } from '../instant';
import { once } from '../once';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requestKey } from '../request-key';
import { text } from '../text';
import { unitSchema } from '../units';
import { isUuid } from '../uploads';

const textsSchema = z
  .strictObject({
    found: text(5000).optional(),
    done: text(5000).optional(),
    basis: text(5000).optional(),
    contact: text(200).optional(),
    text: text(5000).optional(),
  })
  .refine((texts) => Object.values(texts).some(Boolean), '至少写一项');
const scopeFields = {
  kind: z.enum(KINDS).nullable().default(null).meta({ description: '空为各类诉求' }),
  category: text(50).nullable().default(null).meta({ description: '空为各类别' }),
  result: z.enum(RESULTS).nullable().default(null).meta({ description: '空为各种办理结果' }),
};
const templateFields = { unit: z.string().min(1).max(64), name: text(50), ...scopeFields, texts: textsSchema };
export const newReplyTemplateSchema = z.strictObject(templateFields).meta({ id: 'NewReplyTemplate' });
const templateChangeSchema = z
  .strictObject({
    ...templateFields,
    updatedAt: moment.meta({ description: '修改的是哪时的内容' }),
  })
  .meta({ id: 'ReplyTemplateChange' });

export const replyTemplateSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    name: z.string(),
    kind: z.enum(KINDS).nullable(),
    category: z.string().nullable(),
    result: z.enum(RESULTS).nullable(),
    texts: textsSchema.meta({ description: '要填的空写成【……】' }),
    retired: z.boolean(),
    updatedAt: timeSchema,
    updatedBy: z.string().nullable().meta({ description: '空为随系统提供的示例' }),
  })
  .meta({ id: 'ReplyTemplate' });

export const templateView = (template: StoredTemplate, units: Units): z.output<typeof replyTemplateSchema> => {
  const { id, unitId, name, kind, category, result, texts, isRetired, updatedAt, updatedBy } = template;
  return {
    ...{ id, name, kind, category, result, texts, retired: isRetired, updatedBy },
    unit: unitView(units, unitId),
    updatedAt: beijing(updatedAt.getTime()),
  };
};

const tags = ['反馈'];
const idParams = z.object({ id: z.string().max(64) });

export async function replyTemplateRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const find = async (actor: SignedIn, id: string): Promise<StoredTemplate> => {
    const template = isUuid(id) ? await readTemplate(database, actor.units, id) : null;
    if (!template) throw notFound('这个反馈模板');
    return template;
  };
  const requireOpen = async (unit: string): Promise<void> => {
    const found = (await directory.units([unit])).get(unit);
    if (!found || found.closed) throw invalidInput('/unit', '没有这个单位，或单位已撤销，请从单位列表中选择。');
  };
  const show = async (actor: SignedIn, id: string) => templateView(await find(actor, id), await directory.units());

  app.get(
    '/reply-templates',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '反馈模板：本单位、上级和下级的',
        querystring: z.object({ ...pageQuery, retired: flag.optional().meta({ description: '也列出已停用的' }) }),
        response: { 200: listOf(replyTemplateSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, retired = false } }) => {
      const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]));
      const rows = await readTemplates(database, { units: actor.units, withRetired: retired, after, limit });
      const units = await directory.units();
      const page = pageOf(rows, limit, ({ name, id }) => [name, id]);
      return { ...page, items: page.items.map((template) => templateView(template, units)) };
    },
  );

  app.post(
    '/reply-templates',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '新增反馈模板（单位或其上级的管理员）；本单位和下级都能用',
        headers: keyHeader,
        body: newReplyTemplateSchema,
        response: { 201: replyTemplateSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      await requireOpen(body.unit);
      await requireAdministered(database, actor, body.unit);
      const { unit: unitId, ...fields } = body;
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nreply-template`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: await insertTemplate(sql, { ...fields, unitId }, actor.user) };
          await remember(sql, made);
          return made;
        }),
      );
      return reply
        .code(201)
        .header('location', `/api/v1/reply-templates/${id}`)
        .send(await show(actor, id));
    },
  );

  app.put(
    '/reply-templates/:id',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '修改反馈模板；换单位须同时管理两个单位',
        params: idParams,
        body: templateChangeSchema,
        response: { 200: replyTemplateSchema },
      },
    },
    async ({ actor, params: { id }, body: { unit: unitId, updatedAt, ...fields } }) => {
      const template = await find(actor, id);
      await requireAdministered(database, actor, template.unitId);
      if (unitId !== template.unitId) {
        await requireOpen(unitId);
        await requireAdministered(database, actor, unitId);
      }
      const change = { ...fields, unitId, basedOn: new Date(updatedAt) };
      if (!(await changeTemplate(database, id, change, actor.user)))
        throw new Problem('version_conflict', '其间已有人改过这个模板，请刷新后以现在的内容为准重新修改。');
      return show(actor, id);
    },
  );

  app.post(
    '/reply-templates/:id/retire',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '停用或恢复反馈模板；用它写过的反馈不变',
        params: idParams,
        body: z.strictObject({ retired: z.boolean().default(true) }).meta({ id: 'RetireReplyTemplate' }),
        response: { 200: replyTemplateSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const template = await find(actor, id);
      await requireAdministered(database, actor, template.unitId);
      await setTemplateRetired(database, template, body.retired, actor.user);
      return show(actor, id);
    },
  );
}
