import { z } from 'zod';
import { changeOwnPassword } from '../identity/own-password';
import { passwordWeakness } from '../identity/password-rules';
import { passwordMaxLength } from '../identity/passwords';
import type { Api, ApiDependencies } from './app';
import { invalidInput } from './errors';
import { countPasswordAttempt, newPasswordSchema } from './password-attempts';

const passwordChangeSchema = z
  .strictObject({ current: z.string().min(1).max(passwordMaxLength), next: newPasswordSchema })
  .meta({ id: 'PasswordChange' });

export async function ownPasswordRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.put(
    '/me/password',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['登录'],
        summary: '修改自己的口令；其他设备上的登录随即失效',
        body: passwordChangeSchema,
        response: { 204: z.void() },
      },
    },
    async ({ actor, body, ip, sessionHash }, reply) => {
      const weakness =
        body.next === body.current ? '新口令不能与现在的口令相同' : passwordWeakness(body.next, actor.username);
      if (weakness) throw invalidInput('/next', weakness);
      const forgive = await countPasswordAttempt(database, `password:${actor.user}`, ip);
      const isChanged = await changeOwnPassword(database, { user: actor.user, session: sessionHash! }, body);
      if (!isChanged) throw invalidInput('/current', '现在的口令不正确，请重新输入');
      await forgive();
      return reply.code(204).send();
    },
  );
}
