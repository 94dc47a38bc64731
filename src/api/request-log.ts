import type { FastifyInstance } from 'fastify';

/**
 * One line per answer. The route's pattern is logged instead of the URL: URLs of the public part hold link tokens,
 * and queries hold what people searched for.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { number } = (request.params ?? {}) as { number?: string };
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        user: request.signedIn?.user,
        viewedBy: request.signedIn?.viewedBy?.user,
        demand: number,
      },
      'request',
    );
  });
}
