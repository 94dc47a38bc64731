import { adoptPolicy } from '../../src/domain/adopting';
import type { Demand } from '../../src/domain/demand';
import { openDemand } from '../../src/domain/intake';
import { defaultPolicy, WORKING_DAY } from '../../src/domain/policy';
import { tasksOf } from '../../src/domain/record';
import { openDraft } from '../../src/domain/transition';
import { apply, refusal } from '../../src/domain/transitions';
import type { Action } from '../../src/domain/vocabulary';
import type { Facts } from '../../src/domain/facts';
import { anActor, beijing, FUYONG, MONDAY, REPORTER, rules, TEAM, ZHIHUI } from '../support/a-demand';

const SUPERVISOR = anActor('supervisor', FUYONG);
const HANDLER = anActor('handler', TEAM);

/** What the street asks of a team of its park, to be done in fifteen working days. */
function asked(minutes = 15 * WORKING_DAY, owner: string | null = null): Demand {
  return askedOf(minutes, owner).demand;
}

function askedOf(minutes: number, owner: string | null) {
  const proposal = { level: 'B' as const, lead: TEAM, co: [], replying: TEAM, direct: true, rules: [] };
  const said = { category: '整改', urgency: 'normal' as const, risk: 'green' as const };
  const filing = {
    ...{ id: 'i1', number: 'SQ20260302000033', kind: 'improvement' as const, place: TEAM, collecting: FUYONG },
    ...{ collectedBy: 'supervisor@fuyong', parent: null, channel: '专题分析', minutes, owner },
  };
  return openDemand({ ...filing, proposal: { ...proposal, ...said } }, SUPERVISOR, MONDAY, rules);
}

function act<A extends Action>(
  demand: Demand,
  action: A,
  actor: Parameters<typeof apply>[3]['actor'],
  facts: Facts[A],
) {
  const refused = refusal(demand, { action, actor, facts }, MONDAY, rules);
  if (refused) throw new Error(`${action}: ${refused.code}`);
  return apply(demand, action, facts, { now: MONDAY, actor }, rules).demand;
}

function replied(from = asked()): Demand {
  let demand = act(from, 'accept', HANDLER, {});
  const holder = anActor('handler', TEAM, demand.holder.user!);
  demand = act(demand, 'finish', holder, { result: 'resolved' });
  demand = act(demand, 'review', anActor('reviewer', TEAM), { approve: true });
  return act(demand, 'reply', anActor('replier', TEAM), {});
}

describe('an improvement', () => {
  test('is with its unit at once, for as long as it was given, with nobody to contact', () => {
    const demand = asked();
    expect([demand.stage, demand.lead?.id, demand.committee?.id]).toEqual(['accepting', TEAM.id, FUYONG.id]);
    const handle = demand.clocks.find(({ name }) => name === 'handle')!;
    expect([handle.budget, beijing(handle.dueAt)]).toEqual([15 * WORKING_DAY * 60_000, '2026-03-20 18:00']);
    expect(demand.clocks.map(({ name }) => name)).not.toContain('contact');
  });

  test('keeps the time it was given when a policy changes, which other demands follow', () => {
    const stricter = defaultPolicy.budgets.map((row) => (row.clock === 'handle' ? { ...row, minutes: 60 } : row));
    const draft = openDraft(
      asked(),
      { ...rules, policy: { ...defaultPolicy, version: 2, budgets: stricter } },
      {
        ...{ now: MONDAY, actor: { kind: 'system' } },
      },
    );
    expect(adoptPolicy(draft, '新版')).toBe(true);
    expect(draft.demand.clocks.find(({ name }) => name === 'handle')!.budget).toBe(15 * WORKING_DAY * 60_000);
  });

  test('that is returned goes back to the committee of the unit that asked', () => {
    const demand = act(asked(), 'return', HANDLER, {});
    expect([demand.stage, demand.holder.unit?.id]).toEqual(['dispatching', FUYONG.id]);
  });

  test('is looked at by the unit that asked, and by nobody else, before it is closed', () => {
    const demand = replied();
    expect([demand.stage, demand.holder.unit?.id, demand.holder.role]).toEqual(['rating', FUYONG.id, 'supervisor']);
    expect(tasksOf(demand)).toMatchObject([{ kind: 'verify', role: 'supervisor', unit: FUYONG.id }]);
    const facts = { grade: 5 as const, reasons: [] };
    for (const other of [REPORTER, anActor('collector', FUYONG), anActor('supervisor', TEAM), HANDLER])
      expect(refusal(demand, { action: 'rate', actor: other, facts }, MONDAY, rules)?.code).toBe(
        'not_allowed_for_role',
      );
    expect(act(demand, 'rate', SUPERVISOR, facts).stage).toBe('closed');
  });

  test('that was not done goes back for another round, without a phone call', () => {
    const demand = act(replied(), 'rate', SUPERVISOR, { grade: 2, reasons: ['not_solved'] });
    expect([demand.stage, demand.round, demand.callbackJob, demand.holder.unit?.id]).toEqual([
      'dispatching',
      2,
      null,
      FUYONG.id,
    ]);
  });

  test('has again the time that it was given, and the person, when it was sent back', () => {
    const sentBack = act(replied(asked(15 * WORKING_DAY, 'li')), 'rate', SUPERVISOR, { grade: 2, reasons: [] });
    const again = act(sentBack, 'dispatch', anActor('dispatcher', FUYONG), { lead: TEAM, co: [], replying: TEAM });
    const handle = again.clocks.findLast(({ name }) => name === 'handle')!;
    expect([handle.round, handle.budget, handle.given]).toEqual([2, 15 * WORKING_DAY * 60_000, true]);
    expect(again.holder.user).toBe('li');
    const elsewhere = act(sentBack, 'dispatch', anActor('dispatcher', FUYONG), {
      lead: ZHIHUI,
      co: [],
      replying: ZHIHUI,
    });
    expect(elsewhere.holder.user).toBeNull();
    const earlier = { ...sentBack, edition: 1 };
    const asBefore = act(earlier, 'dispatch', anActor('dispatcher', FUYONG), { lead: TEAM, co: [], replying: TEAM });
    expect(asBefore.clocks.findLast(({ name }) => name === 'handle')!.budget).toBe(10 * WORKING_DAY * 60_000);
  });

  test('that names who has to do it is told to them and theirs, whoever of the unit accepts it', () => {
    const { demand, notices } = askedOf(5 * WORKING_DAY, 'li');
    expect(notices.map(({ kind, to, data }) => [kind, to, data.task])).toEqual([['task', { user: 'li' }, 'accept']]);
    expect(tasksOf(demand)).toMatchObject([{ kind: 'accept', unit: TEAM.id, user: 'li' }]);
    for (const by of [HANDLER, anActor('handler', TEAM, 'li')]) {
      const accepted = act(demand, 'accept', by, {});
      expect([accepted.stage, accepted.holder.user, accepted.handledBy.at(-1)]).toEqual(['handling', 'li', 'li']);
    }
  });

  test('is taken back by nobody with a link', () => {
    for (const action of ['withdraw', 'urge'] as const)
      expect(refusal(asked(), { action, actor: REPORTER, facts: {} }, MONDAY, rules)?.code).toBe(
        'not_allowed_for_role',
      );
  });
});
