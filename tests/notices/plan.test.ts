import { readConfig, type ConfigError } from '../../src/config';
import { openMinutes, RINGING_KINDS, retryAfter, sendTime, wants } from '../../src/domain/notice-channel';
import { planMessages, type RingingNotice, type World } from '../../src/notices/plan';
import { shareOut } from '../../src/notices/robots';
import { maskAddress, maskUrl } from '../../src/notices/sealed';
import { wordsOf, type Told } from '../../src/notices/words';

const at = (time: string): number => Date.parse(`2026-11-24T${time}:00+08:00`);
const MINUTE = 60_000;
const notice: RingingNotice = {
  ...{ key: 'n1', kind: 'timeout_escalation', role: 'supervisor', unit_id: 'zhihui', user_id: null, reachable: false },
  path: ['baoan', 'fuyong', 'zhihui'],
};
const world: World = {
  now: at('10:00'),
  connected: new Set(['mail', 'sms']),
  people: [{ id: 'wang', seat: 'supervisor@zhihui' }],
  standIn: (user) => user,
  addresses: [
    { user: 'wang', channel: 'mail' },
    { user: 'wang', channel: 'sms' },
  ],
  preferences: [],
  endpoints: [],
  quiet: { from: 20 * 60, to: 8 * 60 },
};
const plan = (change: Partial<World> = {}, told: Partial<RingingNotice> = {}) =>
  planMessages({ ...notice, ...told }, { ...world, ...change }).messages.map(({ key, channel, target, dueAt }) => [
    key,
    channel,
    target,
    (Date.parse(dueAt) - world.now) / MINUTE,
  ]);
const chosen = { user: 'wang', channel: 'mail', kinds: null, quietFrom: null, quietTo: null, digestAt: null };

describe('who is told by which channel', () => {
  it('is whoever has the role, by every channel with an address', () => {
    expect(plan()).toEqual([
      ['n1:mail:wang', 'mail', 'wang', 0],
      ['n1:sms:wang', 'sms', 'wang', 0],
    ]);
  });

  it('goes to the sink under the same key where the channel is not connected', () => {
    expect(plan({ connected: new Set() })).toEqual([
      ['n1:mail:wang', 'sink', 'wang', 0],
      ['n1:sms:wang', 'sink', 'wang', 0],
    ]);
  });

  it('goes to the sink for somebody who left no address', () => {
    expect(plan({ addresses: [] })).toEqual([['n1:none:wang', 'sink', 'wang', 0]]);
  });

  it('is the deputy of somebody who is away, once, even if both have the role', () => {
    const people = [...world.people, { id: 'li', seat: 'supervisor@zhihui' }];
    expect(plan({ people, addresses: [], standIn: () => 'li' })).toEqual([['n1:none:li', 'sink', 'li', 0]]);
  });

  it('is the person alone when one is addressed', () => {
    const people = [...world.people, { id: 'li', seat: null }];
    expect(plan({ people, addresses: [] }, { user_id: 'li', role: null, unit_id: null })).toEqual([
      ['n1:none:li', 'sink', 'li', 0],
    ]);
  });

  it('is nobody in an empty seat, and the plan says so', () => {
    expect(planMessages(notice, { ...world, people: [] })).toEqual({ messages: [], nobody: true });
  });

  it('respects what the person wants; a choice to hear nothing is no empty seat', () => {
    const none = [
      { ...chosen, kinds: [] },
      { ...chosen, channel: 'sms', kinds: ['urged' as const] },
    ];
    expect(plan({ preferences: none })).toEqual([]);
    expect(planMessages(notice, { ...world, preferences: none }).nobody).toBe(false);
    expect(plan({ preferences: none }, { kind: 'urged' }).map(([key]) => key)).toEqual(['n1:sms:wang']);
  });

  it('by default tells everything by mail, what is late by short message, and phones nobody', () => {
    const addresses = ['mail', 'sms', 'voice'].map((channel) => ({ user: 'wang', channel }));
    const told = Object.fromEntries(
      RINGING_KINDS.map((kind) => [kind, plan({ addresses }, { kind }).map(([, channel]) => channel)]),
    );
    expect(told).toMatchObject({ timeout_escalation: ['mail', 'sms'], urged: ['mail', 'sms'], reminder: ['mail'] });
    expect(Object.values(told).flat()).not.toContain('voice');
  });

  it('is also the robots and machines of the unit and of those above it that want the kind', () => {
    const endpoint = { id: 'e1', unit: 'fuyong', channel: 'wecom' as const, kinds: null };
    const endpoints = [
      endpoint,
      { ...endpoint, id: 'e2', channel: 'webhook' as const, kinds: ['urged' as const] },
      { ...endpoint, id: 'e3', unit: 'fuhai' },
    ];
    const keys = (kind: RingingNotice['kind']) => plan({ endpoints, people: [] }, { kind }).map(([key]) => key);
    expect(keys('timeout_escalation')).toEqual(['n1:wecom:e1']);
    expect(keys('urged')).toEqual(['n1:wecom:e1', 'n1:webhook:e2']);
  });

  it('is whoever filed the demand by short message, and no robot', () => {
    const endpoints = [{ id: 'e1', unit: 'baoan', channel: 'wecom' as const, kinds: null }];
    const told = { kind: 'replied', role: null, unit_id: null } as const;
    expect(plan({ endpoints }, { ...told, reachable: true })).toEqual([['n1:sms:reporter', 'sms', null, 0]]);
    expect(plan({ endpoints }, told)).toEqual([['n1:none:reporter', 'sink', null, 0]]);
  });
});

describe('when it rings', () => {
  const quiet = { from: 20 * 60, to: 8 * 60 };
  test.each([
    ['10:00', [quiet], null, '10:00'],
    ['21:30', [quiet], null, '32:00'],
    ['07:00', [quiet, { from: 480, to: 540 }], null, '09:00'],
    ['12:30', [{ from: 720, to: 840 }, quiet, null], null, '14:00'],
    ['10:00', [quiet], 17 * 60, '17:00'],
    ['18:00', [quiet], 17 * 60, '41:00'],
    ['10:00', [quiet], 21 * 60, '32:00'],
    ['10:00', [{ from: 600, to: 600 }], null, '10:00'],
  ])('at %s with quiet hours and a digest it rings at its time', (from, hours, digestAt, due) => {
    const [hour, minute] = due.split(':').map(Number);
    expect(sendTime(at(from), hours, digestAt)).toBe(at('00:00') + (hour! * 60 + minute!) * MINUTE);
  });

  it('is not put off for ever by hours that leave no minute of the day', () => {
    const never = [
      { from: 0, to: 720 },
      { from: 720, to: 1_440 },
    ];
    // The person's own are not obeyed then, the policy's are.
    expect(sendTime(at('10:00'), never)).toBe(at('12:00'));
    expect(sendTime(at('13:00'), never)).toBe(at('13:00'));
    expect(sendTime(at('10:00'), [quiet, { from: 0, to: 1_440 }])).toBe(at('10:00'));
    expect(sendTime(at('21:00'), [quiet, { from: 480, to: 1_200 }])).toBe(at('08:00') + 24 * 60 * MINUTE);
    expect(sendTime(at('10:00'), [null, { from: 0, to: 1_440 }])).toBe(at('10:00'));
  });

  it('leaves as many minutes of the day as nobody wants quiet', () => {
    expect(openMinutes([])).toBe(1_440);
    expect(openMinutes([quiet])).toBe(720);
    expect(openMinutes([quiet, { from: 480, to: 1_080 }, { from: 600, to: 600 }])).toBe(120);
    expect(openMinutes([quiet, { from: 480, to: 1_200 }])).toBe(0);
  });

  it('waits for the person’s own quiet hours and digest; a machine has no night', () => {
    const own = [
      { ...chosen, quietFrom: 9 * 60, quietTo: 12 * 60 },
      { ...chosen, channel: 'sms', digestAt: 17 * 60 },
    ];
    expect(plan({ preferences: own }).map(([, , , wait]) => wait)).toEqual([120, 420]);
    const endpoints = [
      { id: 'e1', unit: 'baoan', channel: 'webhook' as const, kinds: null },
      { id: 'e2', unit: 'baoan', channel: 'feishu' as const, kinds: null },
    ];
    const night = { endpoints, people: [], now: at('21:00') };
    expect(planMessages(notice, { ...world, ...night }).messages.map(({ dueAt }) => dueAt)).toEqual([
      new Date(at('21:00')).toISOString(),
      new Date(at('08:00') + 24 * 60 * MINUTE).toISOString(),
    ]);
  });

  it('comes later after each failed try, at most an hour and a quarter', () => {
    const waits = Array.from({ length: 10 }, (_, i) => retryAfter(i + 1, 0.5) / MINUTE);
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    expect([retryAfter(1, 0), retryAfter(1, 1)]).toEqual([45_000, 75_000]);
  });

  it('null wants every kind, a list only its own', () => {
    expect([wants({ kinds: null }, 'urged'), wants({ kinds: ['reminder'] }, 'urged')]).toEqual([true, false]);
  });
});

describe('what a robot says within its limit', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => i);
  const sizes = (count: number, left: number) =>
    shareOut(many(count), left, () => 250, 3_800).map((group) => group.length);

  it('is one by one while there is room', () => expect(sizes(5, 20)).toEqual([1, 1, 1, 1, 1]));

  it('is gathered when there is not, and nothing of it is lost', () => {
    const shared = shareOut(many(200), 20, () => 250, 3_800);
    expect(shared.length).toBeLessThanOrEqual(20);
    expect(shared.flat()).toEqual(many(200));
    expect(Math.max(...sizes(200, 20))).toBe(14);
  });

  it('leaves what does not fit even so for the next minute, in order', () => {
    expect(shareOut(many(1_000), 20, () => 250, 3_800).flat()).toEqual(many(280));
    expect([sizes(3, 0), sizes(0, 20), sizes(3, 1)]).toEqual([[], [], [3]]);
  });
});

describe('the words', () => {
  const told: Told = {
    ...{ kind: 'timeout_escalation', clock: 'handle', unit: '智美·汇志园区', demandId: 'd', number: 'SQ1' },
    data: { percent: 100, dueAt: at('12:05') },
  };
  const indexKey = Buffer.alloc(32);
  const words = (change: Partial<Told>, key?: Buffer) =>
    wordsOf({ ...told, ...change }, { publicUrl: 'https://z.example', ...(key ? { indexKey: key } : {}) });

  it('say what happened, what to do and where', () => {
    expect(words({})).toEqual({
      title: '超时升级',
      what: 'SQ1 办理超时（应在 11月24日 12:05 前完成），已升级给督办员，请过问。',
      link: 'https://z.example/console/demands/SQ1',
    });
  });

  it('exist for every kind that rings', () => {
    for (const kind of RINGING_KINDS) expect(words({ kind }).what).toMatch(/^.*SQ1.*[。]$/);
  });

  it('hold the rating link only where the key is at hand: for whoever filed it, and for nobody who looks on', () => {
    const replied = { kind: 'replied', data: { round: 2 } } as const;
    expect(words(replied, indexKey).link).toMatch(/^https:\/\/z\.example\/m\/rate#[\w-]{32}$/);
    expect(words(replied).link).toBe('https://z.example/m/rate#…');
    expect(words({ kind: 'promise_reported' }, indexKey).link).toMatch(/\/m\/track#[\w-]{32}$/);
  });
});

test('addresses are shown by their ends only', () => {
  expect(maskAddress('lixiaoming@example.com')).toBe('li****@example.com');
  expect(maskAddress('a@example.com')).toBe('****@example.com');
  expect(maskAddress('13800009999')).toBe('138****9999');
  expect(maskUrl('https://oapi.dingtalk.com/robot/send?access_token=abcdef123456')).toBe(
    'https://oapi.dingtalk.com/…3456',
  );
});

describe('the configuration of channels', () => {
  const key = Buffer.alloc(32, 1).toString('base64');
  const good = { DATABASE_URL: 'postgresql://u@127.0.0.1/z', SECRET_KEYS: `a:${key}`, INDEX_KEY: key };
  const problemsOf = (env: Record<string, string>): string[] => {
    try {
      readConfig({ ...good, ...env });
      return [];
    } catch (error) {
      return (error as ConfigError).problems;
    }
  };

  it('connects nothing by itself', () => expect(readConfig(good).notices).toEqual({ allowedEgress: [] }));

  it.each([
    [{ SMTP_URL: 'smtp://mail.example' }, ['SMTP_FROM：设了 SMTP_URL 就必须设置']],
    [
      { SMS_PROVIDER: 'http' },
      ['SMS_ENDPOINT：设了 SMS_PROVIDER 就必须设置', 'SMS_KEY_SECRET：设了 SMS_PROVIDER 就必须设置'],
    ],
    [{ VOICE_URL: 'https://voice.example' }, ['VOICE_SECRET：设了 VOICE_URL 就必须设置']],
    [{ ALLOWED_EGRESS: '10.0.0.1' }, ['ALLOWED_EGRESS：须为网段（CIDR），如 10.2.0.0/16，多个用逗号分隔']],
    [{ SMTP_URL: 'http://mail.example', SMTP_FROM: 'a@b.example' }, ['SMTP_URL：须为 smtp:// 或 smtps:// 开头的地址']],
  ])('says of %o what is wrong', (env, problems) =>
    expect(problemsOf(env as Record<string, string>)).toEqual(problems),
  );

  it('needs all that a provider of short messages asks for', () => {
    expect(problemsOf({ SMS_PROVIDER: 'aliyun' })).toHaveLength(5);
    expect(problemsOf({ SMS_PROVIDER: 'tencent' })).toHaveLength(6);
  });

  it('takes networks that may be reached inside', () => {
    expect(readConfig({ ...good, ALLOWED_EGRESS: '10.2.0.0/16, fd00::/8' }).notices.allowedEgress).toEqual([
      '10.2.0.0/16',
      'fd00::/8',
    ]);
  });
});
