import { performance } from 'node:perf_hooks';

/** What the launcher tells the person at the terminal. */

const launched = performance.now();
const isTerminal = process.stdout.isTTY;

export function say(text) {
  clearTicker();
  console.log(`  ${text}`);
}

export function secondsSinceLaunch() {
  return secondsSince(launched);
}

/** Runs one step and says how it went and how long it took; on a terminal the seconds count while it runs. */
export async function step(title, action) {
  const began = performance.now();
  if (!isTerminal) console.log(`… ${title}`);
  const ticker = setInterval(() => showTicker(`… ${title}（${secondsSince(began)}）`), 200);
  const finish = (sign) => {
    clearInterval(ticker);
    clearTicker();
    console.log(`${sign} ${title}（${secondsSince(began)}）`);
  };
  try {
    const result = await action();
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}

function secondsSince(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} 秒`;
}

function showTicker(text) {
  if (isTerminal) process.stdout.write(`\r\x1b[K${text}`);
}

function clearTicker() {
  if (isTerminal) process.stdout.write('\r\x1b[K');
}
