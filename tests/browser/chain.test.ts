import { browserStack, DESK, SMALL_DESK, type BrowserStack, type Screen } from '../support/browser';
import { deskWork, type DeskWork, type Way } from '../support/desk-work';

let stack: BrowserStack;

beforeAll(async () => {
  stack = await browserStack();
}, 180_000);
afterAll(() => stack.close());

const filed = {
  kind: 'complaint',
  title: '商户宽带资费过高',
  body: '园区宽带由一家垄断,资费高于周边。',
  unit: 'zhihui',
  subject: { type: 'enterprise', name: '汇志一号企业' },
  channel: '党群服务中心',
};

async function handled(desks: Desks, number: string, unit: string, dispatcher: string, lead: string): Promise<string> {
  await desks.at(dispatcher, '/queues/dispatch', number, async (desk) =>
    desk.act('分拨', async (form) => form.choose('主办单位', lead)),
  );
  await desks.at(`${unit}.handler`, '/queues/accept', number, async (desk) => desk.act('签收'));
  await desks.at(`${unit}.handler`, '/queues/handle', number, async (desk) => {
    await desk.act('联系诉求人', async (form) => {
      await form.check('方式', '电话');
      await form.check('结果', '已联系上');
    });
    await desk.act('办结报审', async (form) => {
      await form.check('办理结果', '已解决');
      await form.write('办理情况', '引入第二家运营商,资费下调三成。');
    });
  });
  await desks.at(`${unit}.reviewer`, '/queues/review', number, async (desk) =>
    desk.act('结案审核', async (form) => form.check('决定', '同意')),
  );
  let link = '';
  await desks.at(`${unit}.replier`, '/queues/reply', number, async (desk) => {
    await desk.act('反馈', async (form) => {
      await form.write('查明情况', '独家协议已到期');
      await form.write('处理结果', '双运营商进场');
      await form.write('依据', '园区公约');
      await form.write('联系人和电话', '王工 0755-27000000');
    });
    const shown = desk.seat.page.getByText(/\/m\/rate#/);
    link = (await shown.innerText()).trim();
    await desk.hands.press(desk.seat.page.getByRole('button', { name: '知道了' }));
  });
  return link;
}

interface Desks {
  at(username: string, queue: string, number: string, work: (desk: DeskWork) => Promise<void>): Promise<void>;
}

/** Each person has a desk; what the browser complained of there must be nothing. */
function desksOf(way: Way, screen: Screen): Desks {
  return {
    async at(username, queue, number, work) {
      const desk = await deskWork(stack, username, way, screen);
      await desk.open(`${queue}?number=${number}`);
      await work(desk);
      expect({ username, complaints: desk.seat.complaints }).toEqual({ username, complaints: [] });
      await desk.seat.leave();
    },
  };
}

describe.each<[Way, Screen]>([
  ['mouse', DESK],
  ['keyboard', SMALL_DESK],
])('with the %s, the chain', (way, screen) => {
  it(
    'carries a demand through a bad rating, a callback and a redo one level up to a good rating',
    async () => {
      const desks = desksOf(way, screen);
      const { body } = await stack.service.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload: filed });
      const number = body.number as string;
      const link = await handled(desks, number, 'zhihui', 'zhihui.dispatcher', '智美·汇志园区');
      expect(link).toContain('/m/rate#');
    },
    300_000,
  );
});
