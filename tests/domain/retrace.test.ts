import { essentialsOf } from '../../src/domain/asked';
import type { DemandEvent } from '../../src/domain/event';
import { calendarAt, retrace, rulesFrom } from '../../src/domain/retrace';
import { calendarOf } from '../../src/domain/calendar';
import { aLife, anActor, FUYONG, LONGTENG, rules, TEAM, ZHIHUI } from '../support/a-demand';

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const rulesAt = rulesFrom([rules.policy], rules.calendar.years);

describe('tracing back', () => {
  it('takes up an older demand at the first thing that happens to it after occasions were kept', () => {
    const life = aLife({ stage: 'handling' });
    const kept = life.events.length;
    const events = stored(life.events).map(({ asked: _, ...event }) => event as DemandEvent);
    expect(retrace(events, rulesAt)).toEqual({ versions: [], before: { seq: kept, why: 'not_kept' }, after: null });
    const { silent: _, ...older } = life.demand;
    life.demand = stored(older);
    life.act('note', anActor('handler', TEAM), { public: true });
    const { versions, before, after } = retrace([...events, ...stored(life.events.slice(kept))], rulesAt);
    expect([before, after]).toEqual([{ seq: kept, why: 'not_kept' }, null]);
    expect(versions.map(({ demand }) => stored(demand))).toEqual([older, life.demand]);
  });

  const told = () => stored(aLife({ stage: 'reviewing' }).events);
  const stops: [string, (events: DemandEvent[]) => DemandEvent[], object][] = [
    [
      'at an event that was altered',
      (all) => all.map((e) => (e.seq === 3 ? { ...e, at: e.at - 1 } : e)),
      { why: 'differs' },
    ],
    ['at an event that is missing', (all) => all.filter(({ seq }) => seq !== 3), { why: 'differs' }],
    [
      'at an event that does not say what it was asked',
      (all) => all.map((e) => (e.seq === 3 ? { ...e, asked: [{ ...e.asked![0]!, kind: 'unknown' }] } : e)),
      { why: 'unknown' },
    ],
    [
      'at a version of the rules that is not known',
      (all) =>
        all.map((e) => (e.seq === 3 ? { ...e, asked: [{ ...e.asked![0]!, rules: { policy: 9, calendar: '' } }] } : e)),
      { why: 'rules_unknown' },
    ],
  ];
  it.each(stops)('stops %s, and says so', (_, change, why) => {
    const { versions, after } = retrace(change(told()), rulesAt);
    expect(versions.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(after).toMatchObject(why);
  });

  it('keeps of an actor what rules look at: roles in units that the demand has to do with', () => {
    const { demand } = aLife({ lead: TEAM });
    const actor = { ...anActor('supervisor', FUYONG), relieves: 'li' };
    actor.grants.push({ role: 'handler', unit: LONGTENG.id }, { role: 'handler', unit: ZHIHUI.id, from: FUYONG.id });
    const { grants, ...person } = essentialsOf(actor, demand) as typeof actor;
    expect(person).toMatchObject({ user: actor.user, relieves: 'li' });
    expect(grants.map(({ unit }) => unit)).toEqual([FUYONG.id, ZHIHUI.id]);
  });

  it('finds a calendar again by what it calls itself', () => {
    const { years } = rules.calendar;
    const halfDays = calendarOf(years.slice(0, 1), [[540, 720]]);
    for (const calendar of [rules.calendar, halfDays, calendarOf([])])
      expect(calendarAt(calendar.version, years)).toEqual(calendar);
    expect(calendarAt('2026.99', years)).toBeNull();
  });
});
