import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/client';
import type { Api } from './app';

/** Prometheus metrics: the process, HTTP by route pattern, and how long the oldest intake waits for its workflow. */
export function exposeMetrics(app: Api, database: Database): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  measureRequests(app, register);
  measureOutbox(database, register);
  app.get('/metrics', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    reply.type(register.contentType);
    return register.metrics();
  });
}

function measureRequests(app: Api, register: Registry): void {
  const duration = new Histogram({
    name: 'zhitongche_http_request_duration_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
    duration.observe(labels, reply.elapsedTime / 1000);
  });
}

function measureOutbox(database: Database, registers: Registry): void {
  new Gauge({
    name: 'zhitongche_intake_outbox_age_seconds',
    help: 'Age of the oldest demand whose workflow has not been started.',
    registers: [registers],
    async collect() {
      try {
        const [row] = await database.$queryRaw<{ age: number }[]>`
          SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age FROM intake_outbox`;
        this.set(row?.age ?? 0);
      } catch {
        // Unknown is not zero: an alert on the age must not fall silent.
        this.set(Number.NaN);
      }
    },
  });
}
