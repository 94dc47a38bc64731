import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Config } from '../../config';
import type { Api } from '../app';
import { cookieName } from '../session-cookie';
import { completed } from './completion';
import { INTRODUCTION } from './introduction';
import { operationOf } from './operation';
import { documentationPages } from './pages';

/** OpenAPI 3.1 from the routes' own schemas, at /openapi.json, with pages at /docs (all assets from this server). */
export async function documentApi(app: Api, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '直通车 API', version: '1.0.0', description: INTRODUCTION },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'POST /sessions 给出的 token' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName(config), description: '登录时设的 Cookie' },
        },
      },
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route);
      return { schema: schema.hide ? schema : operationOf(route.route, url, schema), url };
    },
    transformObject: (document) => completed(jsonSchemaTransformObject(document)),
  });
  await app.register(swaggerUi, documentationPages);
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
}
