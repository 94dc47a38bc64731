import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

export type BreakableLink = {
  port: number;
  /** Ends every connection; new ones are cut at once (`cut`) or accepted and never answered (`hang`). */
  break(how: 'cut' | 'hang'): void;
  mend(): void;
  close(): Promise<void>;
};

/** A TCP link to a service that a test can break and mend. */
export async function breakableLink(host: string, port: number): Promise<BreakableLink> {
  let state: 'whole' | 'cut' | 'hang' = 'whole';
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const endAll = (): void => sockets.forEach((socket) => socket.destroy());
  const server = net.createServer((near) => {
    track(near);
    if (state === 'cut') near.destroy();
    if (state !== 'whole') return;
    const far = net.connect(port, host);
    track(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    break(how) {
      state = how;
      endAll();
    },
    mend() {
      if (state !== 'whole') endAll();
      state = 'whole';
    },
    async close() {
      server.close();
      endAll();
      await once(server, 'close');
    },
  };
}
