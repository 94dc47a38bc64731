import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import ipaddr from 'ipaddr.js';
import { within } from './deadline';
import { DeliveryError } from './fault';

/** Where a connection really goes: an address that was looked at, never a name that is resolved again. */
export interface Target {
  address: string;
  port: number;
  secure: boolean;
  servername: string;
}
export type Connect = (target: Target) => net.Socket;
export type Lookup = (hostname: string) => Promise<string[]>;

export interface EgressOptions {
  /** Networks (CIDR) that may be reached although they are inside, also by http. */
  allowed: readonly string[];
  lookup?: Lookup;
  connect?: Connect;
}

export interface Request {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** The way out to addresses that users gave. */
export interface Egress {
  /** What speaks against an address as it is written, for people; null when nothing does. */
  objection(url: string): string | null;
  /** Posts once. Follows no redirects, reads 64 KiB of the answer at most. Throws `DeliveryError`. */
  post(request: Request): Promise<Answer>;
}

const MOST_BYTES = 64 * 1024;
/** Milliseconds: the system asks its name servers for much longer. */
const LOOKUP = 5_000;
const noName = (): Error => new Error('no name server answers');
/** The address at which machines of one cloud find their metadata lies among public ones. */
const METADATA = new Set(['168.63.129.16']);

const lookupAll: Lookup = async (hostname) => {
  const found = await dns.promises.lookup(hostname, { all: true });
  return found.map(({ address }) => address);
};

const connectTo: Connect = ({ address: host, port, secure, servername }) =>
  secure ? tls.connect({ host, port, ...(net.isIP(servername) ? {} : { servername }) }) : net.connect({ host, port });

export function createEgress({ allowed, lookup = lookupAll, connect = connectTo }: EgressOptions): Egress {
  const networks = allowed.map((network) => ipaddr.parseCIDR(network));

  function isAllowed(address: string): boolean {
    const parsed = ipaddr.process(address);
    return networks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  }

  /** Only what is reachable from everywhere; without encryption only what the configuration names. */
  function mayReach(address: string, secure: boolean): boolean {
    if (isAllowed(address)) return true;
    const parsed = ipaddr.process(address);
    return secure && parsed.range() === 'unicast' && isGlobal(parsed) && !METADATA.has(parsed.toString());
  }

  function objection(text: string): string | null {
    if (!URL.canParse(text)) return '不是完整的网址';
    const url = new URL(text);
    const isPlain = url.protocol === 'http:' && networks.length > 0;
    if (url.protocol !== 'https:' && !isPlain) return '须以 https:// 开头';
    if (url.username !== '' || url.password !== '') return '网址里不能带用户名或口令';
    const host = bare(url.hostname);
    if (net.isIP(host) && !mayReach(host, !isPlain)) return '不能指向内部网络的地址';
    return null;
  }

  /** Every address that the name has now; the check holds for the connection, because that goes to the address itself. */
  async function reachable(url: URL): Promise<Target> {
    const host = bare(url.hostname);
    const secure = url.protocol === 'https:';
    const addresses = net.isIP(host) ? [host] : await within(LOOKUP, lookup(host), noName).catch(() => []);
    if (addresses.length === 0) throw new DeliveryError('again', '域名无法解析');
    if (!addresses.every((address) => net.isIP(address) && mayReach(address, secure)))
      throw new DeliveryError('never', '域名指向内部网络，已拦截');
    return { address: addresses[0]!, port: Number(url.port) || (secure ? 443 : 80), secure, servername: host };
  }

  return {
    objection,
    async post(request) {
      const refused = objection(request.url);
      if (refused) throw new DeliveryError('never', refused);
      const url = new URL(request.url);
      return exchange(url, request, connect(await reachable(url)));
    },
  };
}

/** 2000::/3 is all of IPv6 that is given out; the library calls ::127.0.0.1 unicast as well. */
const isGlobal = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0]! & 0xe000) === 0x2000;

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

function exchange(url: URL, { headers, body, timeoutMs }: Request, socket: net.Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Before there is a connection nobody can have acted on it; afterwards nobody knows.
    let isOut = false;
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new DeliveryError(isOut ? 'unsure' : 'again', reason));
    };
    const timer = setTimeout(() => fail(`${timeoutMs / 1000} 秒内没有应答`), timeoutMs);
    const { request: ask } = url.protocol === 'https:' ? https : http;
    const outgoing = ask(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      createConnection: () => socket,
    });
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (isOut = true));
    outgoing.on('error', (error) => fail(error.message));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_BYTES) end();
      });
      response.on('end', end);
      response.on('error', (error) => fail(error.message));
    });
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.end(body);
  });
}
