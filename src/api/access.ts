import type { FastifyContextConfig, FastifyInstance, RouteOptions } from 'fastify';
import type { Role } from '../domain/vocabulary';

/** Who may call a route: anybody, anybody signed in, or whoever has one of these roles in some unit. */
export type Access = 'public' | 'signed-in' | readonly Role[];

export type RouteEntry = { method: string; url: string; access: Access; isDocumented: boolean };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Whoever stands in for somebody with one of the roles may call it, too. */
    standIns?: boolean;
    /** Set where a browser of another site could do harm without a session, as at login. */
    sameSite?: boolean;
  }
  interface FastifyInstance {
    /** Every route with its access rule, in order of registration: what the permission tests are generated from. */
    routeTable: RouteEntry[];
  }
}

/** Boot fails for a route that does not declare its access, so that forgetting it never opens a door. */
export function requireAccessRules(app: FastifyInstance): void {
  const table: RouteEntry[] = [];
  app.decorate('routeTable', table);
  app.addHook('onRoute', (route) => {
    route.config = withDocumentationAccess(route);
    const { access } = route.config;
    if (access === undefined) throw new Error(`route ${String(route.method)} ${route.url} declares no access rule`);
    const isDocumented = route.schema?.hide !== true;
    for (const method of [route.method].flat()) {
      if (method !== 'HEAD') table.push({ method, url: route.url, access, isDocumented });
    }
  });
}

// The pages of @fastify/swagger-ui come from a plugin and cannot declare anything themselves.
function withDocumentationAccess(route: RouteOptions): FastifyContextConfig {
  const isDocumentation = route.url === '/docs' || route.url.startsWith('/docs/');
  return isDocumentation ? { access: 'public', ...route.config } : (route.config ?? {});
}

/** The methods that exist at a concrete path, for the Allow header of a 405. */
export function methodsAt(table: readonly RouteEntry[], path: string): string[] {
  const segments = path.split('/');
  const matches = table.filter(({ url }) => {
    const pattern = url.split('/');
    return (
      pattern.length === segments.length && pattern.every((part, i) => part.startsWith(':') || part === segments[i])
    );
  });
  return [...new Set(matches.map(({ method }) => method))];
}
