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
import { seedEnterprises } from '../../prisma/seed';
import { buildingRound, teamVisits } from '../../src/demo/field-work';
import { createRestClient } from '../../src/demo/rest-client';
import { eventually } from '../support/a-case';
import { acts, fileDemand, repliedDemand } from '../support/travel';
import { demoPassword } from '../support/app';
import { root } from '../support/source-files';

let stack: BrowserStack;
let number: string;
let tracking: string;
let rating: string;
let campaign: string;
/** A change of the policy that waits for its review. */
let draft: string;
/** That change tried on the demands of the street. */
let rehearsal: string;
/** A bad rating that the unit appeals. */
let disputed: { appeal: string; disputed: string; ratingToken: string };
/** A visit that was made, with a demand, and a round with a red finding. */
let field: { visit: string; inspection: string };
/** A spot check that was drawn. */
let check: string;
/** A report 专题分析 of the day. */
let analysis: string;
/** A conference with a decision, a poll that runs, and one of its ballots. */
let voted: { conference: string; poll: string; ballot: string };

beforeAll(async () => {
  stack = await browserStack();
  const { service } = stack;
  ({ number, trackingToken: tracking, ratingToken: rating } = await repliedDemand(service));
  campaign = await aCampaign(service);
  voted = await aConferenceAndAPoll(service);
  field = await fieldWork();
  draft = await aDraftInReview(service);
  // Something in most queues, so that the pages show more than their empty states.
  for (const title of ['长'.repeat(190), '东门道闸损坏', '宿舍夜间噪声']) {
    const more = await fileDemand(service, { title });
    if (title !== '东门道闸损坏')
      await acts(service, 'zhihui.dispatcher', more.number, 'dispatch', { leadUnit: 'zhihui' });
  }
  const good = await repliedDemand(service);
  await service.call(null, {
    method: 'POST',
    url: `/api/v1/public/ratings/${good.ratingToken}`,
    payload: { grade: 5 },
  });
  check = await aSpotCheck(service);
  rehearsal = await aRehearsal(service);
  analysis = await anAnalysis(service);
  const bad = await repliedDemand(service);
  await service.call(null, { method: 'POST', url: `/api/v1/public/ratings/${bad.ratingToken}`, payload: { grade: 1 } });
  const appeal = { kind: 'rating', reason: '诉求人要求减免依规核定的租金，与办理质量无关。' };
  const filed = { method: 'POST', url: `/api/v1/demands/${bad.number}/appeals`, payload: appeal } as const;
  disputed = {
    appeal: (await service.call('zhihui.handler', filed)).body.id,
    disputed: bad.number,
    ratingToken: bad.ratingToken,
  };
});
afterAll(() => stack.close());

async function aSpotCheck(service: BrowserStack['service']): Promise<string> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const payload = { unit: 'fuyong', from: day(-1), to: day(1), percent: 100 };
  const { body } = await service.call('fuyong.supervisor', { method: 'POST', url: '/api/v1/spot-checks', payload });
  return body.id as string;
}

async function fieldWork(): Promise<typeof field> {
  const { database } = stack.service;
  await seedEnterprises(database);
  const people = await database.user.findMany({ select: { username: true } });
  const rest = createRestClient(stack.base, new Map(people.map(({ username }) => [username, demoPassword])));
  await buildingRound(rest);
  await teamVisits(rest);
  const visit = await database.visit.findFirstOrThrow({ where: { doneAt: { not: null } } });
  const finding = await database.finding.findFirstOrThrow({ where: { risk: 'red' } });
  return { visit: visit.id, inspection: finding.inspectionId };
}

/** A theme day of the park that is on, with a demand entered. */
async function aCampaign(service: BrowserStack['service']): Promise<string> {
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const payload = {
    ...{ kind: 'theme_day', name: '我为企业献一策', unit: 'zhihui', host: '园区党委', location: '三楼会议室' },
    ...{ channel: '主题党日', form: 'organisation', startsAt: hour(-1), endsAt: hour(2) },
  };
  const { body } = await service.call('zhihui.collector', { method: 'POST', url: '/api/v1/campaigns', payload });
  await fileDemand(service, { campaign: body.id, answers: { members: 12 } });
  return body.id as string;
}

/** Shorter budgets for running demands as well, so that its preview has something to show. */
async function aDraftInReview(service: BrowserStack['service']): Promise<string> {
  const by = (method: 'GET' | 'POST', url: string, payload?: object) =>
    service.call('baoan.administrator', { method, url: `/api/v1${url}`, payload });
  const { budgets, ...policy } = (await by('GET', '/policies/current')).body;
  const shorter = budgets.map((row: { minutes: number }) => ({ ...row, minutes: Math.ceil(row.minutes / 2) }));
  const data = { ...policy, budgets: shorter };
  const { body } = await by('POST', '/drafts', { kind: 'policy', data, note: '缩短时限', appliesToRunning: true });
  await by('POST', `/drafts/${body.id}/actions/submit`, {});
  return body.id as string;
}

async function aRehearsal(service: BrowserStack['service']): Promise<string> {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const payload = { unit: 'fuyong', from: day, to: day, policyDraft: draft };
  return (await service.call('fuyong.supervisor', { method: 'POST', url: '/api/v1/rehearsals', payload })).body.id;
}

async function anAnalysis(service: BrowserStack['service']): Promise<string> {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const payload = { unit: 'fuyong', from: day, to: day };
  return (await service.call('fuyong.supervisor', { method: 'POST', url: '/api/v1/analyses', payload })).body.id;
}

async function aConferenceAndAPoll(service: BrowserStack['service']): Promise<typeof voted> {
  const ask = async (user: string, method: 'GET' | 'POST' | 'PUT', url: string, payload = {}) =>
    (await service.call(user, { method, url: `/api/v1${url}`, ...(method === 'GET' ? {} : { payload }) })).body;
  const later = new Date(Date.now() + 48 * 3_600_000).toISOString();
  const meeting = { unit: 'zhihui', title: '园区党建联席会议', heldAt: later, location: '会议室', host: '园区党委' };
  const { id: conference } = await ask('zhihui.dispatcher', 'POST', '/conferences', meeting);
  const [one, two] = [await fileDemand(service), await fileDemand(service, { kind: 'suggestion' })];
  await ask('zhihui.dispatcher', 'POST', `/conferences/${conference}/items`, { numbers: [one.number, two.number] });
  await ask('zhihui.dispatcher', 'PUT', `/conferences/${conference}/items/${one.number}`, { decision: '由物业改道' });
  await acts(service, 'zhihui.dispatcher', two.number, 'dispatch', { leadUnit: 'zhihui' });
  await acts(service, 'zhihui.handler', two.number, 'accept');
  const poll = {
    question: '公交走哪条路？',
    options: ['同富路', '朗辉路'],
    electorate: 'ballots',
    ballots: 4,
    closesAt: later,
  };
  const { id } = await ask('zhihui.handler', 'POST', `/demands/${two.number}/polls`, { ...poll, wait: true });
  const { items } = await ask('zhihui.handler', 'GET', `/polls/${id}/ballots`);
  return { conference, poll: id, ballot: items[0].link };
}

const QUEUES = ['mine', 'accept', 'handle', 'due_soon', 'overdue', 'supervised', 'unit'].map(
  (queue) => `/queues/${queue}`,
);
const ADMINISTRATION = ['units', 'people', 'policies', 'calendars', 'messages', 'audit'].map(
  (page) => `/admin/${page}`,
);

/** Who opens what. `{number}` is a demand that has been replied to, `{draft}` a change of the policy that waits for review. */
const VISITS: [string, string[]][] = [
  ['zhihui.handler', [...QUEUES, '/gone-up', '/closed', '/demands', '/demands/{number}', '/notices', '/account']],
  ['zhihui.handler', ['/polls', '/polls/{poll}', '/polls/{poll}/ballots']],
  ['zhihui.dispatcher', ['/conferences', '/conferences/{conference}', '/conferences/{conference}/minutes']],
  ['zhihui.dispatcher', ['/queues/dispatch', '/queues/approvals', '/overview']],
  ['zhihui.reviewer', ['/queues/review']],
  ['zhihui.replier', ['/queues/reply', '/demands/{number}?tab=public']],
  ['zhihui.collector', ['/file', '/demands/{number}', '/letter?unit=zhihui&form=member']],
  ['zhihui.collector', ['/campaigns', '/campaigns/new', '/campaigns/{campaign}', '/campaigns/{campaign}?tab=result']],
  ['zhihui.collector', ['/campaigns/{campaign}?tab=code', '/imports']],
  ['baoan.administrator', ['/admin/forms', '/admin/forms?tab=channels']],
  ['baoan.administrator', ['/admin/replies', '/admin/replies?tab=requirements']],
  ['zhihui.supervisor', ['/admin/absences']],
  ['baoan.administrator', ['/admin/rules', '/admin/rules?version=1', '/admin/duties']],
  ['zhihui.administrator', ['/admin/rules', '/admin/duties?q=噪声太大']],
  ['fuyong.supervisor', ['/demands/{number}/certificate']],
  ['fuyong.supervisor', ['/supervision', '/overview', '/demands/{number}?tab=clocks', '/callbacks']],
  ['fuyong.callback', ['/callbacks', '/callbacks?tab=staffing', '/callbacks?tab=scripts']],
  ['fuyong.supervisor', ['/callbacks?tab=staffing', '/callbacks?tab=scripts&script=new']],
  ['fuyong.supervisor', ['/spot-checks', '/spot-checks?new=1', '/spot-checks/{check}']],
  ['fuyong.dispatcher', ['/topics', '/topics?new=1']],
  ['fuyong.supervisor', ['/statistics', '/statistics?by=week', '/analyses', '/analyses?new=1', '/analyses/{analysis}']],
  ['baoan.administrator', ['/statistics/definitions', '/statistics/definitions?edit=1']],
  ['zhihui.dispatcher', ['/statistics/definitions']],
  ['zhihui.handler', ['/exports']],
  ['fuyong.supervisor', ['/appeals', '/appeals?state=all', '/appeals/{appeal}', '/demands/{disputed}']],
  ['zhihui.handler', ['/appeals', '/demands/{disputed}']],
  ['fuyong.supervisor', ['/rehearsals', '/rehearsals/{rehearsal}']],
  ['baoan.administrator2', ['/rehearsals?policyDraft={draft}']],
  ['baoan.administrator', [...ADMINISTRATION, '/overview']],
  [
    'zhihui.administrator',
    ['/admin/endpoints', '/admin/messages?state=failed', '/account', '/demands/{number}?tab=told'],
  ],
  ['baoan.administrator2', ['/admin/policies?draft={draft}', '/admin/policies']],
  ['baoan.auditor', ['/admin/audit', '/callbacks', '/overview', '/imports', '/teams', '/inspections']],
  ['longteng.supervisor', ['/teams', '/teams/longteng-team-01', '/visits', '/visits/{visit}']],
  ['longteng.supervisor', ['/inspections', '/inspections/{inspection}', '/buildings/longteng-tower']],
];

/** What staff open on their way, on a phone. */
const ON_THE_WAY: [string, string[]][] = [
  ['longteng-team-01.collector', ['/visits', '/visits/{visit}', '/teams', '/teams/longteng-team-01', '/queues/unit']],
  ['longteng.collector', ['/inspections', '/inspections/{inspection}', '/buildings/longteng-tower', '/file']],
];

async function expectSoundPage(username: string | null, address: string, screen: Screen): Promise<void> {
  await expectSound(await seatOf(username, screen), address);
}

async function expectSoundLook(username: string, address: string, look: object): Promise<void> {
  const seat = await stack.sit(username, SMALL_DESK);
  await seat.context.addInitScript(`localStorage.setItem('appearance', '${JSON.stringify(look)}')`);
  await expectSound(seat, address);
  await seat.leave();
}

/** As a link does within the console, which is three times as fast as loading it anew. The first page of a seat is loaded. */
async function open({ page }: Seat, address: string): Promise<void> {
  const isWithin = address.startsWith('/console/') && page.url().includes('/console/');
  if (!isWithin) return void (await page.goto(address));
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'));`,
  );
}

/** What anybody may expect of a page: it is whole, it is quiet, and nobody is shut out. */
async function expectSound(seat: Seat, address: string): Promise<void> {
  const { page, complaints } = seat;
  complaints.length = 0;
  await open(seat, address);
  await page.locator('h1').first().waitFor();
  await seat.untilQuiet();
  // Not by an expression: the page's own policy forbids to evaluate one more than once.
  await page.locator('[role=status][aria-label="正在载入"]').first().waitFor({ state: 'detached' });
  const [tab, heading] = await page.evaluate<[string, string]>(
    '[document.title, document.querySelector("h1").innerText]',
  );
  const isNamed = tab.endsWith(' · 直通车') && (!address.startsWith('/console') || tab.includes(heading.trim()));
  const barriers = await barriersOn(page);
  const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect({ address, isNamed, barriers, complaints, sideways: Math.max(0, sideways) }).toEqual({
    ...{ address, isNamed: true, barriers: [], complaints: [], sideways: 0 },
  });
}

const addressOf = (page: string): string =>
  page.replace(
    /\{(\w+)\}/g,
    (_, name: string) =>
      ({ number, campaign, draft, rehearsal, check, analysis, ...disputed, ...voted, ...field })[name as 'number'],
  );

const seats = new Map<Screen, { seat: Seat; username: string | null }>();

/** One for each screen, which is handed over when somebody else is to look at a page: without a name each is somebody else. */
async function seatOf(username: string | null, screen: Screen): Promise<Seat> {
  const taken = seats.get(screen);
  if (username !== null && taken?.username === username) return taken.seat;
  seats.delete(screen);
  await taken?.seat.handOver(username);
  const seat = taken?.seat ?? (await stack.sit(username, screen));
  seats.set(screen, { seat, username });
  return seat;
}

const deskOf = (page: string): Screen => (page.length % 2 ? SMALL_DESK : DESK);

/** What one looks at stands together. */
const byPerson = (visits: [string, string[]][]): [string, string][] =>
  visits
    .flatMap(([username, pages]) => pages.map((page): [string, string] => [username, page]))
    .sort(([one], [other]) => one.localeCompare(other));

describe('every page of the console', () => {
  it.each(byPerson(VISITS))(
    '%s finds %s whole, quiet and without barriers',
    (username, page) => expectSoundPage(username, `/console${addressOf(page)}`, deskOf(page)),
    90_000,
  );

  it.each([
    ['dark', { appearance: 'dark', large: false, keys: true }],
    ['large and high in contrast', { appearance: 'contrast', large: true, keys: true }],
  ])(
    'stays so when it is %s',
    async (_name, look) => {
      await expectSoundLook('zhihui.handler', '/console/queues/unit', look);
      await expectSoundLook('fuyong.supervisor', '/console/supervision', look);
      await expectSoundLook('baoan.supervisor', '/console/overview', look);
    },
    120_000,
  );

  it('folds a long text, so that what can be done about it stays in sight, and unfolds it by the keyboard', async () => {
    const filed = await fileDemand(stack.service, {
      body: '货梯每天早上停半小时，没有人管。\n'.repeat(200).slice(0, 3_000),
    });
    const { page, leave } = await stack.sit('zhihui.dispatcher');
    await page.goto(`/console/demands/${filed.number}`);
    const more = page.getByRole('button', { name: '展开全文（3000 字）' });
    await more.focus();
    const height = async () => (await page.locator('.case-body').boundingBox())!.height;
    expect(await height()).toBeLessThan(DESK.height / 3);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '收起', expanded: true }).waitFor();
    expect(await height()).toBeGreaterThan(DESK.height);
    await leave();
  });

  it('shows in high contrast the edge of every button, which field is in use, and what cannot be pressed yet', async () => {
    const { page, context, leave } = await stack.sit('zhihui.collector');
    await context.addInitScript(`localStorage.setItem('appearance', '{"appearance":"contrast"}')`);
    await page.goto('/console/imports');
    const seen = (selector: string, part: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${part}`);
    const choose = page.getByRole('button', { name: '选择文件' });
    await choose.waitFor();
    await page.keyboard.press('Tab');
    await choose.focus();
    expect(await seen(':focus', 'borderTopColor')).toBe('rgb(0, 0, 0)');
    expect(await seen(':focus', 'outlineColor')).toBe('rgb(0, 0, 0)');
    expect(await seen('main button:disabled', 'color')).toBe('rgb(43, 43, 43)');
    await page.goto('/console/file');
    await page.getByLabel('标题', { exact: true }).focus();
    expect(await seen(':focus', 'boxShadow')).toBe('rgb(0, 0, 0) 0px 0px 0px 2px');
    await leave();
  });

  it('is printed light and in ordinary type, whatever the screen is, which is afterwards as before', async () => {
    const { page, context, leave } = await stack.sit('zhihui.handler');
    const look = JSON.stringify({ appearance: 'dark', large: true, keys: true });
    await context.addInitScript(`localStorage.setItem('appearance', '${look}')`);
    await page.goto(`/console/demands/${number}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(`const looks = [];
      const look = () => looks.push(Object.values({ ...document.documentElement.dataset }).join(' '));
      addEventListener('beforeprint', look);
      addEventListener('afterprint', look);
      globalThis.looks = looks;`);
    await page.pdf();
    const looks = await eventually(
      () => page.evaluate<string[]>('looks'),
      ({ length }) => length > 1,
    );
    expect(looks).toEqual(['light normal', 'dark large']);
    await leave();
  });

  it('is there before anybody has signed in', () => expectSoundPage(null, '/console/login', DESK));
});

describe('the pages of staff who are on their way', () => {
  it.each(byPerson(ON_THE_WAY))(
    'show %s %s on a phone whole, quiet and without barriers',
    (username, page) => expectSoundPage(username, `/console${addressOf(page)}`, PHONE),
    90_000,
  );
});

describe('every phone page', () => {
  it.each(['/m/', '/m/file/zhihui', '/m/file/zhihui~member', '/m/file/baoan', '/m/track', '/m/rate', '/m/poll'])(
    '%s is whole, quiet and without barriers',
    (page) => expectSoundPage(null, page, PHONE),
  );

  it('is so too for whoever has a link in hand', async () => {
    await expectSoundPage(null, `/m/track#${tracking}`, PHONE);
    await expectSoundPage(null, `/m/rate#${rating}`, PHONE);
    await expectSoundPage(null, `/m/rate#${disputed.ratingToken}`, PHONE);
    await expectSoundPage(null, `/m/poll#${voted.ballot}`, PHONE);
  });
});

/** What a browser that has never been here loads for a page, in bytes as gzip has them. */
async function weightOf(
  username: string | null,
  address: string,
  screen: Screen,
): Promise<{ bytes: number; files: string[] }> {
  const { page, untilQuiet, leave } = await stack.sit(username, screen);
  const files: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css)$/.test(pathname)) files.push(pathname);
  });
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await untilQuiet();
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
