import net from 'node:net';
import { devServices } from './dev-services.mjs';

/**
 * Ports chosen and not used yet, each with the socket that keeps others away: between the choice of a port and the start of its service
 * lie seconds, and another checkout may be starting at the same time.
 */
const reserved = new Map();

/** A port that is free now; seconds later, or after its service was killed and comes back, it is still nobody's. */
export async function freePort() {
  const port = await reserveAny();
  await release(port);
  return port;
}

/** Below those that systems give to outgoing connections. */
async function reserveAny() {
  for (;;) {
    const port = await reserve(20_000 + Math.floor(Math.random() * 12_000));
    if (port !== undefined) return port;
  }
}

/** Gives up the reservation, right before the service itself starts to listen. */
export async function release(port) {
  const socket = reserved.get(port);
  reserved.delete(port);
  if (socket) await new Promise((resolve) => socket.close(resolve));
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
    if (await reserve(port)) chosen[service] = port;
    else if (given) problems.push(`${variable}=${given}：${label}的端口已被占用或无效，请换一个。`);
    else {
      chosen[service] = await reserveAny();
      say(`${label}的默认端口 ${standard} 已被占用，改用 ${chosen[service]}。`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n  '));
  return chosen;
}

/** Gives the port, undefined when it cannot be had. */
function reserve(port) {
  return new Promise((resolve) => {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return resolve(undefined);
    // A page that is still open from the last run knocks while nobody is home yet; kept waiting, it would keep the port.
    const socket = net.createServer((visitor) => visitor.destroy());
    socket.once('error', () => resolve(undefined));
    socket.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const chosen = socket.address().port;
      reserved.set(chosen, socket.unref());
      resolve(chosen);
    });
  });
}
