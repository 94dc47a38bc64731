import { z } from 'zod';
import { findDrafts } from '../../database/drafts';
import { readRehearsals } from '../../database/rehearsals';
import { createUnitDirectory, type UnitDirectory } from '../../database/unit-directory';
import { DRAFT_STATE_NAMES } from '../../domain/change-draft';
import { TRIED_KINDS, type TriedKind } from '../../domain/rehearsal';
import { unitsWithRole } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import { beijing, timeSchema } from '../demands/view';
import { cursorTime, decodeCursor, encodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { isAmong, showCases } from './changed-cases';
import { REHEARSERS } from './new-rehearsal';
import { requestRoutes, seenRehearsal } from './requests';
import {
  casesQuery,
  changedCaseSchema,
  rehearsalResultSchema,
  rehearsalSchema,
  rehearsalView,
  resultView,
} from './view';

const params = z.object({ id: z.string().max(64) });
const config = { access: REHEARSERS };
const tags = ['推演'];

export async function rehearsalRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  requestRoutes(app, dependencies, directory);
  readingRoutes(app, dependencies, directory);
  draftRoute(app, dependencies, directory);
}

function readingRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database } = dependencies;
  app.get(
    '/rehearsals',
    {
      config,
      schema: {
        tags,
        summary: '推演，最近的在前',
        querystring: z.object(pageQuery),
        response: { 200: listOf(rehearsalSchema) },
      },
    },
    async ({ actor, query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await readRehearsals(database, unitsWithRole(actor, ...REHEARSERS), { before, limit });
      const page = pageOf(rows, limit, ({ created_at, id }) => [created_at.toISOString(), id]);
      const units = await directory.units(page.items.map(({ unit_id }) => unit_id));
      return { ...page, items: page.items.map((row) => rehearsalView(row, units)) };
    },
  );

  app.get(
    '/rehearsals/:id',
    { config, schema: { tags, summary: '一次推演：进度与结果', params, response: { 200: rehearsalResultSchema } } },
    async ({ actor, params: { id } }) =>
      resultView(await seenRehearsal(dependencies, actor, id), await directory.units()),
  );

  app.get(
    '/rehearsals/:id/cases',
    {
      config,
      schema: {
        tags,
        summary: '推演中走法不同的诉求，变化大的在前',
        params,
        querystring: z.object({ ...casesQuery, ...pageQuery }),
        response: { 200: listOf(changedCaseSchema) },
      },
    },
    async ({ actor, params: { id }, query: { cursor, limit, ...filter } }) => {
      const row = await seenRehearsal(dependencies, actor, id);
      const start = decodeCursor(cursor, z.int().min(0)) ?? 0;
      const among = (row.result?.summary.list ?? []).filter((changed) => isAmong(changed, filter));
      const units = await directory.units(actor.units);
      const items = await showCases(database, among.slice(start, start + limit), sightOfActor(actor, units), units);
      return { items, ...(start + limit < among.length ? { nextCursor: encodeCursor(start + limit) } : {}) };
    },
  );
}

export const rehearsableDraftSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(TRIED_KINDS),
    target: z.string().nullable(),
    note: z.string().nullable().meta({ description: '起草说明；只给能起草和审定的人看' }),
    baseVersion: z.int(),
    state: z.enum(DRAFT_STATE_NAMES),
    author: z.string(),
    updatedAt: timeSchema,
  })
  .meta({ id: 'RehearsableDraft' });
const MOST_CHOICES = 200;

/** Drafts are edited by root administrators alone, but whoever rehearses must be able to choose one. */
function draftRoute(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/rehearsals/drafts',
    { config, schema: { tags, summary: '可以试行的草案', response: { 200: listOf(rehearsableDraftSchema) } } },
    async ({ actor }) => {
      const units = await directory.units(actor.units);
      const edits = unitsWithRole(actor, 'administrator').some((id) => units.get(id)?.path.length === 1);
      const drafts = await findDrafts(database, { limit: MOST_CHOICES });
      const items = drafts.flatMap(({ id, kind, target, baseVersion, note, state, author, updatedAt }) =>
        (TRIED_KINDS as readonly string[]).includes(kind) && state !== 'withdrawn'
          ? {
              ...{ id, kind: kind as TriedKind, target, baseVersion, state, author: author.name },
              ...{ note: edits ? note : null, updatedAt: beijing(updatedAt.getTime()) },
            }
          : [],
      );
      return { items };
    },
  );
}
