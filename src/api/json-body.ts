import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidInput, Problem } from './errors';
import { isStorable } from './text';

const maximumDepth = 32;

/**
 * JSON bodies: no `__proto__` or `constructor` keys, no deep nesting (recursive code behind it must not overflow),
 * no characters that PostgreSQL cannot store. An empty body counts as none, so that `POST …/actions/accept` needs none.
 */
export function acceptJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const json = body as string;
    if (json.trim() === '') return done(null, undefined);
    if (depthOf(json) > maximumDepth) return done(new Problem('malformed_json', '请求内容嵌套过深，请减少层级。'));
    void parse(request, json, (error, value) => {
      if (error) return done(error);
      done(mayHoldUnstorable(json) ? unstorableText(value, '') : null, value);
    });
  });
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.routeOptions.schema?.body !== undefined) request.body = {};
    refuseUnstorableParameters(request);
  });
}

/** Nesting of brackets outside strings; an unbalanced text is left to the parser. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const character = json.charCodeAt(i);
    if (inString) {
      if (character === 0x5c) i++;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
  }
  return deepest;
}

// Such characters can only come in as escapes: bare NUL is not JSON, and bytes that are not UTF-8 were replaced.
function mayHoldUnstorable(json: string): boolean {
  return /\\u(0000|[dD][89a-fA-F])/.test(json);
}

function unstorableText(value: unknown, path: string): Problem | null {
  if (typeof value === 'string')
    return isStorable(value) ? null : invalidInput(path, '含有无法保存的字符，请删除后重试。');
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = unstorableText(key, path) ?? unstorableText(inner, `${path}/${key}`);
    if (problem) return problem;
  }
  return null;
}

function refuseUnstorableParameters(request: FastifyRequest): void {
  const problem = unstorableText(request.params, '') ?? unstorableText(request.query, '');
  if (problem) throw problem;
}
