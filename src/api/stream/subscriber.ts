import { PassThrough } from 'node:stream';
import { actsFor, seatOf, unitsBelongedTo, type ActingGrant } from '../../domain/acting';
import type { SignedIn } from '../actor';

// A console that has so much unread is cut off and comes back with its Last-Event-ID. A batch of notices has half of it.
const mostBufferedBytes = 1024 * 1024;
// Far more than one catching up gives.
const mostRemembered = 1_000;

/** One open console. What it may hear was decided by the grants it came with; when those change, its stream ends. */
export interface Subscriber {
  actor: SignedIn;
  session: Buffer;
  stream: PassThrough;
  isAddressed(notice: { user_id: string | null; role: string | null; unit_id: string | null }): boolean;
  /** Absences begin and end while a console is open. */
  actsBy: (acting: readonly ActingGrant[]) => void;
  sees(sight: readonly string[]): boolean;
  /** By their own roles, or by those of whom they stand in for. */
  belongsTo(unit: string): boolean;
  send(text: string): void;
  /** A notice, unless this console has heard it: from what it missed, or because it says so itself. */
  tell(id: string, text: string): void;
  /** What it missed, by id and oldest first. One that says what it heard last waits for this before it is told anything else. */
  catchUp(missed: readonly (readonly [id: string, text: string])[]): void;
}

export function createSubscriber(
  actor: SignedIn,
  session: Buffer,
  { seesAll, lastEventId }: { seesAll: boolean; lastEventId?: string },
): Subscriber {
  const stream = new PassThrough();
  const heard = new Set(lastEventId === undefined ? [] : [lastEventId]);
  let seats: Set<string>;
  let people: Set<string>;
  let memberOf: Set<string>;
  const actsBy = (acting: readonly ActingGrant[]): void => {
    seats = new Set(acting.filter(({ from }) => from === undefined).map(({ role, unit }) => seatOf(role, unit)));
    people = new Set([actor.user, ...actsFor(acting)]);
    memberOf = new Set(unitsBelongedTo({ kind: 'staff', user: actor.user, grants: [...acting] }));
  };
  actsBy(actor.acting);
  const units = new Set(actor.units);
  const send = (text: string): void => {
    if (stream.destroyed || stream.writableEnded) return;
    stream.write(text);
    if (stream.writableLength + stream.readableLength > mostBufferedBytes) stream.destroy();
  };
  let waiting: (readonly [string, string])[] | null = lastEventId === undefined ? null : [];
  const tell = (id: string, text: string): void => {
    if (waiting) return void waiting.push([id, text]);
    if (heard.has(id)) return;
    heard.add(id);
    if (heard.size > mostRemembered) heard.delete(heard.values().next().value!);
    send(text);
  };
  return {
    actor,
    session,
    stream,
    isAddressed: ({ user_id, role, unit_id }) =>
      user_id === null ? seats.has(seatOf(role ?? '', unit_id ?? '')) : people.has(user_id),
    actsBy,
    belongsTo: (unit) => memberOf.has(unit),
    sees: (sight) => seesAll || sight.some((unit) => units.has(unit)),
    send,
    tell,
    catchUp: (missed) => {
      const later = waiting ?? [];
      waiting = null;
      for (const [id, text] of [...missed, ...later]) tell(id, text);
    },
  };
}

/** An event as text/event-stream. `data` never holds a line break, because JSON escapes it. */
export function eventText(event: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
