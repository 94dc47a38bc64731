import { holidayName } from '../../src/certificate/holiday-name';
import { adoptCalendar, adoptPolicy } from '../../src/domain/adopting';
import { canonicalJson } from '../../src/domain/canonical-json';
import { calendarOf, type Calendar } from '../../src/domain/calendar';
import { certificateOf, type ClockProof } from '../../src/domain/certificate';
import { sentencesOf } from '../../src/domain/certificate-sentences';
import { amountWords } from '../../src/domain/certificate-words';
import { defaultPolicy, type Policy } from '../../src/domain/policy';
import { retrace } from '../../src/domain/retrace';
import { openDraft, seal, type Draft, type Rules } from '../../src/domain/transition';
import { seatsOfSight } from '../../src/domain/as-of';
import {
  aDemand,
  aLife,
  anActor,
  at,
  beijing,
  FUYONG,
  REPORTER,
  rules,
  TEAM,
  WELFARE,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const names = { unit: (id: string) => `单位${id}`, person: (id: string) => `人员${id}`, holiday: holidayName };
const handler = anActor('handler', TEAM);

interface Known {
  policies: Policy[];
  calendars: Calendar[];
}
const usual: Known = { policies: [defaultPolicy], calendars: [rules.calendar] };

function proofs(life: Life, known = usual): ClockProof[] {
  const policy = (version: number) => known.policies.find((each) => each.version === version) ?? null;
  const calendar = (version: string) => known.calendars.find((each) => each.version === version) ?? null;
  const { versions } = retrace(
    life.events,
    (named) => ({ policy: policy(named.policy)!, calendar: calendar(named.calendar)! }),
    life.demand.silent,
  );
  const before = versions.map((version) => ({ at: version.at, clocks: version.demand.clocks }));
  return certificateOf({ demand: life.demand, events: life.events, before, policy, calendar }, life.now).clocks;
}

const proofOf = (life: Life, id: string, known = usual): ClockProof =>
  proofs(life, known).find((proof) => proof.id === id)!;
const wordsOf = (life: Life, id: string, known = usual): string =>
  sentencesOf(proofOf(life, id, known), names).join('\n');

/** Handled by the team since Tuesday before the May holiday, 10:30. */
const overMay = (): Life => aLife({ kind: 'help', stage: 'handling', now: at('2026-04-28 10:30') });

function change(life: Life, given: Rules, by: (draft: Draft) => boolean): void {
  const draft = openDraft(life.demand, given, { now: life.now, actor: { kind: 'system' } });
  if (!by(draft)) throw new Error('nothing changed');
  const outcome = seal(draft);
  life.events.push(...outcome.events);
  Object.assign(life, { demand: outcome.demand });
}

describe('the certificate of a clock', () => {
  it('counts day by day to the due time, without the holiday and with the working Saturday after it', () => {
    const life = overMay();
    const { days, counted, balance, budget, dueAt, policy } = proofOf(life, 'handle-1');
    expect([balance, counted, beijing(dueAt)]).toEqual(['exact', budget, '2026-05-14 10:30']);
    expect(policy).toEqual({ version: 1, row: 8, isConfirmed: false });
    expect(days.filter(({ kind }) => kind === 'makeup').map(({ amount }) => amount)).toEqual([7 * 3_600_000]);
    const words = wordsOf(life, 'handle-1');
    expect(words).toContain('依据第 1 版时限第 8 行（该版标注为示例，未经主管部门确认）');
    expect(words).toContain('2026年5月1日（周五）至2026年5月5日（周二）为节假日（劳动节），不计。');
    expect(words).toContain('2026年5月9日（周六）为调休上班（劳动节），计入 1 个工作日。');
    expect(words).toContain('因此到期时间为 2026年5月14日（周四）10:30:00。');
  });

  it('names every pause with who asked for it, and the extension with who granted it', () => {
    const life = overMay();
    life.act('request_information', handler, {}, at('2026-04-29 10:00'));
    life.act('supply_information', REPORTER, {}, at('2026-04-30 11:00'));
    life.act('request_extension', handler, { workingDays: 2 }, at('2026-04-30 15:00'));
    life.act('decide_extension', anActor('supervisor', FUYONG), { approve: true }, at('2026-04-30 16:00'));
    const words = wordsOf(life, 'handle-1');
    expect(words).toContain(
      '2026年4月29日（周三）10:00:00 至 2026年4月30日（周四）11:00:00 暂停（等待诉求人补充材料，由人员handler@zhihui-team提出）',
    );
    expect(words).toContain('2026年4月30日（周四）16:00:00 由人员supervisor@fuyong批准延期 2 个工作日');
    expect(proofOf(life, 'handle-1')).toMatchObject({ balance: 'exact', counted: 12 * 7 * 3_600_000 });
  });

  it('says of a clock that stands still what is left, and no due time', () => {
    const life = overMay().act('request_information', handler, {}, at('2026-04-29 10:00'));
    expect(proofOf(life, 'handle-1')).toMatchObject({ balance: 'paused', dueAt: null, days: [] });
    expect(wordsOf(life, 'handle-1')).toContain('计时处于暂停：已用 6 小时 30 分，恢复后从剩余的 9 个工作日 30 分 起');
  });

  it('says how late each rung was carried out after an outage, and that nothing moved', () => {
    const life = overMay().wakeAt(at('2026-05-20 12:00'));
    expect(wordsOf(life, 'handle-1')).toContain(
      '补行，晚 6 天 1 小时 30 分；业务时间仍按应执行的时刻，到期时间不受影响。',
    );
    expect(proofOf(life, 'handle-1')).toMatchObject({ balance: 'exact', state: 'breached' });
  });

  it('does not count to a due time what other units do after it', () => {
    const life = overMay().wakeAt(at('2026-05-15 12:00')).act('pass_up', handler, {}, at('2026-05-15 15:00'));
    const proof = proofOf(Object.assign(life, { now: at('2026-05-15 17:00') }), 'handle-1');
    expect(proof).toMatchObject({ balance: 'exact', counted: 10 * 7 * 3_600_000, shares: { length: 2 } });
  });

  it('tells the time of other units apart: what was used before a return is not the last unit’s', () => {
    const life = aLife({ stage: 'accepting', lead: WELFARE, place: FUYONG, now: at('2026-03-02 09:00') });
    life.act('return', anActor('handler', WELFARE), {}, at('2026-03-02 11:00'));
    const facts = { lead: ZHIHUI, co: [], replying: ZHIHUI };
    life.act('dispatch', anActor('dispatcher', FUYONG), facts, at('2026-03-02 15:00'));
    life.act('accept', anActor('handler', ZHIHUI), {}, at('2026-03-02 16:00'));
    expect(
      proofOf(life, 'handle-1').shares.map(({ unit, amount, isOwn }) => [unit, amount / 3_600_000, isOwn]),
    ).toEqual([
      [WELFARE.id, 2, false],
      [FUYONG.id, 2, false],
      [ZHIHUI.id, 1, true],
    ]);
    expect(wordsOf(life, 'handle-1')).toContain('其中不属于最后承担单位的为 4 小时。');
  });

  it('explains a passed due time by the rules of that time, whatever changed afterwards', () => {
    const life = overMay().until(at('2026-05-15 10:00'));
    const days = { ...rules.calendar.years.at(-1)!.days, '04-29': 'off' as const };
    const later = calendarOf([
      ...rules.calendar.years.slice(0, -1),
      { ...rules.calendar.years.at(-1)!, version: 2, days },
    ]);
    change(life, { ...rules, calendar: later }, (draft) => adoptCalendar(draft, '更正通知'));
    const known = { policies: [defaultPolicy], calendars: [rules.calendar, later] };
    expect(proofOf(life, 'handle-1', known)).toMatchObject({
      balance: 'exact',
      calendar: { version: rules.calendar.version },
    });
  });

  it('says when a shorter budget was used up already as it came', () => {
    const life = overMay();
    Object.assign(life, { now: at('2026-05-12 10:30') });
    life.until(life.now);
    const policy: Policy = {
      ...defaultPolicy,
      version: 2,
      budgets: [{ clock: 'handle', scope: 'working', minutes: 420 }],
    };
    change(life, { ...rules, policy }, (draft) => adoptPolicy(draft, '第 2 版'));
    const known = { policies: [defaultPolicy, policy], calendars: [rules.calendar] };
    expect(proofOf(life, 'handle-1', known)).toMatchObject({ balance: 'used_up', policy: { version: 2, row: 1 } });
    expect(wordsOf(life, 'handle-1', known)).toContain('多于新的时长 1 个工作日，因此到期时间为变更时刻');
    expect(wordsOf(life, 'handle-1', known)).toContain('因“第 2 版”重算，时长由 10 个工作日 改为 1 个工作日');
  });

  it('speaks of amounts to the second', () => {
    expect([0, 59_400, 3_600_000, 7 * 3_600_000 + 61_000].map((ms) => amountWords(ms, 'working'))).toEqual([
      '0 秒',
      '59 秒',
      '1 小时',
      '1 个工作日 1 分 1 秒',
    ]);
    expect(amountWords(26 * 3_600_000, 'elapsed')).toBe('1 天 2 小时');
  });
});

describe('what others see', () => {
  it('sight goes to units that have to do with the demand and those above them, each with its reason', () => {
    const demand = aDemand({ stage: 'handling', lead: TEAM });
    expect(seatsOfSight(demand)).toEqual([
      { unit: 'baoan', reasons: ['above'] },
      { unit: 'fuyong', reasons: ['above'] },
      { unit: 'zhihui', reasons: ['place', 'collecting'] },
      { unit: 'zhihui-team', reasons: ['lead', 'replying', 'holder'] },
    ]);
  });

  it('one JSON value has one canonical text', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é\n' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"é\\n","d":null}]}',
    );
  });
});
