import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, root } from '../support/source-files';

const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs')];
const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');
const isThere = (place: string): boolean => existsSync(path.join(root, place));

describe('every page of the docs', () => {
  it.each(pages)('%s links only to what exists', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!.split('#')[0]!);
    const local = links.filter((target) => target !== '' && !/^https?:/.test(target));
    expect(local.filter((target) => !isThere(path.join(path.dirname(page), target)))).toEqual([]);
  });

  it.each(pages)('%s names only files and folders that exist', (page) => {
    const named = [...read(page).matchAll(/`((?:src|workflows|activities|tests|scripts|prisma|docs)\/[\w./-]+)`/g)];
    expect(named.map(([, place]) => place!).filter((place) => !isThere(place))).toEqual([]);
  });

  it.each(pages)('%s names only npm commands that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
