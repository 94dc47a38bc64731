import { z } from 'zod';
import { unknownChannels } from '../database/channels';
import { createForm, publishForm, setFormRetired } from '../database/form-changes';
import { readForms, readFormVersions, type StoredForm } from '../database/forms';
import type { Database } from '../database/client';
import { createUnitDirectory } from '../database/unit-directory';
import { isUniqueViolation } from '../database/violations';
import type { FormData } from '../domain/form';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { requireAdministered } from './covered-units';
import { keyHeader, placeOf } from './demands/intake';
import { beijing, unitView, type Units } from './demands/view';
import { invalidInput, notFound, Problem } from './errors';
import { flag } from './flag';
import { collectionFormSchema, newFormSchema, nextFormSchema } from './form-schema';
import { once } from './once';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { requestKey } from './request-key';

const tags = ['收集'];
const codeParams = z.object({ code: z.string().max(64) });

export async function collectionFormRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  app.get(
    '/forms',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '征集表：本单位、上级和下级的，各取现行版本',
        querystring: z.object({
          ...pageQuery,
          unit: z.string().max(64).optional().meta({ description: '只列在这个单位可以使用的' }),
          retired: flag.optional().meta({ description: '也列出已停用的' }),
        }),
        response: { 200: listOf(collectionFormSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, unit, retired = false } }) => {
      const after = decodeCursor(cursor, z.string());
      const search = { units: actor.units, usedIn: unit, withRetired: retired, after, limit };
      const page = pageOf(await readForms(database, search), limit, ({ code }) => code);
      const units = await directory.units(page.items.map(({ unitId }) => unitId));
      return { ...page, items: page.items.map((form) => formView(form, units)) };
    },
  );

  app.get(
    '/forms/:code',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '一张征集表：现行版本，或指定的版本',
        params: codeParams,
        querystring: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_646).optional() }),
        response: { 200: collectionFormSchema },
      },
    },
    async ({ actor, params, query: { version } }) =>
      formView(await seenForm(database, actor, params.code, version), await directory.units()),
  );

  app.get(
    '/forms/:code/versions',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '征集表的各个版本，最新的在前',
        params: codeParams,
        querystring: z.object(pageQuery),
        response: { 200: listOf(collectionFormSchema) },
      },
    },
    async ({ actor, params: { code }, query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.int());
      const rows = await readFormVersions(database, code, { units: actor.units, before, limit: limit + 1 });
      if (rows.length === 0 && before === undefined) throw noForm();
      const page = pageOf(rows, limit, ({ version }) => version);
      const units = await directory.units();
      return { ...page, items: page.items.map((form) => formView(form, units)) };
    },
  );

  app.post(
    '/forms',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '新建征集表（单位或其上级的管理员）',
        headers: keyHeader,
        body: newFormSchema,
        response: { 201: collectionFormSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const { code, unit, ...data } = body;
      placeOf(await directory.units([unit]), unit);
      await requireAdministered(database, actor, unit);
      await requireChannels(database, data);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nform`, given, body) : null;
      await once<{ code: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          await createForm(sql, unit, { code, data, by: actor.user });
          await remember(sql, { code });
          return { code };
        }),
      ).catch(codeTaken);
      void reply.code(201).header('location', `/api/v1/forms/${code}`);
      return formView(await seenForm(database, actor, code), await directory.units([unit]));
    },
  );

  app.put(
    '/forms/:code',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '发布征集表的下一个版本；已登记的诉求保留原版本',
        params: codeParams,
        body: nextFormSchema,
        response: { 200: collectionFormSchema },
      },
    },
    async ({ actor, params: { code }, body: { version, ...data } }) => {
      const form = await administeredForm(database, actor, code);
      if (form.isRetired) throw new Problem('form_retired', '这张征集表已停用，请先重新启用再修改。');
      await requireChannels(database, data);
      if (!(await publishForm(database, { code, version, data, by: actor.user })))
        throw new Problem('version_conflict', '其间已有人发布了新版本，请以现行版本为准重新修改。');
      return formView(await seenForm(database, actor, code), await directory.units());
    },
  );

  app.put(
    '/forms/:code/retired',
    {
      config: { access: ['administrator'] },
      schema: {
        tags,
        summary: '停用或重新启用征集表',
        params: codeParams,
        body: z.strictObject({ retired: z.boolean() }).meta({ id: 'FormRetirement' }),
        response: { 200: collectionFormSchema },
      },
    },
    async ({ actor, params: { code }, body: { retired } }) => {
      await administeredForm(database, actor, code);
      await setFormRetired(database, code, retired, actor.user);
      return formView(await seenForm(database, actor, code), await directory.units());
    },
  );
}

const noForm = (): Problem => notFound('这张征集表');

async function seenForm(database: Database, { units }: SignedIn, code: string, version?: number): Promise<StoredForm> {
  const before = version === undefined ? undefined : version + 1;
  const [form] = await readFormVersions(database, code, { units, before, limit: 1 });
  if (!form || (version !== undefined && form.version !== version)) throw noForm();
  return form;
}

async function administeredForm(database: Database, actor: SignedIn, code: string): Promise<StoredForm> {
  const form = await seenForm(database, actor, code);
  await requireAdministered(database, actor, form.unitId);
  return form;
}

async function requireChannels(database: Database, { channels }: FormData): Promise<void> {
  const unknown = await unknownChannels(database, channels);
  if (unknown.length > 0) throw invalidInput('/channels', `没有渠道“${unknown.join('、')}”，请从渠道列表中选择。`);
}

function codeTaken(error: unknown): never {
  if (isUniqueViolation(error)) throw new Problem('form_exists', '这个征集表编号已被使用，请换一个。');
  throw error;
}

export function formView(form: StoredForm, units: Units): z.output<typeof collectionFormSchema> {
  const { code, version, data, unitId, isRetired, publishedAt, publishedBy } = form;
  const unit = unitView(units, unitId);
  return { ...data, code, unit, version, retired: isRetired, publishedAt: beijing(publishedAt.getTime()), publishedBy };
}
