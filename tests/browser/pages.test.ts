import { statSync } from 'node:fs';
import path from 'node:path';
import {
  barriersOn,
  browserStack,
  DESK,
  PHONE,
  SMALL_DESK,
  type BrowserStack,
  type Screen,
  type Seat,
} from '../support/browser';
import { acts, fileDemand, repliedDemand } from '../support/travel';
import { root } from '../support/source-files';

let stack: BrowserStack;
let number: string;
let tracking: string;
let rating: string;

beforeAll(async () => {
  stack = await browserStack();
  const { service } = stack;
  ({ number, trackingToken: tracking, ratingToken: rating } = await repliedDemand(service));
  // Something in most queues, so that the pages show more than their empty states.
  for (const title of ['长'.repeat(190), '东门道闸损坏', '宿舍夜间噪声']) {
    const more = await fileDemand(service, { title });
    if (title !== '东门道闸损坏')
      await acts(service, 'zhihui.dispatcher', more.number, 'dispatch', { leadUnit: 'zhihui' });
  }
  const bad = await repliedDemand(service);
  await service.call(null, { method: 'POST', url: `/api/v1/public/ratings/${bad.ratingToken}`, payload: { grade: 1 } });
}, 240_000);
afterAll(() => stack.close());

const QUEUES = ['mine', 'accept', 'handle', 'due_soon', 'overdue', 'supervised', 'unit'].map(
  (queue) => `/queues/${queue}`,
);
const ADMINISTRATION = ['units', 'people', 'policies', 'calendars', 'messages', 'audit'].map(
  (page) => `/admin/${page}`,
);

/** Who opens what. `{number}` is a demand that has been replied to. */
const VISITS: [string, string[]][] = [
  ['zhihui.handler', [...QUEUES, '/closed', '/demands', '/demands/{number}', '/notices', '/account']],
  ['zhihui.dispatcher', ['/queues/dispatch', '/queues/approvals', '/overview']],
  ['zhihui.reviewer', ['/queues/review']],
  ['zhihui.replier', ['/queues/reply', '/demands/{number}?tab=public']],
  ['zhihui.collector', ['/file', '/demands/{number}']],
  ['fuyong.supervisor', ['/supervision', '/overview', '/demands/{number}?tab=clocks', '/callbacks']],
  ['fuyong.callback', ['/callbacks']],
  ['baoan.administrator', [...ADMINISTRATION, '/overview']],
  ['baoan.auditor', ['/admin/audit', '/callbacks', '/overview']],
];

/** What anybody may expect of a page: it is whole, it is quiet, and nobody is shut out. */
async function expectSoundPage(username: string | null, address: string, screen: Screen, look?: object): Promise<void> {
  const seat = await stack.sit(username, screen);
  if (look) await seat.context.addInitScript(`localStorage.setItem('appearance', '${JSON.stringify(look)}')`);
  await expectSound(seat, address);
  await seat.leave();
}

async function expectSound({ page, complaints }: Seat, address: string): Promise<void> {
  complaints.length = 0;
  await page.goto(address);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.locator('h1').first().waitFor();
  await page.locator('[role=status][aria-label="正在载入"]').waitFor({ state: 'detached' });
  const barriers = await barriersOn(page);
  const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect({ address, barriers, complaints, sideways: Math.max(0, sideways) }).toEqual({
    ...{ address, barriers: [], complaints: [], sideways: 0 },
  });
}

const seats = new Map<string, Promise<Seat>>();

/** Who looks at many pages stays seated: one for each screen. */
function seatOf(username: string, screen: Screen): Promise<Seat> {
  const place = `${username} ${screen.width}`;
  if (!seats.has(place)) seats.set(place, stack.sit(username, screen));
  return seats.get(place)!;
}

describe('every page of the console', () => {
  const visits = VISITS.flatMap(([username, pages]) => pages.map((page) => [username, page] as const));
  it.each(visits)(
    '%s finds %s whole, quiet and without barriers',
    async (username, page) => {
      const screen = page.length % 2 ? SMALL_DESK : DESK;
      await expectSound(await seatOf(username, screen), `/console${page.replace('{number}', number)}`);
    },
    90_000,
  );

  it.each([
    ['dark', { appearance: 'dark', large: false, keys: true }],
    ['large and high in contrast', { appearance: 'contrast', large: true, keys: true }],
  ])(
    'stays so when it is %s',
    async (_name, look) => {
      await expectSoundPage('zhihui.handler', '/console/queues/unit', SMALL_DESK, look);
      await expectSoundPage('fuyong.supervisor', '/console/supervision', SMALL_DESK, look);
      await expectSoundPage('baoan.supervisor', '/console/overview', SMALL_DESK, look);
    },
    120_000,
  );

  it('is there before anybody has signed in', () => expectSoundPage(null, '/console/login', DESK), 90_000);
});

describe('every phone page', () => {
  it.each(['/m/', '/m/file/zhihui', '/m/file/baoan', '/m/track', '/m/rate'])(
    '%s is whole, quiet and without barriers',
    (page) => expectSoundPage(null, page, PHONE),
  );

  it('is so too for whoever has a link in hand', async () => {
    await expectSoundPage(null, `/m/track#${tracking}`, PHONE);
    await expectSoundPage(null, `/m/rate#${rating}`, PHONE);
  });
});

/** What a browser that has never been here loads for a page, in bytes as gzip has them. */
async function weightOf(
  username: string | null,
  address: string,
  screen: Screen,
): Promise<{ bytes: number; files: string[] }> {
  const { page, leave } = await stack.sit(username, screen);
  const files: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css)$/.test(pathname)) files.push(pathname);
  });
  await page.goto(address);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await leave();
  const bytes = files.reduce((sum, file) => sum + statSync(path.join(root, 'dist/web', `${file}.gz`)).size, 0);
  return { bytes, files };
}

describe('the first load', () => {
  it('of the console is at most 500 KB, without the charts', async () => {
    const { bytes, files } = await weightOf('zhihui.handler', '/console/queues/accept', DESK);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThanOrEqual(500_000);
    expect(files.filter((file) => /echarts|trend-drawing/.test(file))).toEqual([]);
  });

  it('of the phone pages is at most 300 KB', async () => {
    const { bytes } = await weightOf(null, '/m/file/zhihui', PHONE);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(300_000);
  });
});
