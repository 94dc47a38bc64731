import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createMessageActivities } from '../../activities/messages';
import { forgetSeats } from '../../src/database/seats';
import type { PersonChannel } from '../../src/domain/notice-channel';
import { ratingToken, trackingToken } from '../../src/intake/file-demand';
import { claimDue, LEASE } from '../../src/notices/claim';
import { DeliveryError } from '../../src/notices/fault';
import type { Letter, PersonSender } from '../../src/notices/port';
import { ROBOT_LIMIT } from '../../src/notices/robots';
import { createRound, createSending } from '../../src/notices/round';
import { sealAddress } from '../../src/notices/sealed';
import { filing } from '../support/a-case';
import { testApp, type TestApp } from '../support/app';
import { until } from '../support/travel';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const PHONE = '13800009999';
const log = pino({ level: 'silent' });

let api: TestApp;
let demand: { id: string; number: string };
let now = NOON;
beforeAll(async () => {
  api = await testApp();
  const payload = { ...filing, contact: { name: '王小明', phone: PHONE } };
  const { body } = await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload });
  const { id } = await api.database.demand.findUniqueOrThrow({ where: { number: body.number } });
  demand = { id, number: body.number };
  await address('zhihui.handler', 'sms', '13900001111');
});
beforeEach(async () => {
  now = NOON;
  await api.database.message.deleteMany();
  await api.database.messageAttempt.deleteMany();
});
afterAll(() => api.close());

const address = async (user: string, channel: PersonChannel, plain: string) => {
  const userId = `demo-${user}`;
  const cipher = Uint8Array.from(sealAddress(plain, userId, channel, api.config.secretKeys));
  await api.database.staffAddress.create({ data: { userId, channel, cipher, masked: '***' } });
};
const message = (key: string, change: object = {}) => ({
  ...{
    key,
    noticeKey: `notice of ${key}`,
    channel: 'sms',
    target: 'demo-zhihui.handler',
    dueAt: new Date(NOON - 1_000),
  },
  ...change,
});
const rowOf = (key: string) => api.database.message.findUniqueOrThrow({ where: { key } });
const create = (...data: ReturnType<typeof message>[]) => api.database.message.createMany({ data });
const triesOf = async (key: string) => {
  const { id } = await rowOf(key);
  const tries = await api.database.messageAttempt.findMany({ where: { messageId: id }, orderBy: { attempt: 'asc' } });
  return tries.map(({ outcome, detail }) => [outcome, detail]);
};

/** A sender that keeps what it sent; `fault` makes it fail before or after. */
function aSender() {
  const sender = {
    sent: [] as Letter[],
    fault: null as Error | null,
    send: (letter: Letter) => {
      if (sender.fault) return Promise.reject(sender.fault);
      sender.sent.push(letter);
      return Promise.resolve({ receipt: 'taken' });
    },
  };
  return sender satisfies PersonSender;
}
const roundOf = (senders: Partial<Record<PersonChannel, PersonSender>> = {}) =>
  createRound({ database: api.database, config: api.config, log, senders, clock: () => now });

let rung = 0;
/** A notice that rings, before it is spread. */
async function ring(told: object = {}): Promise<string> {
  const key = `rung ${(rung += 1)}`;
  const to = { kind: 'urged', role: 'handler', unitId: 'zhihui', data: { count: 1 } };
  await api.database.notice.create({ data: { key, demandId: demand.id, at: new Date(NOON), ...to, ...told } });
  await create(message(`${key}:spread`, { noticeKey: key, channel: 'spread', target: null }));
  return key;
}
const keysOf = async (noticeKey: string): Promise<string[]> =>
  (
    await api.database.message.findMany({ where: { noticeKey, channel: { not: 'spread' } }, orderBy: { key: 'asc' } })
  ).map(({ key, channel }) => `${key.slice(noticeKey.length + 1)} → ${channel}`);

describe('what rings', () => {
  it('is spread to everybody who has the role, once, however many workers take part', async () => {
    const key = await ring();
    const sms = aSender();
    const round = roundOf({ sms });
    await Promise.all([round(), round(), round()]);
    expect(await keysOf(key)).toEqual(['none:demo-zhihui.handler2 → sink', 'sms:demo-zhihui.handler → sms']);
    expect(await rowOf(`${key}:spread`)).toMatchObject({ sentAt: new Date(NOON), deadAt: null });
    // The transition may be recorded a second time.
    await api.database.message.update({ where: { key: `${key}:spread` }, data: { sentAt: null } });
    await round();
    expect(await keysOf(key)).toHaveLength(2);
    expect(sms.sent.map(({ to }) => to)).toEqual(['13900001111']);
  });

  it('stays in the sink, with what was meant, while no channel is connected', async () => {
    const key = await ring();
    await roundOf()();
    expect(await keysOf(key)).toEqual(['none:demo-zhihui.handler2 → sink', 'sms:demo-zhihui.handler → sink']);
    expect((await rowOf(`${key}:sms:demo-zhihui.handler`)).sentAt).toEqual(new Date(NOON));
  });

  it('tells the deputy of somebody who is away', async () => {
    const people = {
      userId: 'demo-zhihui.replier',
      deputyId: 'demo-zhihui.reviewer',
      createdBy: 'demo-zhihui.replier',
    };
    const times = { fromAt: new Date(NOON - MINUTE), toAt: new Date('2099-01-05') };
    await api.database.absence.create({ data: { id: crypto.randomUUID(), ...people, ...times, note: '' } });
    const key = await ring({ role: null, unitId: null, userId: 'demo-zhihui.replier' });
    forgetSeats(api.database);
    await roundOf()();
    expect(await keysOf(key)).toEqual(['none:demo-zhihui.reviewer → sink']);
  });

  it('is given up where nobody sits, with the reason', async () => {
    const key = await ring({ role: 'handler', unitId: 'nowhere' });
    await roundOf()();
    const row = await rowOf(`${key}:spread`);
    expect(row.deadAt).not.toBeNull();
    expect(row.lastError).toMatch(/没有可以通知的人/);
  });

  it('reaches whoever filed the demand by the contact they left, and leaves it nowhere', async () => {
    const sms = aSender();
    const key = await ring({ kind: 'replied', role: null, unitId: null, data: { round: 1 } });
    await roundOf({ sms })();
    const link = `${api.config.publicUrl}/m/rate#${ratingToken(demand.id, 1, api.config)}`;
    expect(sms.sent).toMatchObject([{ to: PHONE, audience: 'reporter', link }]);
    expect(sms.sent[0]!.what).toContain(demand.number);
    const kept = await api.database.$queryRaw<{ text: string }[]>`
      SELECT m::text AS text FROM message m UNION ALL SELECT a::text FROM message_attempt a`;
    for (const { text } of kept) {
      expect(text).not.toContain(PHONE);
      expect(text).not.toContain(link.split('#')[1]!);
    }
    expect(await keysOf(key)).toEqual(['sms:reporter → sms']);
  });

  it.each([
    ['information_requested', { dueAt: NOON }, /补充材料.*11月24日 12:00 前/],
    ['rejected', {}, /不予受理/],
    ['deferred', { dueAt: NOON }, /挂账.*复查/],
    ['withdrawn', {}, /撤回/],
  ])('of %s whoever filed the demand hears in words, with the link to follow it', async (kind, data, words) => {
    const sms = aSender();
    await api.database.$executeRaw`UPDATE demand SET stage = 'waiting' WHERE id = ${demand.id}::uuid`;
    await ring({ kind, role: null, unitId: null, data });
    await roundOf({ sms })();
    const link = `${api.config.publicUrl}/m/track#${trackingToken(demand.id, api.config)}`;
    expect(sms.sent).toMatchObject([{ to: PHONE, audience: 'reporter', link }]);
    expect(sms.sent[0]!.what).toMatch(words);
  });

  it('reaches who left no contact through whoever collected it, in-app and once', async () => {
    const { id } = await api
      .call('zhihui.collector', {
        ...{ method: 'POST', url: '/api/v1/demands', payload: filing },
      })
      .then(({ body }) => api.database.demand.findUniqueOrThrow({ where: { number: body.number } }));
    const key = await ring({ kind: 'rejected', role: null, unitId: null, demandId: id, data: {} });
    for (let turn = 0; turn < 2; turn += 1) {
      await roundOf()();
      await api.database.message.update({ where: { key: `${key}:spread` }, data: { sentAt: null } });
    }
    expect(await keysOf(key)).toEqual(['none:reporter → sink']);
    const told = await api.database.notice.findMany({ where: { key: `${key}:collector` } });
    expect(told).toMatchObject([
      { kind: 'reporter_untold', userId: 'demo-zhihui.collector', demandId: id, data: { about: 'rejected' } },
    ]);
  });

  it('is not said any more when it was done meanwhile', async () => {
    const sms = aSender();
    const key = await ring({ kind: 'rating_reminded', role: null, unitId: null, data: { round: 1 } });
    await roundOf({ sms })();
    expect(sms.sent).toEqual([]);
    const row = await rowOf(`${key}:sms:reporter`);
    expect([row.lastError, row.deadAt !== null]).toEqual(['事情已经办完，没有发出', true]);
  });

  it('waits for the morning when it comes to be spread in quiet hours', async () => {
    now = Date.parse('2026-11-24T23:00:00+08:00');
    const key = await ring();
    await roundOf({ sms: aSender() })();
    const { dueAt, sentAt } = await rowOf(`${key}:sms:demo-zhihui.handler`);
    expect([dueAt, sentAt]).toEqual([new Date('2026-11-25T08:00:00+08:00'), null]);
  });
});

describe('messages', () => {
  it('go out when they are due, and not before', async () => {
    const sms = aSender();
    await create(message('due'), message('later', { dueAt: new Date(NOON + MINUTE) }));
    await roundOf({ sms })();
    expect(sms.sent.map(({ key }) => key)).toEqual(['due']);
    expect(await rowOf('due')).toMatchObject({ receipt: 'taken', attempts: 1, sentAt: new Date(NOON) });
    expect((await rowOf('later')).sentAt).toBeNull();
  });

  it('are sent once each by several workers, in the activity’s turns', async () => {
    const sms = aSender();
    const keys = Array.from({ length: 120 }, (_, i) => `m${i}`);
    await create(...keys.map((key) => message(key)));
    const dependencies = { database: api.database, config: api.config, log, senders: { sms }, clock: () => now };
    const { sendMessages } = createMessageActivities(dependencies);
    const environments = [1, 2, 3].map(() => new MockActivityEnvironment());
    const running = environments.map((environment) => environment.run(sendMessages).catch(() => undefined));
    await until(async () => (await api.database.message.count({ where: { sentAt: null } })) === 0 || undefined);
    for (const environment of environments) environment.cancel();
    await Promise.all(running);
    expect(sms.sent.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });

  it('that another worker is just taking are left to it, and the others go out', async () => {
    const sms = aSender();
    await create(message('taken'), message('free'));
    await api.database.$transaction(async (other) => {
      await other.$queryRaw`SELECT id FROM message WHERE key = 'taken' FOR UPDATE`;
      await roundOf({ sms })();
    });
    expect(sms.sent.map(({ key }) => key)).toEqual(['free']);
  });

  it('are tried again when a channel fails, and every try is kept with its reason', async () => {
    const sms = aSender();
    sms.fault = new Error('line is down');
    await create(message('kept'));
    await roundOf({ sms })();
    const failed = await rowOf('kept');
    expect(failed).toMatchObject({ sentAt: null, attempts: 1, lastError: 'Error: line is down', unsure: false });
    expect(failed.dueAt.getTime()).toBeGreaterThan(NOON + MINUTE / 2);
    now = failed.dueAt.getTime();
    sms.fault = null;
    await roundOf({ sms })();
    expect(await rowOf('kept')).toMatchObject({ attempts: 2, lastError: null });
    expect(await triesOf('kept')).toEqual([
      ['failed', 'Error: line is down'],
      ['sent', null],
    ]);
    expect(sms.sent[0]!.what).not.toContain('重复提醒');
  });

  it('wait for the end of the night when the next try would ring in it', async () => {
    const sms = aSender();
    sms.fault = new Error('busy');
    now = Date.parse('2026-11-24T19:59:50+08:00');
    await create(message('late'));
    await roundOf({ sms })();
    expect((await rowOf('late')).dueAt).toEqual(new Date('2026-11-25T08:00:00+08:00'));
  });

  it('are given up at once when trying again cannot help, and after ten tries otherwise', async () => {
    const sms = aSender();
    sms.fault = new DeliveryError('never', 'no such number');
    await create(message('wrong'));
    await roundOf({ sms })();
    sms.fault = new DeliveryError('again', 'busy');
    await create(message('young'), message('old', { attempts: 9 }));
    await roundOf({ sms })();
    const rows = await Promise.all(['wrong', 'young', 'old'].map(rowOf));
    expect(rows.map(({ deadAt }) => deadAt !== null)).toEqual([true, false, true]);
    now += 24 * 60 * MINUTE;
    sms.fault = null;
    await roundOf({ sms })();
    expect(sms.sent.map(({ key }) => key)).toEqual(['young']);
  });

  it('say that they are repeated when the worker died between sending and marking', async () => {
    const sms = aSender();
    await create(message('once'));
    const [group] = await claimDue(api.database, now);
    await sms.send({ key: group![0]!.key } as Letter);
    expect(await claimDue(api.database, now + LEASE - 1)).toEqual([]);
    now += LEASE;
    await roundOf({ sms })();
    expect(sms.sent).toHaveLength(2);
    expect(sms.sent[1]!.what).toMatch(/^（重复提醒）/);
    expect(await triesOf('once')).toEqual([
      ['timed_out', '没有等到结果'],
      ['sent', null],
    ]);
  });

  it('say so, too, when nobody knows whether the last one arrived', async () => {
    const sms = aSender();
    sms.fault = new DeliveryError('unsure', 'no answer');
    await create(message('doubtful'));
    await roundOf({ sms })();
    expect(await rowOf('doubtful')).toMatchObject({ unsure: true, sentAt: null, deadAt: null });
    sms.fault = null;
    now += 2 * MINUTE;
    await roundOf({ sms })();
    expect(sms.sent.map(({ what }) => what.startsWith('（重复提醒）'))).toEqual([true]);
  });

  it('keep no address that a provider repeats in its refusal', async () => {
    const sms = aSender();
    sms.fault = new DeliveryError('never', '550 no <li.ming@example.com>, nor 13900001111');
    await create(message('echo'));
    await roundOf({ sms })();
    expect((await rowOf('echo')).lastError).toBe('550 no <（邮箱）>, nor （号码）');
    expect(await triesOf('echo')).toEqual([['refused', '550 no <（邮箱）>, nor （号码）']]);
  });

  it('of a channel that is not connected stay, and hold nobody up', async () => {
    const sms = aSender();
    await create(message('lost', { channel: 'voice' }), message('fine'));
    await roundOf({ sms })();
    expect(sms.sent.map(({ key }) => key)).toEqual(['fine']);
    expect((await rowOf('lost')).lastError).toBe('渠道 voice 没有接通');
  });

  it('of a channel that hangs wait, and those of other channels go on meanwhile', async () => {
    const mail = aSender();
    let release = (): void => {};
    const hung = new Promise<{ receipt: null }>((resolve) => (release = () => resolve({ receipt: null })));
    const senders = { sms: { send: () => hung }, mail };
    await address('zhihui.reviewer', 'mail', 'li@example.com');
    const { begin, settled } = createSending({
      ...{ database: api.database, config: api.config, log },
      senders,
      clock: () => now,
    });
    await create(message('hangs'));
    await begin();
    for (const key of ['first', 'second']) {
      await create(message(key, { channel: 'mail', target: 'demo-zhihui.reviewer' }));
      await until(async () => {
        await begin();
        return mail.sent.some((letter) => letter.key === key) || undefined;
      });
    }
    expect((await rowOf('hangs')).sentAt).toBeNull();
    release();
    await settled();
    expect((await rowOf('hangs')).sentAt).not.toBeNull();
  });

  it('of a robot at its limit are nothing to do until it may speak again', async () => {
    await create(message('too many', { channel: 'wecom', target: 'a robot' }));
    const { id: messageId } = await rowOf('too many');
    const tried = { messageId, at: new Date(NOON - 1_000), outcome: 'sent', ms: 1 };
    const tries = Array.from({ length: ROBOT_LIMIT.messages }, (_, i) => ({ ...tried, attempt: i + 1 }));
    await api.database.messageAttempt.createMany({ data: tries });
    const { begin, settled } = createSending({
      ...{ database: api.database, config: api.config, log, senders: {} },
      clock: () => now,
    });
    expect(await begin()).toBe(0);
    await settled();
    expect(await rowOf('too many')).toMatchObject({ attempts: 0, sentAt: null, deadAt: null });
  });

  it('are gathered into one a day for whoever wants that', async () => {
    const sms = aSender();
    const chosen = { userId: 'demo-zhihui.handler', channel: 'sms', digestAt: 17 * 60 };
    await api.database.noticePreference.create({ data: chosen });
    for (let i = 0; i < 3; i += 1) await ring();
    const round = roundOf({ sms });
    await round();
    expect(sms.sent).toEqual([]);
    now = Date.parse('2026-11-24T17:00:00+08:00');
    await round();
    expect(sms.sent.map(({ what }) => what)).toEqual(['您有 3 条提醒，请到工作台逐条处理。']);
    const rows = await api.database.message.findMany({ where: { channel: 'sms' }, orderBy: { id: 'asc' } });
    expect(rows.map(({ sentAt, digestId }) => [sentAt?.getTime(), digestId])).toEqual([
      [now, null],
      [now, rows[0]!.id],
      [now, rows[0]!.id],
    ]);
    await api.database.noticePreference.deleteMany();
  });
});
