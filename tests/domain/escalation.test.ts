import { tasksOf } from '../../src/domain/record';
import { nextDeadline } from '../../src/domain/time-passing';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  goOn,
  HOUSING,
  LONGTENG,
  MONDAY,
  QIAOTOU,
  rulesWith,
  TEAM,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const clocksOf = (life: Life, name: string) => life.demand.clocks.filter((clock) => clock.name === name);
const ids = (units: { id: string }[]) => units.map((unit) => unit.id);

describe('a demand that nobody dispatches', () => {
  it('moves from the park to the street to the district, each with a dispatch clock of its own', () => {
    const life = aLife();
    const standing = () => [beijing(life.now), life.demand.level, life.demand.holder.unit!.id];
    const steps = ['2026-03-02 11:24', '2026-03-02 15:48'].map((time) => (life.until(at(time)), standing()));
    expect(steps).toEqual([
      ['2026-03-02 11:24', 'B', 'fuyong'],
      ['2026-03-02 15:48', 'A', 'baoan'],
    ]);
    expect(clocksOf(life, 'dispatch').map((c) => [c.id, c.level, c.state, beijing(c.startedAt)])).toEqual([
      ['dispatch-1', 'C', 'breached', '2026-03-02 09:00'],
      ['dispatch-2', 'B', 'breached', '2026-03-02 11:24'],
      ['dispatch-3', 'A', 'running', '2026-03-02 15:48'],
    ]);
  });

  it('is supervised when it runs out at the district too, stays there, and must be accounted for', () => {
    const life = aLife().until(at('2026-03-03 09:11'));
    expect(life.demand.supervised).toBe(false);
    life.until(at('2026-03-03 09:12'));
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'A', supervised: true });
    expect(life.notices.slice(-2).map((n) => [n.kind, `${n.to.role}@${n.to.unit}`, n.data.workingDays])).toEqual([
      ['supervised', 'dispatcher@baoan', 3],
      ['supervised', 'supervisor@baoan', undefined],
    ]);
    expect(clocksOf(life, 'supervision').map((c) => beijing(c.dueAt))).toEqual(['2026-03-06 09:12']);
    expect(tasksOf(life.demand).map(({ kind }) => kind)).toEqual(['dispatch', 'answer_supervision']);
    life.until(at('2026-03-06 09:12'));
    expect(life.notices.at(-1)).toMatchObject({
      kind: 'timeout_escalation',
      to: { role: 'supervisor', unit: 'baoan' },
    });
    life.act('answer_supervision', anActor('dispatcher', BAOAN), {});
    expect(life.notices.at(-1)).toMatchObject({
      kind: 'supervision_answered',
      to: { role: 'supervisor', unit: 'baoan' },
    });
    expect(nextDeadline(life.demand)).toBeNull();
  });

  it('has as many days for the account as the policy says', () => {
    const life = aLife({ rules: rulesWith({ supervisionDays: 1 }) }).until(at('2026-03-03 09:12'));
    expect(clocksOf(life, 'supervision').map((c) => beijing(c.dueAt))).toEqual(['2026-03-04 09:12']);
  });

  it('tells the lower supervisor and gives the upper committee a task', () => {
    const life = aLife().until(at('2026-03-02 11:24'));
    const told = life.notices.slice(-2).map((n) => [n.kind, `${n.to.role}@${n.to.unit}`]);
    expect(told).toEqual([
      ['moved_up', 'supervisor@zhihui'],
      ['task', 'dispatcher@fuyong'],
    ]);
  });

  it('goes up one level after a long outage, where the committee has all its time from then on', () => {
    const life = aLife().wakeAt(at('2026-03-05 09:00'));
    expect(life.demand).toMatchObject({ level: 'B', supervised: false });
    const rung = life.events.find((event) => event.type === 'moved_up')!;
    expect([beijing(rung.at), rung.cause.lateBy]).toEqual(['2026-03-02 11:24', 69 * 3600 + 36 * 60]);
    expect(clocksOf(life, 'dispatch').map((c) => [c.level, beijing(c.startedAt), beijing(c.endedAt)])).toEqual([
      ['C', '2026-03-02 09:00', '2026-03-02 11:24'],
      ['B', '2026-03-05 09:00', null],
    ]);
    expect(beijing(nextDeadline(life.demand))).toBe('2026-03-05 10:00');
  });

  it('goes by the planned times where a timer is only a little late', () => {
    const life = aLife().wakeAt(at('2026-03-02 11:24') + 20_000);
    expect(beijing(clocksOf(life, 'dispatch')[1]!.startedAt)).toBe('2026-03-02 11:24');
  });

  it('climbs all the way after an outage where it was filed under the rules before this', () => {
    const life = aLife();
    delete life.demand.edition;
    expect(life.wakeAt(at('2026-03-05 09:00')).demand).toMatchObject({
      level: 'A',
      supervised: true,
      supervision: null,
    });
    expect(nextDeadline(life.demand)).toBeNull();
  });

  it('keeps the lower committees as co-handling units when the upper one dispatches', () => {
    const life = aLife().until(at('2026-03-02 16:00'));
    const facts = { lead: HOUSING, co: [], replying: HOUSING };
    expect(ids(life.act('dispatch', anActor('dispatcher', BAOAN), facts).demand.co)).toEqual(['zhihui', 'fuyong']);
  });
});

describe('a demand that is handled too slowly', () => {
  const late = () =>
    aLife({ stage: 'handling' })
      .act('contact', anActor('handler', TEAM), { channel: 'visit', outcome: 'reached' })
      .until(at('2026-03-17 18:00'));

  it('moves one level up at 120 % and the lower unit stays as co-handler', () => {
    const { demand } = late();
    expect(demand).toMatchObject({
      stage: 'dispatching',
      level: 'B',
      holder: { unit: FUYONG },
      lead: null,
      co: [TEAM],
    });
    expect(demand.past).toContainEqual(TEAM);
  });

  it('ends the handling clock as breached, and the next lead unit gets one of its own', () => {
    const life = goOn(late(), { lead: QIAOTOU });
    expect(clocksOf(life, 'handle').map((c) => [c.level, c.state, beijing(c.startedAt), beijing(c.dueAt)])).toEqual([
      ['C', 'breached', '2026-03-02 09:00', '2026-03-13 18:00'],
      ['B', 'running', '2026-03-17 18:00', '2026-03-31 18:00'],
    ]);
    expect(ids(life.demand.co)).toEqual(['zhihui-team']);
  });

  it('goes up once more from the street, and at the district becomes a supervised case', () => {
    const life = goOn(goOn(late(), { lead: QIAOTOU })).until(at('2026-04-30 09:00'));
    expect(life.demand).toMatchObject({ level: 'A', supervised: true });
    const types = life.events.filter((e) => e.cause.percent === 120).map((e) => e.type);
    expect(types).toEqual(['moved_up', 'moved_up', 'supervised_by_clock']);
    expect(life.notices.findLast((n) => n.kind === 'supervised')!.to).toEqual({ role: 'supervisor', unit: 'baoan' });
  });

  it('becomes a supervised case when it is already before the reviewer', () => {
    const life = aLife({ stage: 'reviewing' }).until(at('2026-03-17 18:00'));
    expect(life.demand).toMatchObject({ stage: 'reviewing', level: 'C', supervised: true, lead: TEAM });
    expect(life.demand.supervision).toMatchObject({ by: 'clock', unit: 'baoan', answeredAt: null });
    life.until(at('2026-03-20 18:00'));
    expect(life.notices.at(-1)).toMatchObject({
      kind: 'timeout_escalation',
      to: { role: 'supervisor', unit: 'baoan' },
    });
    expect(life.refuses('answer_supervision', anActor('handler', TEAM))).toBeNull();
  });
});

describe('a demand that nobody accepts', () => {
  it('moves up while its handling clock goes on', () => {
    const life = aLife({ stage: 'accepting' }).until(at('2026-03-02 15:48'));
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'B', co: [TEAM] });
    expect(clocksOf(life, 'accept').map((c) => c.state)).toEqual(['breached']);
    goOn(life, { lead: QIAOTOU });
    expect(clocksOf(life, 'handle').map((c) => [c.startedAt, beijing(c.dueAt)])).toEqual([
      [MONDAY, '2026-03-13 18:00'],
    ]);
  });

  it('may be returned by the next unit even if an earlier one was bound by a ruling', () => {
    const life = aLife({ stage: 'accepting' });
    life.act('return', anActor('handler', TEAM), {});
    goOn(life, { lead: ZHIHUI }).act('return', anActor('handler', ZHIHUI), {});
    life.act('rule', anActor('dispatcher', FUYONG), { lead: QIAOTOU });
    expect(life.refuses('return', anActor('handler', QIAOTOU), {})).toBe('ruling_binds');
    life.until(at('2026-03-02 15:48'));
    goOn(life, { lead: HOUSING });
    expect(life.refuses('return', anActor('handler', HOUSING), {})).toBeNull();
  });
});

describe('the way up of a demand that was filed for the wrong street', () => {
  it('starts from the committee it was passed down to', () => {
    const life = aLife({ place: FUYONG }).act('pass_up', anActor('dispatcher', FUYONG), {});
    life.act('pass_down', anActor('dispatcher', BAOAN), { unit: LONGTENG });
    expect(life.demand).toMatchObject({ level: 'C', holder: { unit: LONGTENG } });
    life.until(at('2026-03-02 11:24'));
    expect(life.demand).toMatchObject({ level: 'B', holder: { unit: XIXIANG } });
  });
});
