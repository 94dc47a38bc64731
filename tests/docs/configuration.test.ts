import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, root } from '../support/source-files';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const described = ['README.md', 'docs/run-locally.md', 'docs/deploy.md'].map(read).join('\n');

const names = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);

describe('every variable of the environment that', () => {
  it('the service reads is described for whoever sets it up', () => {
    const variables = names(read('src/config.ts'), /^ {2}([A-Z][A-Z_]+):/gm);
    expect(variables.length).toBeGreaterThan(15);
    expect(variables.filter((name) => !described.includes(`\`${name}\``))).toEqual([]);
  });

  it('the launcher, the seed and the tests read is described for whoever develops', () => {
    const sources = [...filesIn('scripts'), ...filesIn('prisma'), ...filesIn('tests/support')].map(read).join('\n');
    const variables = [
      ...names(sources, /(?:process\.)?env\.([A-Z][A-Z_]+)/g),
      ...names(sources, /\['([A-Z][A-Z_]*PORT)',/g),
      ...names(sources, /const \{ ([A-Z_, ]+) \} = process\.env/g).flatMap((list) => list.split(', ')),
    ].filter((name) => !passedOn.has(name));
    expect([...new Set(variables)].filter((name) => !described.includes(`\`${name}\``))).toEqual([]);
  });
});

/** What programs of this project or the system tell each other, and nobody sets. */
const passedOn = new Set(['DATABASE_URL_TEMPLATE', 'TEST_RUN_FOLDER', 'TEST_OUTCOME', 'SERVICE_URL', 'PATH']);
