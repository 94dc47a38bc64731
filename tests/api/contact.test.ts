import type { Answer, Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import {
  acts,
  atWindow,
  filed,
  goRound,
  historyText,
  onJob,
  rateBy,
  repliedDemand,
  wholeDatabase,
} from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const { contact } = filed;
const reveal = (user: string, number: string, payload: object = { reason: '首次联系诉求人' }): Promise<Answer> =>
  stack.call(user, { method: 'POST', url: `/api/v1/demands/${number}/contact/reveal`, payload });
const codeOf = ({ status, body }: Answer): Json => (status === 200 ? body : body.code);
const auditLines = (number: string) =>
  stack.database.audit.findMany({ where: { action: 'contact_revealed', target: number }, orderBy: { id: 'asc' } });
const fileIt = async (more: object = {}): Promise<string> => {
  const payload = { ...filed, ...more };
  return (await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload })).body.number;
};

const again = (user: string, number: string): Promise<Answer> =>
  stack.call(user, {
    ...{ method: 'POST', url: `/api/v1/demands/${number}/tracking-link`, payload: { reason: '来电说链接丢了' } },
  });

describe('the link of somebody who lost it', () => {
  it('is given again by the unit that filed it for them, and each time is audited', async () => {
    const { body } = await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload: filed });
    const { number, trackingToken } = body;
    expect((await again('zhihui.collector', number)).body).toEqual({ trackingToken });
    expect((await again('fuyong.collector', number)).body.code).toBe('not_allowed_for_role');
    const where = { action: 'tracking_link_shown', target: number as string };
    expect(await stack.database.audit.findMany({ where })).toMatchObject([{ detail: { reason: '来电说链接丢了' } }]);
  });

  it('stays with whoever filed it alone', async () => {
    const { body } = await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload: filed });
    await stack.database.demand.update({ where: { number: body.number as string }, data: { collectedBy: null } });
    expect((await again('zhihui.collector', body.number as string)).body.code).toBe('not_allowed_for_role');
  });
});

describe("a reporter's contact", () => {
  it('is masked wherever the demand is shown', async () => {
    const number = await fileIt();
    for (const part of ['', '/events', '/clocks', '/actions']) {
      const { text } = await stack.call('zhihui.handler', { method: 'GET', url: `/api/v1/demands/${number}${part}` });
      for (const secret of Object.values(contact)) expect(text).not.toContain(secret);
    }
    const list = await stack.call('zhihui.handler', { method: 'GET', url: '/api/v1/demands' });
    expect(list.body.items[0].contact).toEqual({ name: '欧**', phone: '138****9999' });
  });

  it('is shown in full to whose turn it is, and to who collected it', async () => {
    const number = await fileIt();
    const shown = async (...users: string[]): Promise<void> => {
      const expected = users.map((user) => [user, contact]);
      expect(await Promise.all(users.map(async (user) => [user, codeOf(await reveal(user, number))]))).toEqual(
        expected,
      );
    };
    const hidden = async (...users: string[]): Promise<void> => {
      const expected = users.map((user) => [user, 'not_allowed_for_role']);
      expect(await Promise.all(users.map(async (user) => [user, codeOf(await reveal(user, number))]))).toEqual(
        expected,
      );
    };
    await shown('zhihui.dispatcher', 'zhihui.collector');
    await hidden('zhihui.handler', 'fuyong.dispatcher', 'fuyong.callback', 'zhihui.supervisor', 'zhihui.auditor');
    await hidden('zhihui.administrator', 'zhihui.reviewer', 'zhihui.replier');
    await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
    await shown('zhihui.handler', 'zhihui.handler2', 'zhihui.collector');
    await hidden('zhihui.dispatcher');
    await acts(stack, 'zhihui.handler', number, 'accept');
    await shown('zhihui.handler');
    await hidden('zhihui.handler2');
    await acts(stack, 'zhihui.handler', number, 'finish', { result: 'resolved', summary: '已解决' });
    await hidden('zhihui.handler');
  });

  it('of a dissatisfied person is shown to the caller, and to nobody of the unit that handled the case', async () => {
    const { id, number, ratingToken } = await repliedDemand(stack);
    await rateBy(stack, ratingToken, { grade: 1 });
    const job = `${id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    expect(codeOf(await reveal('fuyong.callback', number))).toEqual(contact);
    // The park's collector, too, belongs to the unit that handled it.
    for (const user of ['zhihui.handler', 'zhihui.collector', 'zhihui.callback', 'zhihui.dispatcher'])
      expect([user, codeOf(await reveal(user, number))]).toEqual([user, 'separation_of_duties']);
    expect(codeOf(await again('zhihui.collector', number))).toBe('separation_of_duties');
    await onJob(stack, 'fuyong.callback', job, 'claim');
    expect(codeOf(await reveal('fuyong.callback', number, { reason: '回访' }))).toEqual(contact);
    expect(codeOf(await reveal('baoan.callback', number))).toBe('not_allowed_for_role');
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied' });
    expect(codeOf(await reveal('fuyong.callback', number))).toBe('not_allowed_for_role');
    const lines = await auditLines(number);
    expect(lines.map(({ userId, detail }) => [userId, detail])).toEqual([
      ['demo-fuyong.callback', { reason: '首次联系诉求人', as: 'callback', stage: 'calling_back', round: 1 }],
      ['demo-fuyong.callback', { reason: '回访', as: 'callback', stage: 'calling_back', round: 1 }],
    ]);
  });

  it('is never shown without a reason, to strangers or by a role held elsewhere, and then nothing is noted', async () => {
    const number = await fileIt();
    for (const payload of [{}, { reason: ' ' }, { reason: '看' }, { reason: '长'.repeat(501) }])
      expect(codeOf(await reveal('zhihui.collector', number, payload))).toBe('invalid_input');
    expect(codeOf(await reveal('fuhai.collector', number))).toBe('not_found');
    const elsewhere = { userId: 'demo-zhihui.auditor', role: 'collector', unitId: 'fuhai' };
    await stack.database.roleGrant.create({ data: elsewhere });
    expect(codeOf(await reveal('zhihui.auditor', number))).toBe('not_allowed_for_role');
    await stack.database.roleGrant.delete({ where: { userId_role_unitId: elsewhere } });
    expect(await auditLines(number)).toEqual([]);
    const without = await fileIt({ contact: undefined });
    expect(codeOf(await reveal('zhihui.collector', without))).toBe('not_found');
  });

  it('is not shown when that cannot be audited', async () => {
    const number = await fileIt();
    await stack.database.$executeRaw`ALTER TABLE audit RENAME TO audit_away`;
    try {
      const answer = await reveal('zhihui.collector', number);
      expect([answer.status, answer.text.includes(contact.phone)]).toEqual([500, false]);
    } finally {
      await stack.database.$executeRaw`ALTER TABLE audit_away RENAME TO audit`;
    }
  });

  it('stands nowhere in plain after a whole life: no history, no table but its cipher', async () => {
    const { id, number, ratingToken } = await repliedDemand(stack);
    await rateBy(stack, ratingToken, { grade: 2, reasons: ['not_solved'], comment: '没有改善' });
    const job = `${id}-1`;
    await atWindow(stack, 'fuyong.callback', job);
    await onJob(stack, 'fuyong.callback', job, 'claim');
    await reveal('fuyong.callback', number);
    await onJob(stack, 'fuyong.callback', job, 'attempt', { outcome: 'reached', note: '已说明' });
    await onJob(stack, 'fuyong.callback', job, 'conclude', { result: 'dissatisfied', grade: 2, note: '没有改善' });
    const second = await goRound(stack, number);
    await rateBy(stack, second, { grade: 5, comment: '这次满意' });

    const texts = new Map([
      ...(await wholeDatabase(stack, ['contact_cipher'])),
      ['history of the demand', await historyText(stack, `demand/${id}`)],
      ['history of the callback', await historyText(stack, `callback/${job}`)],
    ]);
    const hex = Object.values(contact).map((secret) => Buffer.from(secret).toString('hex'));
    const leaks = [...texts].filter(([, text]) =>
      [...Object.values(contact), ...hex].some((secret) => text.includes(secret)),
    );
    expect(leaks.map(([name]) => name)).toEqual([]);
    // The search above finds what is there.
    for (const name of ['demand', 'history of the demand', 'history of the callback'])
      expect([name, texts.get(name)!.includes(id)]).toEqual([name, true]);
    expect(texts.get('words')).toContain('这次满意');
    // What people wrote stays out of the histories, too.
    expect(texts.get('history of the demand')).not.toContain('这次满意');
    expect(texts.get('history of the callback')).not.toContain('没有改善');
  });
});
