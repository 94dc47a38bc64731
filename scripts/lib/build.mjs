import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root } from './checkout.mjs';
import { filesUnder, fingerprint, unlessDone } from './fingerprint.mjs';
import { generateClient } from './generate.mjs';
import { lock } from './lock.mjs';

const dist = path.join(root, 'dist');
const bundleFile = path.join(dist, 'workflow-bundle.js');
const generated = path.join(root, 'src', 'database', 'generated');
const sources = ['src', 'workflows', 'activities', 'prisma'];
const bundled = ['workflows', 'src/domain'];
const shown = ['web', 'src/domain'];

/**
 * Brings the generated client, dist/ and the workflow bundle up to date, doing only what changed sources call for; gives what it did.
 * Reads no types: that is the type check's business.
 */
export async function build() {
  const unlock = await lock(path.join(root, '.data', 'build.lock'));
  try {
    return await bringUpToDate();
  } finally {
    unlock();
  }
}

/** Of all that only the bundle; gives the file. Tests need it where nobody has built. */
export async function workflowBundle() {
  const unlock = await lock(path.join(root, '.data', 'build.lock'));
  try {
    await unlessDone(...bundle());
    return bundleFile;
  } finally {
    unlock();
  }
}

const bundle = () => [path.join(dist, '.bundle'), fingerprint([...bundled, 'package-lock.json']), bundleWorkflows];

async function bringUpToDate() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules', 'prisma', 'package.json'), 'utf8'));
  const steps = [
    ['client', path.join(generated, '.stamp'), fingerprint(['prisma/schema.prisma'], version), generateClient],
    // Evaluated late: the sources include the generated client.
    [
      'sources',
      path.join(dist, '.sources'),
      () => fingerprint([...sources, 'package-lock.json', 'scripts/lib/build.mjs']),
      transpile,
    ],
    ['bundle', ...bundle()],
    ['web', path.join(dist, '.web'), () => fingerprint([...shown, 'package-lock.json']), buildPages],
  ];
  const done = [];
  for (const [name, stamp, mark, action] of steps) {
    if (await unlessDone(stamp, typeof mark === 'function' ? mark() : mark, action)) done.push(name);
  }
  return done;
}

async function transpile() {
  const { transformFile } = await import('@swc/core');
  const files = sources
    .flatMap((folder) => filesUnder(path.join(root, folder)))
    .filter((file) => /(?<!\.d)\.ts$/.test(file));
  const fresh = path.join(root, '.data', `dist-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  await Promise.all(
    files.map(async (file) => {
      const name = path.relative(root, file).replace(/\.ts$/, '.js');
      const target = path.join(fresh, name);
      const { code, map } = await transformFile(file, {
        swcrc: false,
        sourceMaps: true,
        sourceFileName: path.relative(path.dirname(path.join(dist, name)), file),
        module: { type: 'commonjs' },
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      });
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `${code}\n//# sourceMappingURL=${path.basename(name)}.map\n`);
      writeFileSync(`${target}.map`, map);
    }),
  );
  keepBundle(fresh);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

function keepBundle(fresh) {
  for (const name of ['workflow-bundle.js', '.bundle', 'web', '.web']) {
    if (existsSync(path.join(dist, name))) renameSync(path.join(dist, name), path.join(fresh, name));
  }
}

/** The console and the phone pages, each file beside a compressed copy of it, so that nothing is compressed per request. */
async function buildPages() {
  const { build: buildWeb } = await import('vite');
  await buildWeb({ configFile: path.join(root, 'web', 'vite.config.mts'), logLevel: 'warn' });
  for (const file of filesUnder(path.join(dist, 'web'))) {
    if (!/\.(js|css|html|svg)$/.test(file)) continue;
    const content = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content));
  }
}

async function bundleWorkflows() {
  const workflowsPath = path.join(root, 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return console.warn('  还没有 workflows/index.ts，跳过工作流打包。');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  mkdirSync(dist, { recursive: true });
  writeFileSync(bundleFile, code);
}
