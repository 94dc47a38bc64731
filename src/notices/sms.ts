import type * as Aliyun from '@alicloud/dysmsapi20170525';
import type * as Tencent from 'tencentcloud-sdk-nodejs-sms';
import { DeliveryError } from './fault';
import type { Letter, PersonSender, Sent } from './port';
import type { SmsSettings } from './settings';

const ANSWER = 10_000;
/** The providers' words for «too many at once» and for their own trouble; whatever else they refuse stays refused. */
const PASSING = /THROTTL|LIMIT|Limit|FREQUENCY|SYSTEM_ERROR|InternalError|ServiceUnavailable|OUT_OF_SERVICE|Timeout/;
const MOBILE = /^(?:\+?86)?(1\d{10})$/;

/** By approved templates with two blanks, what and link. The provider's library is loaded only when it is needed. */
export function createSms(settings: SmsSettings): PersonSender {
  const send = settings.provider === 'aliyun' ? byAliyun : byTencent;
  return {
    async send(letter) {
      const phone = MOBILE.exec(letter.to.replace(/[\s-]/g, ''))?.[1];
      if (!phone) throw new DeliveryError('never', '不是手机号码，不能发短信');
      try {
        return await send(settings, { ...letter, to: phone });
      } catch (error) {
        throw error instanceof DeliveryError ? error : faultOf(error as Error & { code?: string });
      }
    },
  };
}

/** An answer with a code is known; a line that was never there, too. Silence is not. */
function faultOf({ code = '', message }: Error & { code?: string }): DeliveryError {
  const text = `${code} ${message}`.trim().slice(0, 300);
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connect timeout|ConnectTimeout/i.test(text))
    return new DeliveryError('again', text);
  if (/ETIMEDOUT|ECONNRESET|socket hang up|timeout/i.test(text)) return new DeliveryError('unsure', text);
  return new DeliveryError(PASSING.test(text) || code === '' ? 'again' : 'never', text);
}

function requireOk(code: string | undefined, wanted: string, message: string | undefined): void {
  if (code === wanted) return;
  const text = `${code ?? '没有应答码'} ${message ?? ''}`.trim();
  throw new DeliveryError(code === undefined || PASSING.test(code) ? 'again' : 'never', text);
}

/** Both are CommonJS: what a dynamic import of them gives differs between Node itself and the tests' transpiler. */
function exportsOf<Library>(loaded: object): Library {
  const whole = 'default' in loaded ? loaded.default : undefined;
  return (typeof whole === 'object' && whole !== null ? whole : loaded) as Library;
}

async function byAliyun({ endpoint, keyId, keySecret, sign, templates }: SmsSettings, letter: Letter): Promise<Sent> {
  const { default: Client, SendSmsRequest } = exportsOf<typeof Aliyun>(await import('@alicloud/dysmsapi20170525'));
  const url = endpoint ? new URL(endpoint) : null;
  const config = {
    ...{ accessKeyId: keyId, accessKeySecret: keySecret, endpoint: url?.host ?? 'dysmsapi.aliyuncs.com' },
    ...{ connectTimeout: ANSWER / 2, readTimeout: ANSWER },
    ...(url ? { protocol: url.protocol.slice(0, -1) } : {}),
  };
  const client = new Client(config as ConstructorParameters<typeof Client>[0]);
  const request = new SendSmsRequest({
    phoneNumbers: letter.to,
    signName: sign,
    templateCode: templates[letter.audience],
    templateParam: JSON.stringify({ what: letter.what, link: letter.link }),
    outId: letter.key.slice(-64),
  });
  const { body } = await client.sendSms(request);
  requireOk(body?.code, 'OK', body?.message);
  return { receipt: body?.bizId ?? null };
}

async function byTencent(settings: SmsSettings, letter: Letter): Promise<Sent> {
  const { endpoint, keyId, keySecret, appId, sign, templates } = settings;
  const { sms } = exportsOf<typeof Tencent>(await import('tencentcloud-sdk-nodejs-sms'));
  const url = endpoint ? new URL(endpoint) : null;
  const client = new sms.v20210111.Client({
    credential: { secretId: keyId, secretKey: keySecret },
    region: 'ap-guangzhou',
    profile: {
      httpProfile: {
        reqTimeout: ANSWER / 1_000,
        ...(url ? { endpoint: url.host, protocol: `${url.protocol}//` as 'https://' } : {}),
      },
    },
  });
  const { SendStatusSet } = await client.SendSms({
    PhoneNumberSet: [`+86${letter.to}`],
    SmsSdkAppId: appId,
    SignName: sign,
    TemplateId: templates[letter.audience],
    TemplateParamSet: [letter.what, letter.link],
    SessionContext: letter.key.slice(-512),
  });
  const status = SendStatusSet?.[0];
  requireOk(status?.Code, 'Ok', status?.Message);
  return { receipt: status?.SerialNo ?? null };
}
