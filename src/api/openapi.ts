import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Config } from '../config';
import type { Access } from './access';
import type { Api } from './app';
import { cookieName } from './session-cookie';

/** OpenAPI 3.1 from the routes' own schemas, at /openapi.json, with pages at /docs (all assets from this server). */
export async function documentApi(app: Api, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '直通车 API', version: '1.0.0', description: '诉求建议全链条服务:收集、分拨、办理、反馈、评价。' },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName(config) },
        },
      },
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route);
      if (schema.hide) return { schema, url };
      return {
        schema: { ...schema, ...accessOf(route.route.config?.access), response: withProblem(schema.response) },
        url,
      };
    },
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { docExpansion: 'none' } });
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
}

function accessOf(access: Access | undefined): FastifySchema {
  if (access === undefined || access === 'public') return { security: [] };
  const security: FastifySchema['security'] = [{ bearer: [] }, { cookie: [] }];
  return access === 'signed-in' ? { security } : { security, ...{ 'x-roles': access } };
}

function withProblem(response: unknown): Record<string, unknown> {
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  const other = { description: '出错时一律返回问题文档', content: { 'application/problem+json': problem } };
  return { ...(response as Record<string, unknown> | undefined), default: other };
}
