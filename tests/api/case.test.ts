import { ROLES } from '../../src/domain/vocabulary';
import type { Answer, Json } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import { png } from '../support/sample-files';
import { testStack, type Stack } from '../support/stack';
import { acts, atWindow, filed, onJob, rateBy, repliedDemand, until } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

/** What stands in words that are inside, and in the contact: no answer about the case may say it. */
const canary = '内部13800009999欧阳测';
const secrets = ['13800009999', '欧阳测'];

const see = (user: string, number: string, part = ''): Promise<Answer> =>
  stack.call(user, { method: 'GET', url: `/api/v1/demands/${number}${part}` });
const caseOf = async (user: string, number: string): Promise<Json> => (await see(user, number)).body;
const fileIt = async (more: object = {}, user = 'zhihui.collector'): Promise<string> => {
  const answer = await stack.call(user, { method: 'POST', url: '/api/v1/demands', payload: { ...filed, ...more } });
  return answer.body.number as string;
};
const upload = async (user: string, name: string): Promise<string> => {
  const form = await multipartForm([{ name, content: png }]);
  return (await stack.call(user, { method: 'POST', url: '/api/v1/attachments', ...form })).body.id as string;
};
const handler = { username: 'zhihui.handler', name: expect.any(String) };
const titles = (items: Json[]): string[] => items.map((item) => item.title as string).sort();

describe('the page of a case', () => {
  it('shows what is asked for and what was decided of it, by whom and when', async () => {
    const number = await fileIt();
    expect(await caseOf('zhihui.handler', number)).toMatchObject({
      ...{ extension: null, deferral: null, supervision: null, waitingUntil: null },
      ...{ followers: [], followersTotal: 0, parts: [], attachments: [] },
      rounds: [{ round: 1, leadUnit: null, result: null, rating: null, ratedBy: null, callback: null, endedAt: null }],
    });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    await acts(stack, 'zhihui.handler', number, 'accept');
    await acts(stack, 'zhihui.handler', number, 'request_extension', { workingDays: 3, reason: canary });
    expect(await caseOf('zhihui.reviewer', number)).toMatchObject({
      extension: { workingDays: 3, by: handler, at: expect.stringMatching(/\+08:00$/), decided: null },
      rounds: [{ leadUnit: { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' } }],
    });
    await acts(stack, 'fuyong.supervisor', number, 'decide_extension', { approve: true });
    await acts(stack, 'fuyong.supervisor', number, 'supervise', { reason: canary, workingDays: 2 });
    const reviewAt = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    await acts(stack, 'zhihui.handler', number, 'request_deferral', { reviewAt, reason: canary });
    await acts(stack, 'zhihui.handler', number, 'request_information', { question: '几点最堵？' });
    const { extension, deferral, supervision, waitingUntil } = await caseOf('zhihui.handler', number);
    expect(extension.decided).toBe('approved');
    expect(deferral).toMatchObject({ reviewAt: `${reviewAt}T09:00:00.000+08:00`, by: handler, decided: null });
    expect(supervision).toMatchObject({
      by: { username: 'fuyong.supervisor' },
      unit: { id: 'fuyong' },
      answeredAt: null,
    });
    expect(waitingUntil).toMatch(/\+08:00$/);
  });

  it('keeps the figures of the rounds before', async () => {
    const { id, number, ratingToken } = await repliedDemand(stack);
    await rateBy(stack, ratingToken, { grade: 1 });
    const job = `${id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied', note: canary });
    const { rounds } = await until(async () => {
      const seen = await caseOf('zhihui.handler', number);
      return seen.rounds.length === 2 ? seen : undefined;
    });
    expect(rounds).toMatchObject([
      {
        ...{ round: 1, leadUnit: { id: 'zhihui' }, result: 'resolved', rating: 1, ratedBy: 'reporter' },
        ...{ callback: 'dissatisfied', startedAt: expect.any(String), endedAt: expect.any(String) },
      },
      { round: 2, leadUnit: null, result: null, rating: null, endedAt: null },
    ]);
  });

  it('says what the rules proposed at filing and why, whatever became of it', async () => {
    const number = await fileIt({ title: '消防通道被占', body: '存在安全隐患' });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    const { proposal } = await caseOf('zhihui.handler', number);
    expect(proposal).toEqual({
      ...{ level: 'C', urgency: 'urgent', risk: 'red', category: '安全生产', leadUnit: null },
      ...{ coUnits: [], replyingUnit: null, direct: false },
      rules: [
        { table: 'classify', id: 'safety', version: 1, reason: '文字提到安全隐患，按红色风险加急' },
        { table: 'fallback', id: 'fallback', version: 1, reason: '没有分派规则适用，由所在地的党委分拨' },
      ],
    });
  });

  it('keeps with a dispatch which rule of which version proposed it, and whether it was followed', async () => {
    const dispatched = async (leadUnit: string): Promise<Json> => {
      const number = await fileIt({ title: '出入口停车难', category: '交通出行' });
      await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit });
      const { items } = (await see('zhihui.dispatcher', number, '/events')).body;
      return items.find(({ type }: Json) => type === 'dispatched');
    };
    const rule = { id: 'zhihui-traffic', version: 1, reason: '智美·汇志园区出入口通行由物业服务队负责' };
    const followed = await dispatched('zhihui-property');
    expect(followed).toMatchObject({ cause: { rule }, data: { followed: true } });
    expect(await dispatched('zhihui')).toMatchObject({ cause: { rule }, data: { followed: false } });
  });

  it('lists its attachments with who sent them', async () => {
    const attachments = [await upload('zhihui.collector', '登记.png')];
    const number = await fileIt({ attachments });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    await acts(stack, 'zhihui.handler', number, 'accept');
    const proof = [await upload('zhihui.handler', '办结.png')];
    await acts(stack, 'zhihui.handler', number, 'finish', { result: 'resolved', summary: canary, attachments: proof });
    expect((await caseOf('zhihui.reviewer', number)).attachments).toMatchObject([
      {
        id: attachments[0],
        name: '登记.png',
        mediaType: 'image/png',
        size: png.length,
        byReporter: false,
        ofLetter: false,
      },
      { id: proof[0], name: '办结.png', at: expect.stringMatching(/\+08:00$/), byReporter: false },
    ]);
  });

  it('of a main case names the followers that the caller may see, and counts all', async () => {
    const main = await fileIt({ title: '主案' });
    for (const unit of ['zhihui', 'fuyong'])
      await acts(stack, `${unit}.dispatcher`, main, 'pass_up', { reason: '上报' });
    const foreign = await fileIt({ title: '福海的诉求', unit: 'fuhai' }, 'fuhai.collector');
    await acts(stack, 'fuhai.dispatcher', foreign, 'pass_up', { reason: '上报' });
    await acts(stack, 'baoan.dispatcher', foreign, 'merge', { into: main });
    const joined = await caseOf('baoan.supervisor', main);
    expect([joined.followersTotal, joined.followers]).toEqual([1, [{ number: foreign, title: '福海的诉求' }]]);
    const { body, text } = await see('zhihui.collector', main);
    expect([body.followers, body.followersTotal]).toEqual([[], 1]);
    for (const secret of [foreign, '福海的诉求']) expect(text).not.toContain(secret);
    await acts(stack, 'baoan.dispatcher', foreign, 'unmerge', { reason: '不是一回事' });
    expect(await caseOf('baoan.supervisor', main)).toMatchObject({ followers: [], followersTotal: 0 });
  });

  it('of a letter that was split names the parts that the caller may see, and so does the preview', async () => {
    const attachments = [await upload('zhihui.collector', '登记.png')];
    const number = await fileIt({ attachments });
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui-property' });
    await acts(stack, 'zhihui-property.handler', number, 'return', { reason: '不归物业' });
    const parts = [
      { title: '出入口拥堵', body: '早高峰' },
      { title: '路灯不亮', body: '北门' },
    ];
    await acts(stack, 'zhihui.dispatcher', number, 'split', { parts });
    for (const part of ['', '/public-view']) {
      const whole = await see('zhihui.dispatcher', number, part);
      expect(titles(whole.body.parts)).toEqual(titles(parts));
      expect(whole.body.parts[0]).toMatchObject({ number: expect.stringMatching(/^SQ/), stage: 'dispatching' });
      // The unit that gave the letter back sees the letter, and not what became of its parts.
      const before = await see('zhihui-property.handler', number, part);
      expect([before.status, before.body.parts]).toEqual([200, []]);
    }
    const [part] = (await caseOf('zhihui.dispatcher', number)).parts;
    const { attachments: shown } = await caseOf('zhihui.dispatcher', part.number);
    expect(shown).toMatchObject([{ id: attachments[0], byReporter: false, ofLetter: true }]);
  });

  it('and the list of all never shows more of a demand than they did', async () => {
    const number = await fileIt();
    const { items } = (await stack.call('zhihui.handler', { method: 'GET', url: '/api/v1/demands' })).body;
    const listed = items.find((item: Json) => item.number === number);
    for (const field of ['rounds', 'proposal', 'attachments', 'followers']) expect(listed).not.toHaveProperty(field);
  });
});

describe('the preview of what the reporter sees', () => {
  it('is the page of the tracking link, without any link by which one could act', async () => {
    const { number, trackingToken, ratingToken } = await repliedDemand(stack);
    const page = await stack.call(null, { method: 'GET', url: `/api/v1/public/demands/${trackingToken}` });
    const preview = await see('zhihui.supervisor', number, '/public-view');
    const { ratingToken: shown, canAdd: _, ...rest } = page.body;
    expect(shown).toBe(ratingToken);
    expect(preview.body).toEqual(rest);
    expect(preview.body).toMatchObject({ stage: 'rating', canSupply: false, canUrge: false, canWithdraw: false });
    for (const secret of ['Token', trackingToken, ratingToken]) expect(preview.text).not.toContain(secret);
  });

  it('gives no link to the parts of a letter either', async () => {
    const number = await fileIt();
    const parts = ['甲', '乙'].map((title) => ({ title, body: title }));
    await acts(stack, 'zhihui.dispatcher', number, 'split', { parts });
    const { body, text } = await see('zhihui.dispatcher', number, '/public-view');
    expect(Object.keys(body.parts[0]).sort()).toEqual(['number', 'stage', 'stageLabel', 'title']);
    expect(text).not.toContain('Token');
  });
});

describe('what is inside stays inside', () => {
  it('no answer about a case says what was written inside, nor the contact in full', async () => {
    const number = await fileIt();
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui', note: canary });
    await acts(stack, 'zhihui.handler', number, 'accept');
    await acts(stack, 'zhihui.handler', number, 'note', { text: canary });
    await acts(stack, 'zhihui.collector', number, 'urge', { text: canary });
    await acts(stack, 'zhihui.supervisor', number, 'supervise', { reason: canary, workingDays: 2 });
    await acts(stack, 'zhihui.handler', number, 'answer_supervision', { text: canary });
    const attachments = [await upload('zhihui.handler', `${canary}.png`)];
    await acts(stack, 'zhihui.handler', number, 'finish', { result: 'resolved', summary: canary, attachments });
    for (const user of ['zhihui.handler', 'fuyong.supervisor', 'baoan.auditor'])
      for (const part of ['/public-view', '/notices']) {
        const { status, text } = await see(user, number, part);
        expect([part, status, secrets.filter((secret) => text.includes(secret))]).toEqual([part, 200, []]);
      }
    // Staff see the names of files; of the words of others, and of the contact, the page says nothing.
    const { attachments: _, ...page } = await caseOf('zhihui.reviewer', number);
    expect(page.contact).toEqual({ name: '欧**', phone: '138****9999' });
    for (const secret of secrets) expect(JSON.stringify(page)).not.toContain(secret);
  });

  it.each(ROLES)('%s of another street finds neither case, nor notices, nor preview', async (role) => {
    const number = await fileIt();
    for (const part of ['', '/notices', '/public-view'])
      expect((await see(`fuhai.${role}`, number, part)).body).toMatchObject({ status: 404, code: 'not_found' });
    for (const part of ['', '/notices', '/public-view']) {
      const open = await stack.call(null, { method: 'GET', url: `/api/v1/demands/${number}${part}` });
      expect(open.body.code).toBe('not_signed_in');
    }
  });
});
