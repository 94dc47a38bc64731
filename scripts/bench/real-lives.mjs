import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One request; throws what the service refused, because a refused action is no life. */
export function request(base, method, path, { token, body } = {}) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(payload ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}),
    };
    const call = http.request(`${base}${path}`, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode >= 300) return reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        resolve(text ? JSON.parse(text) : undefined);
      });
    });
    call.on('error', reject);
    call.end(payload);
  });
}

const FILED = {
  kind: 'help',
  title: '园区出入口早高峰通行慢',
  body: '货车与员工车辆混行，早高峰出入口经常堵二十分钟，希望错峰并增设货车通道。',
  unit: 'zhihui',
  subject: { type: 'sole', name: '智美科技党支部' },
  contact: { name: '王小明', phone: '13800001234' },
  channel: '党群服务中心',
};

const STEPS = [
  ['dispatcher', 'dispatch', { leadUnit: 'zhihui' }],
  ['handler', 'accept', {}],
  ['handler', 'finish', { result: 'resolved', summary: '已增设货车通道并错峰进出。' }],
  ['reviewer', 'review', { approve: true }],
  ['replier', 'reply', { found: '混行拥堵', done: '分流错峰', basis: '园区公约', contact: '王工 0755-12345678' }],
  ['collector', 'rate', { grade: 5 }],
];

/** Lives through REST as seven people-steps, each person logged in once. `took` collects ms per step. */
export async function createRealLives({ base, accounts, took }) {
  const tokens = {};
  for (const role of ['collector', 'dispatcher', 'handler', 'reviewer', 'replier']) {
    const { username, password } = accounts.find((a) => a.unit.id === 'zhihui' && a.roles.includes(role));
    tokens[role] = (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
  }
  const timed = async (name, work) => {
    const start = performance.now();
    const result = await work();
    (took[name] ??= []).push(performance.now() - start);
    return result;
  };
  return {
    tokens,
    async live() {
      const { number } = await timed('create', () =>
        request(base, 'POST', '/api/v1/demands', { token: tokens.collector, body: FILED }),
      );
      for (const [role, action, body] of STEPS)
        await timed(action, () =>
          request(base, 'POST', `/api/v1/demands/${number}/actions/${action}`, { token: tokens[role], body }),
        );
      return number;
    },
  };
}

export const UPDATES_PER_LIFE = STEPS.length;
