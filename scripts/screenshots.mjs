import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium as browsers } from 'playwright-core';
import { dataDir, root } from './lib/checkout.mjs';
import { chromium } from './lib/chromium.mjs';
import { pictures } from './screenshots/pictures.mjs';

/**
 * npm run screenshots [-- http://127.0.0.1:3000]: the pictures of docs/, taken anew from a running demo (npm start), so that they show
 * what there is.
 */

const base = process.argv[2] ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const folder = path.join(root, 'docs', 'pictures');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

async function main() {
  const accounts = JSON.parse(readFileSync(path.join(dataDir, 'demo-accounts.json'), 'utf8'));
  mkdirSync(folder, { recursive: true });
  const browser = await browsers.launch({ executablePath: chromium(), args: flags });
  try {
    for (const picture of pictures) {
      await take(browser, picture, accounts);
      console.log(`✓ docs/pictures/${picture.name}.png`);
    }
  } finally {
    await browser.close();
  }
}

async function take(browser, { name, username, path: address, width, height, prepare, look }, accounts) {
  const context = await browser.newContext({
    viewport: { width, height },
    baseURL: base,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
  });
  if (look) await context.addInitScript((value) => localStorage.setItem('appearance', JSON.stringify(value)), look);
  if (username) {
    const { password } = accounts.find((account) => account.username === username);
    await context.request.post('/api/v1/sessions', { data: { username, password } });
  }
  const page = await context.newPage();
  await page.goto(typeof address === 'function' ? await address(context.request) : address);
  await page.waitForLoadState('load');
  await loaded(page);
  await prepare?.(page);
  await loaded(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await context.close();
}

/** Everything that was asked for has come, and been drawn. */
async function loaded(page) {
  await page.waitForTimeout(1_000);
  await page.locator('[aria-label="正在载入"], [aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
}

main().catch((error) => {
  console.error(`${error.message}\n（先在另一个终端运行 npm start，看到地址后再来。）`);
  process.exitCode = 1;
});
