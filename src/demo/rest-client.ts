/** A small client of the service's own REST contract: the scenario acts through it as people do, and has no other way in. */

export interface DemandAnswer {
  number: string;
  stage: string;
  level: string;
  round: number;
  trackingToken?: string;
  ratingToken?: string;
}

export interface RestClient {
  get<Answer>(user: string | null, path: string): Promise<Answer>;
  post<Answer>(user: string | null, path: string, body?: object): Promise<Answer>;
  put<Answer>(user: string | null, path: string, body: object): Promise<Answer>;
  /** Sends a file as a browser does, with the fields beside it. */
  upload<Answer>(user: string, path: string, file: UploadedFile, fields?: Record<string, string>): Promise<Answer>;
}

export interface UploadedFile {
  name: string;
  type: string;
  content: Buffer;
}

/** Logs in each person once. Throws with the service's own sentence when it refuses. */
export function createRestClient(serviceUrl: string, passwords: ReadonlyMap<string, string>): RestClient {
  const tokens = new Map<string, Promise<string>>();
  const base = `${serviceUrl}/api/v1`;

  async function logIn(username: string): Promise<string> {
    const { token } = await send<{ token: string }>('POST', '/sessions', null, {
      username,
      password: passwords.get(username),
    });
    return token;
  }

  async function send<Answer>(method: string, path: string, user: string | null, body?: object): Promise<Answer> {
    const isForm = body instanceof FormData;
    const headers: Record<string, string> = body && !isForm ? { 'content-type': 'application/json' } : {};
    if (user !== null) {
      if (!tokens.has(user)) tokens.set(user, logIn(user));
      headers.authorization = `Bearer ${await tokens.get(user)}`;
    }
    const response = await fetch(base + path, {
      method,
      headers,
      body: isForm ? body : body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const answer = (await response.json()) as Answer & { detail?: string; errors?: unknown };
    if (!response.ok)
      throw new Error(
        `${user ?? '诉求人'} ${method} ${path}: ${response.status} ${answer.detail} ${JSON.stringify(answer.errors ?? '')}`,
      );
    return answer;
  }

  return {
    get: (user, path) => send('GET', path, user),
    post: (user, path, body = {}) => send('POST', path, user, body),
    put: (user, path, body) => send('PUT', path, user, body),
    upload: (user, path, { name, type, content }, fields = {}) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(content)], { type }), name);
      for (const [field, value] of Object.entries(fields)) form.append(field, value);
      return send('POST', path, user, form);
    },
  };
}
