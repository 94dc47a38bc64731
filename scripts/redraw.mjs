// Redoes the draw of a spot check from its export, with nothing but Node.js and this file: npm run redraw -- <file.json>
// It uses no code of the service on purpose: whoever distrusts the service can read the whole method here.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const FORMAT = 'zhitongche-spot-check/1';
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const byNumber = (a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0);

// 1. The frame is hashed as text: sorted by number, one line per case, number TAB handling unit LINE FEED.
const frameText = (frame) =>
  [...frame]
    .sort(byNumber)
    .map(({ number, leadUnit }) => `${number}\t${leadUnit}\n`)
    .join('');

// 2. Every handling unit is a stratum of its own. At least `percent` of its cases are drawn, rounded up; the product is
//    rounded to a billionth first, so that 7 % of 100 is 7 whatever binary fractions make of it.
const drawnOf = (size, percent) => Math.min(size, Math.ceil(Number(((size * percent) / 100).toFixed(9))));

// 3. cyrb128 spreads the text "<seed>\n<handling unit>" over four 32-bit numbers, the start of the generator.
function cyrb128(text) {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i += 1) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}

// 4. sfc32 gives 32-bit random numbers; its first 12 are thrown away.
function randomNumbers(text) {
  let [a, b, c, d] = cyrb128(text);
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

// 5. A number below `limit`; one of the incomplete last cycle is thrown away, so that none is likelier than another.
function below(limit, next) {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  let value = next();
  while (value >= fair) value = next();
  return value % limit;
}

// 6. The cases of a stratum, sorted by number, are shuffled from the front (Fisher–Yates). The first ones are the draw, the
//    following ones in turn the replacements.
function order(frame, leadUnit, seed) {
  const cases = frame.filter((each) => each.leadUnit === leadUnit).sort(byNumber);
  const next = randomNumbers(`${seed}\n${leadUnit}`);
  for (let i = 0; i < cases.length; i += 1) {
    const j = i + below(cases.length - i, next);
    [cases[i], cases[j]] = [cases[j], cases[i]];
  }
  return cases.map(({ number }) => number);
}

// 7. The file itself is hashed over its values in this order, so that a slip of the pen is noticed, too.
const digestOf = (file) =>
  sha256(
    JSON.stringify([
      ...[file.format, file.id, file.unit, file.from, file.to, file.percent, file.committedAt, file.drawnAt],
      ...[file.seed, file.seedHash, file.frameHash],
      file.frame.map(({ number, leadUnit }) => [number, leadUnit]),
      file.strata.map(({ leadUnit, size, drawn }) => [leadUnit, size, drawn]),
      file.sample,
      file.replacements.map(({ number, because, next }) => [number, because, next]),
    ]),
  );

/** What does not fit, as sentences; empty when the draw is what the file says. */
export function faultsOf(file) {
  if (file?.format !== FORMAT) return [`不是抽查的导出文件（format 应为 ${FORMAT}）`];
  const { frame, seed, percent, sample, strata, replacements } = file;
  const faults = [];
  if (digestOf(file) !== file.digest) faults.push('文件在导出后被改动过');
  if (sha256(seed) !== file.seedHash) faults.push('种子与抽取前公布的 SHA-256 不符');
  if (sha256(frameText(frame)) !== file.frameHash) faults.push('范围与抽取前公布的 SHA-256 不符');

  const units = [...new Set(frame.map(({ leadUnit }) => leadUnit))].sort();
  const orders = new Map(units.map((unit) => [unit, order(frame, unit, seed)]));
  const sizes = units.map((leadUnit) => {
    const size = orders.get(leadUnit).length;
    return { leadUnit, size, drawn: drawnOf(size, percent) };
  });
  if (JSON.stringify(sizes) !== JSON.stringify(strata.map(({ leadUnit, size, drawn }) => ({ leadUnit, size, drawn }))))
    faults.push('各办理单位的件数与范围不符');
  const redrawn = sizes.flatMap(({ leadUnit, drawn }) => orders.get(leadUnit).slice(0, drawn)).sort();
  if (JSON.stringify(redrawn) !== JSON.stringify([...sample].sort())) faults.push('抽中的诉求与重做的结果不同');

  const taken = new Set(redrawn);
  const leadOf = new Map(frame.map(({ number, leadUnit }) => [number, leadUnit]));
  for (const { number, next } of replacements) {
    const due = (orders.get(leadOf.get(number)) ?? []).find((each) => !taken.has(each)) ?? null;
    if (!taken.has(number)) faults.push(`${number} 没有被抽中，却有替补`);
    else if (next !== due) faults.push(`${number} 的替补应当是 ${due ?? '没有'}，文件里是 ${next ?? '没有'}`);
    if (due !== null) taken.add(due);
  }
  return faults;
}

/** Answers the exit code: 0 fits, 1 does not, 2 could not be read. */
function redo(path) {
  let file;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`读不了 ${path}：${error.message}`);
    return 2;
  }
  let faults;
  try {
    faults = faultsOf(file);
  } catch (error) {
    faults = [`文件不完整：${error.message}`];
  }
  if (faults.length > 0) {
    console.error([`${path}：重做的抽取与文件不一致`, ...faults.map((fault) => `- ${fault}`)].join('\n'));
    return 1;
  }
  const { frame, sample, replacements } = file;
  console.log(
    `${path}：范围 ${frame.length} 件，抽中 ${sample.length} 件，替补 ${replacements.length} 次，与文件完全一致`,
  );
  for (const number of sample) console.log(number);
  return 0;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const paths = argv.slice(2);
  if (paths.length === 0) console.error('用法：npm run redraw -- <导出的文件>');
  exit(paths.length === 0 ? 2 : Math.max(...paths.map(redo)));
}
