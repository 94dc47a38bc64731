import { liveClock } from '../../src/domain/demand';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  FUYONG,
  goOn,
  HOUR,
  MONDAY,
  REPORTER,
  TEAM,
  ZHIHUI,
  type Life,
  type Wish,
} from '../support/a-demand';

const committee = anActor('dispatcher', ZHIHUI);
const merged = (wish: Wish = {}, into = 'main') => aLife({ id: 'follower', ...wish }).act('merge', committee, { into });

/** Delivers what one demand's workflow has to tell another's. */
function tell(from: Life, to: Life): Life {
  for (const effect of from.effects.splice(0))
    if (effect.kind === 'tell_demand' && effect.demandId === to.demand.id) to.hear(effect.message);
    else from.effects.push(effect);
  return to;
}

describe('merging', () => {
  it('joins the follower to the main case, which keeps its stage', () => {
    const [main, follower] = [aLife({ id: 'main', stage: 'handling' }), merged()];
    tell(follower, main);
    expect(main.demand).toMatchObject({ stage: 'handling', followers: ['follower'] });
    expect(follower.demand).toMatchObject({ stage: 'merged', mergedInto: 'main', holder: { unit: null } });
  });

  it('gives each reporter the reply and a rating of their own', () => {
    const [main, follower] = [aLife({ id: 'main', stage: 'replying' }), merged()];
    tell(follower, main);
    tell(goOn(main), follower);
    expect(follower.demand).toMatchObject({ stage: 'rating', lead: TEAM, result: 'resolved' });
    expect(follower.events.at(-1)).toMatchObject({ type: 'main_replied', wordsId: main.events.at(-1)!.wordsId });
    follower.act('rate', REPORTER, { grade: 5, reasons: [] });
    main.act('rate', REPORTER, { grade: 1, reasons: [] });
    expect([main.demand.stage, follower.demand.stage]).toEqual(['calling_back', 'closed']);
    expect(follower.demand.rounds[0]).toMatchObject({ lead: TEAM.id, result: 'resolved', rating: 5 });
  });

  it('keeps the people of the main case from rating the follower', () => {
    const [main, follower] = [aLife({ id: 'main', stage: 'replying' }), merged()];
    tell(follower, main);
    tell(goOn(main), follower);
    const handlerWhoCollects = anActor('collector', ZHIHUI, 'handler@zhihui-team');
    expect(follower.refuses('rate', handlerWhoCollects)).toBe('own_case');
  });

  it.each(['reject', 'withdraw'] as const)(
    'sends the follower back to its committee when the main case ends by %s',
    (action) => {
      const [main, follower] = [aLife({ id: 'main' }), merged()];
      tell(follower, main);
      main.act(action, action === 'reject' ? committee : REPORTER, {});
      expect(tell(main, follower).demand).toMatchObject({
        stage: 'dispatching',
        mergedInto: null,
        holder: { unit: ZHIHUI },
      });
    },
  );

  it('sends the follower back when the main case turns out to be several', () => {
    const [main, follower] = [aLife({ id: 'main' }), merged()];
    tell(follower, main);
    main.act('split', committee, { partIds: ['part-1', 'part-2'] });
    expect(tell(main, follower).demand.stage).toBe('dispatching');
  });

  it.each(['rating', 'calling_back', 'closed', 'rejected', 'withdrawn', 'merged', 'split'] as const)(
    'into a demand that is %s is undone at once',
    (stage) => {
      const [main, follower] = [aLife({ id: 'elsewhere', stage }), merged({}, 'elsewhere')];
      tell(follower, main);
      expect(main.demand.followers).toEqual([]);
      expect(tell(main, follower).demand.stage).toBe('dispatching');
    },
  );

  it('takes the followers along, and they hear of the new main case only', () => {
    const [first, second, follower] = [aLife({ id: 'main' }), aLife({ id: 'second', stage: 'replying' }), merged()];
    tell(follower, first);
    first.act('merge', committee, { into: 'second' });
    tell(first, second);
    expect([first.demand.followers, second.demand.followers]).toEqual([[], ['main', 'follower']]);
    first.act('withdraw', REPORTER, {});
    expect(tell(first, follower).demand.stage).toBe('merged');
    expect(tell(goOn(second), follower).demand.stage).toBe('rating');
  });

  it('of a demand into itself or into its own follower is refused', () => {
    const [main, follower] = [aLife({ id: 'main' }), merged()];
    tell(follower, main);
    for (const into of ['main', 'follower'])
      expect(main.refuses('merge', committee, { into })).toBe('cannot_merge_into_itself');
  });

  it('is heard once: a repeated message changes nothing', () => {
    const main = aLife({ id: 'main', stage: 'handling' }).hear({ kind: 'follower_joined', follower: 'f' });
    const { version } = main.demand;
    expect(main.hear({ kind: 'follower_joined', follower: 'f' }).demand.version).toBe(version);
    expect(main.hear({ kind: 'main_ended' }).hear({ kind: 'main_replied', wordsId: null }).demand.version).toBe(
      version,
    );
  });

  it('leaves the promise of a handling clock that was running as it is', () => {
    const life = aLife({ stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    life.act('merge', committee, { into: 'main' }).until(at('2026-03-04 09:00')).hear({ kind: 'main_ended' });
    const [handle] = goOn(life).demand.clocks.filter((clock) => clock.name === 'handle');
    expect(handle).toMatchObject({ startedAt: MONDAY, dueAt: at('2026-03-13 18:00'), endedAt: null });
  });

  it('serves new followers after a redo, and the earlier ones not again', () => {
    const [main, follower] = [aLife({ id: 'main', stage: 'replying' }), merged()];
    tell(follower, main);
    tell(goOn(main), follower).act('rate', REPORTER, { grade: 1, reasons: [] }).conclude('dissatisfied');
    follower.act('merge', committee, { into: 'third' });
    main.act('rate', REPORTER, { grade: 1, reasons: [] }).conclude('dissatisfied');
    while (main.demand.stage !== 'rating') goOn(main);
    expect(tell(main, follower).demand).toMatchObject({ stage: 'merged', mergedInto: 'third' });
  });
});

describe('undoing a merging', () => {
  const pair = () => {
    const [main, follower] = [aLife({ id: 'main', stage: 'handling' }), merged()];
    tell(follower, main);
    return { main, follower };
  };

  it('puts the follower before the committee that merged it, with a dispatch clock of its own', () => {
    const { main, follower } = pair();
    tell(follower.until(at('2026-03-02 15:00')).act('unmerge', committee, {}), main);
    expect(follower.demand).toMatchObject({ stage: 'dispatching', mergedInto: null, holder: { unit: ZHIHUI } });
    expect(follower.demand.clocks.filter((clock) => clock.name === 'dispatch')).toMatchObject([
      { endedAt: MONDAY },
      { startedAt: at('2026-03-02 15:00'), endedAt: null },
    ]);
    expect(follower.events.at(-1)).toMatchObject({ type: 'unmerged', data: { main: 'main' } });
    expect(main.demand.followers).toEqual([]);
    expect(main.events.at(-1)).toMatchObject({ type: 'follower_left', public: false, data: { follower: 'follower' } });
  });

  it('leaves a handling clock as it was: neither reset nor stopped', () => {
    const life = aLife({ stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    const before = life.demand.clocks.find((clock) => clock.name === 'handle')!;
    life.act('merge', committee, { into: 'main' }).until(at('2026-03-03 09:00')).act('unmerge', committee, {});
    const after = life.demand.clocks.filter((clock) => clock.name === 'handle');
    expect(after).toMatchObject([{ id: before.id, startedAt: before.startedAt, dueAt: before.dueAt, endedAt: null }]);
    expect(after[0]!.segments.map(({ kind }) => kind)).not.toContain('paused');
  });

  it('is for the committee above as well, and for nobody beside them', () => {
    const { follower } = pair();
    expect(follower.refuses('unmerge', anActor('dispatcher', FUYONG))).toBeNull();
    for (const unit of [BAOAN, TEAM])
      expect(follower.refuses('unmerge', anActor('dispatcher', unit))).toBe('not_allowed_for_role');
    expect(follower.refuses('unmerge', REPORTER)).toBe('not_allowed_for_role');
  });

  it('is too late once the main case has replied: the reply is there to be rated', () => {
    const { main, follower } = pair();
    while (main.demand.stage !== 'rating') goOn(main);
    expect(tell(main, follower).refuses('unmerge', committee)).toBe('not_allowed_in_stage');
  });

  it('wins over a reply that is under way: the follower is not answered with it', () => {
    const { main, follower } = pair();
    while (main.demand.stage !== 'rating') goOn(main);
    follower.act('unmerge', committee, {});
    const { version } = follower.demand;
    expect(tell(main, follower).demand).toMatchObject({ stage: 'dispatching', version });
    expect(tell(follower, main).demand).toMatchObject({ stage: 'rating', followers: [] });
  });

  it('frees it for another main case, and nothing late from the first one reaches it there', () => {
    const { main, follower } = pair();
    main.act('pass_up', anActor('handler', TEAM), {}).act('reject', anActor('dispatcher', FUYONG), {});
    follower.act('unmerge', committee, {}).act('merge', committee, { into: 'other' });
    expect(tell(main, follower).demand).toMatchObject({ stage: 'merged', mergedInto: 'other' });
  });

  it('is heard once, and before the joining too, when messages overtake each other', () => {
    const main = aLife({ id: 'main', stage: 'handling' });
    const left = { kind: 'follower_left', follower: 'f', joined: 3 } as const;
    main.hear(left);
    const { version } = main.demand;
    expect(main.hear(left).hear({ kind: 'follower_joined', follower: 'f', joined: 3 }).demand).toMatchObject({
      ...{ version, followers: [] },
    });
    main.hear({ kind: 'follower_joined', follower: 'f', joined: 9 }).hear(left);
    expect(main.demand.followers).toEqual(['f']);
  });

  it('tells the new main case when the first was itself merged, for the follower has heard of it', () => {
    const [first, second] = [aLife({ id: 'main' }), aLife({ id: 'second', stage: 'handling' })];
    const follower = merged();
    tell(follower, first).act('merge', committee, { into: 'second' });
    expect(tell(first, second).demand.followers).toEqual(['main', 'follower']);
    expect(tell(first, follower).demand.mergedInto).toBe('second');
    expect(follower.events.at(-1)).toMatchObject({ type: 'main_moved', public: false, data: { main: 'second' } });
    expect(tell(follower.act('unmerge', committee, {}), second).demand.followers).toEqual(['main']);
  });

  it('before the news arrives is passed on by the first main case, and repeated by the follower', () => {
    const first = aLife({ id: 'main' }).hear({ kind: 'follower_joined', follower: 'follower', joined: 2 });
    first.act('merge', committee, { into: 'second' });
    const follower = merged().act('unmerge', committee, {});
    const [toSecond] = tell(follower, first).effects.slice(-1);
    expect(toSecond).toMatchObject({ demandId: 'second', message: { kind: 'follower_left', follower: 'follower' } });
    expect(tell(first, follower).effects.at(-1)).toMatchObject({
      ...{ demandId: 'second', message: { kind: 'follower_left', follower: 'follower' } },
    });
  });

  it('by taking the demand back leaves the main case as well', () => {
    const { main, follower } = pair();
    tell(follower.act('withdraw', REPORTER, {}), main);
    expect([follower.demand.stage, main.demand.followers]).toEqual(['withdrawn', []]);
  });
});

describe('splitting', () => {
  const letter = () => aLife({ id: 'letter' }).act('split', committee, { partIds: ['part-1', 'part-2'] });
  const part = (id: string) => aLife({ id, parent: 'letter', stage: 'rating' });
  const filingOf = ({ effects }: Life) => effects.find((effect) => effect.kind === 'file_parts')!;
  const passedOnOf = (life: Life) => filingOf(life).passedOn;

  it('files the parts and ends the clocks of the letter: each part has its own', () => {
    const life = aLife({ id: 'letter', stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    life.act('split', committee, { partIds: ['part-1', 'part-2'] });
    expect(life.demand.clocks.filter((clock) => clock.endedAt === null)).toEqual([]);
    const { passedOn, ...effect } = filingOf(life);
    expect(effect).toEqual({ kind: 'file_parts', partIds: ['part-1', 'part-2'], wordsId: 'words-3' });
    expect(passedOn).toMatchObject({ committee: ZHIHUI, clocks: [{ name: 'contact' }, { name: 'handle' }] });
  });

  it('resets no promise: a part goes on at the level of the letter with what its handling clock has left', () => {
    const life = aLife({ id: 'letter', stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    life.act('pass_up', committee, {});
    const { dueAt, startedAt } = liveClock(life.demand, 'handle')!;
    const [splitAt, begun] = [at('2026-03-02 10:00'), at('2026-03-02 10:01')];
    life.act('split', anActor('dispatcher', FUYONG), { partIds: ['part-1', 'part-2'] }, splitAt);
    const part = aLife({ id: 'part-1', parent: 'letter', passedOn: passedOnOf(life), now: begun });
    expect(part.demand).toMatchObject({
      level: 'B',
      committee: FUYONG,
      stage: 'dispatching',
      holder: { unit: FUYONG },
    });
    expect(liveClock(part.demand, 'handle')).toMatchObject({ ...{ id: 'handle-1', round: 1 }, startedAt, dueAt });
    expect(liveClock(part.demand, 'dispatch')).toMatchObject({ startedAt: begun, level: 'B' });
    part.act('dispatch', anActor('dispatcher', FUYONG), { lead: TEAM, co: [], replying: TEAM });
    expect(part.demand.clocks.filter(({ name }) => name === 'handle')).toMatchObject([{ startedAt, dueAt }]);
    // The letter's own end at the split; those of the parts are copies.
    expect(life.demand.clocks.map(({ endedAt }) => endedAt)).not.toContain(null);
    expect(passedOnOf(life)!.clocks.map(({ endedAt }) => endedAt)).toEqual([null, null]);
  });

  it('passes a breach on with the rungs that were climbed: none is climbed again', () => {
    const life = aLife({ id: 'letter', stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    life.until(liveClock(life.demand, 'handle')!.dueAt);
    const above = life.demand.holder.unit!;
    life.act('split', anActor('dispatcher', above), { partIds: ['part-1', 'part-2'] });
    const part = aLife({ id: 'part-1', parent: 'letter', passedOn: passedOnOf(life), now: life.now + HOUR });
    const handle = liveClock(part.demand, 'handle')!;
    expect([part.demand.level, handle.state]).toEqual([above.level, 'breached']);
    part.until(part.now + 24 * HOUR);
    const again = part.events.filter(({ cause }) => cause.clock === 'handle' && cause.percent! <= 100);
    expect(again).toEqual([]);
  });

  it('leaves a direct rule of another level alone: the committee that split decides', () => {
    const life = aLife({ id: 'letter' }).act('pass_up', committee, {});
    life.act('split', anActor('dispatcher', FUYONG), { partIds: ['part-1', 'part-2'] });
    const wish = { id: 'part-1', parent: 'letter', direct: true } as const;
    expect(aLife({ ...wish, passedOn: passedOnOf(life) }).demand).toMatchObject({ stage: 'dispatching', level: 'B' });
    expect(aLife({ ...wish, passedOn: passedOnOf(letter()) }).demand).toMatchObject({ stage: 'accepting', lead: TEAM });
  });

  it('closes the letter when the last part has ended, and not before', () => {
    const life = letter();
    tell(part('part-1').act('rate', REPORTER, { grade: 5, reasons: [] }), life);
    expect(life.demand.stage).toBe('split');
    tell(part('part-2').until(at('2026-03-20 09:00')), life);
    expect(life.demand).toMatchObject({ stage: 'closed', rating: null, parts: [{ ended: true }, { ended: true }] });
  });

  it.each([
    ['rejected', () => aLife({ id: 'part-1', parent: 'letter', stage: 'rejected' })],
    ['withdrawn', () => aLife({ id: 'part-1', parent: 'letter', stage: 'withdrawn' })],
    [
      'closed after a callback',
      () => aLife({ id: 'part-1', parent: 'letter', stage: 'calling_back' }).conclude('satisfied'),
    ],
  ])('counts a part as ended when it is %s', (_, ended) => {
    expect(tell(ended(), letter()).demand.parts[0]).toEqual({ id: 'part-1', ended: true });
  });

  it('hears of the end of a part once, and of strangers never', () => {
    const life = letter().hear({ kind: 'part_ended', part: 'part-1' });
    const { version } = life.demand;
    for (const id of ['part-1', 'stranger']) life.hear({ kind: 'part_ended', part: id });
    expect(life.demand.version).toBe(version);
  });
});
