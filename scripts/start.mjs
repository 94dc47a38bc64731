import { install, isInstalled } from './lib/install.mjs';
import { say, step } from './lib/progress.mjs';

/** npm start: from a fresh clone to a running service, and back again on Ctrl-C. Only Node's own modules until the install is done. */

const oldest = [20, 19];

async function main() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new Error(`需要 Node.js ${oldest.join('.')} 或更高版本，现在是 ${process.versions.node}。`);
  }
  if (!isInstalled()) await step('安装依赖（npm ci）', install);
  const { launch } = await import('./lib/launcher.mjs');
  await launch();
}

main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
