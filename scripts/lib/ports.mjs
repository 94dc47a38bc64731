import net from 'node:net';
import { devServices } from './dev-services.mjs';

/** Ports handed out by this process: two services asking at the same moment must not get the same one. */
const handedOut = new Set();

export async function freePort() {
  for (;;) {
    const port = await listenOnce(0);
    if (port !== undefined && claim(port)) return port;
  }
}

/**
 * The ports of everything that npm start starts. One that the environment names must be free; a default that is taken gives way to a
 * free one, and `say` tells so. Throws one error that names every port that cannot be had.
 */
export async function choosePorts(say) {
  const { DATABASE_URL, TEMPORAL_ADDRESS } = process.env;
  const { postgres, temporal } = devServices;
  const wanted = {
    server: ['PORT', 3000, '服务'],
    metrics: ['METRICS_PORT', 9464, '工作进程指标'],
    ...(DATABASE_URL ? {} : { postgres: ['POSTGRES_PORT', postgres.port, 'PostgreSQL'] }),
    ...(TEMPORAL_ADDRESS
      ? {}
      : {
          temporal: ['TEMPORAL_PORT', temporal.port, 'Temporal'],
          temporalUi: ['TEMPORAL_UI_PORT', temporal.uiPort, 'Temporal 页面'],
        }),
  };
  const problems = [];
  const chosen = {};
  for (const [service, [variable, standard, label]] of Object.entries(wanted)) {
    const given = process.env[variable];
    const port = Number(given || standard);
    if ((await listenOnce(port)) !== undefined && claim(port)) chosen[service] = port;
    else if (given) problems.push(`${variable}=${given}:${label}的端口已被占用或无效,请换一个。`);
    else {
      chosen[service] = await freePort();
      say(`${label}的默认端口 ${standard} 已被占用,改用 ${chosen[service]}。`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n  '));
  return chosen;
}

function claim(port) {
  if (handedOut.has(port)) return false;
  handedOut.add(port);
  return true;
}

/** Listens for a moment and gives the port, undefined when that is impossible. Port 0 lets the system choose. */
function listenOnce(port) {
  return new Promise((resolve) => {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return resolve(undefined);
    const probe = net.createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const chosen = probe.address().port;
      probe.close(() => resolve(chosen));
    });
  });
}
