import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ZodError } from 'zod';
import { AttachmentNotOwnError } from '../database/attachments';
import { StorageUnavailableError } from '../storage/port';
import {
  databaseUnavailable,
  type FieldError,
  invalidInput,
  Problem,
  problemDocument,
  type ProblemCode,
  storageUnavailable,
  temporalUnavailable,
} from './errors';
import { missingDependency } from './outages';

/** What Fastify and its plugins throw, by their code. */
const frameworkErrors: Record<string, [ProblemCode, string]> = {
  FST_ERR_BAD_URL: ['malformed_url', '网址中有无法识别的编码，请检查网址是否完整。'],
  FST_ERR_MAX_PARAM_LENGTH: ['malformed_url', '网址过长，请检查网址是否完整。'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', '请求内容不是合法的 JSON，请检查括号、引号和逗号。'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', '请求内容为空，请提供 JSON。'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', '请求内容超过 1 MB，请缩短文字或改用附件。'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', '不支持这种内容类型，请使用 application/json。'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', '内容长度与声明不符，请重新发送。'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['unsupported_media_type', '请使用 multipart/form-data 上传文件。'],
  FST_REQ_FILE_TOO_LARGE: ['too_large', '文件超过大小限制，请压缩后再上传。'],
  FST_FILES_LIMIT: ['too_large', '一次只能上传一个文件。'],
  FST_PARTS_LIMIT: ['too_large', '表单内容过多，一次只上传一个文件。'],
  FST_FIELDS_LIMIT: ['too_large', '表单内容过多，一次只上传一个文件。'],
};

/** The only place where an error becomes an answer. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, explain(error, request));
}

/** The problem that an error is, logged; `demand` is the number of the one it befell, where a request is about several. */
export function explain(error: unknown, request: FastifyRequest, demand?: string): Problem {
  const problem = problemFrom(error);
  logProblem(problem, error, request, demand);
  return problem;
}

/** For what is not even HTTP, or too slow to be: there is no request yet, only the socket. */
export function answerBrokenHttp(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isTimeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const problem = isTimeout
    ? new Problem('request_timeout', '请求没有在规定时间内发完，请检查网络后重试。')
    : new Problem('malformed_request', '请求格式有误或请求头过大，请检查后重试。');
  const body = JSON.stringify(problemDocument(problem));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(problem.retryAfter)));
  // A stringified body passes by the route's own response schemas.
  return reply
    .headers(problem.headers ?? {})
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemDocument(problem));
}

export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return fieldsProblem(
      error.validation.map(({ instancePath, message }) => ({
        path: instancePath.replace(/\/$/, ''),
        message: message ?? '',
      })),
    );
  }
  if (error instanceof ZodError) {
    return fieldsProblem(error.issues.map((issue) => ({ path: `/${issue.path.join('/')}`, message: issue.message })));
  }
  if (error instanceof AttachmentNotOwnError) {
    return invalidInput('/attachments', '只能使用自己上传不超过一天、且未用于其他诉求的附件，请重新上传。');
  }
  // Before the others: its cause may be a socket's, as theirs.
  if (error instanceof StorageUnavailableError) return storageUnavailable(error.cause);
  const missing = missingDependency(error);
  if (missing === 'database') return databaseUnavailable(error);
  if (missing === 'temporal') return temporalUnavailable(error);
  return frameworkProblem(error);
}

function fieldsProblem(errors: FieldError[]): Problem {
  const first = errors[0];
  const detail = first ? `填写有误（${first.path || '请求内容'}）：${first.message}` : '填写有误，请检查后重试。';
  return new Problem('invalid_input', detail, { errors });
}

function frameworkProblem(error: unknown): Problem {
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameworkErrors[code];
  if (known) return new Problem(known[0], known[1], { cause: error });
  if (error instanceof SyntaxError && statusCode === 400) {
    return new Problem('malformed_json', '请求内容不是合法的 JSON，或含有不允许的字段名。', { cause: error });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('malformed_request', '请求格式有误，请检查后重试。', { cause: error });
  }
  return new Problem('internal', '服务内部出错，本次操作可能没有生效。请稍后重试，仍不行请联系管理员并提供请求编号。', {
    cause: error,
  });
}

function logProblem(problem: Problem, error: unknown, request: FastifyRequest, demand: string | undefined): void {
  const line = { code: problem.code, route: request.routeOptions?.url, demand };
  if (problem.code === 'internal') request.log.error({ ...line, err: error }, 'request failed');
  else if (problem.status >= 500) request.log.warn({ ...line, reason: reasonOf(error) }, 'dependency unavailable');
  else request.log.debug(line, 'request refused');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Problem ? error.cause : error;
  return cause instanceof Error ? `${cause.name}: ${cause.message.split('\n').at(-1)}` : String(cause);
}
