import { randomUUID } from 'node:crypto';
import { fastForward, forwardTo, virtualTime } from '../../src/demo/fast-forward';
import { DRAW_AFTER, periodAfter } from '../../src/domain/spot-check-plan';
import { startPlans } from '../../src/spot-check/plans';
import { eventually } from '../support/a-case';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { acts, repliedDemand, until } from '../support/travel';

let stack: Stack;
const named: Record<string, string> = {};
let number: string;
beforeAll(async () => {
  stack = await testStack();
  const demand = await repliedDemand(stack);
  await acts(stack, 'zhihui.collector', demand.number, 'rate', { grade: 4 });
  number = demand.number;
});
afterAll(() => stack.close());

const SECOND = 1_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const checksOf = (planId: string) =>
  stack.database.spotCheck.findMany({ where: { planId }, orderBy: { fromAt: 'asc' } });
const workflowOf = (plan: string) => `spot-check-plan/${plan}`;

/** A weekly plan of the street, with its workflow as the service starts it. */
async function aPlan(): Promise<string> {
  const payload = { unit: 'fuyong', every: 'week', percent: 50, minute: 540 };
  const { body } = await stack.call('fuyong.supervisor', { method: 'POST', url: '/api/v1/spot-check-plans', payload });
  return body.id as string;
}

it('commits and draws an hour later, period after period, once each, however often it is started', async () => {
  const plan = await aPlan();
  const workflow = workflowOf(plan);
  const { createdAt } = await stack.database.spotCheckPlan.findUniqueOrThrow({ where: { id: plan } });
  const first = periodAfter('week', 540, createdAt.getTime());
  // Also when a new week began this morning.
  await stack.database.demand.update({ where: { number }, data: { closedAt: new Date(first.from + DAY) } });
  await forwardTo(stack, [workflow], first.commitAt + SECOND);
  const [committed] = await eventually(
    () => checksOf(plan),
    (checks) => checks.length === 1,
  );
  expect(committed).toMatchObject({ sample: null, sight: ['baoan', 'fuyong'], drawnBy: 'demo-fuyong.supervisor' });
  expect(committed!.seed).toMatch(/^sealed:/);
  expect(committed!.committedAt!.getTime()).toBeGreaterThanOrEqual(first.commitAt);
  expect([committed!.fromAt.getTime(), committed!.toAt.getTime()]).toEqual([first.from, first.to]);
  expect(await stack.database.callbackJob.count({ where: { spotCheckId: committed!.id } })).toBe(0);

  for (let i = 0; i < 3; i += 1) await startPlans(stack.temporal, stack.database);
  await fastForward(stack, [workflow], DRAW_AFTER);
  const drawn = await until(async () => {
    const [check] = await checksOf(plan);
    return check?.sample ? check : undefined;
  });
  expect(drawn.sample).toEqual([number]);
  const job = await stack.database.callbackJob.findFirstOrThrow({ where: { spotCheckId: drawn.id } });
  expect([job.kind, job.unitId, job.leadUnitId]).toEqual(['spot_check', 'fuyong', 'zhihui']);
  await until(async () => ((await virtualTime(stack, `callback/${job.id}`)) === null ? undefined : true));

  await forwardTo(stack, [workflow], first.commitAt + WEEK + DRAW_AFTER + 2 * SECOND);
  const both = await eventually(
    () => checksOf(plan),
    (checks) => checks.length === 2 && checks[1]!.sample !== null,
  );
  expect(both.map((check) => check.fromAt.getTime())).toEqual([first.from, first.from + WEEK]);
  // Nothing was closed in the second week, and that is what its record says.
  expect(both[1]).toMatchObject({ frame: [], sample: [] });
  named['spot-check-plan'] = workflow;
  await stack.call('fuyong.supervisor', { method: 'POST', url: `/api/v1/spot-check-plans/${plan}/actions/end` });
  await stack.temporal.client.workflow.getHandle(workflow).result();
});

it('makes up for what fell into an outage, late and once, also when it runs twice', async () => {
  const plan = randomUUID();
  await stack.stopWorker();
  const after = Date.now() - 2 * WEEK;
  // Not just before the run of this week: time is moved on by hours below.
  const isFarAhead = (minute: number) => periodAfter('week', minute, Date.now()).commitAt - Date.now() > DAY / 4;
  const minute = [540, 1_080].find(isFarAhead)!;
  await stack.database.spotCheckPlan.create({
    data: {
      ...{ id: plan, unitId: 'fuyong', every: 'week', percent: 10, minute },
      ...{ createdBy: 'demo-fuyong.supervisor', createdAt: new Date(after) },
    },
  });
  await startPlans(stack.temporal, stack.database, plan);
  const twin = `spot-check-plan-twin/${plan}`;
  const { client, taskQueue } = stack.temporal;
  const args = [{ plan, every: 'week', minute, after }];
  await client.workflow.start('spotCheckPlan', { workflowId: twin, taskQueue, args });
  await stack.startWorker();

  const missed = [periodAfter('week', minute, after)];
  missed.push(periodAfter('week', minute, missed[0]!.commitAt));
  const workflows = [workflowOf(plan), twin];
  await eventually(
    () => checksOf(plan),
    (checks) => checks.length === 1,
  );
  await fastForward(stack, workflows, DRAW_AFTER + SECOND);
  await eventually(
    () => checksOf(plan),
    (checks) => checks.length === 2,
  );
  await fastForward(stack, workflows, DRAW_AFTER + SECOND);
  const checks = await eventually(
    () => checksOf(plan),
    (found) => found.length === 2 && found.every((each) => each.sample),
  );
  expect(checks.map((check) => check.fromAt.getTime())).toEqual(missed.map(({ from }) => from));
  expect(checks[0]!.committedAt!.getTime()).toBeGreaterThan(missed[0]!.commitAt);
  for (const id of workflows) await client.workflow.getHandle(id).terminate('test is over');

  // Started anew it goes on after what it had done.
  await startPlans(stack.temporal, stack.database, plan);
  await fastForward(stack, [workflowOf(plan)], SECOND);
  expect(await checksOf(plan)).toHaveLength(2);
  await stack.database.spotCheckPlan.update({ where: { id: plan }, data: { endedAt: new Date() } });
  await fastForward(stack, [workflowOf(plan)], WEEK);
  await client.workflow.getHandle(workflowOf(plan)).result();
  expect(await checksOf(plan)).toHaveLength(2);
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
