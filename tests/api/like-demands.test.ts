import { acts, fileDemand, filed, repliedDemand, until } from '../support/travel';
import type { Answer, Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const get = (user: string | null, url: string): Promise<Answer> =>
  stack.call(user, { method: 'GET', url: `/api/v1${url}` });
const post = (user: string | null, url: string, payload: object = {}, headers: Record<string, string> = {}) =>
  stack.call(user, { method: 'POST', url: `/api/v1${url}`, payload, headers });
const put = (user: string, url: string, payload: object) =>
  stack.call(user, { method: 'PUT', url: `/api/v1${url}`, payload });

const barrier = { title: '东门道闸坏了', body: '车牌识别不了，抬杆要手动，进出排长队，报修一周没人来。' };
const again = { unit: 'zhihui', title: '门口栏杆抬不起来', body: '道闸坏了没人修，访客车牌识别不了。' };
const numbersOf = (answer: Answer): string[] => answer.body.items.map((item: Json) => item.number as string);

describe('similar demands while filing', () => {
  it('are shown with a score, its parts and the reasons in words', async () => {
    const { number } = await fileDemand(stack, barrier);
    const { status, body } = await post('zhihui.collector', '/similar', again);
    expect(status).toBe(200);
    const item = body.items.find((each: Json) => each.number === number);
    expect(item).toMatchObject({
      ...{ title: barrier.title, kind: 'help', stage: 'dispatching', isOpen: true, mergeInto: number },
      unit: { id: 'zhihui' },
      likeness: expect.stringMatching(/像/),
    });
    const { words, pairs, place, time } = item.parts;
    expect(words + pairs + place + time).toBeCloseTo(item.score, 5);
    const said = item.explanation.map((reason: Json) => reason.says).join(';');
    expect(said).toMatch(/都提到：.*道闸/);
    expect(said).toContain('同一地点');
    expect(said).toContain('同一天');
    expect(said).not.toMatch(/[#≈]/);
  });

  it('tell nobody of a demand that is out of sight', async () => {
    const { body } = await post('fuhai.collector', '/similar', { ...again, unit: 'fuhai' });
    expect(body.items).toEqual([]);
    expect(numbersOf(await post('fuyong.dispatcher', '/similar', again)).length).toBeGreaterThan(0);
  });

  it('are none for a text that says nothing, and for another matter', async () => {
    for (const text of [
      { title: '', body: '' },
      { title: '您好', body: '请问' },
      { title: '积分入学', body: '孩子学位不够' },
    ])
      expect((await post('zhihui.collector', '/similar', { unit: 'zhihui', ...text })).body.items).toEqual([]);
  });

  it('leave out what was taken back, and offer no merging into what has been answered', async () => {
    const taken = await fileDemand(stack, { title: '食堂饭菜有虫', body: '饭堂饭菜里吃出虫子，好几个人拉肚子。' });
    await acts(stack, 'zhihui.collector', taken.number, 'withdraw', { reason: '已解决' });
    const answered = await repliedDemand(stack, { title: '饭堂饭菜不卫生', body: '饭堂吃出虫子，拉肚子。' });
    const { body } = await post('zhihui.collector', '/similar', {
      unit: 'zhihui',
      title: '饭堂饭菜有虫子',
      body: '吃完拉肚子',
    });
    expect(body.items).toMatchObject([{ number: answered.number, stage: 'rating', mergeInto: null }]);
  });

  it.each<[string, string | null, object, number, string]>([
    ['without a session', null, again, 401, 'not_signed_in'],
    ['by an auditor', 'baoan.auditor', again, 403, 'not_allowed_for_role'],
    ['of a unit that does not exist', 'zhihui.collector', { ...again, unit: 'nowhere' }, 422, 'invalid_input'],
    ['without a unit', 'zhihui.collector', { title: '道闸' }, 422, 'invalid_input'],
    ['with a title too long', 'zhihui.collector', { ...again, title: '长'.repeat(201) }, 422, 'invalid_input'],
    ['with an unknown kind', 'zhihui.collector', { ...again, kind: 'rumour' }, 422, 'invalid_input'],
    ['with a field that is unknown', 'zhihui.collector', { ...again, limit: 9 }, 422, 'invalid_input'],
  ])('asked %s are refused', async (_how, user, payload, status, code) => {
    const answer = await post(user, '/similar', payload);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('similar demands in a case', () => {
  const leak = { title: '三号楼屋顶漏水', body: '下雨车间滴水，设备盖着塑料布，房东不修防水。' };

  it('never hold the case itself, nor the letter and the other parts that it came from', async () => {
    const letter = await fileDemand(stack, leak);
    const parts = [leak, { title: '屋顶漏水机器短路', body: '车间漏水滴到设备上，防水坏了。' }];
    await acts(stack, 'zhihui.dispatcher', letter.number, 'split', { parts });
    const [one] = await stack.database.demand.findMany({ where: { title: leak.title, parentId: { not: null } } });
    expect(numbersOf(await get('zhihui.dispatcher', `/demands/${one!.number}/similar`))).toEqual([]);
  });

  it('point to the main case when the one that is alike was merged', async () => {
    const [main, follower, third] = [
      await fileDemand(stack, { title: '货梯经常坏', body: '货梯一周坏三次，搬货走楼梯。' }),
      await fileDemand(stack, { title: '货梯又坏了', body: '货梯停用，货物搬不下来。' }),
      await fileDemand(stack, { title: '货梯故障', body: '货梯坏了，搬货靠人扛。' }),
    ];
    await acts(stack, 'zhihui.dispatcher', follower.number, 'merge', { into: main.number });
    const { items } = (await get('zhihui.dispatcher', `/demands/${third.number}/similar`)).body;
    expect(items.find((item: Json) => item.number === follower.number)).toMatchObject({
      ...{ stage: 'merged', mergeInto: main.number },
    });
    expect(items.find((item: Json) => item.number === main.number).mergeInto).toBe(main.number);
    const into = { into: follower.number };
    const wrong = await post('zhihui.dispatcher', `/demands/${third.number}/actions/merge`, into);
    expect([wrong.status, wrong.body.detail]).toEqual([
      422,
      expect.stringContaining(`已并入 ${main.number}（货梯经常坏）`),
    ]);
  });

  it('belong to whoever sees the case', async () => {
    const { number } = await fileDemand(stack, leak);
    expect((await get('fuhai.dispatcher', `/demands/${number}/similar`)).body.code).toBe('not_found');
    expect((await get(null, `/demands/${number}/similar`)).body.code).toBe('not_signed_in');
  });
});

describe('a topic', () => {
  const aim = '三个月内解决园区道闸故障';
  const aTopic = async (more: object = {}, user = 'zhihui.dispatcher') => {
    const answer = await post(user, '/topics', {
      title: '道闸故障',
      unit: 'zhihui',
      owner: 'zhihui.handler',
      aim,
      ...more,
    });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  };

  it('is made of several demands, has an owner, and shows how they stand', async () => {
    const [one, other] = [await fileDemand(stack, barrier), await fileDemand(stack, barrier)];
    const bad = await repliedDemand(stack, barrier);
    await post(null, `/public/ratings/${bad.ratingToken}`, { grade: 2 });
    await acts(stack, 'zhihui.dispatcher', other.number, 'reject', { reason: '重复' });
    const topic = await aTopic({ demands: [one.number, other.number, bad.number] });
    expect(topic).toMatchObject({
      ...{ title: '道闸故障', unit: { id: 'zhihui' }, aim, outcome: null, closedAt: null, canManage: true },
      owner: { username: 'zhihui.handler' },
      createdBy: { username: 'zhihui.dispatcher' },
      figures: {
        open: 2,
        closed: 1,
        dissatisfied: 1,
        overdue: 0,
        unseen: 0,
        oldest: expect.stringMatching(/\+08:00$/),
      },
    });
    const { items } = (await get('zhihui.handler', `/topics/${topic.id}/demands`)).body;
    expect(items.map((item: Json) => item.number).sort()).toEqual([one.number, other.number, bad.number].sort());
    expect((await get('zhihui.handler', `/demands/${one.number}/topics`)).body.items).toMatchObject([{ id: topic.id }]);
  });

  it('is made once under one key, and the key is refused for another', async () => {
    const body = { title: '一次', unit: 'zhihui', owner: 'zhihui.handler', aim };
    const key = { 'idempotency-key': 'topic-once' };
    const [first, second] = [
      await post('zhihui.dispatcher', '/topics', body, key),
      await post('zhihui.dispatcher', '/topics', body, key),
    ];
    expect([first.status, second.body.id]).toEqual([201, first.body.id]);
    const other = await post('zhihui.dispatcher', '/topics', { ...body, title: '另一件' }, key);
    expect(other.body.code).toBe('idempotency_conflict');
  });

  it('takes demands in and gives them up, each with an answer of its own, and only what the caller sees', async () => {
    const topic = await aTopic();
    const { number } = await fileDemand(stack, barrier);
    const foreign = await stack.call('fuhai.collector', {
      ...{ method: 'POST', url: '/api/v1/demands', payload: { ...filed, ...barrier, unit: 'fuhai' } },
    });
    const numbers = [number, foreign.body.number as string, 'SQ0'];
    const added = await post('zhihui.dispatcher', `/topics/${topic.id}/demands`, { numbers });
    expect(added.body).toMatchObject({
      done: 1,
      refused: 2,
      items: [{ done: true }, { code: 'not_found', title: null }, {}],
    });
    const twice = await post('zhihui.dispatcher', `/topics/${topic.id}/demands`, { numbers: [number] });
    expect(twice.body.done).toBe(1);
    expect((await get('zhihui.dispatcher', `/topics/${topic.id}`)).body.figures.open).toBe(1);
    const remove = () => post('zhihui.dispatcher', `/topics/${topic.id}/demands/remove`, { numbers: [number] });
    expect((await remove()).body.done).toBe(1);
    expect((await remove()).body).toMatchObject({ done: 0, items: [{ code: 'not_found' }] });
    const actions = await stack.database.audit.findMany({ where: { detail: { path: ['topic'], equals: topic.id } } });
    expect(actions.map(({ action }) => action)).toEqual([
      'topic_created',
      'topic_demand_added',
      'topic_demand_removed',
    ]);
  });

  it('counts for each reader what that one sees, and the rest as unseen', async () => {
    const one = await fileDemand(stack, barrier);
    const far = await stack.call('fuhai.collector', {
      ...{ method: 'POST', url: '/api/v1/demands', payload: { ...filed, ...barrier, unit: 'fuhai' } },
    });
    const demands = [one.number, far.body.number as string];
    const topic = await aTopic({ unit: 'baoan', owner: 'zhihui.supervisor', demands }, 'baoan.dispatcher');
    expect(topic.figures).toMatchObject({ open: 2, unseen: 0 });
    const seen = (await get('zhihui.supervisor', `/topics/${topic.id}`)).body;
    expect(seen.figures).toMatchObject({ open: 1, unseen: 1 });
    expect(seen).toMatchObject({ canManage: false, canConclude: true });
    const { text } = await get('zhihui.supervisor', `/topics/${topic.id}/demands`);
    expect([text.includes(one.number), text.includes(demands[1]!)]).toEqual([true, false]);
  });

  it('is ended with its outcome and not twice, takes no demands then, and may be opened again', async () => {
    const topic = await aTopic();
    const { number } = await fileDemand(stack, barrier);
    const act = (user: string, what: string, body: object = {}) => post(user, `/topics/${topic.id}/${what}`, body);
    expect((await act('zhihui.dispatcher', 'reopen')).body.code).toBe('topic_open');
    const closed = await act('zhihui.handler', 'close', { outcome: '更换道闸六套' });
    expect(closed.body).toMatchObject({ outcome: '更换道闸六套', closedAt: expect.any(String) });
    expect((await act('zhihui.dispatcher', 'close', { outcome: '再结束' })).body).toMatchObject({
      status: 409,
      code: 'topic_closed',
    });
    for (const what of ['demands', 'demands/remove'])
      expect((await act('zhihui.dispatcher', what, { numbers: [number] })).body.code).toBe('topic_closed');
    expect((await act('zhihui.handler', 'reopen')).body.code).toBe('not_allowed_for_role');
    expect((await act('fuyong.supervisor', 'reopen')).body).toMatchObject({ closedAt: null, outcome: '更换道闸六套' });
  });

  it('is changed by whoever manages it; its owner may write the outcome only', async () => {
    const topic = await aTopic();
    const change = (user: string, body: object) => put(user, `/topics/${topic.id}`, body);
    expect((await change('zhihui.handler', { outcome: '已换两套' })).body.outcome).toBe('已换两套');
    expect((await change('zhihui.handler', { aim: '改目标' })).body.code).toBe('not_allowed_for_role');
    expect((await change('zhihui.reviewer', { outcome: '乱写' })).body.code).toBe('not_allowed_for_role');
    const changed = await change('fuyong.dispatcher', { title: '道闸与门禁', owner: 'fuyong.supervisor' });
    expect(changed.body).toMatchObject({
      title: '道闸与门禁',
      owner: { username: 'fuyong.supervisor' },
      outcome: '已换两套',
    });
    expect((await change('zhihui.dispatcher', {})).status).toBe(422);
    const [line] = (await get('baoan.auditor', '/audit?action=topic_changed&limit=1')).body.items;
    expect(line.detail).toMatchObject({
      before: { title: '道闸故障', owner: expect.stringMatching(/（zhihui\.handler）$/), aim, outcome: '已换两套' },
      after: { title: '道闸与门禁', owner: expect.stringMatching(/（fuyong\.supervisor）$/) },
    });
  });

  it('is made known to whoever is named its owner, once per naming, and not to who names themselves', async () => {
    const topic = await aTopic({ title: '道闸通知' });
    const told = async (user: string) =>
      (await get(user, '/notices?kind=topic_owned&limit=200')).body.items.filter(
        ({ data }: Json) => data.topic === topic.id,
      );
    expect(await told('zhihui.handler')).toMatchObject([{ label: '类案由您负责', data: { title: '道闸通知' } }]);
    await put('zhihui.dispatcher', `/topics/${topic.id}`, { owner: 'fuyong.supervisor', aim: '改目标' });
    await put('zhihui.dispatcher', `/topics/${topic.id}`, { owner: 'fuyong.supervisor' });
    await put('zhihui.dispatcher', `/topics/${topic.id}`, { owner: 'zhihui.dispatcher' });
    expect((await told('fuyong.supervisor')).length).toBe(1);
    expect(await told('zhihui.dispatcher')).toEqual([]);
  });

  it('is not rewritten once it has been closed', async () => {
    const topic = await aTopic();
    await post('zhihui.handler', `/topics/${topic.id}/close`, { outcome: '更换道闸六套' });
    const rewritten = await put('zhihui.dispatcher', `/topics/${topic.id}`, { outcome: '其实没换' });
    expect(rewritten.body).toMatchObject({ status: 409, code: 'topic_closed' });
    expect((await get('zhihui.handler', `/topics/${topic.id}`)).body.outcome).toBe('更换道闸六套');
  });

  it('is known in its own line of units, and a sibling finds none', async () => {
    const topic = await aTopic();
    for (const user of ['zhihui.collector', 'fuyong.auditor', 'baoan.supervisor', 'zhihui-property.handler'])
      expect((await get(user, `/topics/${topic.id}`)).status).toBe(200);
    for (const url of [`/topics/${topic.id}`, `/topics/${topic.id}/demands`])
      expect((await get('fuhai.supervisor', url)).body.code).toBe('not_found');
    for (const [user, what] of [
      ['fuhai.dispatcher', 'demands'],
      ['skyworth.dispatcher', 'demands/remove'],
    ] as const)
      expect((await post(user, `/topics/${topic.id}/${what}`, { numbers: ['SQ1'] })).body.code).toBe('not_found');
    const list = async (user: string, query = '') =>
      (await get(user, `/topics?limit=200${query}`)).body.items.map((t: Json) => t.id);
    expect(await list('fuhai.supervisor')).not.toContain(topic.id);
    expect(await list('fuyong.supervisor', '&closed=false&unit=zhihui')).toContain(topic.id);
    expect(await list('zhihui.handler', '&own=true')).toContain(topic.id);
    expect(await list('zhihui.collector', '&own=true')).toEqual([]);
  });

  it('list goes on page by page', async () => {
    const first = (await get('zhihui.dispatcher', '/topics?limit=2')).body;
    const next = (await get('zhihui.dispatcher', `/topics?limit=2&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, next.items.length]).toEqual([2, 2]);
    expect(next.items.map((t: Json) => t.id)).not.toContain(first.items[1].id);
  });

  it.each<[string, string, object, number, string]>([
    ['by a collector', 'zhihui.collector', {}, 403, 'not_allowed_for_role'],
    ['by a handler', 'zhihui.handler', {}, 403, 'not_allowed_for_role'],
    ['in a unit above', 'zhihui.dispatcher', { unit: 'fuyong' }, 403, 'not_allowed_for_role'],
    ['in a sibling unit', 'zhihui.dispatcher', { unit: 'skyworth' }, 403, 'not_allowed_for_role'],
    ['in a unit that does not exist', 'zhihui.dispatcher', { unit: 'nowhere' }, 422, 'invalid_input'],
    ['with an owner who does not exist', 'zhihui.dispatcher', { owner: 'nobody' }, 422, 'invalid_input'],
    ['with an owner of another line', 'zhihui.dispatcher', { owner: 'fuhai.handler' }, 422, 'invalid_input'],
    ['without a title', 'zhihui.dispatcher', { title: ' ' }, 422, 'invalid_input'],
    ['without an aim', 'zhihui.dispatcher', { aim: undefined }, 422, 'invalid_input'],
    ['with a demand that nobody has', 'zhihui.dispatcher', { demands: ['SQ0'] }, 422, 'invalid_input'],
    ['with a demand twice', 'zhihui.dispatcher', { demands: ['SQ1', 'SQ1'] }, 422, 'invalid_input'],
  ])('made %s is refused', async (_how, user, more, status, code) => {
    const answer = await post(user, '/topics', {
      title: '道闸',
      unit: 'zhihui',
      owner: 'zhihui.handler',
      aim,
      ...more,
    });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('a merging that is undone', () => {
  it('is told to the reporter, and the reason stays inside', async () => {
    const [main, follower] = [await fileDemand(stack, barrier), await fileDemand(stack, barrier)];
    await acts(stack, 'zhihui.dispatcher', follower.number, 'merge', { into: main.number });
    await until(async () =>
      (await get('zhihui.dispatcher', `/demands/${main.number}`)).body.followersTotal === 1 ? true : undefined,
    );
    await acts(stack, 'zhihui.dispatcher', follower.number, 'unmerge', { reason: '并非一处，内部说明' });
    const page = await get(null, `/public/demands/${follower.trackingToken}`);
    expect(page.body).toMatchObject({ stage: 'dispatching', next: { step: '分拨给办理单位' } });
    expect(page.body.events.map((event: Json) => event.label)).toContain('已撤销并案，单独办理');
    expect(page.text).not.toContain('内部说明');
  });
});
