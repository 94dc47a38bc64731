import { z } from 'zod';
import { insertDraft, readDraft } from '../../database/drafts';
import { newestRules, readRuleSet, readRuleSets, type PublishedRuleSet } from '../../database/rule-sets';
import { createUnitDirectory } from '../../database/unit-directory';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import { beijing } from '../demands/view';
import { actOnDraft } from '../drafts/actions';
import { createRulesDrafts } from '../drafts/rules-drafts';
import { draftSchema, draftView } from '../drafts/view';
import { notFound, Problem } from '../errors';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requireRootAdministrator } from '../root-administrator';
import { dryRunSchema, dryRunView, findingSchema, lintIn } from './check-view';
import { newRulesSchema, rulesSchema, ruleSetSchema, ruleSetVersionSchema } from './rule-schema';
import { ruleSheetRoutes } from './sheet-routes';

const versionParams = z.object({
  version: z.literal('current').or(z.coerce.number().int().min(0).max(2_147_483_647)),
});
export type AskedVersion = z.output<typeof versionParams>['version'];

export async function ruleRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  const ofRoot = {
    config: { access: ['administrator'] as const },
    preValidation: ({ actor }: { actor: SignedIn }) => requireRootAdministrator(database, actor),
  };
  const find = async (version: AskedVersion): Promise<PublishedRuleSet> => {
    const found = await readRuleSet(database, version === 'current' ? undefined : version);
    if (!found) throw notFound('这个版本');
    return found;
  };

  app.get(
    '/rules',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '分拨规则的各个版本',
        querystring: z.object(pageQuery),
        response: { 200: listOf(ruleSetVersionSchema) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.int());
      const rows = await readRuleSets(database, { before, limit: limit + 1 });
      const page = pageOf(rows, limit, ({ rules }) => rules.version);
      return { ...page, items: page.items.map(versionView) };
    },
  );

  app.get(
    '/rules/:version',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '一个版本的分拨规则；current 为现行版本',
        params: versionParams,
        response: { 200: ruleSetSchema },
      },
    },
    async ({ params: { version } }) => {
      const found = await find(version);
      return { ...found.rules, ...versionView(found) };
    },
  );

  app.put(
    '/rules',
    {
      ...ofRoot,
      schema: {
        tags: ['规则'],
        summary: '送审新的分拨规则；由另一位区级管理员在 /drafts 批准后发布',
        body: newRulesSchema,
        response: { 202: draftSchema },
      },
    },
    async ({ actor, body }, reply) => {
      const { version: basedOn, note, publishedAt: _at, publishedBy: _by, ...rules } = body;
      const { version } = await newestRules(database);
      if (basedOn !== undefined && basedOn !== version)
        throw new Problem('version_conflict', `其间已发布第 ${version} 版，请以它为准重新修改。`);
      const draft = { kind: 'rules', target: null, baseVersion: version, data: rules, note } as const;
      const id = await database.transact((sql) =>
        insertDraft(sql, { ...draft, appliesToRunning: false, author: actor.user }),
      );
      const hooks = createRulesDrafts(dependencies);
      await actOnDraft(database, hooks, (await readDraft(database, id))!, { action: 'submit', by: actor.user });
      void reply.code(202).header('location', `/api/v1/drafts/${id}`);
      return draftView((await readDraft(database, id))!);
    },
  );

  app.post(
    '/rules/lint',
    {
      ...ofRoot,
      schema: {
        tags: ['规则'],
        summary: '检查分拨规则：空白、重叠、轮不到的规则、已不存在的单位等',
        body: rulesSchema,
        response: { 200: z.object({ findings: z.array(findingSchema) }) },
      },
    },
    async ({ body }) => ({ findings: lintIn(body, await directory.units()) }),
  );

  app.post(
    '/rules/dry-run',
    {
      ...ofRoot,
      schema: {
        tags: ['规则'],
        summary: '用过去的诉求试算分拨规则，列出会变的；不改动任何诉求',
        body: z
          .strictObject({
            rules: rulesSchema,
            days: z.int().min(1).max(366).default(90).meta({ description: '最近多少天登记的诉求，最多一万件' }),
          })
          .meta({ id: 'RuleDryRunRequest' }),
        response: { 200: dryRunSchema },
      },
    },
    async ({ actor, body: { rules, days } }) => {
      const units = await directory.units(actor.units);
      return dryRunView(database, { ...rules, version: 0 }, { sight: sightOfActor(actor, units), days, units });
    },
  );

  await ruleSheetRoutes(app, { dependencies, directory, ofRoot, find });
}

function versionView({ rules, note, publishedAt, publishedBy }: PublishedRuleSet) {
  const { version, confirmed } = rules;
  return { version, confirmed, note, publishedAt: beijing(publishedAt.getTime()), publishedBy };
}
