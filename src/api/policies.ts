import { z } from 'zod';
import { publishPolicy, type PublishedPolicy, readPolicies, readPolicy } from '../database/policies';
import { isUniqueViolation } from '../database/violations';
import type { Api, ApiDependencies } from './app';
import { beijing } from './demands/view';
import { notFound, Problem } from './errors';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { newPolicySchema, policyVersionSchema, publishedPolicySchema } from './policy-schema';
import { requireRootAdministrator } from './root-administrator';

export async function policyRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/policies',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '时限与规则的各个版本',
        querystring: z.object(pageQuery),
        response: { 200: listOf(policyVersionSchema) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.int());
      const rows = await readPolicies(database, { before, limit: limit + 1 });
      const page = pageOf(rows, limit, ({ policy }) => policy.version);
      return { ...page, items: page.items.map(versionView) };
    },
  );

  app.get(
    '/policies/:version',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '一个版本；current 为现行版本',
        params: z.object({ version: z.literal('current').or(z.coerce.number().int().min(1).max(2_147_483_647)) }),
        response: { 200: publishedPolicySchema },
      },
    },
    async ({ params: { version } }) => {
      const found = await readPolicy(database, version === 'current' ? undefined : version);
      if (!found) throw notFound('这个版本');
      return wholeView(found);
    },
  );

  app.put(
    '/policies',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
      schema: {
        tags: ['规则'],
        summary: '直接发布新版本（区级管理员，不经草案，没有第二人批准）；在办诉求沿用原版本',
        body: newPolicySchema,
        response: { 200: publishedPolicySchema },
      },
    },
    async ({ actor, body }) => {
      const { version: basedOn, note = '', publishedAt: _at, publishedBy: _by, ...data } = body;
      const base = (await readPolicy(database))!;
      if (basedOn !== undefined && basedOn !== base.policy.version) throw publishedMeanwhile();
      try {
        await publishPolicy(database, base, { data, note, by: actor.user });
      } catch (error) {
        throw isUniqueViolation(error) ? publishedMeanwhile() : error;
      }
      return wholeView((await readPolicy(database, base.policy.version + 1))!);
    },
  );
}

function versionView({
  policy,
  note,
  publishedAt,
  publishedBy,
}: PublishedPolicy): z.output<typeof policyVersionSchema> {
  const { version, confirmed } = policy;
  return { version, confirmed, note, publishedAt: beijing(publishedAt.getTime()), publishedBy };
}

function wholeView(published: PublishedPolicy): z.output<typeof publishedPolicySchema> {
  return { ...published.policy, ...versionView(published) };
}

const publishedMeanwhile = (): Problem =>
  new Problem('version_conflict', '其间已有人发布了新版本，请以现行版本为准重新修改。');
