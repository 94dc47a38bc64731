import type { CallbackConclusion } from '../../src/domain/actions/closing';
import { concludeCallback } from '../../src/domain/actions/closing';
import { calledBackSentence } from '../../src/domain/called-back';
import { contactSight, isKeptFrom, linkRefusal, type HeldAgainst } from '../../src/domain/contact-sight';
import type { Actor } from '../../src/domain/demand';
import { defaultPolicy } from '../../src/domain/policy';
import { additionJobId, asksForCall, isOfAddition, reasonsOf, reopensFor } from '../../src/domain/rating';
import { openDraft, seal, type Rules } from '../../src/domain/transition';
import type { DissatisfactionReason, Grade, Role } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  goOn,
  MONDAY,
  QIAOTOU,
  REPORTER,
  rules,
  rulesWith,
  TEAM,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const CODES = reasonsOf(defaultPolicy).map(({ code }) => code);
const REDOABLE: DissatisfactionReason[] = ['not_solved', 'bad_reply', 'not_contacted', 'other'];

/** Rated for these reasons, and then called about. */
function called(
  reasons: DissatisfactionReason[],
  conclusion: Partial<CallbackConclusion>,
  given: Rules = rules,
): { stage: string; life: Life; found: unknown } {
  const life = aLife({ stage: 'rating', rules: given }).act('rate', REPORTER, { grade: 2, reasons });
  const draft = openDraft(life.demand, given, { now: life.now, actor: { kind: 'system' } });
  const job = life.demand.callbackJob!;
  concludeCallback(draft, { jobId: job, result: 'dissatisfied', grade: null, wordsId: null, ...conclusion });
  const { demand, events } = seal(draft);
  const found = events.find(({ type }) => type === 'callback_concluded')!.data;
  return { stage: demand.stage, life: Object.assign(life, { demand }), found };
}

describe('a dissatisfied rating', () => {
  it.each(CODES)('for the reason %s always leads to a callback', (code) => {
    const { demand } = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 1, reasons: [code] });
    expect(demand).toMatchObject({ stage: 'calling_back', rounds: [{ reasons: [code] }] });
  });

  it.each(CODES)('that the callback confirms for the reason %s alone reopens as the policy says', (code) => {
    const { stage, found } = called([code], {});
    const reopens = REDOABLE.includes(code);
    expect([stage, found]).toMatchObject([
      reopens ? 'dispatching' : 'closed',
      { result: 'dissatisfied', reasons: [code], reopens },
    ]);
  });

  it.each(['satisfied', 'unreasonable', 'unreachable', 'refused'] as const)(
    'that the callback finds %s ends as before, whatever its reasons',
    (result) => {
      const stages = CODES.map((code) => called([code], { result }).stage);
      expect(new Set(stages)).toEqual(
        new Set([['unreachable', 'refused'].includes(result) ? 'dispatching' : 'closed']),
      );
    },
  );

  it('reopens when one of several reasons does, and when nobody named a reason', () => {
    expect(called(['too_slow', 'not_solved'], {}).stage).toBe('dispatching');
    expect(called([], {}).stage).toBe('dispatching');
    expect(called(['too_slow', 'bad_service'], {}).stage).toBe('closed');
  });

  it('goes by what the callback found rather than by what was ticked', () => {
    expect(called(['too_slow'], { reasons: ['not_solved'] }).stage).toBe('dispatching');
    expect(called(['not_solved'], { reasons: ['bad_service'] }).stage).toBe('closed');
    expect(called(['not_solved'], { reasons: [] }).stage).toBe('dispatching');
    expect(called(['too_slow'], { reasons: [] }).stage).toBe('closed');
  });

  it('whose case closes all the same keeps the finding with its round', () => {
    const { life } = called(['too_slow'], {});
    expect(life.demand).toMatchObject({ round: 1, rating: 2 });
    expect(life.demand.rounds[0]).toMatchObject({ callback: 'dissatisfied', rating: 2, reasons: ['too_slow'] });
  });

  it('under a policy from before reasons had a meaning reopens for every one of them', () => {
    const { reasons: _, ...older } = defaultPolicy;
    const stages = CODES.map((code) => called([code], {}, { ...rules, policy: older }).stage);
    expect(new Set(stages)).toEqual(new Set(['dispatching']));
  });

  it('reopens by the policy of its demand', () => {
    const given = rulesWith({ reasons: [{ code: 'not_solved', reopens: false }] });
    expect(called(['not_solved'], {}, given).stage).toBe('closed');
    expect(reopensFor(given.policy, ['too_slow'])).toBe(true);
  });
});

describe('what a rating says beside its grade', () => {
  it('stays with the round: dimensions, reasons, and the units complained of', () => {
    const life = aLife({ stage: 'rating', place: FUYONG, lead: ZHIHUI, co: [QIAOTOU] });
    life.act('rate', REPORTER, { grade: 2, reasons: ['bad_reply'], dimensions: { speed: 4, reply: 1 } });
    const said = { dimensions: { speed: 4, reply: 1 }, reasons: ['bad_reply'] };
    expect(life.demand.rounds[0]).toMatchObject({ ...said, complainedOf: ['zhihui', 'qiaotou'] });
    const rated = life.events.find(({ type }) => type === 'rated')!;
    expect(rated.data).toEqual({ grade: 2, ratedBy: 'reporter', ...said });
  });

  it('is nothing unless somebody said it', () => {
    const { demand } = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 5, reasons: [] });
    expect(Object.keys(demand.rounds[0]!)).not.toEqual(expect.arrayContaining(['dimensions', 'complainedOf']));
  });
});

describe('a rating by staff', () => {
  const collector = anActor('collector', ZHIHUI);
  it.each([
    ['telephone', 'telephone'],
    ['collector', 'collector'],
    [undefined, 'collector'],
  ] as const)('by %s is flagged as %s', (by, ratedBy) => {
    const life = aLife({ stage: 'rating' }).act('rate', collector, { grade: 4, reasons: [], by });
    expect(life.demand.rounds[0]!.ratedBy).toBe(ratedBy);
  });

  it('is never taken for the telephone when the reporter rates', () => {
    const life = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 4, reasons: [], by: 'telephone' });
    expect(life.demand.rounds[0]!.ratedBy).toBe('reporter');
  });

  it('is refused to who worked on an earlier round', () => {
    const life = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 1, reasons: [] }).conclude('dissatisfied');
    while (life.demand.stage !== 'rating') goOn(life, { lead: ZHIHUI });
    const both = (user: string): Actor => ({ ...collector, user });
    expect(life.refuses('rate', both('handler@zhihui-team'))).toBe('own_case');
    expect(life.refuses('rate', both('handler@zhihui'))).toBe('own_case');
    expect(life.refuses('rate', both('somebody'))).toBeNull();
  });

  it('is refused to the deputy of the collector who handled it, and to the deputy of one who did', () => {
    const deputyOf = (user: string, absent: string): Actor => ({
      kind: 'staff',
      user,
      grants: [{ role: 'collector', unit: 'zhihui', for: absent }],
    });
    const life = aLife({ stage: 'rating' });
    expect(life.refuses('rate', deputyOf('handler@zhihui-team', 'wang'))).toBe('own_case');
    expect(life.refuses('rate', deputyOf('li', 'handler@zhihui-team'))).toBe('own_case');
    expect(life.refuses('rate', deputyOf('li', 'wang'))).toBeNull();
  });
});

describe('the reminder to rate', () => {
  const reminders = (life: Life) => life.notices.filter(({ kind }) => kind === 'rating_reminded');

  it('comes once, to the reporter, and rings', () => {
    const life = aLife({ stage: 'rating' }).until(at('2026-03-06 17:00'));
    expect(reminders(life)).toMatchObject([{ to: { reporter: true }, clock: 'rate' }]);
    expect(life.events.filter(({ type }) => type === 'rating_reminded')).toMatchObject([{ public: true, round: 1 }]);
    expect(beijing(reminders(life)[0]!.at)).toBe('2026-03-04 18:00');
  });

  it('at night waits for the end of quiet hours', () => {
    const life = aLife({ stage: 'rating' }).wakeAt(at('2026-03-04 23:00'));
    expect(beijing(reminders(life)[0]!.ringAt)!.slice(0, 13)).toBe('2026-03-05 08');
  });

  it('does not come when somebody has rated, nor by a policy that has no such rung', () => {
    const rated = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 5, reasons: [] });
    const silent = aLife({ stage: 'rating', rules: rulesWith({ ladders: {} }) });
    for (const life of [rated, silent]) expect(reminders(life.until(at('2026-03-10 09:00')))).toEqual([]);
  });

  it('comes once also by an older policy with two rungs', () => {
    const ladder = [30, 60, 100].map((percent) => ({ percent, step: 'remind' as const }));
    const life = aLife({ stage: 'rating', rules: rulesWith({ ladders: { rate: ladder } }) });
    expect(reminders(life.until(at('2026-03-10 09:00')))).toHaveLength(1);
  });
});

describe('an addition', () => {
  it.each<[Grade | null, Grade, boolean]>([
    [null, 2, false],
    [3, 5, false],
    [2, 5, true],
    [1, 2, true],
    [2, 2, false],
    [2, 1, false],
  ])('with the grade %s after %s is worth a call: %s', (grade, rating, expected) => {
    expect(asksForCall(grade, { rating, callback: null })).toBe(expected);
    expect(asksForCall(grade, { rating, callback: 'dissatisfied' })).toBe(expected);
  });

  it.each(['unreasonable', 'unreachable', 'refused'] as const)(
    'after a callback that ended %s is worth a call unless the person is content now',
    (callback) => {
      const asked = ([null, 1, 2, 3] as const).map((grade) => asksForCall(grade, { rating: 1, callback }));
      expect(asked).toEqual([true, true, true, false]);
    },
  );

  it('is offered in the sentence on a callback that ended unheard, once, and not when the case is redone', () => {
    const sentence = (isRedone: boolean, canAdd: boolean) => calledBackSentence('unreasonable', { isRedone, canAdd });
    expect(sentence(false, true)).toMatch(/认定为不合理诉求.*追评一次.*上级单位反映/);
    expect(sentence(false, false)).toMatch(/认定为不合理诉求.*不认可的，可以向/);
    expect(sentence(true, true)).toMatch(/已安排重新办理。$/);
    expect(calledBackSentence('dissatisfied', { isRedone: false, canAdd: true })).not.toContain('追评');
  });

  it('has a job of its own', () => {
    expect(isOfAddition(additionJobId('0b7f4f3a-1111-4222-8333-44445555666a', 2))).toBe(true);
    expect(isOfAddition('0b7f4f3a-1111-4222-8333-44445555666a-2')).toBe(false);
  });
});

describe('the link of the reporter', () => {
  const none: HeldAgainst = { breaches: [], dissatisfied: [] };
  const refused = ({ demand }: Life, actor: Actor & { kind: 'staff' }, held = none) =>
    linkRefusal(demand, actor, held)?.code ?? null;

  it('is for the collectors of the unit until the unit itself is rated', () => {
    const other = anActor('collector', ZHIHUI, 'another');
    expect(refused(aLife({ stage: 'handling', lead: ZHIHUI }), other)).toBeNull();
    for (const stage of ['rating', 'closed'] as const) {
      expect([stage, refused(aLife({ stage, lead: ZHIHUI }), other)]).toEqual([stage, 'separation_of_duties']);
      const helped = aLife({ stage, lead: TEAM, co: [ZHIHUI], collecting: ZHIHUI });
      expect([stage, refused(helped, other)]).toEqual([stage, 'separation_of_duties']);
      expect([stage, refused(aLife({ stage, lead: TEAM }), other)]).toEqual([stage, null]);
    }
  });

  it('is not for who worked on the case, nor for a unit from which the contact is kept', () => {
    const worker = anActor('collector', ZHIHUI, 'handler@zhihui-team');
    expect(refused(aLife({ stage: 'rating', lead: TEAM }), worker)).toBe('separation_of_duties');
    const appealed = { ...none, breaches: [{ round: 1, unit: 'zhihui' }] };
    const handled = aLife({ stage: 'handling', lead: TEAM });
    expect(refused(handled, anActor('collector', ZHIHUI))).toBeNull();
    expect(refused(handled, anActor('collector', ZHIHUI), appealed)).toBe('separation_of_duties');
  });
});

describe('the contact of a dissatisfied person', () => {
  const people: [string, Role, typeof ZHIHUI][] = [
    ['the collector of the unit complained of', 'collector', TEAM],
    ['its handler', 'handler', TEAM],
  ];
  const nothing: HeldAgainst = { breaches: [], dissatisfied: [] };
  const codeOf = (life: Life, actor: Actor & { kind: 'staff' }, held: Partial<HeldAgainst> = {}) => {
    const sight = contactSight(life.demand, null, actor, { ...nothing, ...held });
    return 'code' in sight ? sight.code : sight.as;
  };

  it.each(people)(
    'is hidden from %s while the callback waits, and when the case has closed over it',
    (_, role, unit) => {
      const life = aLife({ stage: 'rating', collecting: TEAM }).act('rate', REPORTER, {
        grade: 1,
        reasons: ['too_slow'],
      });
      expect(codeOf(life, anActor(role, unit))).toBe('separation_of_duties');
      life.conclude('dissatisfied');
      expect([life.demand.stage, codeOf(life, anActor(role, unit))]).toEqual(['closed', 'separation_of_duties']);
    },
  );

  it('is hidden from the co-handling unit as well, and from who handled it and went elsewhere', () => {
    const life = aLife({ stage: 'rating', place: FUYONG, lead: ZHIHUI, co: [QIAOTOU], collecting: QIAOTOU });
    expect(codeOf(life, anActor('collector', QIAOTOU))).toBe('collector');
    life.act('rate', REPORTER, { grade: 2, reasons: [] });
    expect(codeOf(life, anActor('collector', QIAOTOU))).toBe('separation_of_duties');
    expect(isKeptFrom(life.demand, anActor('collector', XIXIANG, 'handler@zhihui'), nothing)).toBe(true);
    expect(isKeptFrom(life.demand, anActor('collector', XIXIANG), nothing)).toBe(false);
  });

  it('is hidden at the district, too, whose own callback staff phone', () => {
    const life = aLife({ place: BAOAN, lead: BAOAN, collecting: BAOAN, stage: 'rating' });
    life.act('rate', REPORTER, { grade: 1, reasons: [] });
    expect([life.demand.holder.unit?.id, codeOf(life, anActor('collector', BAOAN))]).toEqual([
      'baoan',
      'separation_of_duties',
    ]);
  });

  it('is seen again by who holds the redo, and by nobody else of the unit', () => {
    const life = aLife({ stage: 'rating', collecting: TEAM }).act('rate', REPORTER, { grade: 1, reasons: [] });
    life.conclude('dissatisfied');
    expect(codeOf(life, anActor('collector', TEAM))).toBe('separation_of_duties');
    expect(codeOf(life, anActor('dispatcher', ZHIHUI))).toBe('dispatcher');
    life.act('dispatch', anActor('dispatcher', ZHIHUI), { lead: TEAM, co: [], replying: TEAM });
    life.act('accept', anActor('handler', TEAM), {});
    expect(codeOf(life, anActor('handler', TEAM))).toBe('handler');
    expect(codeOf(life, anActor('handler', TEAM, 'another'))).toBe('not_allowed_for_role');
  });

  it('is hidden likewise when a good rating turned out otherwise, until a redo is in the hands of the unit', () => {
    const life = aLife({ stage: 'rating', place: FUYONG, lead: ZHIHUI, co: [QIAOTOU], collecting: ZHIHUI });
    life.act('rate', REPORTER, { grade: 4, reasons: [] });
    expect(codeOf(life, anActor('collector', ZHIHUI))).toBe('collector');
    const found = { dissatisfied: [1] };
    expect(codeOf(life, anActor('collector', ZHIHUI), found)).toBe('separation_of_duties');
    for (const [unit, isKept] of [
      [ZHIHUI, true],
      [QIAOTOU, true],
      [XIXIANG, false],
    ] as const)
      expect(isKeptFrom(life.demand, anActor('handler', unit), { ...nothing, ...found })).toBe(isKept);
    const later = structuredClone(life.demand);
    Object.assign(later, { round: 2, holder: { unit: ZHIHUI, role: 'handler', user: null } });
    expect(isKeptFrom(later, anActor('handler', ZHIHUI), { ...nothing, ...found })).toBe(false);
  });

  it('is hidden from a unit that disputes a breach, unless it holds the case', () => {
    const life = aLife({ stage: 'closed', collecting: TEAM, now: MONDAY });
    expect(codeOf(life, anActor('collector', TEAM))).toBe('collector');
    const appealed = { breaches: [{ round: 1, unit: 'zhihui-team' }] };
    expect(codeOf(life, anActor('collector', TEAM), appealed)).toBe('separation_of_duties');
    const open = aLife({ stage: 'handling' });
    expect(codeOf(open, anActor('handler', TEAM), appealed)).toBe('handler');
    expect(codeOf(open, anActor('collector', ZHIHUI), { breaches: [{ round: 1, unit: 'fuyong' }] })).toBe('collector');
  });
});
