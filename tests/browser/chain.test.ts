import { browserStack, DESK, SMALL_DESK, type BrowserStack, type Screen } from '../support/browser';
import { calledBack } from '../support/called-back';
import { desksOf, type Desks, type Way } from '../support/desk-work';

let stack: BrowserStack;

beforeAll(async () => {
  stack = await browserStack();
});
afterAll(() => stack.close());

/** The reporter files in three screens, and keeps the number. */
async function filedOnPhone(desks: Desks): Promise<string> {
  let number = '';
  await desks.onPhone('/m/file/zhihui', async ({ page, hands }) => {
    await hands.check(page.getByRole('radio', { name: /^投诉/ }));
    await hands.press(page.getByRole('button', { name: '下一步' }));
    await hands.write(page.getByLabel('一句话说明是什么事'), '商户宽带资费过高');
    await hands.write(page.getByLabel('详细情况'), '园区宽带由一家垄断，资费高于周边。');
    await hands.press(page.getByRole('button', { name: '下一步' }));
    await hands.check(page.getByRole('radio', { name: '企业' }));
    await hands.write(page.getByLabel('单位或个人的名称'), '汇志一号企业');
    await hands.press(page.getByRole('button', { name: '提交', exact: true }));
    number = (await page.getByText(/^SQ\d+$/).innerText()).trim();
  });
  return number;
}

/** From the dispatcher's desk to the reply, each step by the person whose duty it is; answers the link to rate by. */
async function handledBy(
  desks: Desks,
  number: string,
  dispatcher: string,
  unit: string,
  lead: string,
): Promise<string> {
  const at = (role: string, queue: string) => [`${unit}.${role}`, `/queues/${queue}?number=${number}`] as const;
  await desks.at(dispatcher, `/queues/dispatch?number=${number}`, (desk) =>
    desk.act('分拨', (form) => form.choose('主办单位', lead)),
  );
  await desks.at(...at('handler', 'accept'), (desk) => desk.act('签收'));
  await desks.at(...at('handler', 'handle'), async (desk) => {
    await desk.act('联系诉求人', async (form) => {
      await form.check('方式', '电话');
      await form.check('结果', '已联系上');
    });
    await desk.act('办结报审', async (form) => {
      await form.check('办理结果', '已解决');
      await form.write('办理情况', '引入第二家运营商，资费下调三成。');
    });
  });
  await desks.at(...at('reviewer', 'review'), (desk) => desk.act('结案审核', (form) => form.check('决定', '同意')));
  let link = '';
  await desks.at(...at('replier', 'reply'), async (desk) => {
    await desk.act('反馈', async (form) => {
      await form.write('查明情况', '独家协议已到期');
      await form.write('处理结果', '双运营商进场');
      await form.write('依据', '园区公约');
      await form.write('联系人和电话', '王工 0755-27000000');
    });
    link = (await desk.page.getByText(/\/m\/rate#/).innerText()).trim();
    await desk.hands.press(desk.page.getByRole('button', { name: '知道了' }));
  });
  return link;
}

const rated = (desks: Desks, link: string, grade: string, reason?: string): Promise<void> =>
  desks.onPhone(link, async ({ page, hands }) => {
    await hands.check(page.getByRole('radio', { name: grade, exact: true }));
    if (reason) await hands.check(page.getByRole('checkbox', { name: reason }));
    const taken = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok());
    await hands.press(page.getByRole('button', { name: '提交评价' }));
    await taken;
  });

async function theWholeChain(way: Way, screen: Screen): Promise<unknown[]> {
  const desks = desksOf(stack, way, screen);
  const number = await filedOnPhone(desks);
  const first = await handledBy(desks, number, 'zhihui.dispatcher', 'zhihui', '智美·汇志园区');
  await rated(desks, first, '非常不满意', '问题没有解决');
  await calledBack(stack, desks, number);
  await desks.at('zhihui.dispatcher', `/queues/dispatch?number=${number}`, (desk) =>
    desk.act('上报', (form) => form.write('理由', '园区无权协调运营商，提级办理。')),
  );
  const second = await handledBy(desks, number, 'fuyong.dispatcher', 'fuyong-economy', '经济发展办公室');
  await rated(desks, second, '非常满意');

  const { body } = await stack.service.call('fuyong.supervisor', { method: 'GET', url: `/api/v1/demands/${number}` });
  return [body.stage, body.level, body.round, body.rating];
}

describe('the chain', () => {
  /** Side by side, because whoever works by keyboard mostly waits for the page. */
  const SCREENS: Record<Way, Screen> = { mouse: DESK, keyboard: SMALL_DESK };
  const journeys: Partial<Record<Way, Promise<unknown[]>>> = {};
  beforeAll(() => {
    for (const way of ['mouse', 'keyboard'] as const) {
      const journey = theWholeChain(way, SCREENS[way]);
      journey.catch(() => undefined);
      journeys[way] = journey;
    }
  });

  it.each<Way>(['mouse', 'keyboard'])(
    'goes, with the %s alone, through a bad rating, a callback and a redo one level up to a good rating',
    async (way) => {
      const journey = journeys[way] ?? theWholeChain(way, SCREENS[way]);
      // A second try goes its way anew.
      delete journeys[way];
      expect(await journey).toEqual(['closed', 'B', 2, 5]);
    },
    600_000,
  );
});
