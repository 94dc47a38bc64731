import type { Answer, Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, fileDemand } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const meeting = {
  ...{ unit: 'zhihui', title: '三月党建联席会议', heldAt: '2026-03-02T15:00:00+08:00' },
  ...{ location: '汇志园区党群服务中心', host: '园区党委书记', attendees: '街道应急办、物业服务队、企业代表' },
};
const { unit: _unit, ...change } = meeting;
const ask = (user: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, headers = {}) =>
  stack.call(user, { method, url: `/api/v1${url}`, ...(payload ? { payload } : {}), headers });
const by = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  ask('zhihui.dispatcher', method, url, payload);
const said = ({ status, body }: Answer) => [status, body?.code];
const aNumber = async (more: object = {}): Promise<string> => (await fileDemand(stack, more)).number;
const numbersOf = ({ agenda }: Json): string[] => agenda.map((item: Json) => item.demand.number);

async function conference(more: object = {}, user = 'zhihui.dispatcher'): Promise<Json> {
  const answer = await ask(user, 'POST', '/conferences', { ...meeting, ...more });
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.body;
}

/** A conference with demands on its agenda. */
async function sitting(...numbers: string[]): Promise<string> {
  const { id } = await conference();
  await by('POST', `/conferences/${id}/items`, { numbers });
  return id as string;
}
const decideOn = (id: string, number: string, draft: object, user = 'zhihui.dispatcher') =>
  ask(user, 'PUT', `/conferences/${id}/items/${number}`, draft);
/** What the engine of a busy machine turned away is asked for again. */
async function applyAll(id: string, payload: object = {}): Promise<Answer> {
  for (;;) {
    const answer = await by('POST', `/conferences/${id}/actions/apply`, payload);
    if (!answer.body.items?.some(({ code }: Json) => code === 'temporal_unavailable')) return answer;
  }
}
const decidedEvents = async (number: string): Promise<Json[]> =>
  (await by('GET', `/demands/${number}/events`)).body.items.filter((event: Json) => event.type === 'decided');

describe('a conference', () => {
  it('is made once with one key, changed, listed with the latest first, and seen from above', async () => {
    const key = { 'idempotency-key': aKey() };
    const make = () => ask('zhihui.supervisor', 'POST', '/conferences', meeting, key);
    const [one, two] = [await make(), await make()];
    expect([one.status, two.status, two.body]).toEqual([201, 201, one.body]);
    const { id } = one.body;
    expect(one.headers.location).toBe(`/api/v1/conferences/${id}`);
    await by('PUT', `/conferences/${id}`, { ...change, location: '三楼会议室' });
    const { body } = await ask('fuyong.supervisor', 'GET', `/conferences/${id}`);
    expect(body).toMatchObject({ location: '三楼会议室', items: 0, presides: true, unit: { id: 'zhihui' } });
    const later = await conference({ heldAt: '2099-03-02T15:00:00+08:00' });
    const first = (await by('GET', '/conferences?open=true&limit=1')).body;
    expect(first.items[0].id).toBe(later.id);
    const rest = (await by('GET', `/conferences?open=true&cursor=${first.nextCursor}`)).body;
    expect(rest.items.map((row: Json) => row.id)).toContain(id);
  });

  it('shows, but is not changed by, whoever neither dispatches nor supervises there', async () => {
    const { id } = await conference();
    expect((await ask('zhihui.handler', 'GET', `/conferences/${id}`)).body.presides).toBe(false);
    expect(said(await ask('zhihui.handler', 'PUT', `/conferences/${id}`, change))).toEqual([
      403,
      'not_allowed_for_role',
    ]);
    expect(said(await ask('fuhai.dispatcher', 'GET', `/conferences/${id}`))).toEqual([404, 'not_found']);
    expect(said(await ask('fuhai.dispatcher', 'PUT', `/conferences/${id}`, change))).toEqual([404, 'not_found']);
  });

  it.each<[string, object, number, string]>([
    ['a unit above', { unit: 'fuyong' }, 403, 'unit_out_of_reach'],
    ['a sibling', { unit: 'huizhan' }, 403, 'unit_out_of_reach'],
    ['a team, which confers nowhere', { unit: 'zhihui-property' }, 422, 'invalid_input'],
    ['no unit', { unit: 'nowhere' }, 422, 'invalid_input'],
    ['no title', { title: ' ' }, 422, 'invalid_input'],
    ['a day without a time', { heldAt: '2026-03-02' }, 422, 'invalid_input'],
  ])('is not made for %s', async (_, more, status, code) => {
    expect(said(await by('POST', '/conferences', { ...meeting, ...more }))).toEqual([status, code]);
  });

  it('that is closed changes no more', async () => {
    const number = await aNumber();
    const id = await sitting(number);
    await decideOn(id, number, { decision: '由物业改道' });
    expect((await by('POST', `/conferences/${id}/actions/close`, {})).body.closedAt).not.toBeNull();
    const tries = [
      by('PUT', `/conferences/${id}`, change),
      by('PUT', `/conferences/${id}/items`, { numbers: [number] }),
      decideOn(id, number, { decision: '另议' }),
      by('DELETE', `/conferences/${id}/items/${number}`),
      applyAll(id),
      by('POST', `/conferences/${id}/actions/close`, {}),
    ];
    for (const answer of await Promise.all(tries)) expect(said(answer)).toEqual([409, 'conference_closed']);
  });
});

describe('the agenda', () => {
  it('is added to, put in order and shortened; who orders does not lose what a colleague added', async () => {
    const [a, b, c] = [await aNumber(), await aNumber(), await aNumber()];
    const id = await sitting(a, b);
    await by('POST', `/conferences/${id}/items`, { numbers: [c, a] });
    const ordered = await by('PUT', `/conferences/${id}/items`, { numbers: [b, a] });
    expect(numbersOf(ordered.body)).toEqual([b, a, c]);
    expect(numbersOf((await by('DELETE', `/conferences/${id}/items/${a}`)).body)).toEqual([b, c]);
    expect((await by('GET', `/conferences?demand=${c}`)).body.items.map((row: Json) => row.id)).toEqual([id]);
    expect((await by('GET', `/conferences?demand=${a}`)).body.items).toEqual([]);
  });

  it('takes what is listed for a conference, or found by words, within the unit', async () => {
    const id = await sitting(await aNumber());
    const number = await aNumber({ title: '施工占道影响出入' });
    await stack.database.demand.update({ where: { number }, data: { conference: true } });
    const candidates = async (q = '') =>
      (await by('GET', `/conferences/${id}/candidates${q && `?q=${encodeURIComponent(q)}`}`)).body.items;
    expect((await candidates()).map((one: Json) => one.number)).toEqual([number]);
    expect((await candidates('施工占道')).map((one: Json) => one.number)).toEqual([number]);
    await by('POST', `/conferences/${id}/items`, { numbers: [number] });
    expect(await candidates()).toEqual([]);
  });

  it('takes no demand that the unit of the conference may not see, nor one that is not there', async () => {
    const foreign = await ask('baoan.collector', 'POST', '/demands', {
      ...{ kind: 'help', title: '道路照明', body: '路灯不亮', unit: 'huizhan', channel: '电话' },
      subject: { type: 'sole', name: '会展湾党支部' },
    });
    const { id } = await conference();
    const district = await ask('baoan.dispatcher', 'POST', `/conferences/${id}/items`, {
      numbers: [foreign.body.number],
    });
    expect(said(district)).toEqual([422, 'invalid_input']);
    expect(said(await by('POST', `/conferences/${id}/items`, { numbers: [foreign.body.number] }))).toEqual([
      404,
      'not_found',
    ]);
    expect(said(await by('POST', `/conferences/${id}/items`, { numbers: [] }))).toEqual([422, 'invalid_input']);
  });

  it('keeps decisions as drafts, and nobody writes over what a colleague just wrote', async () => {
    const number = await aNumber();
    const id = await sitting(number);
    const mine = (await decideOn(id, number, { decision: '由物业改道', ifDecidedAt: null })).body.agenda[0];
    expect(mine).toMatchObject({ decision: '由物业改道', leadUnit: null, appliedAt: null });
    const late = await decideOn(id, number, { decision: '由街道改道', ifDecidedAt: null }, 'zhihui.supervisor');
    expect(said(late)).toEqual([409, 'version_conflict']);
    const draft = { decision: '由街道改道', leadUnit: 'fuyong', workingDays: 5, ifDecidedAt: mine.decidedAt };
    const [theirs] = (await decideOn(id, number, draft, 'zhihui.supervisor')).body.agenda;
    expect(theirs).toMatchObject({ decision: '由街道改道', leadUnit: { id: 'fuyong' }, workingDays: 5 });
    for (const leadUnit of ['fuyong-construction', 'baoan-education', 'zhihui-property'])
      expect((await decideOn(id, number, { decision: '改道', leadUnit })).status).toBe(200);
    expect((await decideOn(id, number, { decision: null })).body.agenda[0]).toMatchObject({
      ...{ decision: null, leadUnit: null, workingDays: null, decidedAt: null },
    });
    expect(await decidedEvents(number)).toEqual([]);
  });

  it.each<[string, object]>([
    ['no words', { decision: ' ' }],
    ['a unit that is none', { decision: '改道', leadUnit: 'nowhere' }],
    ['a unit of a sibling street', { decision: '改道', leadUnit: 'fuhai-construction' }],
    ['a sibling street', { decision: '改道', leadUnit: 'fuhai' }],
    ['a time that is none', { decision: '改道', workingDays: 0 }],
    ['nothing', {}],
  ])('takes no decision with %s', async (_, draft) => {
    const { number, id } = await (shared ??= aNumber().then(async (n) => ({ number: n, id: await sitting(n) })));
    expect(said(await decideOn(id, number, draft))).toEqual([422, 'invalid_input']);
  });
  let shared: Promise<{ number: string; id: string }> | null = null;

  it('has no decision on a demand that is not on it', async () => {
    const id = await sitting(await aNumber());
    expect(said(await decideOn(id, await aNumber(), { decision: '改道' }))).toEqual([404, 'not_found']);
  });
});

describe('applying', () => {
  it('tells first what would happen, and changes nothing by that', async () => {
    const [own, street, held] = [await aNumber(), await aNumber(), await aNumber()];
    await acts(stack, 'zhihui.dispatcher', held, 'dispatch', { leadUnit: 'zhihui' });
    const id = await sitting(own, street, held);
    await decideOn(id, own, { decision: '由物业改道', leadUnit: 'zhihui-property' });
    await decideOn(id, street, { decision: '请街道协调', leadUnit: 'fuyong-welfare' });
    await decideOn(id, held, { decision: '本周完成', workingDays: 5 });
    const { body } = await applyAll(id, { dryRun: true });
    expect(body.items.map((item: Json) => [item.number, item.done, item.outcome])).toEqual([
      [own, true, 'assigned'],
      [street, true, 'passed_up'],
      [held, true, 'told'],
    ]);
    expect(await decidedEvents(own)).toEqual([]);
  });

  it('lets no number of a person out in a decision, which the reporter reads', async () => {
    const number = await aNumber();
    const id = await sitting(number);
    await decideOn(id, number, { decision: '由物业王工 13800009999 改道' });
    const [item] = (await applyAll(id)).body.items;
    expect([item.done, item.code]).toEqual([false, 'leaks_personal_data']);
    expect(await decidedEvents(number)).toEqual([]);
  });

  it('makes every decision an action on its demand, once, however often it is asked', async () => {
    const [a, b, undecided] = [await aNumber(), await aNumber(), await aNumber()];
    const id = await sitting(a, b, undecided);
    await decideOn(id, a, { decision: '由物业改道', leadUnit: 'zhihui-property', workingDays: 5 });
    await decideOn(id, b, { decision: '加强疏导' });
    const colleague = () => ask('zhihui.supervisor', 'POST', `/conferences/${id}/actions/apply`, {});
    const answers = await Promise.all([applyAll(id), applyAll(id), colleague()]);
    // Whoever comes when one of them is done already is told of the other only.
    for (const { body } of answers) expect([body.done, body.refused]).toEqual([body.items.length, 0]);
    expect(new Set(answers.flatMap(({ body }) => body.items.map((item: Json) => item.number)))).toEqual(
      new Set([a, b]),
    );
    expect((await applyAll(id)).body.items).toEqual([]);
    expect((await colleague()).body.items).toEqual([]);
    const [event, ...more] = await decidedEvents(a);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ public: true, words: { decision: '由物业改道' }, data: { outcome: 'assigned' } });
    expect(await decidedEvents(b)).toHaveLength(1);
    expect((await by('GET', `/demands/${a}`)).body).toMatchObject({
      stage: 'accepting',
      leadUnit: { id: 'zhihui-property' },
    });
    const { body } = await by('GET', `/conferences/${id}`);
    expect(body).toMatchObject({ items: 3, decided: 2, applied: 2 });
    expect(body.agenda[0]).toMatchObject({ outcome: 'assigned', dueAt: expect.stringContaining('+08:00') });
    for (const answer of [
      await decideOn(id, a, { decision: '另议' }),
      await by('DELETE', `/conferences/${id}/items/${a}`),
    ])
      expect(said(answer)).toEqual([409, 'already_applied']);
  });

  it('that was interrupted before it was noted is noted by the next call, and done once', async () => {
    const number = await aNumber();
    const id = await sitting(number);
    await decideOn(id, number, { decision: '由物业改道' });
    await applyAll(id);
    await stack.database.conferenceItem.updateMany({ where: { conferenceId: id }, data: { appliedAt: null } });
    expect((await by('GET', `/conferences/${id}`)).body.agenda[0].appliedAt).not.toBeNull();
    expect(said(await decideOn(id, number, { decision: '另议' }))).toEqual([409, 'already_applied']);
    expect(await decidedEvents(number)).toHaveLength(1);
  });

  it('says for each that fails why, and can be tried again', async () => {
    const [fine, gone] = [await aNumber(), await aNumber()];
    const id = await sitting(fine, gone);
    await decideOn(id, fine, { decision: '加强疏导' });
    await decideOn(id, gone, { decision: '加强疏导' });
    await acts(stack, 'zhihui.collector', gone, 'withdraw', { reason: '已解决' });
    for (const done of [1, 0]) {
      const { body } = await applyAll(id);
      expect([body.done, body.refused]).toEqual([done, 1]);
      expect(body.items.at(-1)).toMatchObject({
        number: gone,
        done: false,
        code: 'not_allowed_in_stage',
        outcome: null,
      });
    }
  });

  it('shows the decision to the reporter, and takes the demand off the list', async () => {
    const { number, trackingToken } = await fileDemand(stack);
    const id = await sitting(number);
    await decideOn(id, number, { decision: '本月内增设货车通道' });
    await applyAll(id);
    const { body } = await stack.call(null, { method: 'GET', url: `/api/v1/public/demands/${trackingToken}` });
    expect(body.events.at(-1)).toMatchObject({ type: 'decided', words: { decision: '本月内增设货车通道' } });
    expect((await by('GET', `/demands/${number}`)).body.conference).toBe(false);
  });

  it('is refused to whoever may not preside, and so is the action by itself without the agenda', async () => {
    const number = await aNumber();
    const id = await sitting(number);
    expect(said(await ask('zhihui.handler', 'POST', `/conferences/${id}/actions/apply`, {}))).toEqual([
      403,
      'not_allowed_for_role',
    ]);
    const other = await aNumber();
    const direct = (n: string, user: string) =>
      ask(user, 'POST', `/demands/${n}/actions/decide`, { conference: id, decision: '改道' });
    expect(said(await direct(other, 'zhihui.dispatcher'))).toEqual([422, 'invalid_input']);
    expect(said(await direct(number, 'zhihui.handler'))).toEqual([422, 'invalid_input']);
    expect((await direct(number, 'fuyong.supervisor')).status).toBe(200);
    expect((await by('GET', `/conferences/${id}`)).body.applied).toBe(1);
  });
});

describe('the minutes', () => {
  it('hold what was decided in order, and apart from it what was not', async () => {
    const [a, b] = [await aNumber(), await aNumber()];
    const id = await sitting(a, b);
    await decideOn(id, b, { decision: '加强疏导', workingDays: 3 });
    const { body } = await ask('zhihui.handler', 'GET', `/conferences/${id}/minutes`);
    expect(body.conference).toMatchObject({ title: meeting.title, host: meeting.host, attendees: meeting.attendees });
    expect(body.decisions.map((item: Json) => [item.demand.number, item.decision])).toEqual([[b, '加强疏导']]);
    expect(body.undecided.map((item: Json) => item.demand.number)).toEqual([a]);
  });

  it('and all that was done stand in the audit', async () => {
    const lines = await stack.database.audit.findMany({ where: { target: 'zhihui' } });
    expect([...new Set(lines.map(({ action }) => action))].sort()).toEqual([
      'conference_agenda_changed',
      'conference_applied',
      'conference_changed',
      'conference_closed',
      'conference_created',
      'conference_decision_drafted',
    ]);
  });
});
