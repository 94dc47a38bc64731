import type { Actor } from '../../src/domain/demand';
import type { UnitRef } from '../../src/domain/organisation';
import type { Role } from '../../src/domain/vocabulary';
import { aLife, anActor, BAOAN, FUYONG, MONDAY, QIAOTOU, TEAM, ZHIHUI } from '../support/a-demand';

/** One person with several seats, as in small units. */
const wearing = (user: string, ...seats: [Role, UnitRef][]): Actor & { kind: 'staff' } => ({
  kind: 'staff',
  user,
  grants: seats.map(([role, unit]) => ({ role, unit: unit.id })),
});

describe('a review is done by another person than the handler:', () => {
  const both = wearing('li', ['handler', TEAM], ['reviewer', TEAM]);

  it('who handled does not review', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', both, {}).act('finish', both, { result: 'resolved' });
    expect(life.refuses('review', both)).toBe('separation_of_duties');
    expect(life.refuses('review', wearing('wang', ['handler', TEAM], ['reviewer', TEAM]))).toBeNull();
  });

  it('who handled before a transfer does not review either', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', both, {});
    life
      .act('transfer', both, { user: 'wang' })
      .act('finish', wearing('wang', ['handler', TEAM]), { result: 'resolved' });
    expect(life.refuses('review', both)).toBe('separation_of_duties');
  });

  it('to whom the case was transferred does not review', () => {
    const life = aLife({ stage: 'accepting' }).act('transfer', anActor('supervisor', TEAM), { user: 'li' });
    life.act('finish', both, { result: 'resolved' });
    expect(life.refuses('review', both)).toBe('separation_of_duties');
  });

  it('who handled in a lower unit before the case went up does not review above', () => {
    const li = wearing('li', ['handler', TEAM], ['reviewer', FUYONG], ['dispatcher', FUYONG]);
    const life = aLife({ stage: 'accepting' }).act('accept', li, {}).act('pass_up', li, {});
    life.act('dispatch', li, { lead: FUYONG, co: [], replying: FUYONG });
    life
      .act('accept', anActor('handler', FUYONG), {})
      .act('finish', anActor('handler', FUYONG), { result: 'resolved' });
    expect(life.refuses('review', li)).toBe('separation_of_duties');
  });

  it('another round is another matter', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', both, {}).act('finish', both, { result: 'resolved' });
    life.act('review', anActor('reviewer', TEAM), { approve: true }).act('reply', anActor('replier', TEAM), {});
    life.act('rate', { kind: 'reporter' }, { grade: 1, reasons: [] }).conclude('dissatisfied');
    life.act('dispatch', anActor('dispatcher', ZHIHUI), { lead: TEAM, co: [], replying: TEAM });
    life.act('accept', anActor('handler', TEAM), {}).act('finish', anActor('handler', TEAM), { result: 'resolved' });
    expect(life.refuses('review', both)).toBeNull();
  });
});

describe('nobody rates an own case:', () => {
  it.each(['handler', 'reviewer', 'replier'] as const)('not the %s, as collector for the reporter', (role) => {
    const life = aLife({ stage: 'rating' });
    expect(life.refuses('rate', wearing(`${role}@zhihui-team`, ['collector', ZHIHUI]))).toBe('own_case');
  });

  it('another collector of the collecting unit may, and the round says so', () => {
    const life = aLife({ stage: 'rating' }).act('rate', anActor('collector', ZHIHUI), { grade: 4, reasons: [] });
    expect(life.demand.rounds[0]).toMatchObject({ rating: 4, ratedBy: 'collector' });
  });
});

describe('a request is decided by another person than who asked:', () => {
  it('not an extension', () => {
    const both = wearing('li', ['handler', TEAM], ['supervisor', FUYONG]);
    const life = aLife({ stage: 'accepting' })
      .act('accept', both, {})
      .act('request_extension', both, { workingDays: 1 });
    expect(life.refuses('decide_extension', both)).toBe('separation_of_duties');
    expect(life.refuses('decide_extension', anActor('supervisor', FUYONG))).toBeNull();
  });

  it('not a deferral', () => {
    const both = wearing('li', ['handler', TEAM], ['supervisor', BAOAN]);
    const life = aLife({ stage: 'accepting' }).act('accept', both, {});
    life.act('request_deferral', both, { reviewAt: MONDAY + 1 });
    expect(life.refuses('decide_deferral', both)).toBe('separation_of_duties');
    expect(life.refuses('decide_deferral', anActor('supervisor', BAOAN))).toBeNull();
  });

  it('nor an extension by the unit itself, or by a supervisor beside it', () => {
    const life = aLife({ stage: 'handling', place: FUYONG, lead: ZHIHUI });
    life.act('request_extension', anActor('handler', ZHIHUI), { workingDays: 1 });
    for (const unit of [ZHIHUI, QIAOTOU])
      expect(life.refuses('decide_extension', anActor('supervisor', unit))).toBe('not_allowed_for_role');
  });
});
