import { install, isInstalled } from './lib/install.mjs';

/** npm run bench: progress on stderr, one JSON object on stdout. Options: --seconds=15 --parallel=16 --only=lives,timers,list --rehearsed=10000 --running=2000 --open=100000 */

console.log = console.error;
if (!isInstalled()) install();
const { bench } = await import('./bench/bench.mjs');
process.stdout.write(`${JSON.stringify(await bench(process.argv.slice(2)), null, 2)}\n`);
