import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createReconciler, type Mended } from '../../activities/reconcile';
import { aCase, allQuiet, eventually, HOUR } from '../support/a-case';
import { testStack, workflowBundle, type Stack } from '../support/stack';

let stack: Stack;
let isChangedCarelessly = false;

beforeAll(async () => {
  stack = await testStack(
    {},
    {
      bundle: async () => {
        const bundle = await workflowBundle();
        const code = bundle.code.replace(/if \(rang \|\| at === null [^)]*\) return;/, 'if (at === null) return;');
        expect(code).not.toBe(bundle.code);
        return isChangedCarelessly ? { ...bundle, code } : bundle;
      },
    },
  );
});
afterAll(() => stack.close());

async function reconciled(): Promise<Mended[]> {
  await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
  const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
  await new MockActivityEnvironment().run(() => reconciler.reconcile());
  const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return report.mended as unknown as Mended[];
}

it('starts a demand again from its record when its workflow cannot repeat its history, and its clocks go on', async () => {
  const it = await (await aCase(stack)).bringTo('handling');
  await allQuiet(stack, [it.workflowId]);
  await stack.stopWorker();
  isChangedCarelessly = true;
  await stack.startWorker();
  // When a busy engine gets no answer from the workflow, that is reported, and it is looked at again.
  const mended = await eventually(reconciled, (found) => found.every(({ did }) => did !== 'reported'));
  expect(mended).toEqual([{ number: it.number, found: 'workflow_unreadable', did: 'started' }]);
  await it.act('zhihui.handler', 'note', { text: '继续办理' });
  await it.passes(24 * HOUR);
  expect(await it.eventTypes()).toEqual(expect.arrayContaining(['noted', 'reminded']));
});
