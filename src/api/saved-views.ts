import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/client';
import { QUEUES } from '../database/queues';
import {
  deleteView,
  findSavedView,
  MOST_VIEWS,
  readSavedViews,
  saveView,
  type ListedView,
  type SavedView,
} from '../database/saved-views';
import { createUnitDirectory, type UnitDirectory } from '../database/unit-directory';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { unitView, type Units } from './demands/view';
import { notFound, Problem } from './errors';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { text } from './text';
import { unitSchema } from './units';

const placeSchema = z.enum([...QUEUES, 'demands']).meta({ description: '队列；demands 为诉求列表' });
const searchSchema = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/), z.string().max(200))
  .refine((search) => Object.keys(search).length <= 20, '最多 20 项')
  .meta({ description: '页面网址里的筛选、排序和列' });
export const savedViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    queue: placeSchema,
    search: z.record(z.string(), z.string()),
    unit: unitSchema.nullable().meta({ description: '在哪个单位共享；空为仅自己可见' }),
    own: z.boolean(),
  })
  .meta({ id: 'SavedView' });
export const newSavedViewSchema = z
  .strictObject({
    name: text(50),
    queue: placeSchema,
    search: searchSchema,
    unit: z.string().max(64).nullable().optional().meta({ description: '在自己所在的哪个单位共享' }),
  })
  .meta({ id: 'NewSavedView' });
type NewSavedView = z.output<typeof newSavedViewSchema>;

const idParams = z.object({ id: z.uuid() });
const cursorSchema = z.tuple([z.boolean(), cursorTime, z.uuid()]);
const tags = ['工作台'];

export async function savedViewRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  app.get(
    '/views',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '保存的视图：自己的，和本单位共享的',
        querystring: z.object({ ...pageQuery, limit: pageQuery.limit.default(200) }),
        response: { 200: listOf(savedViewSchema) },
      },
    },
    async ({ actor, query: { cursor, limit } }) => {
      const after = decodeCursor(cursor, cursorSchema);
      const rows = await readSavedViews(database, { owner: actor.user, units: actor.units, after, limit });
      const page = pageOf(rows, limit, (row: ListedView) => [row.isForeign, row.createdAt.toISOString(), row.id]);
      const units = await directory.units(page.items.flatMap((row) => row.unitId ?? []));
      return { ...page, items: page.items.map((row) => savedViewView(row, actor, units)) };
    },
  );

  app.post(
    '/views',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: '保存视图', body: newSavedViewSchema, response: { 201: savedViewSchema } },
    },
    async ({ actor, body }, reply) => {
      const view = await put(database, directory, actor, randomUUID(), body, true);
      return reply.code(201).send(view);
    },
  );

  app.put(
    '/views/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '修改自己的视图',
        params: idParams,
        body: newSavedViewSchema,
        response: { 200: savedViewSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { isOwn } = await reachedView(database, actor, params.id);
      if (!isOwn) throw new Problem('not_allowed_for_role', '只能修改自己的视图，可以另存为自己的。');
      return put(database, directory, actor, params.id, body, false);
    },
  );

  app.delete(
    '/views/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '删除视图：自己的；单位管理员也可删除本单位共享的',
        params: idParams,
        response: { 204: z.void() },
      },
    },
    async ({ actor, params }, reply) => {
      const { view, isOwn, isAdministered } = await reachedView(database, actor, params.id);
      if (!isOwn && !isAdministered)
        throw new Problem('not_allowed_for_role', '只能删除自己的视图；共享的可请本人或本单位管理员删除。');
      await deleteView(database, view, actor.user);
      return reply.code(204).send();
    },
  );
}

/** A view that the caller sees, or administers the unit of; any other is answered as one that does not exist. */
async function reachedView(database: Database, actor: SignedIn, id: string) {
  const view = await findSavedView(database, id);
  const isOwn = view?.ownerId === actor.user;
  const administered = await coveredUnits(database, actor, 'administrator');
  const isAdministered = view?.unitId != null && administered.units.has(view.unitId);
  const isShared = view?.unitId != null && actor.units.includes(view.unitId);
  if (!view || !(isOwn || isAdministered || isShared)) throw notFound('这个视图');
  return { view, isOwn, isAdministered };
}

async function put(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  id: string,
  { name, queue, search, unit = null }: NewSavedView,
  isNew: boolean,
): Promise<z.output<typeof savedViewSchema>> {
  if (unit !== null && !actor.units.includes(unit))
    throw new Problem('not_allowed_for_role', '只能在自己有角色的单位共享视图。');
  const view = { id, ownerId: actor.user, unitId: unit, name, queue, search };
  const saved = await saveView(database, view, isNew);
  if (saved === 'gone') throw notFound('这个视图');
  if (saved === 'name_taken') throw new Problem('name_taken', '您已有同名的视图，请换一个名称，或修改原来的。');
  if (saved === 'too_many') throw new Problem('too_many_views', `每人最多保存 ${MOST_VIEWS} 个视图，请先删除不用的。`);
  return savedViewView(view, actor, await directory.units(unit === null ? [] : [unit]));
}

function savedViewView(view: SavedView, actor: SignedIn, units: Units): z.output<typeof savedViewSchema> {
  const { id, name, search, unitId } = view;
  const unit = unitId === null ? null : unitView(units, unitId);
  return { id, name, queue: view.queue as NewSavedView['queue'], search, unit, own: view.ownerId === actor.user };
}
