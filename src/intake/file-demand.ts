import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Config } from '../config';
import type { Database, Transaction } from '../database/client';
import { demandColumns, recordBeside } from '../database/record-demand';
import { calendarFrom, type PublishedRules } from '../database/rules';
import type { Actor } from '../domain/demand';
import { openDemand } from '../domain/intake';
import { demandNumber } from '../domain/number';
import type { UnitRef } from '../domain/organisation';
import { propose } from '../domain/routing';
import type { Outcome } from '../domain/transition';
import type { Kind, SubjectType, Urgency } from '../domain/vocabulary';
import { localDay } from '../domain/working-time';
import { encryptContact, maskContact, phoneIndex, phoneTailIndex, type Contact } from '../privacy/contact-cipher';

/** What somebody filed, checked and with its units resolved. */
export interface FiledDemand {
  id?: string;
  kind: Kind;
  title: string;
  body: string;
  category: string | null;
  urgency: Urgency | null;
  place: UnitRef;
  collecting: UnitRef;
  collectedBy: string | null;
  subject: { type: SubjectType; name: string };
  contact: Contact | null;
  channel: string;
  filedFor: string | null;
  attachments: string[];
  parent: string | null;
  actor: Actor;
}

export interface Intake {
  outcome: Outcome;
  trackingToken: string;
}

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

const token = (key: Buffer, purpose: string): string =>
  createHmac('sha256', key).update(purpose).digest('base64url').slice(0, 32);

/** Links carry 192 bits that only the key can make again; the database holds their SHA-256. */
export const trackingToken = (demandId: string, keys: Keys): string => token(keys.indexKey, `tracking:${demandId}`);
export const ratingToken = (demandId: string, round: number, keys: Keys): string =>
  token(keys.indexKey, `rating:${demandId}:${round}`);
export const linkHash = (link: string): Buffer => createHash('sha256').update(link).digest();

/** Every number exists once; a number whose intake fails stays unused. */
export async function takeNumber(database: Database, now: number): Promise<string> {
  const { year, month, day } = localDay(now);
  const today = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  const [row] = await database.$queryRaw<{ last: number }[]>`
    INSERT INTO number_counter (day, last) VALUES (${today}, 1)
    ON CONFLICT (day) DO UPDATE SET last = number_counter.last + 1 RETURNING last`;
  return demandNumber(today, row!.last);
}

/**
 * Takes a demand in: row, events, tasks, notices and the outbox entry that starts its workflow, all in the caller's
 * transaction. Works while Temporal is away.
 */
export async function insertDemand(
  transaction: Transaction,
  filed: FiledDemand & { number: string },
  now: number,
  rules: PublishedRules,
  keys: Keys,
): Promise<Intake> {
  const id = filed.id ?? randomUUID();
  const text = `${filed.title}\n${filed.body}`;
  const { kind, place, collecting, collectedBy, category, urgency, channel, number, parent } = filed;
  const proposal = propose({ kind, category, urgency, text, place }, rules.routing);
  const filing = { id, number, kind, place, collecting, collectedBy, parent, channel, proposal };
  const calendar = calendarFrom(rules.calendarYears, now);
  const outcome = openDemand(filing, filed.actor, now, { policy: rules.policy, calendar });
  const link = trackingToken(id, keys);
  await transaction.demand.create({
    data: {
      ...demandColumns(outcome.demand),
      ...personalColumns(filed, id, keys),
      id,
      number,
      kind,
      title: filed.title,
      body: filed.body,
      unitId: place.id,
      collectingUnitId: collecting.id,
      channel,
      subjectType: filed.subject.type,
      subjectName: filed.subject.name,
      filedFor: filed.filedFor,
      collectedBy,
      createdAt: new Date(now),
      parentId: parent,
      trackingHash: new Uint8Array(linkHash(link)),
      policyVersion: rules.policy.version,
    },
    select: { id: true },
  });
  await recordBeside(transaction, outcome);
  await transaction.$executeRaw`INSERT INTO intake_outbox (demand_id) VALUES (${id}::uuid)`;
  if (filed.attachments.length > 0)
    await transaction.attachment.updateMany({
      where: { id: { in: filed.attachments }, demandId: null },
      data: { demandId: id },
    });
  return { outcome, trackingToken: link };
}

function personalColumns({ contact }: FiledDemand, id: string, keys: Keys) {
  if (!contact) return {};
  return {
    contactCipher: new Uint8Array(encryptContact(contact, id, keys.secretKeys)),
    contactMasked: { ...maskContact(contact) },
    phoneIndex: new Uint8Array(phoneIndex(contact.phone, keys.indexKey)),
    phoneTailIndex: new Uint8Array(phoneTailIndex(contact.phone, keys.indexKey)),
  };
}
