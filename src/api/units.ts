import { z } from 'zod';
import { LEVELS, ROLES, UNIT_KINDS } from '../domain/vocabulary';
import type { Api, ApiDependencies } from './app';
import { listOf } from './paging';

export const roleSchema = z.enum(ROLES).meta({ id: 'Role' });
export const unitSchema = z
  .object({ id: z.string(), name: z.string(), kind: z.enum(UNIT_KINDS), level: z.enum(LEVELS) })
  .meta({ id: 'Unit' });
const treeUnitSchema = unitSchema.extend({ parentId: z.string().nullable() }).meta({ id: 'TreeUnit' });

export async function unitRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/units',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['组织'], summary: '全部单位', response: { 200: listOf(treeUnitSchema) } },
    },
    async () => {
      const rows = await database.unit.findMany({
        where: { closedAt: null },
        select: { id: true, name: true, kind: true, level: true, parentId: true },
        orderBy: [{ level: 'asc' }, { id: 'asc' }],
      });
      return { items: rows as z.output<typeof treeUnitSchema>[] };
    },
  );
}
