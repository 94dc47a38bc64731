import { z } from 'zod';
import { findDrafts } from '../../database/drafts';
import { DRAFT_KIND_NAMES, DRAFT_STATE_NAMES, EDITABLE_STATES } from '../../domain/change-draft';
import type { Api, ApiDependencies } from '../app';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { wrongState } from './actions';
import { draftParams, type DraftDesk } from './desk';
import { hooksOf } from './kinds';
import { draftDetailSchema, draftSchema, draftView, previewSchema } from './view';

const cursorSchema = z.tuple([cursorTime, z.uuid()]);

export function draftReading(app: Api, { database }: ApiDependencies, desk: DraftDesk): void {
  const { guarded, kinds, find, show } = desk;

  app.get(
    '/drafts',
    {
      ...guarded,
      schema: {
        tags: ['规则'],
        summary: '变更草案（区级管理员）',
        querystring: z.object({
          kind: z.enum(DRAFT_KIND_NAMES).optional(),
          state: z.enum(DRAFT_STATE_NAMES).optional(),
          ...pageQuery,
        }),
        response: { 200: listOf(draftSchema) },
      },
    },
    async ({ query: { kind, state, cursor, limit } }) => {
      const [updatedAt, id] = decodeCursor(cursor, cursorSchema) ?? [];
      const before = updatedAt !== undefined && id !== undefined ? { updatedAt, id } : undefined;
      const rows = await findDrafts(database, { kind, state, before, limit: limit + 1 });
      const page = pageOf(rows, limit, (row) => [row.updatedAt.toISOString(), row.id]);
      return { ...page, items: page.items.map(draftView) };
    },
  );

  app.get(
    '/drafts/:id',
    {
      ...guarded,
      schema: { tags: ['规则'], summary: '一份草案', params: draftParams, response: { 200: draftDetailSchema } },
    },
    async ({ params: { id } }) => show(id),
  );

  app.get(
    '/drafts/:id/preview',
    {
      ...guarded,
      schema: {
        tags: ['规则'],
        summary: '发布后会变什么：到期时间会变的在办诉求等',
        params: draftParams,
        querystring: z.object(pageQuery),
        response: { 200: previewSchema },
      },
    },
    async ({ actor, params: { id }, query }) => {
      const draft = await find(id);
      if (!EDITABLE_STATES.includes(draft.state)) throw wrongState(draft, '预览');
      return (await hooksOf(kinds, draft.kind).preview(draft, { ...query, actor })) as z.output<typeof previewSchema>;
    },
  );
}
