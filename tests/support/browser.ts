import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { chromium, type BrowserContext, type Locator, type Page, type Request } from 'playwright-core';
import { demoPassword } from './app';
import { testStack, type Stack } from './stack';

export interface Screen {
  width: number;
  height: number;
}
export const DESK: Screen = { width: 1440, height: 900 };
export const SMALL_DESK: Screen = { width: 1024, height: 768 };
export const PHONE: Screen = { width: 390, height: 844 };

/** The whole service with its pages, listening, and a real browser to look at them. */
export interface BrowserStack {
  service: Stack;
  base: string;
  /** Somebody at a screen of their own, signed in unless `username` is null. */
  sit: (username: string | null, screen?: Screen) => Promise<Seat>;
  close: () => Promise<void>;
}

export interface Seat {
  page: Page;
  context: BrowserContext;
  /** Errors in the browser's console, uncaught ones, and requests that failed. */
  complaints: string[];
  /** Every JSON answer that the browser received for whoever sits here, until now. */
  received: () => Promise<string[]>;
  /** Waits until the page has been idle and has asked nothing for a moment; the stream of notices never ends and does not count. */
  untilQuiet: () => Promise<void>;
  /** Somebody else sits down at the same screen and finds nothing of whoever left but the programs of the pages. */
  handOver: (username: string | null) => Promise<void>;
  leave: () => Promise<void>;
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export async function browserStack(): Promise<BrowserStack> {
  const service = await testStack();
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = service.app.server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  // Found, or installed, by tests/support/global-setup.mjs.
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });

  async function sit(username: string | null, screen: Screen = DESK): Promise<Seat> {
    const context = await browser.newContext({
      viewport: screen,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      baseURL: base,
      hasTouch: screen.width < 600,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(KEEP_TOASTS);
    await signIn(context, username);
    const page = await context.newPage();
    const { complaints, received, listenAnew } = listenTo(page);
    const untilQuiet = quietOf(page);
    const handOver = async (next: string | null): Promise<void> => {
      await forgetAll(page, base);
      listenAnew();
      await signIn(context, next);
    };
    return { page, context, complaints, received, untilQuiet, handOver, leave: () => context.close() };
  }

  return {
    service,
    base,
    sit,
    close: async () => {
      await browser.close();
      await service.close();
    },
  };
}

/** What a toast says is gone after seconds, in which a busy machine may not have looked: the page keeps it in its head. */
const KEEP_TOASTS = `
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll('.ant-message-notice:not([data-kept])')) {
      toast.dataset.kept = '';
      document.head.append(Object.assign(document.createElement('meta'), { name: 'said', content: toast.textContent }));
    }
  }).observe(document, { childList: true, subtree: true });`;

/** Every toast with these words since the page was loaded, also those that are gone. They are never visible: wait for `attached`. */
export const toasts = (page: Page, words: string): Locator => page.locator(`meta[name=said][content="${words}"]`);

async function signIn(context: BrowserContext, username: string | null): Promise<void> {
  if (username === null) return;
  const data = { username, password: demoPassword };
  await context.request.post('/api/v1/sessions', { data, failOnStatusCode: true });
}

/** Leaves the page and clears what the browser keeps of it, except its HTTP cache. */
async function forgetAll(page: Page, origin: string): Promise<void> {
  // Of this origin, and without a program that could still go elsewhere.
  await page.goto('/favicon.svg');
  await page.evaluate('sessionStorage.clear()');
  await page.context().clearCookies();
  const browser = await page.context().newCDPSession(page);
  await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await browser.detach();
}

function listenTo(page: Page) {
  const complaints: string[] = [];
  const reading: Promise<string[]>[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What a page that is left behind no longer waits for was not refused by anybody.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      complaints.push(`failed: ${request.method()} ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
    if (response.headers()['content-type']?.includes('json'))
      // Of a page that is left behind there is no text any more.
      reading.push(
        response.text().then(
          (text) => [text],
          () => [],
        ),
      );
  });
  return {
    complaints,
    received: async () => (await Promise.all(reading)).flat(),
    listenAnew: () => void (complaints.length = reading.length = 0),
  };
}

/** So many times in a row, each some ms long, a page has nothing to do and nothing to wait for. */
const QUIET_TIMES = 4;
/**
 * By the page's own clock, once it is idle: on a busy machine it stands still for longer than any pause here. A page of which
 * nothing is drawn may never be called idle: then a second will do.
 */
const idle = 'new Promise((done) => requestIdleCallback(() => setTimeout(done, 30), { timeout: 1000 }))';

function quietOf(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let asked = 0;
  page.on('request', (request) => {
    if (request.resourceType() === 'eventsource' || request.url().endsWith('/stream')) return;
    open.add(request);
    asked += 1;
  });
  const ended = (request: Request): void => void open.delete(request);
  page.on('requestfinished', ended).on('requestfailed', ended);
  return async () => {
    for (let times = 0; times < QUIET_TIMES;) {
      const before = asked;
      // A page that is being left answers nothing.
      const isIdle = await page.evaluate(idle).then(
        () => true,
        () => false,
      );
      times = isIdle && open.size === 0 && asked === before ? times + 1 : 0;
      if (!isIdle) await page.waitForTimeout(30);
    }
  };
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/** What a person who cannot see or use a mouse would stumble over: serious and critical findings of axe-core. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Half a megabyte of program, of which a page that is left by a link keeps what the one before brought.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
}
