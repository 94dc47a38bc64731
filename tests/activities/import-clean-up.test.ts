import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createCleanUp } from '../../activities/clean-up';
import { createLocalFolder } from '../../src/storage/local-folder';
import { testApp, type TestApp } from '../support/app';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);
const cells = new Uint8Array([1]);

async function aBatch(state: string, days: number): Promise<string> {
  const id = randomUUID();
  const who = { unitId: 'zhihui', createdBy: 'demo-zhihui.collector', formCode: 'organisation' };
  const file = { fileName: '征集表.xlsx', fileHash: new Uint8Array(32), columns: {}, total: 2 };
  const times = { createdAt: ago(days), finishedAt: ['done', 'failed'].includes(state) ? ago(days) : null };
  await t.database.importBatch.create({ data: { id, ...who, ...file, ...times, state } });
  await t.database.importRow.createMany({ data: [2, 3].map((row) => ({ batchId: id, row, cells })) });
  return id;
}
/** How much is left: the batch, its rows, and those that still hold what the file said. */
const left = async (batchId: string): Promise<number[]> => [
  await t.database.importBatch.count({ where: { id: batchId } }),
  await t.database.importRow.count({ where: { batchId } }),
  await t.database.importRow.count({ where: { batchId, cells: { not: null } } }),
];

test('a file that nobody imported goes after a week, and of an import what its wrong rows said', async () => {
  const batches = await Promise.all(
    (['uploaded', 'checked', 'running', 'done', 'failed'] as const).map(async (state) => ({
      state,
      old: await aBatch(state, 8),
      young: await aBatch(state, 6),
    })),
  );
  const storage = createLocalFolder(t.config.storageDir);
  expect(await createCleanUp(t.database, storage, pino({ level: 'silent' })).cleanUp()).toMatchObject({ imports: 8 });
  const found = Object.fromEntries(await Promise.all(batches.map(async ({ state, old }) => [state, await left(old)])));
  expect(found).toEqual({
    ...{ uploaded: [0, 0, 0], checked: [0, 0, 0], running: [1, 2, 2] },
    ...{ done: [1, 2, 0], failed: [1, 2, 0] },
  });
  for (const { young } of batches) expect(await left(young)).toEqual([1, 2, 2]);
});
