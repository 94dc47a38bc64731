import { randomUUID } from 'node:crypto';
import { heldUpFor, type Answer, type Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { filed } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
  // What is asked is common in the district, though too long ago to be shown.
  for (let i = 0; i < 3; i += 1) {
    const { id } = await fileIt({ title: asked, body: '请解决' });
    await change(id, { createdAt: new Date(Date.now() - 100 * 86_400_000) });
    longAgo.push(id);
  }
});
afterAll(() => stack.close());
const forgetOthers = () => stack.database.demandSearch.deleteMany({ where: { demandId: { notIn: longAgo } } });
beforeEach(forgetOthers);

const longAgo: string[] = [];

let addresses = 0;
const nextAddress = () => `10.3.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`;
const ask = (payload: object, from = nextAddress()): Promise<Answer> =>
  stack.call(null, { method: 'POST', url: '/api/v1/public/similar', payload, remoteAddress: from });
const like = async (text: string, place: object = { unit: 'zhihui' }): Promise<Json[]> =>
  (await ask({ text, ...place })).body.items;

async function fileIt(more: object = {}, user = 'zhihui.collector'): Promise<{ id: string; number: string }> {
  const answer = await stack.call(user, { method: 'POST', url: '/api/v1/demands', payload: { ...filed, ...more } });
  const { number } = answer.body;
  return stack.database.demand.findUniqueOrThrow({ where: { number }, select: { id: true, number: true } });
}
const change = (id: string, data: object) => stack.database.demand.update({ where: { id }, data });
const asked = '南门出入口早高峰拥堵';

/** With so many newer demands, of other words, at the park or elsewhere. */
async function withOthers(count: number, look: () => Promise<void>, elsewhere: object = {}): Promise<void> {
  const row = await stack.database.demand.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const { state: _state, contactMasked: _masked, ...plain } = row;
  const createdAt = new Date(row.createdAt.getTime() + 1);
  const other = (id: string) => ({
    ...plain,
    id,
    number: id,
    trackingHash: Buffer.from(id),
    state: {},
    createdAt,
    ...elsewhere,
  });
  await stack.database.demand.createMany({ data: Array.from({ length: count }, () => other(randomUUID())) });
  await look();
  await stack.database.demand.deleteMany({ where: { number: { not: { startsWith: 'SQ' } } } });
}

describe('similar demands', () => {
  it('are shown while one writes: what about, where it stands, since when, and what both texts say', async () => {
    await fileIt();
    const [item, ...others] = await like(asked);
    expect(others).toEqual([]);
    expect(item).toEqual({
      ...{ category: '交通出行', kind: 'help', unit: '智美·汇志园区', stageLabel: '待分拨', isOpen: true },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000\+08:00$/),
      common: ['出入口', '早高峰'],
      score: 0.44,
    });
  });

  it('begin at a quarter of what one writes, the nearest first, and are five at most', async () => {
    await fileIt({ title: '食堂饭菜贵', body: '份量少' });
    expect(await like(asked)).toEqual([]);
    for (let i = 0; i < 6; i += 1) await fileIt({ title: '出入口堵', body: '早高峰' });
    await fileIt({ title: asked, body: '请解决' });
    const items = await like(asked);
    expect(items.map(({ score }) => score)).toEqual([1, 0.44, 0.44, 0.44, 0.44]);
  });

  it('are those of the place and what lies under it: of a park not of its street, of a street also of its parks', async () => {
    const { id } = await fileIt();
    // Handled by a park of another street, about which it is not.
    await change(id, { sight: ['baoan', 'fuyong', 'shiyan', 'skyworth', 'zhihui'] });
    await fileIt({ unit: 'fuhai' }, 'fuhai.collector');
    const places = async (place: object) => (await like(asked, place)).map(({ unit }) => unit as string);
    expect(await places({ unit: 'fuyong' })).toEqual(['智美·汇志园区']);
    expect(await places({ form: 'fuhai' })).toEqual(['福海街道']);
    expect(await places({ form: 'fuyong', unit: 'zhihui' })).toEqual(['智美·汇志园区']);
    for (const unit of ['huizhan', 'fuyong-economy', 'skyworth']) expect(await places({ unit })).toEqual([]);
  });

  it('are not older than ninety days, and none that was taken back', async () => {
    const { id } = await fileIt();
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await change(id, { createdAt: daysAgo(89) });
    expect(await like(asked)).toHaveLength(1);
    await change(id, { createdAt: daysAgo(91) });
    expect(await like(asked)).toEqual([]);
    await change(id, { createdAt: daysAgo(1), stage: 'withdrawn' });
    expect(await like(asked)).toEqual([]);
    await change(id, { stage: 'closed' });
    expect(await like(asked)).toMatchObject([{ stageLabel: '已办结', isOpen: false }]);
  });

  it('are looked for among the newest five hundred of the place', async () => {
    await fileIt();
    await withOthers(500, async () => expect(await like(asked)).toEqual([]));
    expect(await like(asked)).toHaveLength(1);
  });
});

describe('what is compared', () => {
  const wages = '拖欠工资三个月';

  it('is a word of the published rules, also when a single demand has it', async () => {
    await fileIt({ title: '老板拖欠工资', body: '求助' });
    expect(await like(wages)).toMatchObject([{ common: ['拖欠工资'], score: 1 }]);
  });

  it('is what three demands of the district say, wherever they are, and not what two say', async () => {
    const theme = '电梯经常停运';
    const here = await fileIt({ title: theme, body: '等了很久' });
    await fileIt({ title: theme, unit: 'fuhai' }, 'fuhai.collector');
    expect(await like(theme)).toEqual([]);
    const third = await fileIt({ title: theme, unit: 'skyworth' }, 'skyworth.collector');
    expect(await like(theme)).toMatchObject([{ common: [theme], score: 1 }]);
    await change(third.id, { parentId: here.id });
    expect(await like(theme)).toEqual([]);
    await change(third.id, { parentId: null });
  });

  it('is among the newest thousand of the district', async () => {
    for (let i = 0; i < 3; i += 1) await fileIt({ title: '空调漏水严重', body: '请修' });
    expect(await like('空调漏水严重')).toHaveLength(3);
    const elsewhere = { unitId: 'fuhai', sight: ['baoan', 'fuhai'] };
    await withOthers(997, async () => expect(await like('空调漏水严重')).toHaveLength(3), elsewhere);
    await withOthers(998, async () => expect(await like('空调漏水严重')).toEqual([]), elsewhere);
  });

  it('is no name: the answer is that to a name which stands nowhere, be it in one demand or in two', async () => {
    await fileIt({ title: '老板拖欠工资', body: '王小明两个月没有领到，王小明的同事也是' });
    await fileIt({ title: '拖欠工资', body: '赵大海没有领到' });
    await fileIt({ title: '拖欠工资', body: '赵大海又来反映' });
    const answers = await Promise.all(['', '王小明', '赵大海', '钱无此'].map((name) => like(`${wages}${name}`)));
    expect(answers[0]).toHaveLength(3);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    // Nor does a name bring what is typed over the least that is compared.
    for (const name of ['王小明', '赵大海', '钱无此']) expect(await like(`拖欠${name}`)).toEqual([]);
  });
});

describe('what similar demands never tell', () => {
  it("is another person's words, name, number or telephone, even to whoever guesses at them", async () => {
    const body = '我叫欧阳测，电话13800009999，早高峰堵';
    const { number } = await fileIt({ title: '出入口拥堵严重', body, category: '自述：欧阳测' });
    const { items } = (await ask({ unit: 'zhihui', text: asked })).body;
    expect(Object.keys(items[0]).sort()).toEqual(
      ['category', 'common', 'createdAt', 'isOpen', 'kind', 'score', 'stageLabel', 'unit'].sort(),
    );
    for (const stretch of items[0].common) expect(asked).toContain(stretch);
    const text = JSON.stringify(items);
    for (const secret of [number, '欧阳', '1380', '9999', '严重', '我叫', filed.subject.name])
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    // A name or a number alone finds nothing, and digits are never among what both say.
    for (const guess of ['欧阳测', '13800009999', '138 0000 9999', number]) expect(await like(guess)).toEqual([]);
    const [probed] = await like(`${asked} 13800009999 电话13800`);
    expect(probed.common.join()).not.toMatch(/\d/);
  });

  it('is a category that the rules do not know: it may hold anything', async () => {
    const { channel: _channel, ...byReporter } = filed;
    const payload = { ...byReporter, category: '欧阳测被打' };
    await stack.call(null, { method: 'POST', url: '/api/v1/public/demands', payload, remoteAddress: nextAddress() });
    expect(await like(asked)).toMatchObject([{ category: '其他' }]);
    await forgetOthers();
    const known = { ...byReporter, category: '交通出行' };
    await stack.call(null, {
      method: 'POST',
      url: '/api/v1/public/demands',
      payload: known,
      remoteAddress: nextAddress(),
    });
    expect(await like(asked)).toMatchObject([{ category: '交通出行' }]);
  });
});

describe('asking for similar demands', () => {
  it.each<[string, object, number, string]>([
    ['without a place', { text: asked }, 422, 'invalid_input'],
    ['of a unit that does not exist', { unit: 'nowhere', text: asked }, 422, 'invalid_input'],
    ['by a form that does not exist', { form: 'nowhere', text: asked }, 404, 'not_found'],
    ['of a place that is not of the form', { form: 'skyworth', unit: 'zhihui', text: asked }, 422, 'invalid_input'],
    ['without a text', { unit: 'zhihui' }, 422, 'invalid_input'],
    ['with an empty text', { unit: 'zhihui', text: ' ' }, 422, 'invalid_input'],
    ['with a text too long', { unit: 'zhihui', text: '长'.repeat(1_001) }, 422, 'invalid_input'],
    ['with a field that is unknown', { unit: 'zhihui', text: asked, limit: 9 }, 422, 'invalid_input'],
  ])('%s is refused', async (_what, payload, status, code) => {
    const answer = await ask(payload);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('leaves nothing behind of the text', async () => {
    await fileIt();
    await ask({ unit: 'zhihui', text: `${asked}甲骨文字` });
    expect(await stack.database.demandSearch.count({ where: { pairs: { has: '甲骨' } } })).toBe(0);
  });

  it('is held up after sixty times in ten minutes from one address, and goes on from another', async () => {
    const began = Date.now();
    const statuses: number[] = [];
    for (let i = 0; i < 61; i += 1) statuses.push((await ask({ unit: 'zhihui', text: asked }, '10.9.3.1')).status);
    expect(statuses).toEqual([...Array<number>(60).fill(200), 429]);
    const held = await ask({ unit: 'zhihui', text: asked }, '10.9.3.1');
    expect([held.body.code, heldUpFor(held, began) > 500]).toEqual(['too_many_attempts', true]);
    expect((await ask({ unit: 'zhihui', text: asked }, '10.9.3.2')).status).toBe(200);
  });
});
