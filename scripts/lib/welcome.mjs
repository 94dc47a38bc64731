import fs from 'node:fs';
import path from 'node:path';
import { dataDir, logsDir, root } from './checkout.mjs';
import { isDemo } from './settings.mjs';
import { secondsSinceLaunch } from './progress.mjs';

/** Where everything is, and who can log in. */
export function printWelcome({ url, temporal }) {
  const lines = [
    ['服务', url],
    ['接口文档', `${url}/docs`],
    ['Temporal', temporal.uiPort ? `http://127.0.0.1:${temporal.uiPort}` : temporal.address],
    ['数据', shown(dataDir)],
    ['日志', shown(logsDir)],
  ];
  console.log(`\n直通车已就绪（共 ${secondsSinceLaunch()}）\n`);
  for (const [name, value] of lines) console.log(`  ${padded(name, 10)}${value}`);
  if (isDemo) {
    printAccounts();
    console.log('\n演示诉求只有几十件。要让统计、专题分析、推演有数可看，另开一个终端运行 npm run simulate。');
  }
  console.log('\n按 Ctrl-C 停止；数据会保留，下次启动接着用。');
}

function printAccounts() {
  const file = path.join(dataDir, 'demo-accounts.json');
  if (!fs.existsSync(file)) return;
  const accounts = JSON.parse(fs.readFileSync(file, 'utf8'));
  console.log(`\n演示账号（全部 ${accounts.length} 个见 ${shown(file)}）：\n`);
  console.log(`  ${padded('账号', 22)}${padded('口令', 22)}${padded('单位', 28)}角色`);
  for (const { username, password, unit, roleLabels } of onePerRoleAndLevel(accounts)) {
    console.log(`  ${padded(username, 22)}${padded(password, 22)}${padded(unit.name, 28)}${roleLabels.join('、')}`);
  }
}

function onePerRoleAndLevel(accounts) {
  const seen = new Set();
  return accounts.filter(({ level, roles }) => {
    const key = `${level} ${[...roles].sort()}`;
    return !seen.has(key) && seen.add(key);
  });
}

function shown(place) {
  const inside = path.relative(root, place);
  return inside.startsWith('..') ? place : inside;
}

/** A Chinese character takes two columns. */
function padded(text, width) {
  const taken = [...text].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - taken));
}
