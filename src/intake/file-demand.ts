import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Config } from '../config';
import { linkAttachments } from '../database/attachments';
import { Prisma, type Database, type Sql } from '../database/client';
import { demandColumns, firstRecord } from '../database/record-demand';
import { calendarFrom, type PublishedRules } from '../database/rules';
import type { Actor, Demand } from '../domain/demand';
import { characterPairs } from '../domain/character-pairs';
import { openDemand } from '../domain/intake';
import { demandNumber } from '../domain/number';
import type { UnitRef } from '../domain/organisation';
import type { PassedOn } from '../domain/passing-on';
import { OTHER_CATEGORY, type Proposal } from '../domain/routing';
import type { Outcome } from '../domain/transition';
import type { Kind, Level, Risk, SubjectType, Urgency } from '../domain/vocabulary';
import { localDay } from '../domain/working-time';
import { tokensOf } from '../similarity/segment';
import { encryptContact, maskContact, phoneIndex, phoneTailIndex, type Contact } from '../privacy/contact-cipher';

/** Where a demand came from: a form with the answers to its own fields, and the occasion on which it was collected. */
export interface Origin {
  form: { code: string; version: number } | null;
  answers: Record<string, unknown> | null;
  campaign: string | null;
  visit: string | null;
  finding: string | null;
  batch: string | null;
}

export const NO_ORIGIN: Origin = {
  form: null,
  answers: null,
  campaign: null,
  visit: null,
  finding: null,
  batch: null,
};

/** What somebody filed, checked and with its units resolved. */
export interface FiledDemand {
  id?: string;
  kind: Kind;
  title: string;
  body: string;
  category: string | null;
  urgency: Urgency | null;
  /** The risk that an inspection found; the rules may only raise it. */
  risk: Risk | null;
  place: UnitRef;
  collecting: UnitRef;
  collectedBy: string | null;
  subject: { type: SubjectType; name: string };
  contact: Contact | null;
  channel: string;
  filedFor: string | null;
  attachments: string[];
  parent: string | null;
  passedOn?: PassedOn | null;
  origin: Origin;
  actor: Actor;
  /** An improvement says itself which unit has to do it, who of it, in how many working minutes; the rules are not asked. */
  assigned?: { lead: UnitRef; level: Level; minutes: number; owner: string | null; reason: string };
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
  return (await takeNumbers(database, now, 1))[0]!;
}

/** Numbers that follow each other, taken at once. */
export async function takeNumbers(database: Database, now: number, count: number): Promise<string[]> {
  const { year, month, day } = localDay(now);
  const today = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  const [row] = await database.sql<{ last: number }>`
    INSERT INTO number_counter (day, last) VALUES (${today}, ${count})
    ON CONFLICT (day) DO UPDATE SET last = number_counter.last + ${count} RETURNING last`;
  return Array.from({ length: count }, (_, i) => demandNumber(today, row!.last - count + 1 + i));
}

/**
 * Takes a demand in: row, events, tasks, notices and the outbox entry that starts its workflow, all in the caller's
 * transaction. Works while Temporal is away.
 */
export async function insertDemand(
  sql: Sql,
  filed: FiledDemand & { number: string },
  now: number,
  rules: PublishedRules,
  keys: Keys,
): Promise<Intake> {
  const id = filed.id ?? randomUUID();
  const text = `${filed.title}\n${filed.body}`;
  const { kind, place, collecting, collectedBy, category, urgency, risk, channel, number, parent, passedOn } = filed;
  const stated = { category, urgency, risk };
  const proposal = filed.assigned
    ? directTo(filed, filed.assigned)
    : await rules.routing.propose({ kind, ...stated, text, place, subject: filed.subject.type });
  const { minutes, owner } = filed.assigned ?? {};
  const filing = {
    ...{ id, number, kind, place, collecting, collectedBy, parent, passedOn, channel },
    ...{ proposal, minutes, owner, stated },
  };
  const calendar = calendarFrom(rules.calendarYears, now);
  const outcome = openDemand(filing, filed.actor, now, { policy: rules.policy, calendar });
  const link = trackingToken(id, keys);
  await sql`WITH ${filedRow(filed, outcome.demand, link, keys)}, ${outbox(id)}, ${searchable(id, text)},
    ${firstRecord(outcome)}${cameFrom(id, filed.origin)} SELECT 1`;
  await linkAttachments(sql, { ids: filed.attachments, demandId: id, uploadedBy: collectedBy });
  return { outcome, trackingToken: link };
}

const directTo = (filed: FiledDemand, { lead, level, reason }: NonNullable<FiledDemand['assigned']>): Proposal => ({
  ...{ category: filed.category ?? OTHER_CATEGORY, urgency: filed.urgency ?? 'normal', risk: filed.risk ?? 'green' },
  ...{ level, lead, co: [], replying: lead, direct: true },
  rules: [{ table: 'assign', id: filed.kind, version: 1, reason }],
});

const outbox = (id: string) => Prisma.sql`outbox AS (INSERT INTO intake_outbox (demand_id) VALUES (${id}::uuid))`;

const searchable = (id: string, text: string) => Prisma.sql`searchable AS (
  INSERT INTO demand_search (demand_id, pairs, tokens)
  VALUES (${id}::uuid, ${characterPairs(text)}::text[], ${tokensOf(text)}::text[]))`;

function cameFrom(id: string, { form, answers, campaign, visit, finding, batch }: Origin): Prisma.Sql {
  if (!form && !answers && !campaign && !visit && !finding && !batch) return Prisma.empty;
  return Prisma.sql`, origin AS (
    INSERT INTO demand_origin (demand_id, form_code, form_version, answers, campaign_id, visit_id, finding_id, batch_id)
    VALUES (${id}::uuid, ${form?.code ?? null}, ${form?.version ?? null}, ${answers && JSON.stringify(answers)}::jsonb,
      ${campaign}::uuid, ${visit}::uuid, ${finding}::uuid, ${batch}::uuid))`;
}

/** The row that is inserted once; everything that changes later is among `demandColumns`. */
function filedRow(filed: FiledDemand, demand: Demand, link: string, keys: Keys): Prisma.Sql {
  const c = demandColumns(demand);
  const p = personalColumns(filed, demand.id, keys);
  return Prisma.sql`filed AS (INSERT INTO demand (id, number, kind, title, body, category, urgency, risk, stage, level, unit_id,
    collecting_unit_id, lead_unit_id, co_unit_ids, replying_unit_id, holder_unit_id, holder_user_id, round, version, channel,
    subject_type, subject_name, filed_for, contact_cipher, contact_masked, phone_index, phone_tail_index, collected_by, created_at,
    updated_at, supervised, conference, sight, next_due_at, provisional, parent_id, tracking_hash, policy_version, state, facts)
  VALUES (${demand.id}::uuid, ${demand.number}, ${demand.kind}, ${filed.title}, ${filed.body}, ${c.category}, ${c.urgency},
    ${c.risk}, ${c.stage}, ${c.level}, ${filed.place.id}, ${filed.collecting.id}, ${c.leadUnitId}, ${c.coUnitIds}::text[],
    ${c.replyingUnitId}, ${c.holderUnitId}, ${c.holderUserId}, ${c.round}, ${c.version}, ${filed.channel}, ${filed.subject.type},
    ${filed.subject.name}, ${filed.filedFor}, ${p?.cipher ?? null}, ${p ? JSON.stringify(p.masked) : null}::jsonb,
    ${p?.phone ?? null}, ${p?.tail ?? null}, ${filed.collectedBy}, ${new Date(demand.createdAt)}, ${c.updatedAt}, ${c.supervised},
    ${c.conference}, ${c.sight}::text[], ${c.nextDueAt}, ${c.provisional}, ${filed.parent}::uuid, ${linkHash(link)},
    ${demand.policyVersion}, ${JSON.stringify(demand)}::jsonb, ${c.facts}))`;
}

function personalColumns({ contact }: FiledDemand, id: string, keys: Keys) {
  if (!contact) return null;
  return {
    cipher: encryptContact(contact, id, keys.secretKeys),
    masked: maskContact(contact),
    phone: phoneIndex(contact.phone, keys.indexKey),
    tail: phoneTailIndex(contact.phone, keys.indexKey),
  };
}
