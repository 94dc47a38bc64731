import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

describe('what a stranger looks up', () => {
  const missing = (page: string, names: string[]): string[] => names.filter((name) => !read(page).includes(name));

  it('every page of the console stands in docs/console.md', () => {
    const source = read('web/src/console/shell/navigation.tsx');
    const labels = [...source.matchAll(/<Item to="[^"]+" label="([^"]+)"/g)].map(([, label]) => label!);
    expect(labels.length).toBeGreaterThan(20);
    expect(missing('docs/console.md', labels)).toEqual([]);
  });

  it('every workflow and every part of the source stands in docs/architecture.md', () => {
    const workflows = [...read('workflows/index.ts').matchAll(/export \{ (\w+) \}/g)].map(([, name]) => `\`${name}\``);
    const parts = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((each) => each.isDirectory());
    const folders = parts.map(({ name }) => `\`src/${name}/\``);
    expect(workflows.length).toBeGreaterThan(10);
    expect(missing('docs/architecture.md', [...workflows, ...folders])).toEqual([]);
  });

  it('every npm command stands in docs/run-locally.md or CONTRIBUTING.md', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const told = `${read('docs/run-locally.md')}${read('CONTRIBUTING.md')}`;
    const isTold = (name: string): boolean => told.includes(`npm ${name}`) || told.includes(`npm run ${name}`);
    expect(Object.keys(scripts).filter((name) => !isTold(name))).toEqual([]);
  });
});
