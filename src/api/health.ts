import { z } from 'zod';
import type { Api, ApiDependencies } from './app';

const aliveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Alive' });
const dependencySchema = z.enum(['ok', 'unreachable']);
const readinessSchema = z
  .object({ status: z.enum(['ok', 'unavailable']), database: dependencySchema, temporal: dependencySchema })
  .meta({ id: 'Readiness' });

const checkTimeoutMs = 2_000;

export async function healthRoutes(app: Api, { database, temporal }: ApiDependencies): Promise<void> {
  app.get(
    '/healthz',
    { config: { access: 'public' }, schema: { tags: ['运行'], summary: '进程活着', response: { 200: aliveSchema } } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        tags: ['运行'],
        summary: '可以接请求：数据库和流程服务都连得上；否则 503，指出缺哪个',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const [databaseState, temporalState] = await Promise.all([
        stateOf(() => database.$queryRaw`SELECT 1`),
        stateOf(() => temporal.check(checkTimeoutMs)),
      ]);
      const isReady = databaseState === 'ok' && temporalState === 'ok';
      if (!isReady) reply.code(503).header('retry-after', '5');
      return { status: isReady ? 'ok' : 'unavailable', database: databaseState, temporal: temporalState } as const;
    },
  );
}

async function stateOf(check: () => PromiseLike<unknown>): Promise<'ok' | 'unreachable'> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), tooLong]);
    return 'ok';
  } catch {
    return 'unreachable';
  } finally {
    clearTimeout(timer);
  }
}
