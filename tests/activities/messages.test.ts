import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createMessageActivities, type MessageChannel } from '../../activities/messages';
import { testApp, type TestApp } from '../support/app';
import { until } from '../support/travel';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
beforeEach(() => api.database.message.deleteMany());
afterAll(() => api.close());

const MINUTE = 60_000;
const message = (key: string, change: object = {}) => ({
  ...{ key, noticeKey: `notice of ${key}`, channel: 'sms', dueAt: new Date(Date.now() - 1_000) },
  ...change,
});
const rowOf = (key: string) => api.database.message.findUniqueOrThrow({ where: { key } });

interface TestChannel extends MessageChannel {
  sent: string[];
  tried: number;
  broken: boolean;
}

/** A channel that keeps what it sent; `broken` makes it fail. */
function aChannel(): TestChannel {
  const channel: TestChannel = {
    ...{ name: 'sms', sent: [], tried: 0, broken: false },
    send: async ({ key }) => {
      channel.tried += 1;
      if (channel.broken) throw new Error('line is down');
      channel.sent.push(key);
    },
  };
  return channel;
}

/** Lets so many workers send until it is so. */
async function sendUntil(channel: MessageChannel, isSo: () => Promise<boolean>, workers = 1): Promise<void> {
  const { sendMessages } = createMessageActivities(api.database, [channel], pino({ level: 'silent' }));
  const environments = Array.from({ length: workers }, () => new MockActivityEnvironment());
  const running = environments.map((environment) => environment.run(sendMessages).catch(() => undefined));
  await until(async () => (await isSo()) || undefined);
  for (const environment of environments) environment.cancel();
  await Promise.all(running);
}
const allSent = async (): Promise<boolean> =>
  (await api.database.message.count({ where: { sentAt: null, dueAt: { lt: new Date() } } })) === 0;

describe('messages that ring', () => {
  it('go out when they are due, and not before', async () => {
    const channel = aChannel();
    const data = [message('due'), message('later', { dueAt: new Date(Date.now() + 60 * MINUTE) })];
    await api.database.message.createMany({ data });
    await sendUntil(channel, async () => (await rowOf('due')).sentAt !== null);
    expect(channel.sent).toEqual(['due']);
    expect((await rowOf('later')).sentAt).toBeNull();
  });

  it('are sent once each by several workers', async () => {
    const channel = aChannel();
    const keys = Array.from({ length: 250 }, (_, i) => `m${i}`);
    await api.database.message.createMany({ data: keys.map((key) => message(key)) });
    await sendUntil(channel, allSent, 3);
    expect([...channel.sent].sort()).toEqual([...keys].sort());
  });

  it('that another worker is just taking are left to it, and the others go out', async () => {
    const channel = aChannel();
    await api.database.message.createMany({ data: [message('taken'), message('free')] });
    await api.database.$transaction(
      async (other) => {
        await other.$queryRaw`SELECT id FROM message WHERE key = 'taken' FOR UPDATE`;
        await sendUntil(channel, async () => (await rowOf('free')).sentAt !== null);
      },
      { timeout: 30_000 },
    );
    expect(channel.sent).toEqual(['free']);
  });

  it('are tried again, later each time, when a channel fails, and the reason is kept', async () => {
    const channel = aChannel();
    channel.broken = true;
    await api.database.message.create({ data: message('kept') });
    await sendUntil(channel, async () => (await rowOf('kept')).lastError !== null);
    expect(channel.tried).toBe(1);
    const failed = await rowOf('kept');
    expect(failed).toMatchObject({ sentAt: null, attempts: 1, lastError: 'Error: line is down' });
    expect(failed.dueAt.getTime()).toBeGreaterThan(Date.now());
    channel.broken = false;
    await api.database.message.update({ where: { key: 'kept' }, data: { dueAt: new Date() } });
    await sendUntil(channel, async () => (await rowOf('kept')).sentAt !== null);
    expect(await rowOf('kept')).toMatchObject({ attempts: 2, lastError: null });
  });

  it('for a channel that does not exist stay, with the reason, and hold nobody up', async () => {
    const channel = aChannel();
    await api.database.message.createMany({ data: [message('lost', { channel: 'pigeon' }), message('fine')] });
    await sendUntil(
      channel,
      async () => (await rowOf('fine')).sentAt !== null && (await rowOf('lost')).lastError !== null,
    );
    expect((await rowOf('lost')).lastError).toBe('Error: no channel pigeon');
  });

  it('are given up after ten tries', async () => {
    const channel = aChannel();
    await api.database.message.createMany({ data: [message('hopeless', { attempts: 10 }), message('young')] });
    await sendUntil(channel, async () => (await rowOf('young')).sentAt !== null);
    expect(channel.sent).toEqual(['young']);
  });
});
