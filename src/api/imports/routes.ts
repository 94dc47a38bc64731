import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import { deleteBatch, readBatches, readRows } from '../../database/imports';
import { createUnitDirectory } from '../../database/unit-directory';
import { IMPORT_LIMITS } from '../../domain/batch-import';
import { contentDisposition } from '../../storage/file-names';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { Problem } from '../errors';
import { importForm } from '../openapi/form-bodies';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { acceptUploads, fileSchema } from '../uploads';
import { checkBatch, mappingSchema, requireNotStarted } from './check';
import { mayRead, ownBatch, readDetail, seenBatch } from './detail';
import { wrongRowsCsv } from './report';
import { rowView } from './rows';
import { runBatch } from './run';
import { templateRoute } from './template';
import { createUploadGate, receiveForm, takeFile } from './upload';
import {
  importDetailSchema,
  importRowSchema,
  importSchema,
  importStateSchema,
  importView,
  rowStateSchema,
} from './view';

const tags = ['批量导入'];
const params = z.object({ id: z.string().max(64) });

export async function importRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, config } = dependencies;
  const directory = createUnitDirectory(database);
  const gate = createUploadGate();
  await acceptUploads(app, IMPORT_LIMITS.bytes);
  templateRoute(app, dependencies, directory);

  app.post(
    '/imports',
    {
      config: { access: ['collector'], form: importForm },
      schema: {
        tags,
        summary: '上传一份填好的征集表',
        consumes: ['multipart/form-data'],
        headers: keyHeader,
        response: { 201: importDetailSchema },
      },
    },
    async (request, reply) => {
      const { actor, headers } = request;
      const units = await directory.units(actor.units);
      const id = await gate(async () =>
        takeFile(dependencies, actor, units, await receiveForm(request), headers['idempotency-key']),
      );
      void reply.code(201).header('location', `/api/v1/imports/${id}`);
      return readDetail(dependencies, actor, await seenBatch(dependencies, actor, id), units);
    },
  );

  app.get(
    '/imports',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '本单位及下级的导入，最新的在前',
        querystring: z.object({ ...pageQuery, state: importStateSchema.optional() }),
        response: { 200: listOf(importSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, state } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await readBatches(database, { units: actor.units, state, after, limit });
      const page = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
      const units = await directory.units(page.items.map(({ unitId }) => unitId));
      return { ...page, items: page.items.map((batch) => importView(batch, units)) };
    },
  );

  app.get(
    '/imports/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: '一次导入：列、可对应的栏目、进度', params, response: { 200: importDetailSchema } },
    },
    async ({ actor, params: { id } }) =>
      readDetail(dependencies, actor, await seenBatch(dependencies, actor, id), await directory.units()),
  );

  app.put(
    '/imports/:id/mapping',
    {
      config: { access: ['collector'] },
      schema: {
        tags,
        summary: '对应栏目并逐行核对；不登记任何诉求，可以反复做',
        params,
        body: mappingSchema,
        response: { 200: importDetailSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const units = await directory.units();
      await checkBatch(dependencies, await ownBatch(dependencies, actor, id), body, { units, user: actor.user });
      return readDetail(dependencies, actor, await seenBatch(dependencies, actor, id), units);
    },
  );

  app.post(
    '/imports/:id/run',
    {
      config: { access: ['collector'] },
      schema: {
        tags,
        summary: '开始导入；再次请求不会重复登记',
        params,
        body: z
          .strictObject({ skipWrong: z.boolean().default(false).meta({ description: '有误的行不导入' }) })
          .meta({ id: 'ImportRun' }),
        response: { 202: importSchema },
      },
    },
    async ({ actor, params: { id }, body }, reply) => {
      await runBatch(dependencies, actor, await ownBatch(dependencies, actor, id), body.skipWrong);
      void reply.code(202);
      return importView(await seenBatch(dependencies, actor, id), await directory.units());
    },
  );

  app.delete(
    '/imports/:id',
    {
      config: { access: ['collector'] },
      schema: { tags, summary: '放弃还没有开始的导入', params, response: { 204: z.null() } },
    },
    async ({ actor, params: { id } }, reply) => {
      const batch = await ownBatch(dependencies, actor, id);
      await database.transact(async (sql) => {
        await requireNotStarted(sql, id);
        await deleteBatch(sql, id);
        const audit = { user: actor.user, action: 'import_discarded', target: batch.unitId } as const;
        await recordAuditIn(sql, { ...audit, detail: { import: id } });
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/imports/:id/rows',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '文件的各行：有误的原因、重复、登记成的诉求',
        params,
        querystring: z.object({ ...pageQuery, state: rowStateSchema.optional() }),
        response: { 200: listOf(importRowSchema) },
      },
    },
    async ({ actor, params: { id }, query: { cursor, limit, state } }) => {
      const batch = await seenBatch(dependencies, actor, id);
      const after = decodeCursor(cursor, z.int().min(0).max(2_000_000)) ?? 0;
      const sight = sightOfActor(actor, await directory.units(actor.units));
      const rows = await readRows(database, id, { state, after, limit, sight });
      const page = pageOf(rows, limit, ({ row }) => row);
      const keys = mayRead(actor, batch) ? config : null;
      return { ...page, items: page.items.map((row) => rowView(batch, row, keys)) };
    },
  );

  app.get(
    '/imports/:id/wrong.csv',
    {
      config: { access: ['collector'] },
      schema: { tags, summary: '有误的行和原因，改好后可以再上传', params, response: { 200: fileSchema } },
    },
    async ({ actor, params: { id } }, reply) => {
      const batch = await ownBatch(dependencies, actor, id);
      if (!mayRead(actor, batch)) throw new Problem('not_allowed_for_role', '以他人身份查看时不能下载导入的内容。');
      const name = `${batch.fileName.replace(/\.[^.]*$/, '')}-有误的行.csv`;
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': contentDisposition('attachment', name),
        'x-content-type-options': 'nosniff',
      });
      return reply.send(wrongRowsCsv(database, batch, config));
    },
  );
}
