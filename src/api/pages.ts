import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config';
import type { Api } from './app';

/** Where the build puts the console and the phone pages: beside the server's own code. */
export const builtPages = path.resolve(__dirname, '../../web');

/** Beyond helmet's own: pictures and recordings that a page has in hand, and documents shown from there. */
export const contentSources = ({ publicUrl }: Pick<Config, 'publicUrl'>) => ({
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  frameSrc: ["'self'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  // On an intranet without https it would send every request to a port that nobody listens on.
  upgradeInsecureRequests: publicUrl.startsWith('https:') ? [] : null,
});

const anything = z.object({ '*': z.string() });
const hidden = { access: 'public' } as const;

/**
 * The console under /console, the phone pages under /m, and what they load. Every address below either is the same page: its own
 * router reads the rest. Names of assets carry a hash of their content, so they may be kept for ever; the pages never.
 */
export async function pageRoutes(app: Api, { folder }: { folder: string }): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false });

  const page = (file: string) => (_request: unknown, reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').sendFile(file);
  const open = { config: hidden, schema: { hide: true } };

  app.get('/', open, (_request, reply) => reply.redirect('/console'));
  for (const [prefix, file] of [
    ['/console', 'console.html'],
    ['/m', 'phone.html'],
  ] as const) {
    app.get(prefix, open, page(file));
    app.get(`${prefix}/*`, open, page(file));
  }
  app.get('/favicon.svg', open, page('favicon.svg'));
  app.get('/m/worker.js', open, page('worker.js'));
  app.get('/assets/*', { config: hidden, schema: { hide: true, params: anything } }, (request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(`assets/${request.params['*']}`),
  );
}
