import { aCase, caseOf, eventually, REPLY, tells, type Case } from '../support/a-case';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { insist } from '../support/travel';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const untilStage = async (it: Case, stage: string): Promise<string> =>
  (
    await eventually(
      () => it.recorded(),
      (state) => state.stage === stage,
    )
  ).stage;
const followersOf = (it: Case, count: number) =>
  eventually(
    () => it.recorded(),
    (state) => state.followers.length === count,
  );
const dispatcher = {
  ...{ kind: 'staff' as const, user: 'demo-zhihui.dispatcher' },
  grants: [{ role: 'dispatcher' as const, unit: 'zhihui' }],
};
const merge = (it: Case, main: Case) => it.act('zhihui.dispatcher', 'merge', { into: main.number });

describe('merging', () => {
  it('answers the followers with the main case, and each keeps a rating of its own', async () => {
    const [main, one, other] = [await aCase(stack), await aCase(stack), await aCase(stack)];
    await Promise.all([merge(one, main), merge(other, main)]);
    await followersOf(main, 2);
    await main.bringTo('rating');
    expect(await Promise.all([one, other].map((it) => untilStage(it, 'rating')))).toEqual(['rating', 'rating']);
    expect(await one.recorded()).toMatchObject({ result: 'resolved', lead: { id: 'zhihui' } });
    await one.act('zhihui.collector', 'rate', { grade: 5 });
    await main.act('zhihui.collector', 'rate', { grade: 3 });
    await other.untilRung('rate', 100);
    expect((await Promise.all([main, one, other].map((it) => it.recorded()))).map((state) => state.rating)).toEqual([
      3,
      5,
      null,
    ]);
    named['main-case'] = main.workflowId;
    named['follower'] = one.workflowId;
  });

  it('gives the followers back to their committee when the main case ends without an answer', async () => {
    const [main, one] = [await aCase(stack), await aCase(stack)];
    await merge(one, main);
    await followersOf(main, 1);
    await main.act('zhihui.dispatcher', 'reject', { reason: '不属受理范围' });
    expect(await untilStage(one, 'dispatching')).toBe('dispatching');
    expect(await one.eventTypes()).toEqual(['submitted', 'merged', 'main_ended']);
    named['follower-given-back'] = one.workflowId;
  });

  it('gives a follower back that comes too late, whatever the main case does meanwhile', async () => {
    for (const end of ['reject', 'withdraw'] as const) {
      const [main, one] = [await aCase(stack), await aCase(stack)];
      const user = end === 'reject' ? 'zhihui.dispatcher' : 'zhihui.collector';
      await Promise.all([
        one.try('zhihui.dispatcher', 'merge', { into: main.number }),
        main.act(user, end, { reason: '无' }),
      ]);
      expect(await untilStage(one, 'dispatching')).toBe('dispatching');
      named[`follower-too-late-${end}`] = one.workflowId;
    }
  });

  it('is undone by whoever filed it, for that one alone', async () => {
    const [main, one] = [await aCase(stack), await aCase(stack)];
    await merge(one, main);
    await followersOf(main, 1);
    await one.act('zhihui.collector', 'withdraw', { reason: '另行反映' });
    await main.bringTo('rating');
    expect((await one.recorded()).stage).toBe('withdrawn');
  });
});

describe('undoing a merging', () => {
  const unmerge = (it: Case, user = 'zhihui.dispatcher') => it.act(user, 'unmerge', { reason: '并非同一件事' });

  it('makes the follower a case of its own, answered by itself, and the main case forgets it', async () => {
    const [main, one, other] = [await aCase(stack), await aCase(stack), await aCase(stack)];
    await Promise.all([merge(one, main), merge(other, main)]);
    await followersOf(main, 2);
    expect(await unmerge(one)).toMatchObject({
      stage: 'dispatching',
      mergedInto: null,
      holder: { unit: { id: 'zhihui' } },
    });
    expect((await followersOf(main, 1)).followers).toEqual([other.id]);
    await main.bringTo('rating');
    expect(await untilStage(other, 'rating')).toBe('rating');
    expect(await one.eventTypes()).toEqual(['submitted', 'merged', 'unmerged']);
    expect(await main.eventTypes()).toContain('follower_left');
    await one.bringTo('rating');
    expect(await one.recorded()).toMatchObject({ stage: 'rating', result: 'resolved', mergedInto: null });
    named['follower-that-left'] = one.workflowId;
    named['main-case-left'] = main.workflowId;
  });

  it('is refused once the main case has replied, and to whoever does not dispatch there or one above', async () => {
    const [main, one] = [await aCase(stack), await aCase(stack)];
    await merge(one, main);
    await followersOf(main, 1);
    for (const user of ['zhihui.collector', 'zhihui.supervisor', 'fuyong.supervisor', 'baoan.dispatcher'])
      expect((await one.try(user, 'unmerge', { reason: '试试' })).body.code).toBe('not_allowed_for_role');
    expect((await one.try('zhihui.dispatcher', 'unmerge', {})).body).toMatchObject({
      status: 422,
      code: 'invalid_input',
    });
    await main.bringTo('rating');
    await untilStage(one, 'rating');
    expect((await one.try('fuyong.dispatcher', 'unmerge', { reason: '晚了' })).body.code).toBe('not_allowed_in_stage');
  });

  it('while the main case replies leaves each of the two whole: answered, or dispatched anew', async () => {
    const [main, one] = [await aCase(stack), await aCase(stack)];
    await merge(one, main);
    await followersOf(main, 1);
    await main.bringTo('replying');
    const [left] = await Promise.all([
      insist(stack, 'zhihui.dispatcher', `/demands/${one.number}/actions/unmerge`, { reason: '同时' }),
      main.bringTo('rating').catch(() => main.act('zhihui.replier', 'reply', REPLY)),
    ]);
    const stage = left.status === 200 ? 'dispatching' : 'rating';
    expect([await untilStage(one, stage), (await main.recorded()).stage]).toEqual([stage, 'rating']);
  });

  it('may be followed by another merging, and what is said to the first main case is not heard there', async () => {
    const [first, second, one] = [await aCase(stack), await aCase(stack), await aCase(stack)];
    await merge(one, first);
    await followersOf(first, 1);
    await unmerge(one, 'fuyong.dispatcher');
    await merge(one, second);
    await followersOf(second, 1);
    await first.act('zhihui.dispatcher', 'reject', { reason: '不属受理范围' });
    expect(await untilStage(one, 'merged')).toBe('merged');
    await second.bringTo('rating');
    expect(await untilStage(one, 'rating')).toBe('rating');
    named['merged-twice'] = one.workflowId;
  });

  it('follows the main case where it goes: the new one is told', async () => {
    const [first, second, one] = [await aCase(stack), await aCase(stack), await aCase(stack)];
    await merge(one, first);
    await followersOf(first, 1);
    await merge(first, second);
    await followersOf(second, 2);
    const moved = await eventually(
      () => one.recorded(),
      ({ mergedInto }) => mergedInto === second.id,
    );
    expect(moved.mergedInto).toBe(second.id);
    await unmerge(one);
    expect((await followersOf(second, 1)).followers).toEqual([first.id]);
    named['main-case-moved'] = first.workflowId;
  });

  it('that was brought along to a main case which had ended is sent back with it', async () => {
    const [first, second, one] = [await aCase(stack), await aCase(stack), await aCase(stack)];
    await merge(one, first);
    await followersOf(first, 1);
    await second.act('zhihui.collector', 'withdraw', { reason: '不用了' });
    await stack.temporal.client.workflow.getHandle(second.workflowId).result();
    const message = { actor: dispatcher, facts: { into: second.id }, wordsId: null, requestId: null };
    await tells(stack, first, 'merge', message);
    expect(await Promise.all([first, one].map((it) => untilStage(it, 'dispatching')))).toEqual([
      'dispatching',
      'dispatching',
    ]);
    named['brought-along-too-late'] = first.workflowId;
  });
});

describe('splitting', () => {
  const parts = [
    { title: '出入口通行慢', body: '高峰拥堵' },
    { title: '路灯不亮', body: '北侧三盏' },
  ];

  it('files the parts as cases of their own, and closes the letter when all have ended', async () => {
    const letter = await aCase(stack, { category: '环境卫生' });
    await letter.act('zhihui.dispatcher', 'split', { parts });
    const rows = await stack.database.demand.findMany({ where: { parentId: letter.id }, orderBy: { number: 'asc' } });
    // By its own words, or where they say nothing, of the letter's category.
    expect(rows.map((row) => [row.title, row.category])).toEqual([
      ['出入口通行慢', '交通出行'],
      ['路灯不亮', '环境卫生'],
    ]);
    const [one, other] = await Promise.all(rows.map((row) => caseOf(stack, row.number)));
    await one!.act('zhihui.dispatcher', 'reject', { reason: '重复' });
    await eventually(
      () => letter.recorded(),
      (state) => state.parts.some((part) => part.ended),
    );
    expect((await letter.recorded()).stage).toBe('split');
    await other!.bringTo('rating');
    await other!.act('zhihui.collector', 'rate', { grade: 4 });
    expect(await untilStage(letter, 'closed')).toBe('closed');
    expect((await letter.eventTypes()).slice(-3)).toEqual(['part_ended', 'part_ended', 'closed']);
    named['letter'] = letter.workflowId;
    named['part'] = other!.workflowId;
  });

  it('files the parts once, however often it is asked under one key', async () => {
    const letter = await aCase(stack);
    const url = `/demands/${letter.number}/actions/split`;
    const split = () => insist(stack, 'zhihui.dispatcher', url, { parts }, 'split-once');
    const answers = await Promise.all([split(), split()]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await stack.database.demand.count({ where: { parentId: letter.id } })).toBe(2);
  });

  it('refuses without the parts themselves, and leaves the letter as it was', async () => {
    const letter = await aCase(stack);
    const message = { actor: dispatcher, facts: { partIds: ['one', 'two'] }, wordsId: null, requestId: null };
    await expect(tells(stack, letter, 'split', message)).rejects.toMatchObject({ cause: { type: 'reason_required' } });
    expect(await letter.state()).toMatchObject({ stage: 'dispatching', version: 1 });
  });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
