import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './checkout.mjs';

/** A hash over the names and contents of files and folders of the checkout; `more` is anything else the result depends on. */
export function fingerprint(sources, more = '') {
  const hash = createHash('sha256').update(`${process.version} ${more}`);
  for (const file of sources.flatMap((source) => filesUnder(path.join(root, source)))) {
    hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

export function filesUnder(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

/** Does `action` unless it was done for the same fingerprint before. Tells whether it did. */
export async function unlessDone(stamp, mark, action) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === mark) return false;
  await action();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, mark);
  return true;
}
