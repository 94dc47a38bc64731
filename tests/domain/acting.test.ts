import { actingGrants, coveredSeats, seatOf, type ActingGrant, type Seats } from '../../src/domain/acting';
import { callbackRefusal, openCallback, openWindow } from '../../src/domain/callback';
import { contactSight } from '../../src/domain/contact-sight';
import type { Actor } from '../../src/domain/demand';
import type { UnitRef } from '../../src/domain/organisation';
import type { Role } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  BAOAN,
  FUYONG,
  HOUSING,
  MONDAY,
  QIAOTOU,
  rules,
  TEAM,
  UNITS,
  ZHIHUI,
} from '../support/a-demand';

type Staff = Actor & { kind: 'staff' };
const own = (role: Role, unit: UnitRef): ActingGrant => ({ role, unit: unit.id });
/** Somebody with their own seats, standing in for others with theirs. */
const person = (user: string, grants: ActingGrant[], absent: Record<string, ActingGrant[]> = {}): Staff => ({
  kind: 'staff',
  user,
  grants: [...grants, ...Object.entries(absent).flatMap(([whose, held]) => held.map((g) => ({ ...g, for: whose })))],
});
const HANDLER = 'handler@zhihui-team';

describe('a deputy', () => {
  const deputy = person('li', [own('replier', TEAM)], { [HANDLER]: [own('handler', TEAM)] });

  it('goes on with a case that the absent person holds, and the case stays theirs', () => {
    const life = aLife({ stage: 'handling' });
    expect(life.refuses('finish', person('li', [own('handler', TEAM)]))).toBe('held_by_another');
    life.act('request_information', deputy, {});
    expect(life.demand).toMatchObject({ stage: 'waiting', holder: { user: HANDLER }, handledBy: ['li', HANDLER] });
    expect(life.events.at(-1)).toMatchObject({ user: 'li', data: { actedFor: HANDLER } });
  });

  it('accepts in the absent person’s right for that person, who goes on with it afterwards', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', deputy, {});
    expect(life.demand).toMatchObject({ holder: { user: HANDLER }, handledBy: ['li', HANDLER] });
    life.act('finish', anActor('handler', TEAM, HANDLER), { result: 'resolved' });
    expect(life.events.at(-1)!.data).not.toHaveProperty('actedFor');
  });

  it('accepts by a role of their own for themselves', () => {
    const both = person('li', [own('handler', TEAM)], { [HANDLER]: [own('handler', TEAM)] });
    const life = aLife({ stage: 'accepting' }).act('accept', both, {});
    expect(life.demand.holder.user).toBe('li');
    expect(life.events.at(-1)!.data).not.toHaveProperty('actedFor');
  });

  it('does not review what they handled as deputy, nor what the absent reviewer handled', () => {
    const life = aLife({ stage: 'handling' }).act('finish', deputy, { result: 'resolved' });
    expect(life.refuses('review', person('li', [own('reviewer', TEAM)]))).toBe('separation_of_duties');
    const forHandler = person('wang', [], { [HANDLER]: [own('reviewer', TEAM)] });
    expect(life.refuses('review', forHandler)).toBe('separation_of_duties');
    const forOther = person('wang', [], { zhao: [own('reviewer', TEAM)] });
    expect(life.refuses('review', forOther)).toBeNull();
    life.act('review', forOther, { approve: true });
    expect(life.demand.reviewedBy).toEqual(['wang']);
  });

  it('does not decide what they asked for as deputy, nor by the right of who asked', () => {
    const life = aLife({ stage: 'handling' }).act('request_extension', deputy, { workingDays: 3 });
    const deciding = (user: string, for_: string) => person(user, [], { [for_]: [own('supervisor', FUYONG)] });
    expect(life.refuses('decide_extension', deciding('li', 'chief'))).toBe('separation_of_duties');
    expect(life.refuses('decide_extension', deciding('wang', 'li'))).toBe('separation_of_duties');
    expect(life.refuses('decide_extension', deciding('wang', 'chief'))).toBeNull();
  });

  it('may do no more than the absent person could', () => {
    const life = aLife({ stage: 'handling' });
    expect(life.refuses('dispatch', deputy)).toBe('not_allowed_in_stage');
    expect(life.refuses('finish', person('li', [], { zhao: [own('handler', TEAM)] }))).toBe('held_by_another');
    expect(life.refuses('finish', person('li', [], { [HANDLER]: [own('handler', QIAOTOU)] }))).toBe(
      'not_allowed_for_role',
    );
  });

  it('who supervises for somebody has the answer sent to that person', () => {
    const life = aLife({ stage: 'handling' });
    life.act('supervise', person('li', [], { chief: [own('supervisor', FUYONG)] }), { workingDays: 2 });
    expect(life.demand.supervision).toMatchObject({ by: 'chief', unit: 'fuyong' });
    expect(life.events.at(-1)).toMatchObject({ user: 'li', data: { actedFor: 'chief' } });
  });
});

describe('who holds a case and can no longer sign in', () => {
  it('is relieved by anybody who handles in the unit, with a transfer and nothing else', () => {
    const life = aLife({ stage: 'handling' });
    const colleague: Staff = { ...anActor('handler', TEAM, 'li'), relieves: HANDLER };
    expect(life.refuses('transfer', anActor('handler', TEAM, 'li'), { user: 'li' })).toBe('held_by_another');
    expect(life.refuses('finish', colleague)).toBe('held_by_another');
    life.act('transfer', colleague, { user: 'li' });
    expect(life.demand.holder.user).toBe('li');
    expect(life.events.at(-1)!.data).toEqual({ to: 'li', relieved: HANDLER });
    expect(life.refuses('finish', anActor('handler', TEAM, 'li'), { result: 'resolved' })).toBeNull();
  });
});

describe('a seat in which nobody sits', () => {
  const staffed = new Set([seatOf('handler', 'fuyong'), seatOf('dispatcher', 'baoan'), seatOf('auditor', 'baoan')]);
  const covered = coveredSeats(UNITS, staffed);

  it('is covered by the nearest unit above with somebody in that role, for the roles that demands wait for', () => {
    expect(covered.get(seatOf('handler', 'fuyong'))).toEqual(['fuyong-welfare', 'zhihui', 'zhihui-team', 'qiaotou']);
    expect(covered.get(seatOf('dispatcher', 'baoan'))).toContain('zhihui');
    expect([...covered.keys()].some((seat) => /administrator|auditor|callback|collector/.test(seat))).toBe(false);
    expect(covered.has(seatOf('handler', 'baoan'))).toBe(false);
  });

  it('is covered by the nearest of several above, and only while nobody sits in it', () => {
    const several = coveredSeats(UNITS, new Set(['baoan', 'fuyong', 'zhihui'].map((unit) => seatOf('handler', unit))));
    expect(several.get(seatOf('handler', 'zhihui'))).toEqual(['zhihui-team']);
    expect(several.get(seatOf('handler', 'fuyong'))).toEqual(['fuyong-welfare', 'qiaotou']);
    expect(several.get(seatOf('handler', 'baoan'))).toEqual(['baoan-housing', 'xixiang', 'longteng']);
  });

  it('is filled from there, and the event says for which unit', () => {
    const cover: Staff = {
      kind: 'staff',
      user: 'li',
      grants: [own('handler', FUYONG), { ...own('handler', TEAM), from: 'fuyong' }],
    };
    const life = aLife({ stage: 'accepting' });
    expect(life.refuses('accept', anActor('handler', FUYONG, 'li'))).toBe('not_allowed_for_role');
    life.act('accept', cover, {});
    expect(life.demand.holder.user).toBe('li');
    expect(life.events.at(-1)!.data).toEqual({ insteadOf: 'zhihui-team' });
  });

  it('makes nobody a member of the unit: who covers it may phone after its work, who belongs to it may not', () => {
    const open = {
      id: 'j',
      demandId: 'd1',
      kind: 'dissatisfied',
      round: 1,
      unit: FUYONG,
      lead: 'zhihui-team',
      workedOn: ['zhao'],
    } as const;
    const job = openWindow(openCallback({ ...open, workedOn: ['zhao'] }, MONDAY, rules.policy, rules.calendar));
    const caller = (more: ActingGrant): Staff => ({
      kind: 'staff',
      user: 'li',
      grants: [own('callback', FUYONG), more],
    });
    expect(callbackRefusal(job, 'claim', caller({ ...own('handler', TEAM), from: 'fuyong' }))).toBeNull();
    expect(callbackRefusal(job, 'claim', caller({ ...own('handler', TEAM), for: 'wang' }))?.code).toBe(
      'separation_of_duties',
    );
    expect(callbackRefusal(job, 'claim', person('li', [], { wang: [own('callback', FUYONG)] }))).toBeNull();
    const forZhao = person('li', [], { zhao: [own('callback', FUYONG)] });
    expect(callbackRefusal(job, 'claim', forZhao)?.code).toBe('separation_of_duties');
    const zhaoForWang = person('zhao', [], { wang: [own('callback', FUYONG)] });
    expect(callbackRefusal(job, 'claim', zhaoForWang)?.code).toBe('separation_of_duties');
    const claimed = { ...job, state: 'claimed', claimedBy: 'wang' } as const;
    const forWang = person('li', [], { wang: [own('callback', FUYONG)] });
    expect(callbackRefusal(claimed, 'attempt', forWang)).toBeNull();
  });

  it('a contact is shown to who stands in for its holder, and hidden while the person waits for a callback', () => {
    const deputy = person('li', [], { [HANDLER]: [own('handler', TEAM)] });
    const nothing = { breaches: [], dissatisfied: [] };
    expect(contactSight(aLife({ stage: 'handling' }).demand, null, deputy, nothing)).toEqual({ as: 'handler' });
    expect(contactSight(aLife({ stage: 'calling_back' }).demand, null, deputy, nothing)).toMatchObject({
      code: 'separation_of_duties',
    });
  });
});

describe('the grants by which somebody acts', () => {
  const pathOf = (id: string) => UNITS.find((unit) => unit.id === id)?.path ?? [];
  const seats = (more: Partial<Seats> = {}): Seats => ({
    absences: [{ user: 'zhang', deputy: 'li', from: 0, to: 100 }],
    held: new Map([
      [
        'zhang',
        [own('handler', TEAM), own('administrator', ZHIHUI), own('auditor', ZHIHUI), own('dispatcher', HOUSING)],
      ],
    ]),
    disabled: new Set(),
    covered: new Map(),
    pathOf,
    ...more,
  });
  const li = { user: 'li', grants: [own('reviewer', ZHIHUI)] };

  it('are their own, and the working roles of absent people where they have a role themselves or above', () => {
    expect(actingGrants(li, seats(), 50)).toEqual([own('reviewer', ZHIHUI), { ...own('handler', TEAM), for: 'zhang' }]);
  });

  it('are only their own when they only audit or administer: whoever audits does not handle', () => {
    const auditor = { user: 'li', grants: [own('auditor', ZHIHUI), own('administrator', ZHIHUI)] };
    expect(actingGrants(auditor, seats(), 50)).toEqual(auditor.grants);
  });

  it('are only their own before and after, and when they cannot sign in any more', () => {
    expect(actingGrants(li, seats(), 100)).toEqual(li.grants);
    expect(actingGrants(li, seats({ disabled: new Set(['li']) }), 50)).toEqual(li.grants);
  });

  it('are theirs and the absent person’s covered seats alike', () => {
    const covered = coveredSeats(UNITS, new Set([seatOf('handler', 'fuyong')]));
    const held = new Map([['zhang', [own('handler', FUYONG)]]]);
    const chief = { user: 'li', grants: [own('supervisor', BAOAN)] };
    expect(actingGrants(chief, seats({ covered, held }), 50)).toContainEqual({
      ...{ role: 'handler', unit: 'qiaotou', from: 'fuyong', for: 'zhang' },
    });
  });
});
