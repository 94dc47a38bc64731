import type { Problem } from '../../../src/api/contract';

/** What the service refused, or that it could not be reached. `detail` is a Chinese sentence that says what to do. */
export class RequestError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail);
    this.name = 'RequestError';
  }

  get code(): string {
    return this.problem.code;
  }
}

export type Query = Record<string, string | number | boolean | undefined | null>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const BASE = '/api/v1';

/** Whom this tab looks at the service as (read-only); kept for the tab alone. */
const VIEW_AS = 'view-as';
export const viewedAs = (): string | null => sessionStorage.getItem(VIEW_AS);
export function setViewedAs(username: string | null): void {
  if (username === null) sessionStorage.removeItem(VIEW_AS);
  else sessionStorage.setItem(VIEW_AS, username);
}

/** Asks the service. Throws `RequestError` for every refusal and for a network that is away. */
export async function request<Answer>(method: Method, path: string, asked: Asked = {}): Promise<Answer> {
  const response = await ask(method, path, asked);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** A file that is made for whoever asks, under the name that the service gives it. */
export async function download(path: string, query: Query): Promise<{ file: Blob; name: string; count: number }> {
  const response = await ask('GET', path, { query });
  const name = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  try {
    const file = await response.blob();
    return { file, name: decodeURIComponent(name), count: Number(response.headers.get('x-total-count')) };
  } catch {
    throw new RequestError(brokenOff);
  }
}

type Asked = { query?: Query; body?: unknown; key?: string };

async function ask(method: Method, path: string, { query, body, key }: Asked): Promise<Response> {
  const headers: Record<string, string> = {};
  const viewed = viewedAs();
  if (viewed && path !== '/view-as') headers['x-view-as'] = viewed;
  if (key) headers['idempotency-key'] = key;
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json';
  const content = body instanceof FormData ? body : body === undefined ? undefined : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}${queryString(query)}`, { method, headers, body: content });
  } catch {
    throw new RequestError(offline);
  }
  if (response.ok) return response;
  throw new RequestError(await problemOf(response), Number(response.headers.get('retry-after')) || null);
}

export const get = <Answer>(path: string, query?: Query): Promise<Answer> => request<Answer>('GET', path, { query });
export const post = <Answer>(path: string, body: unknown = {}, key?: string): Promise<Answer> =>
  request<Answer>('POST', path, { body, key });
export const put = <Answer>(path: string, body: unknown): Promise<Answer> => request<Answer>('PUT', path, { body });
export const remove = (path: string): Promise<void> => request<void>('DELETE', path);

export function queryString(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
}

const offline: Problem = {
  type: 'about:blank',
  title: '网络不通',
  status: 0,
  code: 'offline',
  detail: '现在连不上服务。您填写的内容还在，请检查网络后再试一次。',
};

const brokenOff: Problem = {
  type: 'about:blank',
  title: '下载中断',
  status: 0,
  code: 'offline',
  detail: '下载到一半断开了，没有存下文件。请检查网络后再导出一次。',
};

/** Whom an inner error is reported to finds it in the log by this number alone. */
function withRequest(problem: Problem, { headers }: Response): Problem {
  const request = headers.get('x-request-id');
  return problem.status === 500 && request ? { ...problem, detail: `${problem.detail}请求编号：${request}` } : problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const kind = response.headers.get('content-type') ?? '';
  if (kind.includes('json')) return withRequest((await response.json()) as Problem, response);
  const detail = '服务暂时没有正常应答，您填写的内容还在，请稍后再试。';
  return { type: 'about:blank', title: '服务异常', status: response.status, code: 'unavailable', detail };
}
