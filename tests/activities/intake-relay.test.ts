import type { Prisma } from '../../src/database/client';
import { startEach } from '../../src/intake/start-once';
import { ensureSchedule, ensureStandingWorkflows } from '../../src/standing-workflows';
import { aCase, allQuiet } from '../support/a-case';
import { breakableLink, type BreakableLink } from '../support/breakable-link';
import { temporalAddress } from '../support/services';
import { testStack, type Stack } from '../support/stack';
import { losesWorkflow, until } from '../support/travel';

let stack: Stack;
let toTemporal: BreakableLink;
beforeAll(async () => {
  const [host, port] = temporalAddress().split(':');
  toTemporal = await breakableLink(host!, Number(port));
  stack = await testStack({ TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}` });
  await ensureStandingWorkflows(stack.temporal);
});
afterAll(async () => {
  const { client, taskQueue } = stack.temporal;
  await client.workflow.getHandle(`${taskQueue}/housekeeping`).terminate();
  for (const name of ['reconciliation', 'nightly']) await client.schedule.getHandle(`${taskQueue}/${name}`).delete();
  await stack.close();
  await toTemporal.close();
});

const waiting = (): Promise<number> => stack.database.intakeOutbox.count();

describe('while the engine is away', () => {
  it.each(['cut', 'hang'] as const)('a demand is taken in (%s), and its chain begins when it is back', async (how) => {
    stack.patience.times = 1;
    toTemporal.break(how);
    const filed = await aCase(stack);
    expect(await waiting()).toBe(1);
    const refused = await filed.try('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    expect([refused.status, refused.body.code]).toEqual([503, 'temporal_unavailable']);

    stack.patience.times = 10;
    toTemporal.mend();
    await until(async () => (await waiting()) === 0 || undefined);
    expect((await filed.state()).stage).toBe('dispatching');
    const dispatched = await filed.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    expect(dispatched.stage).toBe('accepting');
    expect(await filed.eventTypes()).toEqual(['submitted', 'dispatched']);
  });
});

test('a demand that cannot be started holds up no other, and nothing else that waits', async () => {
  // What the relay has in hand it may have read before, so this one is broken before it waits.
  const broken = await aCase(stack);
  await allQuiet(stack, [broken.workflowId]);
  await losesWorkflow(stack, broken.workflowId);
  const state = await broken.recorded();
  const unknown = { ...state, policyVersion: 999_999 } as unknown as Prisma.InputJsonValue;
  await stack.database.demand.update({ where: { id: broken.id }, data: { state: unknown } });
  await stack.database.intakeOutbox.create({ data: { demandId: broken.id } });
  toTemporal.break('cut');
  const sound = await aCase(stack);
  const yesterday = new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10);
  const payload = { unit: 'baoan', from: yesterday, to: yesterday };
  const asked = await stack.call('baoan.supervisor', { method: 'POST', url: '/api/v1/rehearsals', payload });
  expect(asked.status).toBe(201);
  expect(await waiting()).toBe(2);
  toTemporal.mend();
  await until(async () => (await waiting()) === 1 || undefined);
  expect((await sound.state()).stage).toBe('dispatching');
  const rehearsed = { where: { id: asked.body.id as string, state: 'done' } };
  await until(async () => (await stack.database.rehearsal.count(rehearsed)) || undefined);
  expect(await waiting()).toBe(1);

  await stack.database.demand.update({
    where: { id: broken.id },
    data: { state: state as unknown as Prisma.InputJsonValue },
  });
  await until(async () => (await waiting()) === 0 || undefined);
  expect((await broken.state()).stage).toBe('dispatching');
});

test('what is started already is not counted as started, and one that cannot be holds up none of the others', async () => {
  const asked: string[] = [];
  const start = (id: string) => {
    asked.push(id);
    return id === 'broken' ? Promise.reject(new Error('no rules')) : Promise.resolve(id === 'new');
  };
  const rows = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(await startEach(rows('new', 'there', 'new'), ({ id }) => start(id))).toBe(2);
  expect(await startEach(rows('there'), ({ id }) => start(id))).toBe(0);
  asked.length = 0;
  await expect(startEach(rows('broken', 'new'), ({ id }) => start(id))).rejects.toThrow('broken cannot be started');
  expect(asked).toEqual(['broken', 'new']);
});

test('the standing workflows are asked for again at every start, and exist once', async () => {
  await ensureStandingWorkflows(stack.temporal);
  const { client, taskQueue } = stack.temporal;
  const { spec } = await client.schedule.getHandle(`${taskQueue}/nightly`).describe();
  expect(spec.timezone).toBe('Asia/Shanghai');
  expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 3 }], minute: [{ start: 30 }] });
});

test('a schedule whose hour was changed is changed where it runs, and stays paused', async () => {
  const { client, taskQueue } = stack.temporal;
  const handle = client.schedule.getHandle(`${taskQueue}/nightly`);
  await handle.pause();
  await ensureSchedule(stack.temporal, 'nightly', { calendars: [{ hour: 5, minute: 10 }] });
  const { spec, state } = await handle.describe();
  expect(spec.calendars).toMatchObject([{ hour: [{ start: 5 }], minute: [{ start: 10 }] }]);
  expect([spec.timezone, state.paused]).toEqual(['Asia/Shanghai', true]);
});
