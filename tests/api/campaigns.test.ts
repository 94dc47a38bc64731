import { randomUUID } from 'node:crypto';
import type { Answer, Json } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import { png } from '../support/sample-files';
import { testStack, type Stack } from '../support/stack';
import { acts, filed, goRound, rateBy } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

type Method = 'GET' | 'POST' | 'PUT';
const call = (user: string | null, method: Method, url: string, payload?: object, headers = {}) =>
  stack.call(user, { method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
const get = async (user: string | null, url: string): Promise<Json> => (await call(user, 'GET', url)).body;
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const pathsOf = ({ body }: Answer) => (body.errors ?? []).map(({ path }: Json) => path);

const HOUR = 3_600_000;
const after = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
/** A forum of the street that is on. */
const forum = (more: object = {}) => ({
  ...{ kind: 'forum', name: '薪火领航微论坛', unit: 'fuyong', host: '福永街道', location: '党群服务中心三楼' },
  ...{ channel: '微论坛', startsAt: after(-1), endsAt: after(1), ...more },
});
async function aCampaign(more: object = {}, user = 'fuyong.collector'): Promise<Json> {
  const answer = await call(user, 'POST', '/campaigns', forum(more));
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.body;
}
const { channel: _channel, ...filing } = filed;
const file = (campaign: string, more: object = {}, user = 'fuyong.collector', headers = {}) =>
  call(user, 'POST', '/demands', { ...filing, campaign, ...more }, headers);
let addresses = 0;
const filePublicly = (form: string, more: object = {}) =>
  stack.call(null, {
    ...{ method: 'POST', url: '/api/v1/public/demands', remoteAddress: `10.8.0.${(addresses += 1)}` },
    payload: { ...filing, form, ...more },
  });

describe('a campaign', () => {
  it('is opened by a collector or dispatcher of its unit or above it, and by nobody else', async () => {
    for (const user of ['fuyong.collector', 'fuyong.dispatcher', 'baoan.collector']) {
      const campaign = await aCampaign({}, user);
      expect(campaign).toMatchObject({
        state: 'open',
        unit: { id: 'fuyong' },
        createdBy: { username: user },
        form: null,
      });
      expect(campaign.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    }
    for (const user of ['zhihui.collector', 'fuhai.dispatcher', 'fuyong.administrator'])
      expect(refusalOf(await call(user, 'POST', '/campaigns', forum()))).toEqual([403, 'not_allowed_for_role']);
  });

  it('is seen above and below its unit, and not from a sibling', async () => {
    const { id } = await aCampaign();
    const ofPark = await aCampaign({ unit: 'zhihui' }, 'zhihui.collector');
    for (const user of ['zhihui.handler', 'fuyong.auditor', 'baoan.supervisor']) {
      const { items } = await get(user, '/campaigns');
      expect([user, items.some((each: Json) => each.id === id)]).toEqual([user, true]);
    }
    for (const url of [`/campaigns/${id}`, `/campaigns/${id}/result`, `/campaigns/${ofPark.id}`])
      expect(refusalOf(await call('fuhai.collector', 'GET', url))).toEqual([404, 'not_found']);
    expect((await get('fuhai.collector', '/campaigns')).items).toEqual([]);
    const below = (await get('fuyong.handler', '/campaigns?unit=zhihui')).items;
    expect(below.map((each: Json) => each.id)).toEqual([ofPark.id]);
  });

  it('is listed with the latest first, a page at a time', async () => {
    const late = await aCampaign({ startsAt: after(24), endsAt: after(26) });
    const page = await get('fuyong.handler', '/campaigns?limit=2');
    expect(page.items[0]).toMatchObject({ id: late.id, state: 'not_begun' });
    const rest = await get('fuyong.handler', `/campaigns?limit=200&cursor=${page.nextCursor}`);
    const all = await get('fuyong.handler', '/campaigns');
    expect([...page.items, ...rest.items].map(({ id }: Json) => id)).toEqual(all.items.map(({ id }: Json) => id));
    expect(refusalOf(await call('fuyong.handler', 'GET', '/campaigns?cursor=x'))).toEqual([422, 'invalid_input']);
  });

  it.each([
    ['an end before its start', { endsAt: after(-2) }, '/endsAt'],
    ['more than 31 days', { endsAt: after(32 * 24) }, '/endsAt'],
    ['a time that is none', { startsAt: '明天' }, '/startsAt'],
    ['a time before all times', { startsAt: '0000-01-01T00:00:00Z' }, '/startsAt'],
    ['a channel that is none', { channel: '心灵感应' }, '/channel'],
    ['a form that is none', { form: 'nothing' }, '/form'],
    ['a unit that is none', { unit: 'nowhere' }, '/unit'],
    ['a strange kind', { kind: 'party' }, '/kind'],
    ['no place', { location: ' ' }, '/location'],
  ])('with %s is refused', async (_, more, path) => {
    const answer = await call('baoan.collector', 'POST', '/campaigns', forum(more));
    expect([refusalOf(answer), pathsOf(answer)]).toEqual([[422, 'invalid_input'], [path]]);
  });

  it('is opened once per key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = forum();
    const open = () => call('fuyong.collector', 'POST', '/campaigns', body, headers);
    const [first, second] = await Promise.all([open(), open()]);
    expect([first.status, second.body.id]).toEqual([201, first.body.id]);
  });

  it('is changed and closed by whoever may open it, and after that not any more; each is on record', async () => {
    const { id } = await aCampaign();
    const { unit: _unit, ...change } = forum({ name: '改了名', form: 'organisation' });
    const put = (user: string) => call(user, 'PUT', `/campaigns/${id}`, change);
    const close = (user: string) => call(user, 'POST', `/campaigns/${id}/close`);
    for (const user of ['zhihui.collector'])
      for (const ask of [put, close]) expect(refusalOf(await ask(user))).toEqual([403, 'not_allowed_for_role']);
    expect((await put('fuyong.dispatcher')).body).toMatchObject({ name: '改了名', form: 'organisation' });
    expect((await close('fuyong.collector')).body).toMatchObject({ state: 'over', closedAt: expect.any(String) });
    for (const ask of [put, close]) expect(refusalOf(await ask('fuyong.collector'))).toEqual([409, 'campaign_over']);
    const lines = await stack.database.audit.findMany({ where: { target: `campaign/${id}` }, orderBy: { id: 'asc' } });
    expect(lines.map(({ action }) => action)).toEqual(['campaign_created', 'campaign_changed', 'campaign_closed']);
    const closed = await get('fuyong.handler', '/campaigns?closed=true');
    expect(closed.items.map((each: Json) => each.id)).toEqual([id]);
  });
});

describe('a demand entered in a campaign', () => {
  it('comes by its channel, on its form, and says so in the case', async () => {
    const { id, name } = await aCampaign({ form: 'organisation' });
    expect(pathsOf(await file(id, { answers: { members: '许多' } }))).toEqual(['/answers/members']);
    const { status, body } = await file(id, { answers: { members: 12 } });
    expect([status, body.channel, body.collectingUnit.id]).toEqual([201, '微论坛', 'fuyong']);
    expect(await get('zhihui.handler', `/demands/${body.number}`)).toMatchObject({
      origin: { campaign: { id, name }, form: { code: 'organisation' }, answers: [{ label: '党员人数', value: '12' }] },
    });
    const on = await file(id, {
      channel: '电话',
      form: 'member',
      subject: { type: 'member', name: '王工' },
      answers: { branch: '一' },
    });
    expect([on.status, on.body.channel]).toEqual([201, '电话']);
  });

  it('is one demand however often its row is sent, also when the campaign has ended since', async () => {
    const { id } = await aCampaign();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await file(id, {}, 'fuyong.collector', headers);
    await call('fuyong.collector', 'POST', `/campaigns/${id}/close`);
    const again = await file(id, {}, 'fuyong.collector', headers);
    expect([first.status, again.status, again.body.number]).toEqual([201, 201, first.body.number]);
  });

  it('is refused before it begins, long after it and once it is closed; on paper it may come later', async () => {
    const early = await aCampaign({ startsAt: after(2), endsAt: after(3) });
    expect(refusalOf(await file(early.id))).toEqual([409, 'campaign_not_begun']);
    const past = await aCampaign({ startsAt: after(-30 * 24), endsAt: after(-8 * 24) });
    expect(refusalOf(await file(past.id))).toEqual([409, 'campaign_over']);
    const yesterday = await aCampaign({ startsAt: after(-26), endsAt: after(-24) });
    expect((await file(yesterday.id)).status).toBe(201);
    await call('fuyong.collector', 'POST', `/campaigns/${yesterday.id}/close`);
    expect(refusalOf(await file(yesterday.id))).toEqual([409, 'campaign_over']);
  });

  it('is refused in the campaign of a sibling, and in none', async () => {
    const { id } = await aCampaign();
    expect(pathsOf(await file(id, { unit: 'huizhan' }, 'fuhai.collector'))).toEqual(['/campaign']);
    expect(pathsOf(await file(randomUUID()))).toEqual(['/campaign']);
    expect(pathsOf(await file('nothing'))).toEqual(['/campaign']);
  });

  it('without login comes by the code in its QR, while it is on', async () => {
    const { id, code, name, location } = await aCampaign({ form: 'organisation' });
    for (const written of [code, code.toLowerCase()])
      expect(await get(null, `/public/forms/${written}`)).toMatchObject({
        ...{
          unit: { id: 'fuyong' },
          campaign: { name, location },
          channels: ['微论坛'],
          form: { code: 'organisation' },
        },
      });
    const { status, body } = await filePublicly(code);
    expect(status).toBe(201);
    expect(await get('fuyong.handler', `/demands/${body.number}`)).toMatchObject({
      ...{ channel: '微论坛', collectedBy: null, origin: { campaign: { id }, form: { code: 'organisation' } } },
    });
    expect(pathsOf(await filePublicly(code, { kind: 'strange' }))).toEqual(['/kind']);
    expect(pathsOf(await filePublicly(code, { unit: 'huizhan' }))).toEqual(['/unit']);
  });

  it('without login is refused after its end, and its page says so', async () => {
    const { code } = await aCampaign({ startsAt: after(-3), endsAt: after(-1) });
    expect(refusalOf(await filePublicly(code))).toEqual([409, 'campaign_over']);
    expect(refusalOf(await call(null, 'GET', `/public/forms/${code}`))).toEqual([409, 'campaign_over']);
    const early = await aCampaign({ startsAt: after(1), endsAt: after(3) });
    expect(refusalOf(await call(null, 'GET', `/public/forms/${early.code}`))).toEqual([409, 'campaign_not_begun']);
    const soon = await aCampaign({ startsAt: after(0.4), endsAt: after(3) });
    expect((await call(null, 'GET', `/public/forms/${soon.code}`)).status).toBe(200);
  });
});

describe('the result of a campaign', () => {
  it('counts what was asked, dispatched, solved, rated and satisfied, and each figure is as long as its list', async () => {
    const { id } = await aCampaign();
    const entered: string[] = [];
    for (const category of ['交通出行', '交通出行', '政策落地'])
      entered.push((await file(id, { category })).body.number as string);
    const token = await goRound(stack, entered[0]!);
    expect((await rateBy(stack, token, { grade: 5 })).status).toBe(200);
    await goRound(stack, entered[2]!);
    const result = await get('fuyong.handler', `/campaigns/${id}/result`);
    expect(result).toEqual({
      total: { asked: 3, dispatched: 2, solved: 2, rated: 1, satisfied: 1 },
      byCategory: [
        { category: '交通出行', asked: 2, dispatched: 1, solved: 1, rated: 1, satisfied: 1 },
        { category: '政策落地', asked: 1, dispatched: 1, solved: 1, rated: 0, satisfied: 0 },
      ],
    });
    for (const [milestone, count] of Object.entries(result.total)) {
      const { items } = await get('fuyong.handler', `/demands?campaign=${id}&milestone=${milestone}`);
      expect([milestone, items.length]).toEqual([milestone, count]);
    }
  });

  it('counts the parts of a letter that was split: they keep where it came from, its category and its files', async () => {
    const { id, name } = await aCampaign({ form: 'organisation' });
    const picture = await multipartForm([{ name: '现场.png', type: 'image/png', content: png }]);
    const upload = await stack.call('fuyong.collector', { method: 'POST', url: '/api/v1/attachments', ...picture });
    const more = { category: '交通出行', answers: { members: 12 }, attachments: [upload.body.id] };
    const letter = (await file(id, more)).body;
    const parts = ['出入口拥堵', '路灯不亮'].map((title) => ({ title, body: title }));
    parts[1] = Object.assign(parts[1]!, { category: '安全生产' });
    await acts(stack, 'zhihui.dispatcher', letter.number, 'split', { parts });
    const listed = (await get('fuyong.handler', `/demands?campaign=${id}&sort=createdAt`)).items;
    expect(listed.map(({ title, category }: Json) => [title, category])).toEqual([
      ['出入口拥堵', '交通出行'],
      ['路灯不亮', '安全生产'],
    ]);
    const [{ number }] = listed;
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui-property' });
    // Who handles a part sees what came with the letter, and not the letter.
    expect((await call('zhihui-property.handler', 'GET', `/demands/${letter.number}`)).status).toBe(404);
    expect(await get('zhihui-property.handler', `/demands/${number}`)).toMatchObject({
      origin: { campaign: { id, name }, form: { code: 'organisation' }, answers: [{ label: '党员人数', value: '12' }] },
      attachments: [{ id: upload.body.id, name: '现场.png' }],
    });
    const seenBy = async (user: string) => (await call(user, 'GET', `/attachments/${upload.body.id}`)).status;
    expect([await seenBy('zhihui-property.handler'), await seenBy('fuhai.handler')]).toEqual([200, 404]);
    const { total } = await get('fuyong.handler', `/campaigns/${id}/result`);
    expect(total).toMatchObject({ asked: 2, dispatched: 1 });
  });

  it('counts and lists only what the caller may see', async () => {
    const { id } = await aCampaign({ unit: 'baoan' }, 'baoan.collector');
    await file(id, { unit: 'zhihui' }, 'zhihui.collector');
    await file(id, { unit: 'huizhan' }, 'fuhai.collector');
    const asked = async (user: string) => (await get(user, `/campaigns/${id}/result`)).total.asked;
    expect([await asked('baoan.handler'), await asked('fuyong.handler'), await asked('skyworth.handler')]).toEqual([
      2, 1, 0,
    ]);
    expect((await get('fuyong.handler', `/demands?campaign=${id}`)).items).toHaveLength(1);
    expect(refusalOf(await call('fuyong.handler', 'GET', '/demands?campaign=nothing'))).toEqual([422, 'invalid_input']);
  });
});
