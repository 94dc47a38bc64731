import { ensureStandingWorkflows } from '../../src/standing-workflows';
import { aCase } from '../support/a-case';
import { breakableLink, type BreakableLink } from '../support/breakable-link';
import { temporalAddress } from '../support/services';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

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
    toTemporal.break(how);
    const filed = await aCase(stack);
    expect(await waiting()).toBe(1);
    const refused = await filed.try('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    expect([refused.status, refused.body.code]).toEqual([503, 'temporal_unavailable']);

    toTemporal.mend();
    await until(async () => (await waiting()) === 0 || undefined);
    expect((await filed.state()).stage).toBe('dispatching');
    const dispatched = await filed.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    expect(dispatched.stage).toBe('accepting');
    expect(await filed.eventTypes()).toEqual(['submitted', 'dispatched']);
  });
});

test('the standing workflows are asked for again at every start, and exist once', async () => {
  await ensureStandingWorkflows(stack.temporal);
  const { client, taskQueue } = stack.temporal;
  const { spec } = await client.schedule.getHandle(`${taskQueue}/nightly`).describe();
  expect(spec.timezone).toBe('Asia/Shanghai');
  expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 3 }], minute: [{ start: 30 }] });
});
