import type { SecretKey } from '../config';

export type SmsProvider = 'aliyun' | 'tencent' | 'http';

/** How a provider of short messages is reached. `endpoint` replaces the provider's own address. */
export interface SmsSettings {
  provider: SmsProvider;
  endpoint?: string;
  keyId: string;
  keySecret: string;
  /** Tencent's number of the application. */
  appId: string;
  sign: string;
  /** Codes of approved templates, for staff and for whoever filed a demand. */
  templates: { staff: string; reporter: string };
}

/** A channel is there when it is set. */
export interface NoticeSettings {
  smtp?: { url: string; from: string };
  sms?: SmsSettings;
  voice?: { url: string; secret: string };
  /** Networks (CIDR) inside which user-given addresses may lie, also without encryption. */
  allowedEgress: string[];
}

/** What sending needs of the configuration. */
export interface SendingConfig {
  publicUrl: string;
  notices: NoticeSettings;
  secretKeys: SecretKey[];
  indexKey: Buffer;
}

type Environment = Partial<
  Record<
    | 'SMTP_URL'
    | 'SMTP_FROM'
    | 'SMS_ENDPOINT'
    | 'SMS_KEY_ID'
    | 'SMS_KEY_SECRET'
    | 'SMS_APP_ID'
    | 'SMS_SIGN'
    | 'SMS_TEMPLATE_STAFF'
    | 'SMS_TEMPLATE_REPORTER'
    | 'VOICE_URL'
    | 'VOICE_SECRET',
    string
  >
> & { SMS_PROVIDER?: SmsProvider; ALLOWED_EGRESS: string[] };

const NEEDED: Record<SmsProvider, (keyof Environment)[]> = {
  aliyun: ['SMS_KEY_ID', 'SMS_KEY_SECRET', 'SMS_SIGN', 'SMS_TEMPLATE_STAFF', 'SMS_TEMPLATE_REPORTER'],
  tencent: ['SMS_KEY_ID', 'SMS_KEY_SECRET', 'SMS_APP_ID', 'SMS_SIGN', 'SMS_TEMPLATE_STAFF', 'SMS_TEMPLATE_REPORTER'],
  http: ['SMS_ENDPOINT', 'SMS_KEY_SECRET'],
};

/** What is missing beside what is set: one sentence each. */
export function noticeProblems(env: Environment): string[] {
  const needs: [keyof Environment, (keyof Environment)[]][] = [
    ['SMTP_URL', ['SMTP_FROM']],
    ['SMS_PROVIDER', env.SMS_PROVIDER ? NEEDED[env.SMS_PROVIDER] : []],
    ['VOICE_URL', ['VOICE_SECRET']],
  ];
  return needs.flatMap(([set, needed]) =>
    env[set] === undefined
      ? []
      : needed.filter((name) => env[name] === undefined).map((name) => `${name}：设了 ${set} 就必须设置`),
  );
}

export function noticeSettings(env: Environment): NoticeSettings {
  const { SMTP_URL, SMTP_FROM, SMS_PROVIDER, VOICE_URL, VOICE_SECRET } = env;
  return {
    ...(SMTP_URL && SMTP_FROM ? { smtp: { url: SMTP_URL, from: SMTP_FROM } } : {}),
    ...(SMS_PROVIDER ? { sms: smsSettings(SMS_PROVIDER, env) } : {}),
    ...(VOICE_URL && VOICE_SECRET ? { voice: { url: VOICE_URL, secret: VOICE_SECRET } } : {}),
    allowedEgress: env.ALLOWED_EGRESS,
  };
}

function smsSettings(provider: SmsProvider, env: Environment): SmsSettings {
  return {
    provider,
    ...(env.SMS_ENDPOINT ? { endpoint: env.SMS_ENDPOINT } : {}),
    keyId: env.SMS_KEY_ID ?? '',
    keySecret: env.SMS_KEY_SECRET ?? '',
    appId: env.SMS_APP_ID ?? '',
    sign: env.SMS_SIGN ?? '',
    templates: { staff: env.SMS_TEMPLATE_STAFF ?? '', reporter: env.SMS_TEMPLATE_REPORTER ?? '' },
  };
}
