import type { Actor, Demand } from '../../src/domain/demand';
import type { UnitRef } from '../../src/domain/organisation';
import { refusal } from '../../src/domain/transitions';
import { ACTION_NAMES, ROLES, type Action, type Role, type Stage } from '../../src/domain/vocabulary';
import {
  aDemand,
  anActor,
  BAOAN,
  FUYONG,
  HOUSING,
  LONGTENG,
  MONDAY,
  QIAOTOU,
  REPORTER,
  rules,
  TEAM,
  UNITS,
  WELFARE,
  XIXIANG,
  ZHIHUI,
} from '../support/a-demand';

// The street dispatches, the park handles, a street office replies, and another park's branch collected: every duty in a unit
// of its own, so that a role held in the wrong one shows.
const duties = { place: FUYONG, lead: ZHIHUI, replying: WELFARE, collecting: QIAOTOU };
const in_ = (stage: Stage, more: Partial<Demand> = {}): Demand => ({ ...aDemand({ ...duties, stage }), ...more });
const by = (...roles: Role[]) => ({
  at: (...units: UnitRef[]) => units.flatMap((u) => roles.map((r) => `${r}@${u.id}`)),
});
const asked = { by: 'someone', at: MONDAY, decided: null };

const WORKING: Role[] = ['collector', 'dispatcher', 'handler', 'reviewer', 'replier', 'supervisor', 'callback'];
const supervisorsOfLead = by('supervisor').at(ZHIHUI, FUYONG, BAOAN);
const person = ['reporter', ...by('collector').at(QIAOTOU)];

/** Who may act, of all nine roles in all nine units, the reporter, the clock and the system: nobody else. */
const MAY: Record<Action, { on: Demand; who: string[] }> = {
  dispatch: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  reject: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  merge: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  unmerge: { on: in_('merged'), who: by('dispatcher').at(FUYONG, BAOAN) },
  split: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  pass_up: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  pass_down: { on: in_('dispatching'), who: by('dispatcher').at(FUYONG) },
  rule: { on: in_('dispatching', { ruling: true }), who: by('dispatcher', 'supervisor').at(FUYONG) },
  accept: { on: in_('accepting'), who: by('handler').at(ZHIHUI) },
  return: { on: in_('accepting'), who: by('handler').at(ZHIHUI) },
  transfer: { on: in_('handling'), who: [...by('handler').at(ZHIHUI), ...supervisorsOfLead] },
  contact: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  note: { on: in_('handling'), who: by(...WORKING).at(ZHIHUI, FUYONG, BAOAN, WELFARE, QIAOTOU) },
  request_information: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  supply_information: { on: in_('waiting'), who: person },
  open_poll: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  request_extension: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  decide_extension: {
    on: in_('handling', { extension: { workingDays: 1, ...asked } }),
    who: by('supervisor').at(FUYONG, BAOAN),
  },
  request_deferral: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  decide_deferral: {
    on: in_('handling', { deferral: { reviewAt: MONDAY + 1, ...asked } }),
    who: by('supervisor').at(BAOAN),
  },
  finish: { on: in_('handling'), who: by('handler').at(ZHIHUI) },
  review: { on: in_('reviewing'), who: by('reviewer').at(ZHIHUI) },
  reply: { on: in_('replying'), who: by('replier').at(WELFARE) },
  rate: { on: in_('rating'), who: person },
  urge: { on: in_('handling'), who: [...person, ...by('dispatcher').at(ZHIHUI), ...supervisorsOfLead] },
  supervise: { on: in_('handling'), who: supervisorsOfLead },
  answer_supervision: {
    on: in_('handling', { supervision: { by: 'someone', unit: 'baoan', at: MONDAY, answeredAt: null } }),
    who: by('handler', 'dispatcher').at(ZHIHUI),
  },
  decide: { on: in_('handling'), who: by('dispatcher', 'supervisor').at(ZHIHUI, FUYONG, BAOAN) },
  withdraw: { on: in_('handling'), who: person },
};

const everybody: [string, Actor][] = [
  ['reporter', REPORTER],
  ['clock', { kind: 'clock' }],
  ['system', { kind: 'system' }],
  ...UNITS.flatMap((unit) => ROLES.map((role): [string, Actor] => [`${role}@${unit.id}`, anActor(role, unit)])),
];
const answer = (action: Action, actor: Actor) =>
  refusal(MAY[action].on, { action, actor }, MONDAY, rules)?.code ?? 'allowed';

describe('the right to act', () => {
  it.each(ACTION_NAMES)('%s belongs to the named duty in the named unit and to nobody else', (action) => {
    const answers = everybody.map(([name, actor]) => [name, answer(action, actor)] as const);
    const allowed = answers.filter(([, code]) => code === 'allowed').map(([name]) => name);
    expect(allowed.sort()).toEqual([...MAY[action].who].sort());
    const others = answers.filter(([, code]) => code !== 'allowed').map(([, code]) => code);
    expect(new Set(others)).toEqual(new Set(['not_allowed_for_role']));
  });

  it.each(['administrator', 'auditor'] as const)('is never given by the role %s', (role) => {
    for (const action of ACTION_NAMES)
      for (const unit of UNITS) expect(answer(action, anActor(role, unit))).toBe('not_allowed_for_role');
  });

  it.each([
    ['a sibling of the handling unit', QIAOTOU],
    ['another street', XIXIANG],
    ['a park of another street', LONGTENG],
    ['a team below the handling unit', TEAM],
    ['a district department', HOUSING],
  ])('to handle is not given by a role in %s', (_, unit) => {
    for (const action of ['accept', 'finish', 'review', 'return'] as const)
      for (const role of ROLES) expect(answer(action, anActor(role, unit))).toBe('not_allowed_for_role');
  });

  it('to handle is not given by the same role in a unit above', () => {
    for (const unit of [FUYONG, BAOAN]) {
      expect(answer('accept', anActor('handler', unit))).toBe('not_allowed_for_role');
      expect(answer('review', anActor('reviewer', unit))).toBe('not_allowed_for_role');
    }
  });

  it('follows one of several roles of the same person', () => {
    const { user, grants } = anActor('replier', HOUSING);
    const both: Actor = { kind: 'staff', user, grants: [...grants, { role: 'handler', unit: ZHIHUI.id }] };
    expect(answer('accept', both)).toBe('allowed');
  });

  it('does not combine the role of one unit with the seat in another', () => {
    const mixed: Actor = {
      kind: 'staff',
      user: 'mixed',
      grants: [
        { role: 'handler', unit: HOUSING.id },
        { role: 'auditor', unit: ZHIHUI.id },
      ],
    };
    expect(answer('accept', mixed)).toBe('not_allowed_for_role');
  });
});

describe('an accepted demand', () => {
  const colleague = anActor('handler', ZHIHUI, 'colleague');
  const code = (action: Action, actor: Actor) =>
    refusal(in_('handling'), { action, actor }, MONDAY, rules)?.code ?? 'allowed';

  it.each(['finish', 'pass_up', 'request_information', 'request_extension', 'request_deferral', 'transfer'] as const)(
    'belongs to the person who accepted it: a colleague may not %s',
    (action) => {
      expect(code(action, colleague)).toBe('held_by_another');
    },
  );

  it('may be transferred by a supervisor of the handling unit', () => {
    expect(code('transfer', anActor('supervisor', ZHIHUI))).toBe('allowed');
  });

  it('is not passed up by a dispatcher of the unit that handles it', () => {
    expect(code('pass_up', anActor('dispatcher', ZHIHUI))).toBe('held_by_another');
  });

  it.each(['note', 'contact'] as const)('lets a colleague of the unit %s', (action) => {
    expect(code(action, colleague)).toBe('allowed');
  });
});
