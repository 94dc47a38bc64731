import net from 'node:net';
import { createEgress, type Target } from '../../src/notices/egress';

/** Where the connector under the guard was sent; it reaches nobody. */
let reached: Target[] = [];
beforeEach(() => void (reached = []));
const connect = (target: Target): net.Socket => {
  reached.push(target);
  const socket = new net.Socket();
  setImmediate(() => socket.destroy(new Error('stand-in')));
  return socket;
};
const NAMES: Record<string, string[]> = {
  'inside.example': ['10.0.0.5'],
  'localtest.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:10.0.0.5'],
  'metadata.example': ['169.254.169.254'],
  'half.example': ['203.0.114.7', '192.168.1.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'open.example': ['203.0.114.7'],
};
const lookup = async (name: string): Promise<string[]> => NAMES[name] ?? [];
const guard = createEgress({ allowed: [], lookup, connect });
const post = (url: string, egress = guard) => egress.post({ url, headers: {}, body: '{}', timeoutMs: 60_000 });

const INSIDE = [
  ...['https://127.0.0.1/', 'https://127.8.9.1:8443/', 'https://localhost.example@127.0.0.1/', 'https://[::1]/'],
  ...[
    'https://[::]/',
    'https://0.0.0.0/',
    'https://0/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
  ],
  ...[
    'https://0177.0.0.1/',
    'https://0x7f.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://127。0。0。1/',
    'https://１２７.0.0.1/',
  ],
  ...[
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://100.100.100.200/latest/',
    'https://168.63.129.16/',
  ],
  ...[
    'https://192.0.0.192/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.254/',
    'https://192.168.0.1/',
  ],
  ...[
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://240.0.0.1/',
  ],
  ...[
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
  ],
  ...[
    'https://[2002:7f00:1::]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://[2001::1]/',
  ],
  ...['https://inside.example/', 'https://localtest.example/', 'https://six.example/', 'https://mapped.example/'],
  ...['https://metadata.example/', 'https://half.example/', 'https://nat64.example/'],
  ...[
    'http://open.example/',
    'http://203.0.114.7/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_INFO',
    'ftp://open.example/',
  ],
  ...['https://user:word@open.example/', 'https://open.example@inside.example/', 'javascript:alert(1)', 'https://', ''],
];

describe('the way out to addresses that users gave', () => {
  it('knows more than forty ways inside', () => expect(INSIDE.length).toBeGreaterThanOrEqual(40));

  test.each(INSIDE)('never leads to %s', async (url) => {
    await expect(post(url)).rejects.toMatchObject({ name: 'DeliveryError', fault: 'never' });
    expect(reached).toEqual([]);
  });

  it('leads to public addresses, to the very one that was looked at', async () => {
    await expect(post('https://open.example:8443/hook')).rejects.toMatchObject({ fault: 'again' });
    expect(reached).toEqual([{ address: '203.0.114.7', port: 8443, secure: true, servername: 'open.example' }]);
  });

  it('is not fooled by a name that changes its address after it was looked at', async () => {
    let asked = 0;
    const rebinding = async () => [(asked += 1) === 1 ? '203.0.114.7' : '127.0.0.1'];
    const egress = createEgress({ allowed: [], lookup: rebinding, connect });
    await expect(post('https://rebind.example/', egress)).rejects.toMatchObject({ fault: 'again' });
    await expect(post('https://rebind.example/', egress)).rejects.toMatchObject({ fault: 'never' });
    expect(reached.map(({ address }) => address)).toEqual(['203.0.114.7']);
  });

  it('tries a name that nobody knows again later', async () => {
    await expect(post('https://unknown.example/')).rejects.toMatchObject({ fault: 'again' });
  });

  it('reaches inside, and without encryption, only the networks that the configuration names', async () => {
    const egress = createEgress({ allowed: ['10.0.0.0/16'], lookup, connect });
    await expect(post('http://inside.example/', egress)).rejects.toMatchObject({ fault: 'again' });
    await expect(post('https://10.0.255.1/', egress)).rejects.toMatchObject({ fault: 'again' });
    for (const url of ['https://10.1.0.1/', 'https://127.0.0.1/', 'http://open.example/', 'http://localtest.example/'])
      await expect(post(url, egress)).rejects.toMatchObject({ fault: 'never' });
    expect(reached.map(({ address }) => address)).toEqual(['10.0.0.5', '10.0.255.1']);
  });

  it('says what speaks against an address as it is written', () => {
    expect(guard.objection('https://open.example/')).toBeNull();
    expect(guard.objection('http://open.example/')).toBe('须以 https:// 开头');
    expect(guard.objection('https://10.0.0.1/')).toBe('不能指向内部网络的地址');
    expect(guard.objection('https://me@open.example/')).toBe('网址里不能带用户名或口令');
    expect(guard.objection('open.example')).toBe('不是完整的网址');
  });
});
