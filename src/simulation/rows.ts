import type { Config } from '../config';
import { demandColumns } from '../database/record-demand';
import { openCallback } from '../domain/callback';
import { characterPairs } from '../domain/character-pairs';
import type { Notice } from '../domain/notice';
import { tasksOf } from '../domain/record';
import { linkHash, ratingToken, trackingToken } from '../intake/file-demand';
import { encryptContact, maskContact, phoneIndex, phoneTailIndex } from '../privacy/contact-cipher';
import { tokensOf } from '../similarity/segment';
import type { Phone } from './callers';
import type { Check } from './checks';
import { isEnded } from './month';
import type { Life } from './play';

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;
export type Row = Record<string, unknown>;

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
const inSnakeCase = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );

/** The row as intake and the record would have left it. */
export function demandRow({ arrival, demand, events }: Life, keys: Keys): Row {
  const { id, number, kind, place, collecting, collectedBy, policyVersion, parent, round } = demand;
  const { contact, subject, title, body, channel, filedFor } = arrival;
  const isAnswered = events.some(({ type }) => type === 'replied' || type === 'main_replied');
  return inSnakeCase({
    ...demandColumns(demand),
    ...{ id, number, kind, title, body, channel, filedFor, collectedBy, policyVersion, parentId: parent },
    ...{ unitId: place.id, collectingUnitId: collecting.id, createdAt: time(demand.createdAt) },
    ...{ subjectType: subject.type, subjectName: subject.name },
    contactCipher: contact && hex(encryptContact(contact, id, keys.secretKeys)),
    contactMasked: contact && maskContact(contact),
    phoneIndex: contact && hex(phoneIndex(contact.phone, keys.indexKey)),
    phoneTailIndex: contact && hex(phoneTailIndex(contact.phone, keys.indexKey)),
    trackingHash: hex(linkHash(trackingToken(id, keys))),
    ratingHash: isAnswered ? hex(linkHash(ratingToken(id, round, keys))) : null,
  });
}

export function searchRow({ arrival, demand }: Life): Row {
  const text = `${arrival.title}\n${arrival.body}`;
  return { demand_id: demand.id, pairs: characterPairs(text), tokens: tokensOf(text) };
}

export const eventRows = ({ demand, events }: Life): Row[] =>
  events.map(({ at, type, actor, user, unit, asked, ...event }) =>
    inSnakeCase({
      ...{ demandId: demand.id, at: time(at), type, actorKind: actor, actorId: user, unitId: unit },
      ...{ ...event, asked: asked ?? null },
    }),
  );

export const taskRows = ({ demand }: Life): Row[] =>
  tasksOf(demand).map(({ unit, user, dueAt, ...task }) =>
    inSnakeCase({
      ...{ demandId: demand.id, unitId: unit, userId: user, dueAt: time(dueAt), ...task },
      ...{ since: time(demand.updatedAt), supervised: demand.supervised },
    }),
  );

/** Notices for the reporter have no seat in the console. What once rang does not ring again. */
export const noticeRows = ({ demand, notices }: Life): Row[] =>
  notices
    .filter(({ to }) => to.user !== undefined || to.role !== undefined)
    .map(({ key, kind, to, clock, at, lateBy, data }: Notice) => ({
      ...{ key, demand_id: demand.id, kind, clock, role: to.role ?? null, unit_id: to.unit ?? null },
      ...{ user_id: to.user ?? null, at: time(at), late_by: lateBy, data },
    }));

export const wordsRows = ({ words }: Life): Row[] =>
  words.map(({ id, demandId, texts, createdAt }) => ({ id, demand_id: demandId, texts, created_at: time(createdAt) }));

export function originRows({ arrival: { form }, demand }: Life): Row[] {
  const nothing = { campaign_id: null, visit_id: null, finding_id: null, batch_id: null };
  return form
    ? [{ demand_id: demand.id, form_code: form.code, form_version: form.version, answers: {}, ...nothing }]
    : [];
}

/** Jobs that are open begin anew in the service, in the next window: version 0 is what the relay starts. */
export function jobRow({ job: last, open, life, createdAt }: Phone, until: number): Row {
  const isOpen = last.result === null;
  const { policy, calendar } = life.rules;
  const job = isOpen ? { ...openCallback(open, until, policy, calendar), createdAt, version: 0 } : last;
  const { unit, lead, windowStart, windowEnd, concludedAt, found, history, ...same } = job;
  return inSnakeCase({
    ...same,
    ...{
      unitId: unit.id,
      leadUnitId: lead,
      sight: unit.path,
      windowStart: time(windowStart),
      windowEnd: time(windowEnd),
    },
    ...{ concludedAt: time(concludedAt), createdAt: time(createdAt), found: { ...found, history } },
  });
}

export const checkRow = ({ unit, drawnAt, from, to, ...check }: Check): Row =>
  inSnakeCase({
    ...check,
    ...{ unitId: unit.id, sight: unit.path, drawnAt: time(drawnAt), fromAt: time(from), toAt: time(to) },
    committedAt: time(drawnAt - 3_600_000),
  });

/** Open ones go on in the service: their workflows are started from here. */
export const outboxRows = (life: Life): Row[] =>
  isEnded(life) ? [] : [{ demand_id: life.demand.id, created_at: time(life.demand.createdAt) }];
