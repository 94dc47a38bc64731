import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;

beforeAll(async () => {
  stack = await testStack();
  await stack.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => stack.close());

const readme = readFileSync(path.resolve(__dirname, '../../README.md'), 'utf8');

const blocks = (language: string): string =>
  [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text]) => text)
    .join('\n');

describe('the walk in README.md', () => {
  it('does what it says, command by command', async () => {
    const { port } = stack.app.server.address() as AddressInfo;
    const env = { ...process.env, BASE: `http://127.0.0.1:${port}` };
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', blocks('bash')], { env });
    expect(stdout).toBe(blocks('text'));
  });
});
