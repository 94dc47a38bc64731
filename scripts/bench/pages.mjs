import { chromium as browsers } from 'playwright-core';
import { chromium } from '../lib/chromium.mjs';
import { fill } from './fill.mjs';
import { percentile, round } from './measure.mjs';

const LOADS = 5;
const WHEELS = 150;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** What a person at the console waits for, in a real browser over 100,000 demands: the first load, and scrolling the list of all. */
export async function measurePages({ base, databaseUrl, accounts }, say) {
  await fill(databaseUrl, say);
  const browser = await browsers.launch({ executablePath: chromium(), args: flags });
  try {
    const paints = [];
    for (let i = 0; i < LOADS; i += 1) paints.push(await largestPaint(browser, base, accounts));
    say(`queue page, largest contentful paint: ${paints.map((ms) => round(ms)).join(', ')} ms`);
    const frames = await framesWhileScrolling(browser, base, accounts);
    say(`list of all, ${frames.length} frames while scrolling`);
    return {
      queuePageLcpMs: { median: round(percentile(paints, 50)), worst: round(Math.max(...paints)) },
      scrollFrameMs: {
        p50: round(percentile(frames, 50)),
        p95: round(percentile(frames, 95)),
        worst: round(Math.max(...frames)),
      },
    };
  } finally {
    await browser.close();
  }
}

/** Every time a browser that has never been here. */
async function signedIn(browser, base, accounts, username) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: base });
  const { password } = accounts.find((account) => account.username === username);
  await context.request.post('/api/v1/sessions', { data: { username, password } });
  return { context, page: await context.newPage() };
}

async function largestPaint(browser, base, accounts) {
  const { context, page } = await signedIn(browser, base, accounts, 'zhihui.handler');
  await page.addInitScript(`new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.largestPaint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });`);
  await page.goto('/console/queues/unit');
  await page.locator('.row').first().waitFor();
  await page.waitForTimeout(1_500);
  const at = await page.evaluate('window.largestPaint');
  await context.close();
  return at;
}

/** The time between frames, in ms, while the wheel turns and further pages come. */
async function framesWhileScrolling(browser, base, accounts) {
  const { context, page } = await signedIn(browser, base, accounts, 'baoan.supervisor');
  await page.goto('/console/demands');
  await page.locator('.row').first().waitFor();
  await page.mouse.move(400, 500);
  await page.evaluate(`(() => {
    window.frames_ = []; let last = performance.now();
    const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  })()`);
  for (let i = 0; i < WHEELS; i += 1) await page.mouse.wheel(0, 400);
  const frames = await page.evaluate('window.frames_');
  await context.close();
  return frames;
}
