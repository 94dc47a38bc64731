import { isDeepStrictEqual } from 'node:util';
import { createRulesReader } from '../../src/database/rules';
import type { Demand } from '../../src/domain/demand';
import { ratingToken } from '../../src/intake/file-demand';
import { startIfWaiting } from '../../src/intake/start-waiting';
import { simulate, type Simulated } from '../../src/simulation/simulate';
import { startWaitingJobs } from '../../src/spot-check/start-jobs';
import { callbackWorkflowId, demandQuery, demandWorkflowId } from '../../workflows/messages';
import { eventually, untilHeard } from '../support/a-case';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
let made: Simulated;

beforeAll(async () => {
  stack = await testStack();
  // Longer than any holiday, so that people were at work.
  made = await simulate(stack.database, stack.config, { days: 14, demands: 60, seed: 'goes on' });
});

afterAll(() => stack.close());

/** As the relay of the standing workflow does, without waiting for its turn. */
async function relay({ database, temporal }: Stack): Promise<void> {
  const waiting = await database.intakeOutbox.findMany();
  await Promise.all(waiting.map(({ demandId }) => startIfWaiting(database, temporal, demandId)));
  await startWaitingJobs(temporal, database, await createRulesReader(database)(), null);
}

const recorded = async (stage: string): Promise<Demand[]> =>
  (await stack.database.demand.findMany({ where: { stage }, select: { state: true } })).map(
    ({ state }) => state as unknown as Demand,
  );
const post = (user: string | null, url: string, payload: object) =>
  stack.call(user, { method: 'POST', url: `/api/v1${url}`, payload });

it('what was open at the end of a simulated period goes on in the service', async () => {
  expect(made.open).toBeGreaterThan(5);
  await relay(stack);
  expect(await stack.database.intakeOutbox.count()).toBe(0);
  const open = [...(await recorded('handling')), ...(await recorded('rating'))];
  for (const state of open.slice(0, 8)) {
    const handle = stack.temporal.client.workflow.getHandle(demandWorkflowId(state.id));
    const held = await eventually(
      () => untilHeard(() => handle.query(demandQuery)),
      ({ version }) => version >= state.version,
    );
    // What came due between the end of the period and now has happened in the workflow.
    expect(held.version > state.version || isDeepStrictEqual(held, state)).toBe(true);
  }
  await eventually(
    () => stack.database.callbackJob.count({ where: { result: null, version: 0 } }),
    (waiting) => waiting === 0,
  );
  for (const { id } of await stack.database.callbackJob.findMany({ where: { result: null } }))
    expect((await stack.temporal.client.workflow.getHandle(callbackWorkflowId(id)).describe()).status.name).toBe(
      'RUNNING',
    );
});

it('people take it up where the simulation left it', async () => {
  const [waiting] = await recorded('rating');
  const rated = await post(null, `/public/ratings/${ratingToken(waiting!.id, waiting!.round, stack.config)}`, {
    grade: 5,
  });
  expect(rated.status).toBe(200);
  expect((await recorded('closed')).some(({ id }) => id === waiting!.id)).toBe(true);
  const held = (await recorded('handling')).find(({ holder }) => holder.user?.startsWith('demo-'))!;
  const noted = await post(held.holder.user!.replace('demo-', ''), `/demands/${held.number}/actions/note`, {
    text: '接着办理。',
  });
  expect(noted).toMatchObject({ status: 200, body: { stage: 'handling' } });
});

it('a rehearsal runs in the background and finds the history of both as it was', async () => {
  const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
  const period = { from: day(Date.now() - 15 * 86_400_000), to: day(Date.now()) };
  const rehearsed = async () => {
    const { body } = await post('baoan.supervisor', '/rehearsals', { unit: 'baoan', ...period });
    const read = async () =>
      (await stack.call('baoan.supervisor', { method: 'GET', url: `/api/v1/rehearsals/${body.id}` })).body;
    const { result, total } = await eventually(read, ({ state }) => state === 'done');
    return [total, result.cases, result.identical];
  };
  // A clock may ring while the history is read: then it is in one of the two.
  const all = [made.demands, made.demands, made.demands];
  await eventually(rehearsed, (found) => isDeepStrictEqual(found, all));
});
