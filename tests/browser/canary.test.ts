import { browserStack, DESK, PHONE, type BrowserStack, type Seat } from '../support/browser';
import { acts, fileDemand } from '../support/travel';

/** Words that only some may read; whoever receives one that is not theirs has been told too much. */
const CANARY = {
  phone: '13900007777',
  person: '金丝雀某人',
  inside: '内部意见金丝雀甲',
  transfer: '转办理由金丝雀乙',
  summary: '办理底稿金丝雀丙',
};

let stack: BrowserStack;
let number: string;
let tracking: string;
let rating: string;

beforeAll(async () => {
  stack = await browserStack();
  const { service } = stack;
  const contact = { name: CANARY.person, phone: CANARY.phone };
  ({ number, trackingToken: tracking } = await fileDemand(service, { contact }));
  await acts(service, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
  await acts(service, 'zhihui.handler', number, 'accept');
  await acts(service, 'zhihui.handler', number, 'note', { text: CANARY.inside });
  await acts(service, 'zhihui.supervisor', number, 'transfer', { user: 'zhihui.handler2', reason: CANARY.transfer });
  await acts(service, 'zhihui.handler2', number, 'finish', { result: 'resolved', summary: CANARY.summary });
  await acts(service, 'zhihui.reviewer', number, 'review', { approve: true });
  const reply = { found: '混行', done: '分流', basis: '园区公约', contact: '服务台 0755-1' };
  rating = (await acts(service, 'zhihui.replier', number, 'reply', reply)).ratingToken as string;
});
afterAll(() => stack.close());

let desk: Seat | undefined;

/** Everything that the browser of somebody received on the way through these pages. */
async function receivedBy(username: string | null, addresses: string[]): Promise<string> {
  const { page, received, untilQuiet } = await seatFor(username);
  for (const address of addresses) {
    await page.goto(address);
    await page.locator('main').first().waitFor();
    await untilQuiet();
    await page.locator('[role=status][aria-label="正在载入"]').first().waitFor({ state: 'detached' });
    // A page that is left takes along what has not been read of it.
    await received();
  }
  const texts = await received();
  expect(texts.length).toBeGreaterThanOrEqual(addresses.length);
  return texts.join('\n');
}

async function seatFor(username: string | null): Promise<Seat> {
  if (username === null) return stack.sit(null, PHONE);
  if (desk) await desk.handOver(username);
  else desk = await stack.sit(username, DESK);
  return desk;
}

const found = (text: string): string[] =>
  Object.entries(CANARY).flatMap(([name, word]) => (text.includes(word) ? [name] : []));

const CONSOLE = [
  '/queues/unit',
  '/demands',
  '/demands/{number}',
  '/demands/{number}?tab=clocks',
  '/demands/{number}?tab=public',
  '/notices',
];
const consoleOf = (): string[] => CONSOLE.map((page) => `/console${page.replace('{number}', number)}`);

describe('what the browser receives', () => {
  it('holds no inside word and no contact for the reporter', async () => {
    const text = await receivedBy(null, [`/m/track#${tracking}`, `/m/rate#${rating}`, '/m/file/zhihui']);
    expect(found(text)).toEqual([]);
    expect(text).toContain('分流');
  });

  it('holds nothing at all for people of a unit beside', async () => {
    for (const username of ['skyworth.handler', 'hangcheng.supervisor']) {
      const text = await receivedBy(username, [...consoleOf(), '/console/overview']);
      expect([username, found(text), text.includes(number)]).toEqual([username, [], false]);
    }
  });

  it('holds the inside words, but never the whole number or name, for the unit that handles', async () => {
    const text = await receivedBy('zhihui.handler', consoleOf());
    expect(found(text)).toEqual(['inside', 'transfer', 'summary']);
  });

  it('holds no whole number before somebody has said why it is needed', async () => {
    const desks = ['/console/queues/mine', `/console/demands/${number}`, '/console/callbacks'];
    for (const username of ['zhihui.collector', 'fuyong.callback', 'baoan.administrator', 'baoan.auditor']) {
      const text = await receivedBy(username, desks);
      expect([username, found(text).filter((name) => name === 'phone' || name === 'person')]).toEqual([username, []]);
    }
  });
});
