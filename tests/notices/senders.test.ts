import { Webhook } from 'standardwebhooks';
import { createMail } from '../../src/notices/mail';
import type { Letter, PersonSender } from '../../src/notices/port';
import { createSenders } from '../../src/notices/senders';
import type { SmsSettings } from '../../src/notices/settings';
import { httpReceiver, mailSink, type MailSink, type Received, type Receiver } from '../support/receivers';

const letter = (change: Partial<Letter> = {}): Letter => ({
  ...{ key: 'n1:mail:wang', to: 'wang@example.com', audience: 'staff', title: '超时升级' },
  ...{ what: 'SQ1 办理超时，请过问。', link: 'https://z.example/console/demands/SQ1' },
  ...change,
});
const faultOf = (sender: PersonSender, change: Partial<Letter> = {}): Promise<string> =>
  sender.send(letter(change)).then(
    () => 'sent',
    (error: { fault: string }) => error.fault,
  );

describe('mail', () => {
  let sink: MailSink;
  let mail: PersonSender;
  const mailWaiting = (answer: number) =>
    createMail({ url: sink.url, from: '直通车 <notice@zhitongche.example>' }, { connect: 20_000, answer });
  beforeAll(async () => {
    sink = await mailSink();
    mail = mailWaiting(20_000);
  });
  beforeEach(() => void (sink.mails.length = 0));
  afterAll(() => sink.close());

  it('reaches a real server, with the same number for every try', async () => {
    await mail.send(letter());
    await mail.send(letter());
    await mail.send(letter({ key: 'another' }));
    const numbers = sink.mails.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)![1]);
    expect(numbers[0]).toMatch(/^<[0-9a-f]{40}@zhitongche\.example>\r?$/);
    expect([numbers[1], numbers[2]]).toEqual([numbers[0], expect.not.stringMatching(numbers[0]!)]);
    const [{ to, text }] = sink.mails as [MailSink['mails'][0]];
    expect(to).toEqual(['wang@example.com']);
    expect(text).toMatch(/^Auto-Submitted: auto-generated/m);
    const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
    expect(Buffer.from(body, 'base64').toString()).toContain(
      'SQ1 办理超时，请过问。\n\nhttps://z.example/console/demands/SQ1',
    );
  });

  test.each([
    [{ to: 'wang@example.com\r\nBcc: thief@example.com' }],
    [{ to: 'wang@example.com, thief@example.com' }],
    [{ title: '超时升级\r\nBcc: thief@example.com\r\n\r\n假的正文' }],
    [{ key: 'n1>\r\nBcc: thief@example.com' }],
  ])('nothing in %o becomes a header or another address', async (change) => {
    await mail.send(letter(change)).catch(() => undefined);
    for (const { to, text } of sink.mails) {
      expect(to).not.toContain('thief@example.com');
      expect(to).toHaveLength(1);
      expect(text.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    }
  });

  test.each([
    ['550wang@example.com', 'never'],
    ['451wang@example.com', 'again'],
    ['no address', 'never'],
  ])('to %s fails so that it is tried %s', async (to, fault) => {
    expect(await faultOf(mail, { to })).toBe(fault);
  });

  it('that the server takes without a word may have gone out', async () => {
    await mail.send(letter());
    // Long enough for a busy machine to come to that point.
    expect(await faultOf(mailWaiting(4_000), { to: 'hang@example.com' })).toBe('unsure');
  });

  it('is tried again when no server is there', async () => {
    const nobody = createMail({ url: 'smtp://127.0.0.1:1', from: 'a@b.example' }, { connect: 500, answer: 300 });
    expect(await faultOf(nobody)).toBe('again');
  });
});

describe('short messages and telephone', () => {
  let provider: Receiver;
  let answer: (request: Received) => { status?: number; body: object };
  beforeAll(async () => {
    provider = await httpReceiver((request, reply) => {
      const { status = 200, body } = answer(request);
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  beforeEach(() => void (provider.received.length = 0));
  afterAll(() => provider.close());
  const senderOf = (name: SmsSettings['provider']): PersonSender => {
    const keys = {
      keyId: 'id',
      keySecret: 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0',
      appId: '1400',
      sign: '直通车',
    };
    const sms = { provider: name, endpoint: provider.url, ...keys, templates: { staff: 'T1', reporter: 'T2' } };
    return createSenders({ sms, allowedEgress: [] }).sms!;
  };
  const to = '138 0000-9999';

  it('go to Aliyun by its library, by the template of the audience', async () => {
    answer = () => ({ body: { Code: 'OK', BizId: 'biz-1' } });
    expect(await senderOf('aliyun').send(letter({ to, audience: 'reporter' }))).toEqual({ receipt: 'biz-1' });
    const asked = new URL(provider.received[0]!.url, provider.url).searchParams;
    expect([asked.get('PhoneNumbers'), asked.get('TemplateCode'), asked.get('SignName')]).toEqual([
      '13800009999',
      'T2',
      '直通车',
    ]);
    expect(JSON.parse(asked.get('TemplateParam')!)).toEqual({ what: letter().what, link: letter().link });
  });

  test.each([
    ['isv.MOBILE_NUMBER_ILLEGAL', 'never'],
    ['isv.BUSINESS_LIMIT_CONTROL', 'again'],
    ['isp.SYSTEM_ERROR', 'again'],
  ])('that Aliyun refuses with %s are tried %s', async (Code, fault) => {
    answer = () => ({ body: { Code, Message: 'no' } });
    expect(await faultOf(senderOf('aliyun'), { to })).toBe(fault);
  });

  it('go to Tencent by its library', async () => {
    answer = () => ({ body: { Response: { RequestId: 'r', SendStatusSet: [{ Code: 'Ok', SerialNo: 'serial-1' }] } } });
    expect(await senderOf('tencent').send(letter({ to }))).toEqual({ receipt: 'serial-1' });
    expect(JSON.parse(provider.received[0]!.body)).toMatchObject({
      ...{ PhoneNumberSet: ['+8613800009999'], SmsSdkAppId: '1400', TemplateId: 'T1' },
      TemplateParamSet: [letter().what, letter().link],
    });
  });

  test.each([
    [{ SendStatusSet: [{ Code: 'FailedOperation.PhoneNumberInBlacklist' }] }, 'never'],
    [{ SendStatusSet: [{ Code: 'LimitExceeded.PhoneNumberDailyLimit' }] }, 'again'],
    [{ Error: { Code: 'AuthFailure.SignatureFailure', Message: 'no' } }, 'never'],
  ])('that Tencent refuses with %o are tried %s', async (Response, fault) => {
    answer = () => ({ body: { Response: { RequestId: 'r', ...Response } } });
    expect(await faultOf(senderOf('tencent'), { to })).toBe(fault);
  });

  it('never go to what is no mobile number', async () => {
    for (const name of ['aliyun', 'tencent'] as const)
      expect(await faultOf(senderOf(name), { to: '0755-12345678' })).toBe('never');
    expect(provider.received).toEqual([]);
  });

  it('go to a gateway of one’s own, signed; so do telephone calls', async () => {
    answer = () => ({ body: {} });
    const secret = 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0';
    const { voice } = createSenders({ voice: { url: provider.url, secret }, allowedEgress: [] });
    await voice!.send(letter({ to }));
    await senderOf('http').send(letter({ to }));
    for (const { body, headers } of provider.received)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        to,
        audience: 'staff',
      });
    expect(provider.received[0]!.headers['webhook-id']).toBe(provider.received[1]!.headers['webhook-id']);
    answer = () => ({ status: 503, body: {} });
    expect(await faultOf(voice!, { to })).toBe('again');
  });
});
