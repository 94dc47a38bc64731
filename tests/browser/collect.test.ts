import type { Page } from 'playwright-core';
import { busLine, conferenceTopics, forumCases } from '../../src/demo/cases';
import { file, play } from '../../src/demo/playing';
import { createRestClient, type RestClient } from '../../src/demo/rest-client';
import { demoPassword } from '../support/app';
import { browserStack, PHONE, type BrowserStack } from '../support/browser';
import { held, lateAnswer } from '../support/held-requests';

let stack: BrowserStack;
let rest: RestClient;

beforeAll(async () => {
  stack = await browserStack();
  const people = await stack.service.database.user.findMany({ select: { username: true } });
  rest = createRestClient(stack.base, new Map(people.map(({ username }) => [username, demoPassword])));
});
afterAll(() => stack.close());

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** What people are shown must not make the browser complain. */
async function seated(
  username: string | null,
  path: string,
  work: (page: Page) => Promise<void>,
  screen = PHONE,
): Promise<void> {
  const seat = await stack.sit(username, username === null ? screen : undefined);
  await seat.page.goto(path);
  await work(seat.page);
  expect({ username, complaints: seat.complaints }).toEqual({ username, complaints: [] });
  await seat.leave();
}

describe('a forum', () => {
  it('has its fifteen demands entered in one sheet by two people at once, and dispatched', async () => {
    const { id } = await rest.post<{ id: string }>('hangcheng.collector', '/campaigns', {
      ...{ unit: 'hangcheng', kind: 'forum', name: '航城街道微论坛', channel: '微论坛' },
      ...{ host: '航城街道党工委', location: '党群服务中心', startsAt: at(-1), endsAt: at(2) },
    });
    const [first, ...others] = forumCases.map(({ filing }) => filing);
    const lines = others.map(({ title, body, subject }) =>
      [title, body, '单建党组织', subject.name, '求助'].join('\t'),
    );
    await seated('hangcheng.collector', `/console/campaigns/${id}`, async (page) => {
      await seated('hangcheng.collector', `/console/campaigns/${id}`, async (colleague) => {
        await colleague.getByLabel('第 1 行 标题').fill(first!.title);
        await colleague.getByLabel('第 1 行 内容').fill(first!.body);
        await colleague.getByLabel('第 1 行 主体名称').fill(first!.subject.name);
        await colleague.getByLabel('第 1 行 主体名称').press('Enter');
        await colleague
          .getByRole('link', { name: /^SQ\d+$/ })
          .first()
          .waitFor();
      });
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines.join('\n'))})`);
      await page.getByLabel('第 1 行 标题').focus();
      await page.keyboard.press('ControlOrMeta+v');
      await page.getByRole('button', { name: '登记填好的 14 行' }).click();
      // The row of the colleague has come by itself.
      await page
        .getByRole('link', { name: /^SQ\d+$/ })
        .nth(14)
        .waitFor();
    });
    const { total } = await rest.get<{ total: { asked: number } }>('hangcheng.collector', `/campaigns/${id}/result`);
    expect(total.asked).toBe(15);
    await seated('hangcheng.dispatcher', '/console/queues/dispatch', async (page) => {
      await page.getByText(first!.title).first().click();
      await page.getByRole('button', { name: '分拨', exact: true }).waitFor();
    });
  });
});

/** The browser asks whoever sits there, and goes on once they have allowed it. */
const HOLD_MICROPHONE = `
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  let allowed = 0;
  let waiting = [];
  const go = () => { if (allowed > 0 && waiting.length > 0) { allowed -= 1; waiting.shift()(); } };
  devices.getUserMedia = async (wanted) => {
    await new Promise((resolve) => { waiting.push(resolve); go(); });
    return ask(wanted);
  };
  // Also for who asks only a moment later.
  globalThis.allow = () => { allowed += 1; go(); };`;
/** The first recording ends before its first sound; `heard` resolves when the next has heard something. */
function stopFirstAtOnce(page: Page): Promise<void> {
  return page.evaluate(`{
    const { start } = MediaRecorder.prototype;
    let recorders = 0;
    globalThis.heard = new Promise((resolve) => {
      MediaRecorder.prototype.start = function (...given) {
        this.addEventListener('dataavailable', ({ data }) => data.size > 0 && resolve());
        start.apply(this, given);
        if (++recorders === 1) this.stop();
      };
    });
    // Not the promise: it would be waited for here.
    undefined;
  }`);
}

describe('a recording on the phone', () => {
  it('has its place among nine files from the moment it is begun, and is not kept when nothing was heard', async () => {
    await seated(null, '/m/file/zhihui', async (page) => {
      await page.getByRole('radio', { name: /^投诉/ }).check();
      await page.getByRole('button', { name: '下一步' }).click();
      await page.evaluate(HOLD_MICROPHONE);
      await page.getByRole('button', { name: '录一段话' }).click();
      await page.getByText('请允许使用麦克风').waitFor();
      const files = Array.from({ length: 9 }, (_, i) => ({
        ...{ name: `材料${i + 1}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
      }));
      const empty = { name: '空.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) };
      await page.getByLabel('添加文件').setInputFiles([empty, ...files]);
      await page.getByText('“空.pdf”是空的').waitFor();
      await page.getByText('后面 1 个没有加上').waitFor();
      await stopFirstAtOnce(page);
      await page.evaluate('globalThis.allow()');
      await page.getByText('什么也没有录到').waitFor();
      expect(await page.getByRole('button', { name: /^删除/ }).count()).toBe(8);
      await page.getByRole('button', { name: '再试一次' }).click();
      await page.evaluate('globalThis.allow()');
      await page.evaluate('globalThis.heard');
      await page.getByRole('button', { name: '停止录音' }).click();
      await page.getByRole('button', { name: /^删除录音/ }).waitFor();
      expect(await page.getByRole('button', { name: /^删除/ }).count()).toBe(9);
    });
  });
});

describe('a joint conference', () => {
  it('decides twenty-three demands in one sitting by keyboard, and every one is carried out', async () => {
    const numbers: string[] = [];
    for (const { title, body, category, count } of conferenceTopics)
      for (let i = 1; i <= count; i += 1) {
        const subject = { type: 'enterprise', name: `汇志${i}号企业` } as const;
        const filing = { by: 'zhihui.collector', kind: 'help', unit: 'zhihui', channel: '党建联席会议' } as const;
        numbers.push((await file(rest, { ...filing, title, body, category, subject })).number);
      }
    const chair = 'zhihui.dispatcher';
    const { id } = await rest.post<{ id: string }>(chair, '/conferences', {
      ...{ unit: 'zhihui', title: '园区联席会议', heldAt: at(0), location: '会议室', host: '园区党委', attendees: '' },
    });
    await rest.post(chair, `/conferences/${id}/items`, { numbers });
    await seated(chair, `/console/conferences/${id}`, async (page) => {
      await page.getByLabel('决定', { exact: true }).first().focus();
      // The first answer comes last, and nothing is read anew meanwhile: what was written stays.
      const readAnew = await held(page, `**/api/v1/conferences/${id}`);
      const first = await lateAnswer(page, `**/api/v1/conferences/${id}/items/*`);
      for (let i = 0; i < numbers.length; i += 1) {
        await page.keyboard.insertText(`第 ${i + 1} 件：由物业服务队五日内办结。`);
        await page.keyboard.press('ControlOrMeta+Enter');
      }
      const saved = page.getByText(/已保存/);
      await saved.nth(numbers.length - 2).waitFor();
      first.answer();
      await saved.nth(numbers.length - 1).waitFor();
      readAnew();
      await page.getByRole('button', { name: '看看会怎样' }).click();
      await page.getByRole('button', { name: '执行 23 项' }).click();
      await page.getByText('已执行 23 项，未成 0 项').waitFor({ timeout: 60_000 });
      await page.getByRole('link', { name: '会议纪要' }).click();
      await page.getByText('第 23 件：由物业服务队五日内办结。').waitFor();
    });
    const { items } = await rest.get<{ items: { type: string; words: { decision?: string } }[] }>(
      ...(['zhihui.supervisor', `/demands/${numbers[22]}/events`] as const),
    );
    expect(items.map(({ type }) => type)).toContain('decided');
  });
});

describe('a poll', () => {
  it('is opened in the case, voted in on phones by link, closed early, and told to the reporter', async () => {
    const { number, trackingToken } = await file(rest, busLine.filing);
    await play(rest, number, busLine.steps);
    const handler = 'yanluo-construction.handler';
    await seated(handler, `/console/demands/${number}`, async (page) => {
      await page.getByRole('button', { name: '发起票选', exact: true }).click();
      const form = page.getByRole('form', { name: '发起票选' });
      await form.getByLabel('票选什么').fill('公交线路走哪条线？');
      await form.getByLabel('选项 1').fill('学校—医院—地铁站');
      await form.getByLabel('选项 2').fill('商业街—地铁站');
      await form.getByLabel('一人一票：打印投票单或发链接').check();
      await form.getByLabel('多少份投票链接').fill('3');
      await form.getByLabel('截止时间').fill(new Date(Date.now() + 32 * HOUR).toISOString().slice(0, 16));
      await form.getByLabel('等结果出来再继续办理').click();
      await form.getByRole('button', { name: '确认发起票选' }).click();
      await page.getByRole('link', { name: '投票链接、投票情况、提前结束' }).waitFor();
    });
    const { items: polls } = await rest.get<{ items: { id: string }[] }>(handler, `/polls?demand=${number}`);
    const poll = polls[0]!.id;
    const ballots = await rest.get<{ items: { link: string }[] }>(handler, `/polls/${poll}/ballots`);
    for (const { link } of ballots.items.slice(0, 2))
      await seated(null, `/m/poll#${link}`, async (page) => {
        await page.getByRole('radio', { name: '学校—医院—地铁站' }).check();
        await page.getByRole('button', { name: '投这一项' }).click();
        await page.getByText('投票成功').waitFor();
      });
    await seated(handler, `/console/polls/${poll}`, async (page) => {
      await page.getByRole('button', { name: '提前结束…' }).click();
      await page.getByLabel('为什么提前结束').fill('大家都投过了。');
      await page.getByRole('button', { name: '结束并计票' }).click();
      await page.getByRole('heading', { name: '结果' }).waitFor();
    });
    await seated(null, `/m/track#${trackingToken}`, async (page) => {
      await page.getByText('学校—医院—地铁站').first().waitFor();
      await page.getByText('提前结束：大家都投过了。').waitFor();
    });
  });
});
