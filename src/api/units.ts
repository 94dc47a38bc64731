import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/client';
import { forgetSeats } from '../database/seats';
import { changeUnit, createUnit } from '../database/unit-changes';
import { readTree, readTreeUnit, type TreeUnit } from '../database/units';
import { isUniqueViolation } from '../database/violations';
import type { Refusal } from '../domain/refusal-codes';
import { LEVELS, ROLES, UNIT_KINDS } from '../domain/vocabulary';
import type { Api, ApiDependencies } from './app';
import { requireAdministered } from './covered-units';
import { invalidInput, notFound, Problem, problemOf } from './errors';
import { flag } from './flag';
import { listOf } from './paging';
import { text } from './text';

export const roleSchema = z.enum(ROLES).meta({ id: 'Role' });
export const unitSchema = z
  .object({ id: z.string(), name: z.string(), kind: z.enum(UNIT_KINDS), level: z.enum(LEVELS) })
  .meta({ id: 'Unit' });
export const treeUnitSchema = unitSchema
  .extend({ parentId: z.string().nullable(), closed: z.boolean() })
  .meta({ id: 'TreeUnit' });
const newUnitSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]{2,40}$/, '编号须为 2 到 40 个小写字母、数字或横线')
      .optional()
      .meta({ description: '不填则自动生成' }),
    name: text(50),
    kind: z.enum(UNIT_KINDS),
    parent: z.string().max(64),
  })
  .meta({ id: 'NewUnit' });
const unitChangeSchema = z.strictObject({ name: text(50), closed: z.boolean() }).meta({ id: 'UnitChange' });

export async function unitRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/units',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['组织'],
        summary: '全部单位',
        querystring: z.object({ closed: flag.optional().meta({ description: '也列出已关闭的单位' }) }),
        response: { 200: listOf(treeUnitSchema) },
      },
    },
    async ({ query }) => ({ items: await readTree(database, query.closed ?? false) }),
  );

  app.post(
    '/units',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['组织'],
        summary: '新增单位（上级单位或其上级的管理员）',
        body: newUnitSchema,
        response: { 201: treeUnitSchema },
      },
    },
    async ({ actor, body }, reply) => {
      const { id = `${body.kind}-${randomBytes(5).toString('hex')}`, ...wanted } = body;
      if (!(await readTreeUnit(database, body.parent)))
        throw invalidInput('/parent', '没有这个单位，请从单位列表中选择。');
      await requireAdministered(database, actor, body.parent);
      refuseIf(await createUnit(database, actor.user, { id, ...wanted }).catch(idTaken));
      forgetSeats(database);
      return reply.code(201).send(await shown(database, id));
    },
  );

  app.put(
    '/units/:id',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['组织'],
        summary: '改名、关闭或重新开放单位；仍有诉求、待办、下级或人员时不能关闭',
        params: z.object({ id: text(64) }),
        body: unitChangeSchema,
        response: { 200: treeUnitSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      await shown(database, id);
      await requireAdministered(database, actor, id);
      refuseIf(await changeUnit(database, actor.user, { id, ...body }));
      forgetSeats(database);
      return shown(database, id);
    },
  );
}

async function shown(database: Database, id: string): Promise<TreeUnit> {
  const unit = await readTreeUnit(database, id);
  if (!unit) throw notFound('该单位');
  return unit;
}

function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw problemOf(refusal);
}

function idTaken(error: unknown): never {
  if (isUniqueViolation(error)) throw new Problem('unit_exists', '这个单位编号已被使用，请换一个，或不填由系统生成。');
  throw error;
}
