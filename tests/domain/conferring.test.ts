import { tasksOf } from '../../src/domain/record';
import type { Facts } from '../../src/domain/facts';
import type { Stage } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  LONGTENG,
  TEAM,
  WELFARE,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const dispatcher = anActor('dispatcher', ZHIHUI);
const decision = (more: Partial<Facts['decide']> = {}): Facts['decide'] => ({
  ...{ conference: 'c1', unit: ZHIHUI, lead: null, workingDays: null },
  ...more,
});
const listed = (stage: Stage): Life => {
  const life = aLife({ stage });
  life.demand.conference = true;
  return life;
};
const last = (life: Life) => life.events.at(-1)!;
const supervision = (life: Life) => life.demand.clocks.filter(({ name }) => name === 'supervision');

describe('a decision on a case before the committee of the conference', () => {
  it('gives it to the lead unit in one step', () => {
    const life = listed('dispatching').act('decide', dispatcher, decision({ lead: TEAM, workingDays: 3 }));
    expect(life.demand).toMatchObject({ stage: 'accepting', level: 'C', lead: { id: TEAM.id }, conference: false });
    expect(life.demand.clocks.find(({ name }) => name === 'dispatch')!.state).toBe('met');
    expect(last(life)).toMatchObject({ type: 'decided', public: true, stage: 'accepting' });
    expect(last(life).data).toEqual({
      ...{ conference: 'c1', unit: 'zhihui', lead: TEAM.id, workingDays: 3, outcome: 'assigned' },
    });
    expect(life.notices.map(({ kind }) => kind).slice(-2)).toEqual(['task', 'decided']);
    expect(beijing(supervision(life)[0]!.dueAt)).toBe('2026-03-04 18:00');
    expect(life.demand.supervision).toMatchObject({ by: dispatcher.user, unit: 'zhihui', answeredAt: null });
  });

  it('goes up a level with the decision as reason when the lead lies beyond the reach of the conference', () => {
    const life = listed('dispatching').act('decide', dispatcher, decision({ lead: WELFARE }));
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'B', holder: { unit: { id: 'fuyong' } } });
    const [decided, passed] = life.events.slice(-2);
    expect([decided!.type, passed!.type]).toEqual(['decided', 'passed_up']);
    expect(passed!.wordsId).toBe(decided!.wordsId);
    expect(life.demand.past.map(({ id }) => id)).toContain('zhihui');
  });

  it('that names no lead tells the committee and leaves the case there', () => {
    const life = listed('dispatching').act('decide', dispatcher, decision({ workingDays: 2 }));
    expect(life.demand.stage).toBe('dispatching');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'decided', to: { role: 'dispatcher', unit: 'zhihui' } });
    expect(tasksOf(life.demand).map(({ kind }) => kind)).toEqual(['dispatch', 'answer_supervision']);
  });

  it('waits for the ruling where one is pending, unless it only says what is to be done', () => {
    const life = aLife({ stage: 'accepting' });
    for (let n = 0; n < 2; n += 1) {
      life.act('return', anActor('handler', TEAM), {});
      if (n === 0) life.act('dispatch', dispatcher, { lead: TEAM, co: [], replying: TEAM });
    }
    const street = anActor('dispatcher', FUYONG);
    expect(life.demand.ruling).toBe(true);
    expect(life.refuses('decide', street, decision({ unit: FUYONG, lead: TEAM }))).toBe('ruling_pending');
    expect(life.refuses('decide', street, decision({ unit: FUYONG }))).toBeNull();
  });
});

describe('a conference above the committee that has the case', () => {
  const street = anActor('supervisor', FUYONG);

  it('takes it from there for a unit of its own', () => {
    const life = listed('dispatching').act('decide', street, decision({ unit: FUYONG, lead: WELFARE }));
    expect(life.demand).toMatchObject({ stage: 'accepting', level: 'B', lead: { id: WELFARE.id } });
    expect(life.demand.past.map(({ id }) => id)).toContain('zhihui');
    life.act('return', anActor('handler', WELFARE), {});
    expect(life.demand.holder.unit!.id).toBe('fuyong');
  });

  it('leaves the level as it is for a unit of the committee', () => {
    const life = listed('dispatching').act('decide', street, decision({ unit: FUYONG, lead: TEAM }));
    expect(life.demand).toMatchObject({ stage: 'accepting', level: 'C' });
  });

  it('of the street passes up what belongs to another street', () => {
    const life = listed('dispatching').act('decide', street, decision({ unit: FUYONG, lead: LONGTENG }));
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'A', holder: { unit: { id: 'baoan' } } });
  });

  it('of the district reaches every unit', () => {
    const district = anActor('dispatcher', BAOAN);
    const life = listed('dispatching').act('decide', district, decision({ unit: BAOAN, lead: XIXIANG }));
    expect(life.demand).toMatchObject({ stage: 'accepting', level: 'A', lead: { id: 'xixiang' } });
  });

  it('gives nothing away that a committee above it has', () => {
    const life = aLife({ place: FUYONG });
    life.act('decide', anActor('dispatcher', FUYONG), decision({ lead: TEAM }));
    expect(life.demand).toMatchObject({ stage: 'dispatching', holder: { unit: { id: 'fuyong' } } });
    expect(last(life).data.outcome).toBe('told');
  });
});

describe('a decision on a case that is in hand', () => {
  it.each<[Stage, object]>([
    ['accepting', { role: 'handler', unit: TEAM.id }],
    ['handling', { user: 'handler@zhihui-team' }],
    ['waiting', { user: 'handler@zhihui-team' }],
    ['deferred', { user: 'handler@zhihui-team' }],
    ['reviewing', { role: 'reviewer', unit: TEAM.id }],
    ['replying', { role: 'replier', unit: TEAM.id }],
    ['rating', { role: 'handler', unit: TEAM.id }],
    ['calling_back', { role: 'callback', unit: 'fuyong' }],
  ])('in stage %s is recorded, told, and to be answered in time', (stage, to) => {
    const life = listed(stage).act('decide', dispatcher, decision({ lead: WELFARE, workingDays: 5 }));
    expect(life.demand).toMatchObject({ stage, lead: { id: TEAM.id }, conference: false, supervised: true });
    expect(last(life)).toMatchObject({ type: 'decided', data: { lead: WELFARE.id, outcome: 'told' } });
    expect(life.notices.at(-1)).toMatchObject({ kind: 'decided', to, data: { workingDays: 5 } });
    expect(tasksOf(life.demand).map(({ kind }) => kind)).toContain('answer_supervision');
    life.act('answer_supervision', anActor('handler', TEAM), {});
    expect(life.notices.at(-1)).toMatchObject({ kind: 'supervision_answered', to: { user: dispatcher.user } });
  });

  it('begins no supervision when it names no time', () => {
    const life = listed('handling').act('decide', dispatcher, decision());
    expect(supervision(life)).toEqual([]);
    expect(life.demand).toMatchObject({ supervised: false, supervision: null });
  });

  it('keeps a supervision that runs already, for nothing resets a promise', () => {
    const life = aLife({ stage: 'handling' }).act('supervise', anActor('supervisor', FUYONG), { workingDays: 2 });
    life.act('decide', dispatcher, decision({ workingDays: 20 }), at('2026-03-02 11:00'));
    expect(supervision(life)).toHaveLength(1);
    expect(life.demand.supervision!.by).toBe('supervisor@fuyong');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'decided', data: { workingDays: null } });
  });
});

describe('a conference', () => {
  it('decides on a demand once, and the next one may decide anew', () => {
    const life = listed('handling').act('decide', dispatcher, decision());
    expect(life.refuses('decide', dispatcher, decision())).toBe('already_decided');
    expect(life.refuses('decide', dispatcher, decision({ conference: 'c2' }))).toBeNull();
  });

  it.each<[Stage]>([['merged'], ['split'], ['closed'], ['rejected'], ['withdrawn']])(
    'has nothing to decide on a demand that is %s',
    (stage) => {
      expect(aLife({ stage }).refuses('decide', anActor('dispatcher', BAOAN), decision())).toBe('not_allowed_in_stage');
    },
  );

  it('speaks through a dispatcher or supervisor of the unit that has the case, or above', () => {
    const before = aLife({ place: FUYONG });
    expect(before.refuses('decide', dispatcher, decision())).toBe('not_allowed_for_role');
    expect(before.refuses('decide', anActor('dispatcher', BAOAN), decision())).toBeNull();
    expect(aLife({ stage: 'handling' }).refuses('decide', anActor('handler', ZHIHUI), decision())).toBe(
      'not_allowed_for_role',
    );
  });
});
