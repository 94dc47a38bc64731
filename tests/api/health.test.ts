import { randomUUID } from 'node:crypto';
import { NOT_NEEDED } from '../../src/domain/notice-channel';
import { type Answer, testApp, type TestApp } from '../support/app';
import { breakableLink, type BreakableLink } from '../support/breakable-link';
import { temporalAddress } from '../support/services';

let api: TestApp;
let toDatabase: BreakableLink;
let toTemporal: BreakableLink;

beforeAll(async () => {
  const [host, port] = temporalAddress().split(':');
  toTemporal = await breakableLink(host!, Number(port));
  api = await testApp({ TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}` }, async (databaseUrl) => {
    const url = new URL(databaseUrl);
    toDatabase = await breakableLink(url.hostname, Number(url.port));
    url.host = `127.0.0.1:${toDatabase.port}`;
    return url.href;
  });
});
afterEach(async () => {
  toDatabase.mend();
  toTemporal.mend();
  await readyAgain();
});
afterAll(async () => {
  await api.close();
  await toDatabase.close();
  await toTemporal.close();
});

const get = (url: string, username: string | null = null) => api.call(username, { method: 'GET', url });

/** Never comes back when the service does not recover by itself; the test's time-out ends it. */
const readyAgain = async (): Promise<void> => {
  while ((await get('/readyz')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** The same of somebody's request: the service is as hasty as ever, and a busy machine may keep it from its database. */
const signedInAgain = async (): Promise<void> => {
  while ((await get('/api/v1/me', 'fuyong.handler').catch(() => null))?.status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 50));
};

/** Asks until it is told so, as a prober does: within its two seconds a busy machine takes either of them for away. */
async function readinessOf(database: string, temporal: string): Promise<Answer> {
  for (;;) {
    const answer = await get('/readyz');
    if (answer.body.database === database && answer.body.temporal === temporal) return answer;
  }
}

describe('readiness', () => {
  test('a service with both its dependencies is ready', async () => {
    const answer = await readinessOf('ok', 'ok');
    expect([answer.status, answer.body.status]).toEqual([200, 'ok']);
  });

  test.each(['cut', 'hang'] as const)(
    'without the database (%s) it says so, and is ready again by itself',
    async (how) => {
      toDatabase.break(how);
      const answer = await readinessOf('unreachable', 'ok');
      expect([answer.status, answer.body.status]).toEqual([503, 'unavailable']);
      expect((await get('/healthz')).status).toBe(200);
      toDatabase.mend();
      await readyAgain();
    },
  );

  test('without Temporal it says so, and is ready again by itself', async () => {
    toTemporal.break('cut');
    const answer = await readinessOf('ok', 'unreachable');
    expect([answer.status, answer.body.status]).toEqual([503, 'unavailable']);
    toTemporal.mend();
    await readyAgain();
  });
});

describe('requests during an outage', () => {
  test.each(['cut', 'hang'] as const)(
    'while the database is away (%s), they are told to come back later',
    async (how) => {
      await signedInAgain();
      toDatabase.break(how);
      // The first one meets the connection that broke, the second one cannot get a new one.
      for (let i = 0; i < 2; i++) {
        const answer = await get('/api/v1/me', 'fuyong.handler');
        expect(answer.status).toBe(503);
        expect(answer.body.code).toBe('database_unavailable');
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      toDatabase.mend();
      await signedInAgain();
    },
  );

  test('a transaction whose connection breaks under it is rejected, and the process lives on', async () => {
    const broken = api.database.transact(async (sql) => {
      await sql`SELECT 1`;
      toDatabase.break('cut');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`SELECT 1`;
    });
    await expect(broken).rejects.toThrow();
    toDatabase.mend();
    await readyAgain();
    expect(await api.database.transact((sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  test('a login during an outage is told the same, and is not taken for a wrong password', async () => {
    toDatabase.break('cut');
    const payload = { username: 'fuyong.handler', password: 'anything' };
    const answer = await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload });
    expect(answer.body.code).toBe('database_unavailable');
  });
});

describe('metrics', () => {
  test('requests are counted by route pattern, never by URL', async () => {
    await get('/api/v1/attachments/a-telling-name', 'fuyong.handler');
    const { text } = await get('/metrics');
    expect(text).toMatch(
      /zhitongche_http_request_duration_seconds_count\{.*route="\/api\/v1\/attachments\/:id",status="404"\} 1/,
    );
    expect(text).not.toContain('a-telling-name');
  });

  test('the age of the oldest demand without a workflow is read at each scrape', async () => {
    expect((await get('/metrics')).text).toMatch(/zhitongche_intake_outbox_age_seconds 0\n/);
    await api.database.$executeRaw`INSERT INTO intake_outbox VALUES (gen_random_uuid(), now() - interval '90 seconds')`;
    const { text } = await get('/metrics');
    expect(Number(/^zhitongche_intake_outbox_age_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
  });

  test('how late the clocks ran is read at each scrape', async () => {
    expect((await get('/metrics')).text).toMatch(/zhitongche_timer_lateness_seconds 0\n/);
    await api.database.$executeRaw`INSERT INTO notice (key, kind, at, late_by) VALUES ('late', 'reminder', now(), 42)`;
    expect((await get('/metrics')).text).toMatch(/zhitongche_timer_lateness_seconds 42\n/);
  });

  test('messages that wait, failed, or have nowhere to go are counted at each scrape', async () => {
    const gauge = async (name: string): Promise<number> =>
      Number(new RegExp(`^zhitongche_${name} (\\S+)`, 'm').exec((await get('/metrics')).text)?.[1]);
    expect([await gauge('messages_failed'), await gauge('message_endpoints_disabled')]).toEqual([0, 0]);
    const message = (key: string, change: object) =>
      api.database.message.create({
        data: { key, noticeKey: key, channel: 'sms', dueAt: new Date(Date.now() - 90_000), ...change },
      });
    const deadAt = new Date();
    await message('waits', {});
    await message('failed', { deadAt, lastError: '对方回答 500' });
    await message('over', { deadAt, lastError: NOT_NEEDED });
    const sealed = { urlCipher: new Uint8Array(1), urlMasked: '…', createdBy: 'demo-fuyong.handler' };
    await api.database.messageEndpoint.create({
      data: { id: randomUUID(), unitId: 'fuyong', channel: 'wecom', name: '群', disabledAt: deadAt, ...sealed },
    });
    expect([await gauge('messages_failed'), await gauge('message_endpoints_disabled')]).toEqual([1, 1]);
    expect(await gauge('message_waiting_age_seconds')).toBeGreaterThanOrEqual(90);
  });

  test('a scrape works while the database is away, and the age is unknown then', async () => {
    toDatabase.break('cut');
    const answer = await get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('zhitongche_intake_outbox_age_seconds Nan');
  });
});
