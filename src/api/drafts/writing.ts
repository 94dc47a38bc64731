import { z } from 'zod';
import { editDraft, insertDraft } from '../../database/drafts';
import { DRAFT_ACTION_NAMES, DRAFT_KIND_NAMES, EDITABLE_STATES } from '../../domain/change-draft';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import { Problem } from '../errors';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { actOnDraft, changedMeanwhile, wrongState } from './actions';
import { draftParams, type DraftDesk } from './desk';
import { hooksOf, type DraftHooks } from './kinds';
import { draftDetailSchema } from './view';

const contentFields = {
  data: z.unknown().meta({ description: '新内容：policy 同 PUT /policies,calendar 同 PUT /calendars/{year}' }),
  note: text(500).meta({ description: '为什么改，依据是什么' }),
  appliesToRunning: z.boolean().default(false).meta({ description: '时限与规则：在办诉求也改按新版本' }),
  baseVersion: z
    .int()
    .min(0)
    .optional()
    .meta({ description: '所依据的现行版本；其间有人发布过则拒绝。不填为现行版本' }),
};
const newDraftSchema = z
  .strictObject({ kind: z.enum(DRAFT_KIND_NAMES), target: z.string().max(64).optional(), ...contentFields })
  .meta({ id: 'NewDraft' });
const draftEditSchema = z.strictObject({ revision: z.int(), ...contentFields }).meta({ id: 'DraftEdit' });
const draftActionSchema = z
  .strictObject({
    revision: z.int().optional().meta({ description: '看过的是第几次修改；其间被改过则拒绝' }),
    note: text(500).optional().meta({ description: '退回时必填' }),
  })
  .meta({ id: 'DraftActionBody' });

export function draftWriting(app: Api, { database }: ApiDependencies, desk: DraftDesk): void {
  const { guarded, kinds, find, show } = desk;

  app.post(
    '/drafts',
    {
      ...guarded,
      schema: {
        tags: ['规则'],
        summary: '起草变更（区级管理员）',
        headers: keyHeader,
        body: newDraftSchema,
        response: { 201: draftDetailSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const hooks = hooksOf(kinds, body.kind);
      const target = hooks.target(body.target);
      const content = await contentOf(hooks, target, body);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\ndraft`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: await insertDraft(sql, { kind: body.kind, target, ...content, author: actor.user }) };
          await remember(sql, made);
          return made;
        }),
      );
      void reply.code(201).header('location', `/api/v1/drafts/${id}`);
      return show(id);
    },
  );

  app.put(
    '/drafts/:id',
    {
      ...guarded,
      schema: {
        tags: ['规则'],
        summary: '修改草案（起草人）；改后以现行版本为依据，须重新送审',
        params: draftParams,
        body: draftEditSchema,
        response: { 200: draftDetailSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const draft = await find(id);
      if (draft.author.id !== actor.user)
        throw new Problem('not_the_author', `草案由${draft.author.name}起草，请由起草人修改，或退回并说明意见。`);
      if (!EDITABLE_STATES.includes(draft.state)) throw wrongState(draft, '修改');
      const content = await contentOf(hooksOf(kinds, draft.kind), draft.target, body);
      if (!(await editDraft(database, draft, { revision: body.revision, ...content }))) throw changedMeanwhile();
      return show(id);
    },
  );

  app.post(
    '/drafts/:id/actions/:action',
    {
      ...guarded,
      schema: {
        tags: ['规则'],
        summary: '送审、批准发布、退回、撤回；批准人不能是起草人',
        params: draftParams.extend({ action: z.enum(DRAFT_ACTION_NAMES) }),
        body: draftActionSchema,
        response: { 200: draftDetailSchema },
      },
    },
    async ({ actor, params: { id, action }, body }) => {
      const draft = await find(id);
      await actOnDraft(database, hooksOf(kinds, draft.kind), draft, { action, by: actor.user, ...body });
      return show(id);
    },
  );

  /** What is kept of a body; throws when it is wrong, or is based on a version that is not the newest any more. */
  async function contentOf(
    hooks: DraftHooks,
    target: string | null,
    body: z.output<typeof draftEditSchema> | z.output<typeof newDraftSchema>,
  ) {
    const { version } = await hooks.newest(database, target);
    if (body.baseVersion !== undefined && body.baseVersion !== version)
      throw new Problem('version_conflict', `其间已发布第 ${version} 版，请以它为准重新修改。`);
    const data = hooks.validate(body.data, target);
    return { baseVersion: version, data, note: body.note, appliesToRunning: body.appliesToRunning };
  }
}
