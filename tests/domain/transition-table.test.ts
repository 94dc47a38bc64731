import type { Actor, Demand } from '../../src/domain/demand';
import { edgesOf } from '../../src/domain/state-diagram';
import { refusal } from '../../src/domain/transitions';
import {
  ACTION_NAMES,
  ENDED_STAGES,
  STAGE_NAMES,
  ROLES,
  STAGES,
  type Action,
  type Stage,
} from '../../src/domain/vocabulary';
import { aDemand, anActor, MONDAY, REPORTER, rules, UNITS } from '../support/a-demand';

const IN_WORK: Stage[] = [
  ...(['dispatching', 'accepting', 'handling', 'waiting', 'deferred'] as const),
  ...(['reviewing', 'replying', 'calling_back'] as const),
];

/** Where each action belongs in the life of a demand (domain.md §4), written down apart from the table under test. */
const WHERE: Record<Action, Stage[]> = {
  dispatch: ['dispatching'],
  reject: ['dispatching'],
  merge: ['dispatching'],
  unmerge: ['merged'],
  split: ['dispatching'],
  pass_up: ['dispatching', 'handling'],
  pass_down: ['dispatching'],
  accept: ['accepting'],
  return: ['accepting'],
  rule: ['dispatching'],
  transfer: ['accepting', 'handling', 'waiting', 'deferred'],
  contact: ['accepting', 'handling', 'waiting', 'deferred'],
  note: [...IN_WORK, 'rating', 'merged', 'split'],
  request_information: ['handling'],
  supply_information: ['waiting'],
  open_poll: ['handling'],
  request_extension: ['handling'],
  decide_extension: ['handling', 'waiting', 'deferred'],
  request_deferral: ['handling'],
  decide_deferral: ['handling', 'waiting'],
  finish: ['handling'],
  review: ['reviewing'],
  reply: ['replying'],
  rate: ['rating'],
  urge: IN_WORK,
  supervise: IN_WORK,
  answer_supervision: [...IN_WORK, 'rating'],
  decide: [...IN_WORK, 'rating'],
  withdraw: ['dispatching', 'accepting', 'handling', 'waiting', 'deferred', 'merged'],
};

/** What must have gone before, besides the stage, for an action to make sense. */
const BEFORE: Partial<Record<Action, Partial<Demand>>> = {
  rule: { ruling: true },
  decide_extension: { extension: { workingDays: 1, by: 'someone', at: MONDAY, decided: null } },
  decide_deferral: { deferral: { reviewAt: MONDAY + 1, by: 'someone', at: MONDAY, decided: null } },
  answer_supervision: { supervision: { by: 'someone', unit: 'baoan', at: MONDAY, answeredAt: null } },
};

const everybody: Actor[] = [
  REPORTER,
  { kind: 'clock' },
  { kind: 'system' },
  ...UNITS.flatMap((unit) => ROLES.map((role) => anActor(role, unit))),
];
const inStage = Object.fromEntries(STAGE_NAMES.map((stage) => [stage, aDemand({ stage })])) as Record<Stage, Demand>;
const pairs = STAGE_NAMES.flatMap((stage) => ACTION_NAMES.map((action) => ({ stage, action })));
const isAllowed = ({ stage, action }: { stage: Stage; action: Action }) => WHERE[action].includes(stage);

const answers = (stage: Stage, action: Action) => {
  const demand = { ...inStage[stage], ...BEFORE[action] };
  return everybody.map((actor) => refusal(demand, { action, actor }, MONDAY, rules)?.code ?? 'allowed');
};

describe('the transition table', () => {
  it.each(STAGE_NAMES)('is asked about a demand that is in stage %s', (stage) => {
    expect(inStage[stage].stage).toBe(stage);
  });

  it.each(pairs.filter(isAllowed))('lets somebody $action a demand in stage $stage', ({ stage, action }) => {
    expect(answers(stage, action)).toContain('allowed');
  });

  it.each(pairs.filter((pair) => !isAllowed(pair)))(
    'lets nobody $action a demand in stage $stage',
    ({ stage, action }) => {
      const expected = action === 'rate' && inStage[stage].rating !== null ? 'already_rated' : 'not_allowed_in_stage';
      expect(new Set(answers(stage, action))).toEqual(new Set([expected]));
    },
  );

  it.each(ENDED_STAGES)('refuses every action on a demand that is %s', (stage) => {
    const allowed = ACTION_NAMES.filter((action) => answers(stage, action).includes('allowed'));
    expect(allowed).toEqual([]);
  });

  it('says in Chinese where a demand stands and where the action belongs', () => {
    const refused = refusal(inStage.handling, { action: 'accept', actor: REPORTER }, MONDAY, rules);
    expect(refused?.message).toContain(STAGES.handling);
    expect(refused?.message).toContain(STAGES.accepting);
  });

  it('draws an edge for every stage an action is allowed in', () => {
    for (const action of ACTION_NAMES)
      expect(new Set(edgesOf(action).map((edge) => edge.from))).toEqual(new Set(WHERE[action]));
  });

  it('never leads back to the moment of filing', () => {
    expect(ACTION_NAMES.flatMap(edgesOf).map((edge) => edge.to)).not.toContain('submitted');
  });
});

describe('an action that was decided on an older version', () => {
  const accept = (ifVersion?: number) =>
    refusal(
      inStage.accepting,
      { action: 'accept', actor: anActor('handler', inStage.accepting.lead!), ifVersion },
      MONDAY,
      rules,
    )?.code;

  it('is refused as a conflict', () => {
    expect(accept(inStage.accepting.version - 1)).toBe('version_conflict');
  });

  it('is allowed when nothing has changed since, or when no version is named', () => {
    expect(accept(inStage.accepting.version)).toBeUndefined();
    expect(accept()).toBeUndefined();
  });
});
