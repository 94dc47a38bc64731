import type { PersonChannel } from '../domain/notice-channel';
import { createEgress } from './egress';
import { createMail } from './mail';
import type { PersonSender } from './port';
import type { NoticeSettings, SmsSettings } from './settings';
import { createSignedHttp } from './signed-http';
import { createSms } from './sms';

/** The channels to people that are set. Gateways that the configuration names may lie inside. */
export function createSenders({ smtp, sms, voice }: NoticeSettings): Partial<Record<PersonChannel, PersonSender>> {
  const anywhere = createEgress({ allowed: ['0.0.0.0/0', '::/0'] });
  const bySms = (settings: SmsSettings): PersonSender =>
    settings.provider === 'http'
      ? createSignedHttp({ url: settings.endpoint ?? '', secret: settings.keySecret }, anywhere)
      : createSms(settings);
  return {
    ...(smtp ? { mail: createMail(smtp) } : {}),
    ...(sms ? { sms: bySms(sms) } : {}),
    ...(voice ? { voice: createSignedHttp(voice, anywhere) } : {}),
  };
}
