import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createCleanUp } from '../../activities/clean-up';
import { createLocalFolder } from '../../src/storage/local-folder';
import { aCase } from '../support/a-case';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const storage = () => createLocalFolder(stack.config.storageDir);
const cleanUp = () => createCleanUp(stack.database, storage(), pino({ level: 'silent' })).cleanUp();
const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

describe('the nightly clean-up', () => {
  it('removes words of a day ago that nothing refers to, and no others', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.act('zhihui.handler', 'note', { text: '已到现场' });
    const words = async (days: number): Promise<string> => {
      const data = { id: randomUUID(), demandId: it.id, texts: { note: '没有用上' }, createdAt: ago(days) };
      return (await stack.database.words.create({ data })).id;
    };
    const [orphan, young, ofJob, ofAttempt] = [await words(2), await words(0.5), await words(2), await words(2)];
    const job = {
      ...{
        id: 'job',
        demandId: it.id,
        kind: 'dissatisfied',
        round: 1,
        state: 'concluded',
        unitId: 'fuyong',
        version: 1,
      },
      ...{ windowStart: ago(2), windowEnd: ago(2), createdAt: ago(2), wordsId: ofJob, sight: [], workedOn: [] },
      attempts: [{ at: 1, by: 'x', outcome: 'reached', wordsId: ofAttempt }],
    };
    await stack.database.callbackJob.create({ data: job });
    const used = await stack.database.demandEvent.findFirstOrThrow({ where: { demandId: it.id, type: 'noted' } });
    await stack.database.words.update({ where: { id: used.wordsId! }, data: { createdAt: ago(2) } });

    const [ofAddition, ofAppeal, ofRuling] = [await words(2), await words(2), await words(2)];
    const [ofPromise, ofReport] = [await words(2), await words(2)];
    await stack.database.ratingAddition.create({ data: { demandId: it.id, round: 1, wordsId: ofAddition } });
    const beside = { id: randomUUID(), demandId: it.id, unitId: 'zhihui', version: 1, requests: [], sight: [] };
    await stack.database.appeal.create({
      data: {
        ...{
          ...beside,
          kind: 'rating',
          round: 1,
          rulingUnitId: 'fuyong',
          filedBy: 'x',
          filedAt: ago(2),
          dueAt: ago(1),
        },
        ...{ state: 'upheld', wordsId: ofAppeal, rulingWordsId: ofRuling },
      },
    });
    const reports = [{ at: 1, by: 'x', outcome: 'kept', dueAt: null, wordsId: ofReport }];
    await stack.database.demandPromise.create({
      data: { ...beside, madeBy: 'x', madeAt: ago(2), dueAt: ago(1), state: 'kept', wordsId: ofPromise, reports },
    });

    expect(await cleanUp()).toMatchObject({ words: 1 });
    const left = (await stack.database.words.findMany({ where: { demandId: it.id } })).map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([young, ofJob, ofAttempt, used.wordsId]));
    expect(left).toEqual(expect.arrayContaining([ofAddition, ofAppeal, ofRuling, ofPromise, ofReport]));
    expect(left).not.toContain(orphan);
  });

  it('removes attempts to hand a message over that are older than half a year, and no others', async () => {
    const { database } = stack;
    const { id: messageId } = await database.message.create({
      data: { key: 'old', noticeKey: 'old', channel: 'sink', dueAt: ago(200), sentAt: ago(179) },
    });
    const attempt = (attempt: number, days: number) => ({ messageId, attempt, at: ago(days), outcome: 'sent', ms: 1 });
    await database.messageAttempt.createMany({ data: [attempt(1, 181), attempt(2, 179)] });
    expect(await cleanUp()).toMatchObject({ attempts: 1 });
    expect(await database.messageAttempt.findMany()).toMatchObject([{ attempt: 2 }]);
  });

  it('removes sessions that have ended, and answers kept longer than a month', async () => {
    const { database } = stack;
    await database.session.deleteMany();
    const session = (name: string, change: object) => ({
      ...{
        tokenHash: new Uint8Array(Buffer.from(name)),
        userId: 'demo-zhihui.handler',
        expiresAt: new Date(Date.now() + DAY),
      },
      ...change,
    });
    const sessions = [
      session('live', {}),
      session('over', { expiresAt: ago(1) }),
      session('out', { revokedAt: ago(1) }),
    ];
    await database.session.createMany({ data: sessions });
    const answer = (key: string, createdAt: Date) => ({
      userId: 'u',
      key,
      bodyHash: new Uint8Array(2),
      answer: {},
      createdAt,
    });
    await database.idempotentAnswer.createMany({ data: [answer('old', ago(31)), answer('young', ago(29))] });

    expect(await cleanUp()).toMatchObject({ sessions: 2, answers: 1 });
    expect(await database.session.count()).toBe(1);
    expect((await database.idempotentAnswer.findMany()).map(({ key }) => key)).toEqual(['young']);
    expect(await cleanUp()).toMatchObject({ words: 0, sessions: 0, answers: 0 });
  });
});
