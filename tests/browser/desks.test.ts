import { defaultPolicy } from '../../src/domain/policy';
import { browserStack, DESK, toasts, type BrowserStack } from '../support/browser';
import { eventually } from '../support/a-case';
import { desksOf, formHands } from '../support/desk-work';
import { mouse } from '../support/hands';
import { allAsked, held, lateAnswer } from '../support/held-requests';
import { acts, fileDemand } from '../support/travel';

let stack: BrowserStack;

beforeAll(async () => {
  stack = await browserStack();
});
afterAll(() => stack.close());

const HOUR = 3_600_000;

const dispatched = async (title: string): Promise<string> => {
  const { number } = await fileDemand(stack.service, { title });
  await acts(stack.service, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
  return number;
};

describe("the supervisor's open page", () => {
  it('shows a timeout escalation as it happens, without a reload', async () => {
    const { page, complaints, leave } = await stack.sit('zhihui.supervisor', DESK);
    await page.goto('/console/supervision');
    const log = page.getByRole('log');
    await log.waitFor({ state: 'attached' });
    const number = await dispatched('东门道闸无人签收');
    expect(await page.getByText('东门道闸无人签收').count()).toBe(0);

    const { body } = await stack.service.call('zhihui.supervisor', { method: 'GET', url: `/api/v1/demands/${number}` });
    const accept = body.clocks.find(({ name }: { name: string }) => name === 'accept');
    const hours = (Date.parse(accept.dueAt) - Date.now()) / HOUR + 0.1;
    const url = `/api/v1/demo/demands/${number}/fast-forward`;
    await stack.service.call('zhihui.supervisor', { method: 'POST', url, payload: { hours } });

    await log.getByText('东门道闸无人签收').first().waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });
});

describe('a page of what is announced to nobody', () => {
  it.each([
    ['/overview', 'statistics/overview'],
    ['/callbacks', '/callbacks?'],
  ])('%s asks for it again by itself', async (path, asked) => {
    const { page, untilQuiet, leave } = await stack.sit('fuyong.supervisor', DESK);
    await page.clock.install();
    await page.goto(`/console${path}`);
    await page.getByRole('main').waitFor();
    await untilQuiet();
    const again = page.waitForResponse((response) => response.url().includes(asked));
    await page.clock.fastForward('00:31');
    expect((await again).status()).toBe(200);
    await leave();
  });
});

describe('the page of an administrator who approves', () => {
  it('shows the draft of a colleague as it is submitted, without a reload', async () => {
    const { page, leave } = await stack.sit('baoan.administrator2', DESK);
    await page.goto('/console/admin/policies');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { version: _, ...data } = defaultPolicy;
    const author = 'baoan.administrator';
    const payload = { kind: 'policy', data, note: '同事送来的草案' };
    const draft = await stack.service.call(author, { method: 'POST', url: '/api/v1/drafts', payload });
    const url = `/api/v1/drafts/${draft.body.id}/actions/submit`;
    await stack.service.call(author, { method: 'POST', url, payload: {} });
    await page.getByText('同事送来的草案').waitFor();
    await leave();
  });
});

describe('the page of a supervisor whom the service does not answer', () => {
  it('says so once, and shows everything when it is asked again', async () => {
    const { page, leave } = await stack.sit('zhihui.supervisor', DESK);
    const asked = /\/api\/v1\/(tasks|notices|statistics|demands|stream)\b/;
    await page.route(asked, (route) => route.abort('connectionrefused'));
    await page.goto('/console/supervision');
    const unread = page.getByText('没有读到，原因见页首');
    const counts = async () => [await unread.count(), await page.getByRole('alert').count()];
    // While it asks once more, a place says nothing.
    await eventually(counts, ([places, boxes]) => places === 5 && boxes === 1);
    await page.unroute(asked);
    await page.getByRole('alert').getByRole('button', { name: '再试一次' }).click();
    await page.getByRole('table', { name: '各人手上的待办' }).waitFor();
    await unread.or(page.getByRole('alert')).first().waitFor({ state: 'detached' });
    await leave();
  });
});

describe('two handlers who want the same case', () => {
  it('are told apart: one has it, the other reads who', async () => {
    const number = await dispatched('两人同时签收的诉求');
    const [one, other] = await Promise.all(
      ['zhihui.handler', 'zhihui.handler2'].map((username) => stack.sit(username, DESK)),
    );
    for (const { page } of [one!, other!]) {
      await page.goto(`/console/queues/accept?number=${number}&act=accept`);
      await page.getByRole('button', { name: '确认签收' }).waitFor();
    }
    // Who is quicker takes the form from the other's page.
    await allAsked([one!.page, other!.page], '**/actions/accept');
    await Promise.all([one!, other!].map(({ page }) => page.getByRole('button', { name: '确认签收' }).click()));
    const outcomes = await Promise.all(
      [one!, other!].map(async ({ page }) => {
        const won = toasts(page, '签收：已完成');
        const lost = page.getByRole('alert').filter({ hasText: '现在由' });
        await won.or(lost).first().waitFor({ state: 'attached' });
        return (await lost.count()) > 0 ? await lost.innerText() : 'won';
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
    const holder = await stack.service.call('zhihui.supervisor', { method: 'GET', url: `/api/v1/demands/${number}` });
    expect(outcomes.find((outcome) => outcome !== 'won')).toContain(holder.body.holder.user.name);
    await one!.leave();
    await other!.leave();
  });
});

describe('what somebody is writing', () => {
  it('is still there after a reload, with its form open, and gone once it was sent', async () => {
    const number = await dispatched('填到一半的诉求');
    await acts(stack.service, 'zhihui.handler', number, 'accept');
    const { page, leave } = await stack.sit('zhihui.handler', DESK);
    await page.goto(`/console/queues/handle?number=${number}&act=finish`);
    const form = page.getByRole('form', { name: '办结报审' });
    const hands = formHands(form, mouse(page));
    await hands.write('办理情况', '已约物业明早九点到场。');
    await page.reload();
    expect(await form.getByLabel('办理情况').inputValue()).toBe('已约物业明早九点到场。');
    await hands.check('办理结果', '已解决');
    await form.getByRole('button', { name: '确认办结报审' }).click();
    await toasts(page, '办结报审：已完成').waitFor({ state: 'attached' });
    expect(
      await page.evaluate<string[]>('Object.keys(localStorage).filter((key) => key.startsWith("draft:"))'),
    ).toEqual([]);
    await leave();
  });

  it('reaches nobody while the service is away, and is kept', async () => {
    const number = await dispatched('断网时的诉求');
    const { page, context, leave } = await stack.sit('zhihui.handler', DESK);
    await page.goto(`/console/queues/accept?number=${number}&act=return`);
    const form = page.getByRole('form', { name: '退单' });
    await formHands(form, mouse(page)).write('理由', '不属于本园区。');
    await context.setOffline(true);
    await form.getByRole('button', { name: '确认退单' }).click();
    await form.getByRole('alert').filter({ hasText: '您填写的内容还在' }).waitFor();
    await context.setOffline(false);
    await form.getByRole('button', { name: '确认退单' }).click();
    await toasts(page, '退单：已完成').waitFor({ state: 'attached' });
    await leave();
  });
});

describe('a second step that follows the first at once', () => {
  it('is not refused as if somebody else had been faster', async () => {
    const number = await dispatched('联系后马上报审的诉求');
    await acts(stack.service, 'zhihui.handler', number, 'accept');
    await desksOf(stack, 'mouse', DESK).at(
      'zhihui.handler',
      `/queues/handle?number=${number}`,
      async ({ page, act }) => {
        await page.getByRole('article', { name: '联系后马上报审的诉求' }).waitFor();
        // The case is not read anew before both are done.
        const release = await held(page, `**/api/v1/demands/${number}`);
        await act('联系诉求人', async (form) => {
          await form.check('方式', '电话');
          await form.check('结果', '已联系上');
        });
        await act('办结报审', async (form) => {
          await form.check('办理结果', '已解决');
          await form.write('办理情况', '已约物业明早九点到场。');
        });
        release();
      },
    );
  });
});

describe('after a case is done', () => {
  it('the next one of the list opens, also when the list has heard of it before the answer is there', async () => {
    const first = await dispatched('先办的诉求');
    await dispatched('后办的诉求');
    await desksOf(stack, 'mouse', DESK).at(
      'zhihui.handler',
      `/queues/accept?number=${first}`,
      async ({ page, act }) => {
        await page.getByRole('article', { name: '先办的诉求' }).waitFor();
        const { carriedOut, answer } = await lateAnswer(page, '**/actions/accept');
        const isHeardOf = async () => {
          await carriedOut;
          // Whatever is new has the list read anew.
          await dispatched('新来的诉求');
          await page.locator('.row').getByText('先办的诉求').waitFor({ state: 'detached' });
          answer();
        };
        await Promise.all([act('签收'), isHeardOf()]);
        await page.waitForURL((url) => !url.search.includes(first) && url.search.includes('number='));
      },
    );
  });
});

describe('many cases at once', () => {
  it('are tried first, then done, with a result for each', async () => {
    for (const title of ['批量一', '批量二']) await dispatched(title);
    await desksOf(stack, 'mouse', DESK).at('zhihui.handler', '/queues/accept?q=批量', async ({ page }) => {
      // All that is chosen is what the list shows by then.
      for (const title of ['批量一', '批量二']) await page.getByText(title).first().waitFor();
      await page.getByRole('button', { name: '多选' }).click();
      await page.getByRole('button', { name: /^全选/ }).click();
      await page.getByRole('combobox', { name: '批量操作' }).click();
      await page.locator('.ant-select-dropdown').getByText('签收', { exact: true }).click();
      await page.getByRole('button', { name: '先试算' }).click();
      await page.getByText('可以办 2 件，不能办 0 件。').waitFor();
      await page.getByRole('button', { name: '办理这 2 件' }).click();
      await page.getByText('已办 2 件，未办 0 件。').waitFor();
    });
  });
});

describe('demands that belong together, at the desk of a dispatcher', () => {
  const desk = () => desksOf(stack, 'mouse', DESK);
  const dispatcher = 'zhihui.dispatcher';
  const filedAs = async (title: string, body: string) => (await fileDemand(stack.service, { title, body })).number;
  /** What the main case knows of its followers it hears from them. */
  const hasFollowers = (main: string, count: number) =>
    eventually(
      async () =>
        (await stack.service.call(dispatcher, { method: 'GET', url: `/api/v1/demands/${main}` })).body.followersTotal,
      (total) => total === count,
    );

  it('are merged and parted again, split into what they speak of, and gathered under one who answers for them', async () => {
    const main = await filedAs('货梯经常坏', '货梯一周坏三次，搬货走楼梯。');
    const followers = [
      await filedAs('货梯又坏了', '货梯停用，货物搬不下来。'),
      await filedAs('货梯坏了没人修', '货梯坏了，搬货靠人扛。'),
    ];
    const seat = desk();
    for (const number of followers)
      await seat.at(dispatcher, `/demands/${number}`, async ({ page }) => {
        const like = page
          .getByRole('region', { name: /^相似诉求/ })
          .locator('li')
          .filter({ hasText: main });
        await like.getByRole('button', { name: '并案', exact: true }).click();
        // The form is open already, with the main case chosen.
        await page.getByRole('form', { name: '并案' }).getByText(main).waitFor();
        await page.getByRole('button', { name: '确认并案' }).click();
        await toasts(page, '并案：已完成').waitFor({ state: 'attached' });
      });
    await hasFollowers(main, 2);
    await seat.at(dispatcher, `/demands/${main}`, async ({ page }) => {
      const linked = page.getByRole('region', { name: '关联诉求' });
      await linked.getByText('并入本件的诉求 2 件').waitFor();
      for (const number of followers) await linked.getByRole('link', { name: number }).waitFor();
    });
    const [stays, leaves] = followers as [string, string];
    await seat.at(dispatcher, `/demands/${leaves}`, ({ act }) =>
      act('撤销并案', (form) => form.write('理由', '是另一部货梯。')),
    );
    await hasFollowers(main, 1);

    const letter = await filedAs('宿舍两件事', '宿舍热水不足，另外楼道灯不亮。');
    const parts = ['宿舍热水不足', '楼道灯不亮'];
    await seat.at(dispatcher, `/demands/${letter}`, async ({ page, act }) => {
      await act('拆分', async (form) => {
        for (const [i, title] of parts.entries()) {
          await form.write(`第 ${i + 1} 件的标题`, title);
          await form.write(`第 ${i + 1} 件的内容`, `${title}，请处理。`);
        }
      });
      const linked = page.getByRole('region', { name: '关联诉求' });
      for (const title of parts) await linked.getByText(title).waitFor();
    });

    const owner = await stack.service.database.user.findUniqueOrThrow({ where: { username: 'zhihui.supervisor' } });
    await seat.at(dispatcher, `/demands/${main}`, async ({ page, hands }) => {
      await page.getByRole('region', { name: '关联诉求' }).getByText('并入本件的诉求 1 件').waitFor();
      await page.getByRole('link', { name: stays }).first().waitFor();
      const like = page
        .getByRole('region', { name: /^相似诉求/ })
        .locator('li')
        .filter({ hasText: leaves });
      await like.getByRole('button', { name: '归入类案' }).click();
      await page.getByRole('button', { name: '新建类案' }).click();
      const form = formHands(page.getByRole('form', { name: '新建类案' }), hands);
      await form.write('名称', '园区货梯');
      await form.choose('负责人', owner.name);
      await form.write('目标', '下季度更换两部货梯。');
      await page.getByRole('button', { name: '新建', exact: true }).click();
      await page.getByRole('dialog').getByRole('link', { name: '园区货梯' }).click();
      await page.getByRole('heading', { name: '园区货梯', level: 1 }).waitFor();
      for (const number of [main, leaves]) await page.getByRole('link', { name: number }).waitFor();
    });
    const { body } = await stack.service.call('zhihui.supervisor', { method: 'GET', url: '/api/v1/topics?own=true' });
    expect(body.items).toMatchObject([{ title: '园区货梯', owner: { username: 'zhihui.supervisor' } }]);
  });
});

describe('how rates are counted', () => {
  it('has the end of its day entered as a time of the day', async () => {
    const { page, complaints, leave } = await stack.sit('baoan.administrator', DESK);
    await page.goto('/console/statistics/definitions?edit=1');
    const ends = page.getByRole('textbox', { name: /^统计日截止/ });
    expect(await ends.inputValue()).toBe('24:00');
    await ends.fill('12:00');
    await page.getByLabel('为什么改').fill('与街道考核日一致');
    await page.getByRole('button', { name: '保存草案' }).click();
    await page.getByText('前一日 12:00 至当日 12:00').first().waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });
});

describe('fast-forward in the demo', () => {
  it('moves a case to its next rung, and the reminder stands in its record', async () => {
    const number = await dispatched('快进的诉求');
    await desksOf(stack, 'mouse', DESK).at('zhihui.supervisor', `/demands/${number}`, async ({ page }) => {
      await page.getByRole('button', { name: '到下一个时限节点' }).click();
      await page.getByText('时限提醒').first().waitFor();
    });
  });
});

describe('an administrator who looks as somebody else', () => {
  it('sees what that person sees, and can change nothing', async () => {
    const number = await dispatched('以他人身份查看的诉求');
    const { page, complaints, untilQuiet, leave } = await stack.sit('fuyong.administrator', DESK);
    await page.goto('/console/admin/people?q=zhihui.handler');
    await page
      .getByRole('button', { name: /以此人身份查看/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('textbox').fill('核对待签收队列');
    await page.getByRole('dialog').getByRole('button', { name: /查看/ }).last().click();
    await page.getByText('只读，全程记入审计').waitFor();
    await page.goto(`/console/queues/accept?number=${number}`);
    await page.getByRole('article', { name: '以他人身份查看的诉求' }).waitFor();
    await page.getByText('以他人身份查看时不能办理').waitFor();
    // What is still asked as that person when the view ends is refused.
    await untilQuiet();
    await page.getByRole('button', { name: '退出查看' }).click();
    await page.waitForURL(/admin\/people/);
    expect(complaints).toEqual([]);
    await leave();
  });
});
