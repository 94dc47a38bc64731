import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createReconciler } from '../../activities/reconcile';
import { aCase, HOUR } from '../support/a-case';
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

it('starts a demand again from its record when its workflow cannot repeat its history, and its clocks go on', async () => {
  const it = await (await aCase(stack)).bringTo('handling');
  await stack.stopWorker();
  isChangedCarelessly = true;
  await stack.startWorker();
  await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
  const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
  await new MockActivityEnvironment().run(() => reconciler.reconcile());
  const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(report.mended).toEqual([{ number: it.number, found: 'workflow_unreadable', did: 'started' }]);
  await it.act('zhihui.handler', 'note', { text: '继续办理' });
  await it.passes(24 * HOUR);
  expect(await it.eventTypes()).toEqual(expect.arrayContaining(['noted', 'reminded']));
});
