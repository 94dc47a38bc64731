import { z } from 'zod';
import { verifyPassword } from '../identity/passwords';
import { closeAllSessions, closeSession, openSession } from '../identity/sessions';
import type { Database } from '../database/client';
import type { Api, ApiDependencies } from './app';
import { sessionHours } from './authentication';
import { Problem } from './errors';
import { countPasswordAttempt } from './password-attempts';
import { setSessionCookie } from './session-cookie';

const credentialsSchema = z
  .strictObject({ username: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) })
  .meta({ id: 'Credentials' });
const sessionSchema = z
  .object({ token: z.string().meta({ description: '可用作 Authorization: Bearer' }) })
  .meta({ id: 'Session' });

export async function sessionRoutes(app: Api, { database, config }: ApiDependencies): Promise<void> {
  app.post(
    '/sessions',
    {
      config: { access: 'public', sameSite: true },
      schema: { tags: ['登录'], summary: '登录', body: credentialsSchema, response: { 201: sessionSchema } },
    },
    async (request, reply) => {
      const user = await authenticated(database, request.body, request.ip);
      const token = await openSession(database, user, sessionHours);
      request.log.info({ user }, 'signed in');
      setSessionCookie(reply, config, token, sessionHours * 3600);
      reply.code(201);
      return { token };
    },
  );

  app.delete(
    '/sessions/current',
    { config: { access: 'signed-in' }, schema: { tags: ['登录'], summary: '退出登录', response: { 204: z.void() } } },
    async (request, reply) => {
      await closeSession(database, request.sessionHash!);
      setSessionCookie(reply, config, '', 0);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/sessions',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['登录'], summary: '退出所有设备', response: { 204: z.void() } },
    },
    async (request, reply) => {
      await closeAllSessions(database, request.actor.user);
      setSessionCookie(reply, config, '', 0);
      return reply.code(204).send();
    },
  );
}

/** The user's id. Unknown name, wrong password and disabled user give the same answer after the same time. */
async function authenticated(
  database: Database,
  { username, password }: z.output<typeof credentialsSchema>,
  address: string,
): Promise<string> {
  const forgive = await countPasswordAttempt(database, `user:${username.toLowerCase()}`, address);
  const user = await database.user.findUnique({
    where: { username },
    select: { id: true, passwordHash: true, disabledAt: true },
  });
  const matches = await verifyPassword(user?.passwordHash, password);
  if (!user || !matches || user.disabledAt !== null) {
    throw new Problem('wrong_credentials', '用户名或口令不正确，请检查后重试。');
  }
  await forgive();
  return user.id;
}
