import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/client';
import { readMessageHealth, type MessageHealth } from '../database/messages';
import type { Api } from './app';

/** Prometheus metrics: the process, HTTP by route pattern, how long the oldest intake waits for its workflow, how late clocks ran. */
export function exposeMetrics(app: Api, database: Database): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  measureRequests(app, register);
  measureOutbox(database, register);
  measureTimers(database, register);
  measureMessages(database, register);
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

function measureOutbox(database: Database, register: Registry): void {
  gaugeFromDatabase(register, {
    name: 'zhitongche_intake_outbox_age_seconds',
    help: 'Age of the oldest demand whose workflow has not been started.',
    read: () => database.sql<{ value: number }>`
      SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS value FROM intake_outbox`,
  });
}

function measureTimers(database: Database, register: Registry): void {
  gaugeFromDatabase(register, {
    name: 'zhitongche_timer_lateness_seconds',
    help: 'How late the latest of the newest 1,000 notices came, after the time its rung was planned for.',
    read: () => database.sql<{ value: number }>`
      SELECT coalesce(max(late_by), 0)::float8 AS value FROM (SELECT late_by FROM notice ORDER BY id DESC LIMIT 1000) newest`,
  });
}

function measureMessages(database: Database, register: Registry): void {
  const gauge = (name: string, help: string, of: keyof MessageHealth): void =>
    gaugeFromDatabase(register, {
      ...{ name: `zhitongche_${name}`, help },
      read: async () => [{ value: (await readMessageHealth(database))[of] }],
    });
  gauge('message_waiting_age_seconds', 'For how long the oldest message that is due has waited.', 'oldest');
  gauge('messages_failed', 'Messages that were given up and not replayed.', 'failed');
  gauge('message_endpoints_disabled', 'Robots and webhooks that are disabled.', 'disabled');
}

function gaugeFromDatabase(
  register: Registry,
  { name, help, read }: { name: string; help: string; read: () => Promise<{ value: number }[]> },
): void {
  new Gauge({
    name,
    help,
    registers: [register],
    async collect() {
      try {
        const [row] = await read();
        this.set(row?.value ?? 0);
      } catch {
        // Unknown is not zero: an alert must not fall silent.
        this.set(Number.NaN);
      }
    },
  });
}
