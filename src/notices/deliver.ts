import type { Logger } from 'pino';
import type { Database } from '../database/client';
import { NOT_NEEDED, PERSON_CHANNELS, type PersonChannel } from '../domain/notice-channel';
import { isForReporter } from '../domain/notice';
import { ENDED_STAGES, type Stage } from '../domain/vocabulary';
import { decryptContact } from '../privacy/contact-cipher';
import type { Claimed, Group } from './claim';
import { within } from './deadline';
import type { Egress } from './egress';
import { disableEndpoint, readEndpoint, tellEndpoint, type WebhookEvent } from './endpoint';
import { asDeliveryError, DeliveryError, type Fault } from './fault';
import { markFailed, markSent } from './outcome';
import type { PersonSender, Sent, Words } from './port';
import { openAddress } from './sealed';
import type { SendingConfig } from './settings';
import { lineOf, REPEATED, repeatedly, wordsOf, wordsOfMany } from './words';

export interface Delivery {
  database: Database;
  config: SendingConfig;
  senders: Partial<Record<PersonChannel, PersonSender>>;
  egress: Egress;
  log: Logger;
  clock: () => number;
}

/** For all of one try (ms): a server that answers a little at a time keeps within every shorter limit. */
const WHOLE = 30_000;
const tooSlow = (): Error => new DeliveryError('unsure', `${WHOLE / 1_000} 秒内没有发完`);

/** Sends one message, or several as one, writes down what became of it, and answers that. */
export async function deliver(delivery: Delivery, group: Group): Promise<'sent' | Fault> {
  const { database, log, clock } = delivery;
  const first = group[0]!;
  const began = performance.now();
  const spent = (): number => Math.round(performance.now() - began);
  let receipt: string | null;
  try {
    ({ receipt } = await within(WHOLE, hand(delivery, group), tooSlow));
  } catch (error) {
    const failure = asDeliveryError(error);
    log.warn(
      { message: first.key, count: group.length, fault: failure.fault, reason: failure.message },
      'message not sent',
    );
    if (failure.gone && first.target && !isPersonChannel(first.channel))
      await disableEndpoint(database, first.target, failure.message);
    await markFailed(database, group, failure, { now: clock(), ms: spent() });
    return failure.fault;
  }
  try {
    await markSent(database, group, { receipt, now: clock(), ms: spent() });
  } catch (error) {
    // The try stands in the log as one that nobody knows the end of: the next one says that it is a repetition.
    log.error({ message: first.key, reason: String(error) }, 'message sent, but not recorded');
  }
  return 'sent';
}

const isPersonChannel = (channel: string): boolean => (PERSON_CHANNELS as readonly string[]).includes(channel);

/** What waited through the night or an outage may have been done meanwhile. */
function isOutdated({ kind, stage, round, data }: Claimed): boolean {
  if (stage === null) return false;
  if (kind === 'rating_reminded') return stage !== 'rating' || round !== data?.round;
  if (kind === 'information_requested') return stage !== 'waiting';
  const isEnded = (ENDED_STAGES as readonly Stage[]).includes(stage);
  return isEnded && (kind === 'reminder' || kind === 'urged');
}

async function hand(delivery: Delivery, group: Group): Promise<Sent> {
  const { channel, key } = group[0]!;
  if (group.every(isOutdated)) throw new DeliveryError('never', NOT_NEEDED);
  if (channel === 'sink') {
    delivery.log.info({ message: key }, 'message delivered to the sink');
    return { receipt: null };
  }
  if (isPersonChannel(channel)) return toPerson(delivery, group);
  return toEndpoint(delivery, group);
}

const toldOf = ({ kind, clock, data, unit, demand_id: demandId, number }: Claimed) => ({
  ...{ kind, clock, unit, demandId, number },
  data: data ?? {},
});

async function toPerson({ senders, config }: Delivery, group: Group): Promise<Sent> {
  const first = group[0]!;
  const sender = senders[first.channel as PersonChannel];
  if (!sender) throw new DeliveryError('again', `渠道 ${first.channel} 没有接通`);
  const words = group.length > 1 ? wordsOfMany(group.length, config) : wordsOf(toldOf(first), config);
  const said = group.some(({ unsure }) => unsure) ? repeatedly(words) : words;
  const audience = first.kind && isForReporter(first.kind) ? 'reporter' : 'staff';
  return sender.send({
    key: first.key,
    to: addressOf(first, config),
    audience,
    ...withLines(first.channel, said, group, config),
  });
}

/** A mail has room for every one of those that it gathers. */
function withLines(channel: string, words: Words, group: Group, config: SendingConfig): Words {
  if (channel !== 'mail' || group.length === 1) return words;
  const lines = group.map((each) => lineOf(wordsOf(toldOf(each), config)));
  return { ...words, what: [words.what, ...lines].join('\n') };
}

function addressOf(message: Claimed, { secretKeys }: SendingConfig): string {
  const { channel, target, contact, demand_id, address } = message;
  if (target === null) {
    if (!contact || !demand_id) throw new DeliveryError('never', '诉求人没有留下联系方式');
    return decryptContact(contact, demand_id, secretKeys).phone;
  }
  if (!address) throw new DeliveryError('never', '本人已删除这个渠道的地址');
  return openAddress(address, target, channel, secretKeys);
}

/** One line of what a robot says. */
export const robotLine = (message: Claimed, config: SendingConfig, isRepeated = message.unsure): string => {
  const line = lineOf(wordsOf(toldOf(message), config));
  const unit = message.unit ? `〔${message.unit}〕` : '';
  return `${isRepeated ? REPEATED : ''}${unit}${line}`;
};

async function toEndpoint({ database, config, egress, clock }: Delivery, group: Group): Promise<Sent> {
  const first = group[0]!;
  if (!first.target) throw new DeliveryError('never', `没有渠道 ${first.channel}`);
  const endpoint = await readEndpoint(database, first.target, config.secretKeys, clock());
  const lines = group.map((each) => robotLine(each, config));
  const text = group.length > 1 ? [`【直通车】${group.length} 条提醒：`, ...lines].join('\n') : lines[0]!;
  return tellEndpoint(egress, endpoint, { key: first.key, text, event: eventOf(first, config) }, clock());
}

function eventOf(message: Claimed, config: SendingConfig): WebhookEvent {
  const { kind, clock, number, unit, at, unsure } = message;
  return {
    type: `notice.${kind ?? 'unknown'}`,
    timestamp: (at ?? new Date(0)).toISOString(),
    data: { demand: number, clock, unit, link: wordsOf(toldOf(message), config).link, repeated: unsure },
  };
}
