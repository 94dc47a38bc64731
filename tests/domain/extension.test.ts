import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  goOn,
  HOUSING,
  MONDAY,
  QIAOTOU,
  TEAM,
  type Life,
} from '../support/a-demand';

const handler = anActor('handler', TEAM);
const dueOf = (life: Life) => beijing(life.demand.clocks.findLast((clock) => clock.name === 'handle')!.dueAt);

describe('an extension', () => {
  const above = anActor('supervisor', FUYONG);
  const help = (now = MONDAY) => aLife({ stage: 'handling', now });
  const contacted = (life: Life) => life.act('contact', handler, { channel: 'phone', outcome: 'reached' });

  it('is asked of the supervisor one level up and moves the due time when approved', () => {
    const life = help().act('request_extension', handler, { workingDays: 5 });
    expect(life.notices.at(-1)).toMatchObject({ kind: 'approval', to: { role: 'supervisor', unit: 'fuyong' } });
    life.act('decide_extension', above, { approve: true });
    expect(dueOf(life)).toBe('2026-03-20 18:00');
    expect(life.notices.at(-1)).toMatchObject({
      kind: 'decision',
      to: { user: handler.user },
      data: { approve: true },
    });
  });

  it('moves nothing when refused', () => {
    const life = help()
      .act('request_extension', handler, { workingDays: 5 })
      .act('decide_extension', above, { approve: false });
    expect(dueOf(life)).toBe('2026-03-13 18:00');
  });

  it('may be as long as the original limit and no longer', () => {
    expect(help().refuses('request_extension', handler, { workingDays: 10 })).toBeNull();
    expect(help().refuses('request_extension', handler, { workingDays: 11 })).toBe('too_long');
    expect(
      aLife({ kind: 'consultation', stage: 'handling' }).refuses('request_extension', handler, { workingDays: 3 }),
    ).toBe('too_long');
  });

  it('is asked for before expiry, to the last millisecond', () => {
    const due = at('2026-03-13 18:00');
    const refuses = (now: number) => contacted(help()).refuses('request_extension', handler, { workingDays: 1 }, now);
    expect(refuses(due - 1)).toBeNull();
    expect(refuses(due)).toBe('clock_expired');
  });

  it('is asked for once, whatever became of it', () => {
    const life = help()
      .act('request_extension', handler, { workingDays: 1 })
      .act('decide_extension', above, { approve: false });
    expect(life.refuses('request_extension', handler, { workingDays: 1 })).toBe('already_requested');
    expect(life.refuses('decide_extension', above, { approve: true })).toBe('nothing_to_decide');
  });

  it('is not granted twice to one handling clock by way of another lead unit', () => {
    const life = help()
      .act('request_extension', handler, { workingDays: 10 })
      .act('decide_extension', above, { approve: true });
    life.act('pass_up', handler, {});
    goOn(life, { lead: QIAOTOU });
    goOn(life);
    expect(life.refuses('request_extension', anActor('handler', QIAOTOU), { workingDays: 10 })).toBe(
      'already_requested',
    );
  });

  it('cannot be approved once the time is up, when it would move nothing: only refused', () => {
    const due = at('2026-03-13 18:00');
    const asked = () => contacted(help()).act('request_extension', handler, { workingDays: 5 });
    const decides = (approve: boolean, now: number) => asked().refuses('decide_extension', above, { approve }, now);
    expect([decides(true, due - 1), decides(true, due), decides(false, due)]).toEqual([null, 'clock_expired', null]);
    const life = asked().act('request_information', handler, {}, at('2026-03-13 17:00'));
    expect(life.refuses('decide_extension', above, { approve: true }, at('2026-03-16 09:00'))).toBeNull();
  });

  it('loses its object when the case is finished before anybody decided', () => {
    const life = help()
      .act('request_extension', handler, { workingDays: 1 })
      .act('finish', handler, { result: 'resolved' });
    expect(life.demand.extension).toBeNull();
  });

  it('of a district department is decided by the district itself', () => {
    const life = aLife({ place: BAOAN, lead: HOUSING, stage: 'handling' });
    life.act('request_extension', anActor('handler', HOUSING), { workingDays: 1 });
    expect(life.refuses('decide_extension', anActor('supervisor', BAOAN), { approve: true })).toBeNull();
  });
});
