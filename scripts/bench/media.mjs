import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { percentile, residentMiB, round } from './measure.mjs';

const PICTURES = 40;
const AT_ONCE = 8;
const WIDTH = 4_000;
const HEIGHT = 3_000;

/** A picture as a phone takes it: twelve megapixels, lying on its side, with something to compress in it. */
async function aPhoto(file) {
  const noise = { type: 'gaussian', mean: 128, sigma: 28 };
  const grain = await sharp({ create: { width: WIDTH / 4, height: HEIGHT / 4, channels: 3, noise } })
    .png()
    .toBuffer();
  const picture = sharp(grain).resize(WIDTH, HEIGHT).withMetadata({ orientation: 6 });
  await writeFile(file, await picture.jpeg({ quality: 90 }).toBuffer());
}

/** MiB of the processes that decode for this one. */
function readersMiB() {
  const { pid } = process;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + (residentMiB(child) ?? 0), 0);
}

/** How fast one service has pictures drawn anew with their previews, several coming at once, and at what memory. */
async function inThisProcess(file, folder) {
  const { redrawPicture } = createRequire(new URL('../../dist/', import.meta.url))('./src/media/picture.js');
  const draw = async (n) => {
    const begun = performance.now();
    await redrawPicture(file, 'image/jpeg', path.join(folder, `drawn-${n}`));
    return performance.now() - begun;
  };
  await draw('first');
  const took = [];
  let next = 0;
  const begun = performance.now();
  const one = async () => {
    while (next < PICTURES) took.push(await draw((next += 1)));
  };
  let peakMiB = 0;
  const watch = setInterval(() => (peakMiB = Math.max(peakMiB, readersMiB())), 50);
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  clearInterval(watch);
  const perSecond = PICTURES / ((performance.now() - begun) / 1000);
  return { perSecond, medianMs: percentile(took, 50), peakMiB };
}

export async function measureMedia(_stack, say) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-media-'));
  try {
    const file = path.join(folder, 'photo.jpg');
    await aPhoto(file);
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), file, folder], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    const { perSecond, medianMs, peakMiB } = JSON.parse(child.stdout);
    const photoMiB = (await stat(file)).size / 1024 / 1024;
    say(`pictures of 12 megapixels: ${round(perSecond)} a second, ${round(peakMiB)} MiB at most`);
    const inMiB = { photoMiB: round(photoMiB), peakMiB: round(peakMiB) };
    return { pictures: { perSecond: round(perSecond), medianMs: round(medianMs), atOnce: AT_ONCE, ...inMiB } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(await inThisProcess(process.argv[2], process.argv[3])));
}
