import { z } from 'zod';
import { viewingRefusal } from '../domain/viewing';
import { endView, findViewed, startView } from '../identity/view-as';
import type { Api, ApiDependencies } from './app';
import { beijing, timeSchema } from './demands/view';
import { invalidInput, notFound, problemOf } from './errors';
import { meSchema, namedRoles } from './me';
import { text } from './text';
import { usernameSchema } from './users';

const newViewSchema = z
  .strictObject({
    username: usernameSchema,
    reason: text(500, { min: 2 }).meta({ description: '为什么要看，记入审计' }),
  })
  .meta({ id: 'NewViewAs' });
export const viewAsSchema = meSchema
  .pick({ username: true, name: true, roles: true })
  .extend({ endsAt: timeSchema })
  .meta({ id: 'ViewAs' });

export async function viewAsRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.post(
    '/view-as',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['组织'],
        summary: '以他人身份只读查看，一小时为限，记入审计',
        description:
          '此后带请求头 x-view-as: <用户名> 的 GET 请求按此人的身份和角色应答；其他方法一律拒绝（read_only_view），实时通知不提供。同时只能查看一人。',
        body: newViewSchema,
        response: { 201: viewAsSchema },
      },
    },
    async ({ actor, body: { username, reason } }, reply) => {
      if (username === actor.username) throw invalidInput('/username', '不能以自己的身份查看自己，请选择他人。');
      const viewed = await findViewed(database, actor.user, username);
      if (!viewed) throw notFound('这位在用人员');
      const refusal = viewingRefusal(actor, viewed.seats ?? []);
      if (refusal) throw problemOf(refusal);
      const endsAt = beijing((await startView(database, actor.user, viewed.user, reason)).getTime());
      const roles = await namedRoles(database, viewed.grants ?? []);
      return reply.code(201).send({ username, name: viewed.name, roles, endsAt });
    },
  );

  app.delete(
    '/view-as',
    {
      config: { access: ['administrator'] },
      schema: { tags: ['组织'], summary: '结束以他人身份查看', response: { 204: z.void() } },
    },
    async ({ actor }, reply) => {
      await endView(database, actor.user);
      return reply.code(204).send();
    },
  );
}
