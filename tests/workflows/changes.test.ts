import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import type { Activities } from '../../activities';
import { createStartFromRecord } from '../../activities/intake';
import { createPolicyChange } from '../../activities/policy-change';
import { createReconciler } from '../../activities/reconcile';
import type { Prisma } from '../../src/database/client';
import { skip } from '../../src/demo/fast-forward';
import { calendarOf, dayKey, type Calendar } from '../../src/domain/calendar';
import type { Demand } from '../../src/domain/demand';
import { defaultPolicy, type LadderRow, type Policy } from '../../src/domain/policy';
import { localDay } from '../../src/domain/working-time';
import { calendarSignal, demandWorkflowId, policySignal } from '../../workflows/messages';
import { aCase, allQuiet, caseOf, eventually, tells, type Case } from '../support/a-case';
import { aDemand, anActor, HOUR, TEAM } from '../support/a-demand';
import { putDemand } from '../support/put-demand';
import { testStack, type Stack } from '../support/stack';

jest.setTimeout(600_000);

/** Two reminders and the due time: few rungs, so that hundreds of lives are lived through in half a minute. */
const rungs = (...percents: number[]): LadderRow[] => percents.map((percent) => ({ percent, step: 'remind' }));
const policyOf = (version: number, days: number, ladder: LadderRow[]): Policy => ({
  ...defaultPolicy,
  version,
  budgets: [{ clock: 'handle', scope: 'working', minutes: days * 420 }],
  ladders: { handle: ladder },
});
const FIRST = policyOf(1, 10, rungs(50, 100));
const SECOND = policyOf(2, 6, rungs(50, 80, 100));
const THIRD = policyOf(3, 8, rungs(30, 100, 140));
const now = Date.now();
const { year } = localDay(now);
const daysFrom = (days: number): number => now + days * 24 * HOUR;
/** This year and the next with these days off, as `version` of both. */
const calendarWithout = (version: number, ...off: number[]): Calendar => {
  const days = off.map((at) => localDay(at));
  const yearOf = (of: number) => ({
    ...{ year: of, version, source: '测试' },
    days: Object.fromEntries(
      days.filter((day) => day.year === of).map(({ month, day }) => [dayKey(month, day), 'off' as const]),
    ),
  });
  return calendarOf([year - 1, year, year + 1].map(yearOf));
};

/** Whoever runs a workflow straight has no row: what is recorded goes here. */
interface Recorded {
  demand: Demand;
  /** The highest rung that had fired when the third policy came. */
  highest: number;
  fired: string[];
  notices: string[];
  changes: string[];
}

describe('hundreds of running demands, whose time passes while policy and calendar change', () => {
  const COUNT = 200;
  /** More keep a slow machine so busy that tasks of workflows fail by their time, and are tried again later each time. */
  const AT_ONCE = 15;
  const recorded = new Map<string, Recorded>();
  let own: Stack;

  beforeAll(async () => {
    own = await testStack({}, { activities: keepingRecords });
  });
  afterAll(() => own.close());

  function keepingRecords(real: Activities): Activities {
    return {
      ...real,
      recordDemand: async ({ demand, events, notices }) => {
        // A slow machine has it told once more.
        const known = recorded.get(demand.id);
        if (known && demand.version <= known.demand.version) return;
        const kept = known ?? { demand, highest: 0, fired: [], notices: [], changes: [] };
        recorded.set(demand.id, kept);
        kept.demand = demand;
        for (const { cause, type } of events) {
          if (cause.percent !== undefined) kept.fired.push(`${cause.clock} ${cause.percent}`);
          if (type.endsWith('_changed')) kept.changes.push(type);
          if (type === 'policy_changed' && demand.policyVersion === 3) kept.highest = highestOf(demand);
        }
        kept.notices.push(...notices.map(({ key }) => key));
      },
    };
  }

  const handleOf = ({ clocks }: Demand) => clocks.find(({ name }) => name === 'handle')!;
  const highestOf = (demand: Demand): number =>
    Math.max(0, ...handleOf(demand).rungs.flatMap(({ percent, firedAt }) => (firedAt === null ? [] : [percent])));
  const inTurns = async (ids: string[], work: (id: string) => Promise<unknown>) => {
    for (let from = 0; from < ids.length; from += AT_ONCE) await Promise.all(ids.slice(from, from + AT_ONCE).map(work));
  };

  it('fire every rung of the newest ladder that lies ahead once, none twice, none lost, and tell it once', async () => {
    const { client, taskQueue } = own.temporal;
    const ids = Array.from({ length: COUNT }, () => randomUUID());
    const every = (nth: number, first: number) => ids.filter((_, i) => i % nth === first);
    const handle = (id: string) => client.workflow.getHandle(demandWorkflowId(id));
    const rules = { policy: FIRST, calendar: calendarWithout(1) };
    const demand = aDemand({ stage: 'handling', now: daysFrom(-4), rules });
    const actor = anActor('handler', TEAM, demand.holder.user!);
    await inTurns(ids, (id) =>
      client.workflow.start('demand', {
        workflowId: demandWorkflowId(id),
        taskQueue,
        args: [{ demand: { ...demand, id }, ...rules }],
      }),
    );
    const travel = (days: number) => inTurns(ids, (id) => skip(own, demandWorkflowId(id), days * 24 * HOUR));
    const policy = (next: Policy) => (id: string) =>
      handle(id).signal(policySignal, { policy: next, cause: `第 ${next.version} 版` });
    const calendar = (next: Calendar) => (id: string) =>
      handle(id).signal(calendarSignal, { calendar: next, cause: '日历' });
    const asked = { actor, facts: {}, wordsId: 'words', requestId: null };
    const asksReporter = (id: string) => tells(own, { workflowId: demandWorkflowId(id) }, 'request_information', asked);
    // Some hear of the second policy early, some late, some after the third; some stand still while they hear.
    const [first, second] = [
      calendarWithout(2, daysFrom(2), daysFrom(3), daysFrom(9)),
      calendarWithout(3, daysFrom(3), daysFrom(10)),
    ];
    const early = new Set<string>(every(3, 0));
    await inTurns(ids, (id) => Promise.all([...(early.has(id) ? [policy(SECOND)(id)] : []), calendar(first)(id)]));
    await inTurns(every(4, 0), asksReporter);
    await travel(7);
    await inTurns(every(3, 1), policy(SECOND));
    // All three at once, in whatever order they arrive: the older policy counts for nothing where it comes later.
    await inTurns(ids, (id) => Promise.all([policy(THIRD)(id), calendar(second)(id), policy(SECOND)(id)]));
    await travel(60);
    await allQuiet(own, ids.map(demandWorkflowId));

    const lives = ids.map((id) => recorded.get(id)!);
    const wrong = lives.filter((life) => !isWhole(life)).map(({ highest, fired }) => ({ highest, fired }));
    expect(wrong).toEqual([]);
    expect(new Set(lives.map(({ fired }) => fired.join(', '))).size).toBeGreaterThan(1);
    for (const { notices } of lives) expect(new Set(notices).size).toBe(notices.length);
    expect(lives.filter(({ demand }) => demand.policyVersion !== 3)).toEqual([]);
  });

  /**
   * Every rung that the ledger holds has fired, each once; above the highest that had fired when the third policy came, they
   * are exactly its own; and the record says it as often as the ledger.
   */
  function isWhole({ demand, highest, fired, notices, changes }: Recorded): boolean {
    const inLedger = demand.clocks.flatMap(({ name, rungs: all }) => all.map((rung) => ({ name, ...rung })));
    const handled = handleOf(demand);
    const own = handled.rungs.map(({ percent }) => percent).filter((percent) => percent > highest);
    const ahead = THIRD.ladders.handle!.map(({ percent }) => percent).filter((percent) => percent > highest);
    return (
      inLedger.every(({ firedAt }) => firedAt !== null) &&
      [...fired].sort().join() ===
        inLedger
          .map(({ name, percent }) => `${name} ${percent}`)
          .sort()
          .join() &&
      new Set(fired).size === fired.length &&
      own.join() === ahead.join() &&
      notices.length >= fired.length &&
      changes.includes('policy_changed') &&
      changes.filter((type) => type === 'policy_changed').length <= 2 &&
      handled.changes.every(({ from, to }, i, all) => from > 0 && to > 0 && (i === 0 || all[i - 1]!.at <= all[i]!.at))
    );
  }
});

describe('telling the running demands of a policy', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await testStack();
  });
  afterAll(() => stack.close());

  /** Published for running demands as well, without anybody being told. */
  const publish = async (version: number): Promise<void> => {
    const { version: _, ...data } = policyOf(version, 3, rungs(50, 100));
    await stack.database.policy.create({
      data: { version, data: data as unknown as Prisma.InputJsonObject, note: '测试' },
    });
    const draft = { kind: 'policy', baseVersion: version - 1, note: '测试', state: 'published', version };
    const rest = {
      id: randomUUID(),
      data: { proposed: {} },
      appliesToRunning: true,
      authorId: 'demo-baoan.administrator',
    };
    await stack.database.changeDraft.create({ data: { ...draft, ...rest } });
  };
  const tell = (version: number) => {
    const start = createStartFromRecord(stack.database, stack.temporal);
    return createPolicyChange(stack.database, stack.temporal, start).tellPolicy({ version, after: null });
  };
  const adopted = (it: Case, version: number) =>
    eventually(
      () => it.recorded(),
      ({ policyVersion }) => policyVersion === version,
    );

  it('starts one first that still waits for its workflow, and leaves those that have ended', async () => {
    const running = await aCase(stack);
    const over = await aCase(stack);
    await over.act('zhihui.collector', 'withdraw', { reason: '已自行解决' });
    const waiting = { ...aDemand({ stage: 'handling', now: daysFrom(-1) }), id: randomUUID(), number: 'SQ1' };
    await putDemand(stack.database, waiting);
    await stack.database.intakeOutbox.create({ data: { demandId: waiting.id } });
    await publish(2);
    expect(await tell(2)).toEqual({ told: 2, next: null });
    expect((await adopted(running, 2)).policyVersion).toBe(2);
    const started = await adopted(await caseOf(stack, waiting.number), 2);
    expect(started.clocks.find(({ name }) => name === 'handle')!.budget).toBe(3 * 420 * 60_000);
    expect((await over.recorded()).policyVersion).toBe(1);
    expect(await tell(2)).toEqual({ told: 0, next: null });
  });

  it('tells nobody of a version whose publication did not come about', async () => {
    expect(await tell(99)).toEqual({ told: 0, next: null });
  });

  it('is made up for by the reconciler where one was passed by', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await publish(3);
    await allQuiet(stack, [it.workflowId]);
    const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
    await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
    await new MockActivityEnvironment().run(() => reconciler.reconcile());
    expect((await adopted(it, 3)).policyVersion).toBe(3);
    const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(report.mended).toContainEqual({ number: it.number, found: 'policy_behind', did: 'told' });
  });

  it('is made up for likewise where a calendar was passed by, and once', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    const newest = await stack.database.calendarYear.findFirst({ where: { year }, orderBy: { version: 'desc' } });
    const next = { year, version: (newest?.version ?? 0) + 1, source: '测试' };
    await stack.database.calendarYear.create({ data: { ...next, data: newest?.data ?? {} } });
    const mended = async () => {
      await allQuiet(stack, [it.workflowId]);
      const reconciler = createReconciler(stack.database, stack.temporal, pino({ level: 'silent' }));
      await stack.database.$executeRaw`UPDATE demand SET updated_at = now() - interval '1 minute'`;
      await new MockActivityEnvironment().run(() => reconciler.reconcile());
      const report = await stack.database.reconciliation.findFirstOrThrow({ orderBy: { id: 'desc' } });
      return JSON.stringify(report.mended);
    };
    const told = `{"did":"told","found":"calendar_behind","number":"${it.number}"}`;
    expect(await mended()).toContain(told);
    await eventually(mended, (report) => !report.includes(told));
  });
});
