import { isForReporter, type NoticeKind } from '../domain/notice';
import {
  defaultPreference,
  PERSON_CHANNELS,
  sendTime,
  wants,
  type EndpointChannel,
  type Hours,
  type PersonChannel,
  type Preference,
} from '../domain/notice-channel';

/** What rings: to a person, to a role in a unit, or, with neither, to whoever filed the demand. */
export interface RingingNotice {
  key: string;
  kind: NoticeKind;
  role: string | null;
  unit_id: string | null;
  user_id: string | null;
  /** Whether whoever filed it left a contact. */
  reachable: boolean;
  /** From the district down to the unit that it is about. */
  path: string[] | null;
}

export interface KnownPreference {
  user: string;
  channel: string;
  kinds: NoticeKind[] | null;
  quietFrom: number | null;
  quietTo: number | null;
  digestAt: number | null;
}

export interface ReachedEndpoint {
  id: string;
  unit: string;
  channel: EndpointChannel;
  kinds: NoticeKind[] | null;
}

export interface World {
  now: number;
  connected: ReadonlySet<string>;
  /** With the seat (`role@unit`) by which they are concerned; null: as themselves. */
  people: readonly { id: string; seat: string | null }[];
  /** Who does the work of somebody who is away; the person themselves when nobody does. */
  standIn: (user: string) => string;
  addresses: readonly { user: string; channel: string }[];
  preferences: readonly KnownPreference[];
  endpoints: readonly ReachedEndpoint[];
  /** The policy's. */
  quiet: Hours | null;
}

export interface PlannedMessage {
  key: string;
  noticeKey: string;
  channel: string;
  target: string | null;
  dueAt: string;
}

export interface Plan {
  messages: PlannedMessage[];
  /** Nobody is there who could be told. */
  nobody: boolean;
}

/** The target of messages to whoever filed the demand, in keys. */
const REPORTER = 'reporter';

/**
 * Who is told of it by what and when. The key names the channel that was meant, also where it is not connected and the message
 * goes to the sink: so a message exists once for an addressee, whatever is connected later.
 */
export function planMessages(notice: RingingNotice, world: World): Plan {
  if (isForReporter(notice.kind)) return { messages: [toReporter(notice, world)], nobody: false };
  const people = peopleOf(notice, world);
  const messages = people.flatMap((person) => toPerson(notice, person, world));
  return { messages: [...messages, ...toEndpoints(notice, world)], nobody: people.length === 0 };
}

function peopleOf({ role, unit_id: unit, user_id: user }: RingingNotice, { people, standIn }: World): string[] {
  const addressed = people.filter(({ id, seat }) => (user === null ? seat === `${role}@${unit}` : id === user));
  return [...new Set(addressed.map(({ id }) => standIn(id)))];
}

type Sending = Pick<World, 'now' | 'connected' | 'quiet'>;

function message(
  { key: noticeKey }: RingingNotice,
  { now, connected, quiet }: Sending,
  { meant, target, preference }: { meant: string; target: string | null; preference?: Preference },
): PlannedMessage {
  const due = sendTime(now, [quiet, preference?.quiet ?? null], preference?.digestAt ?? null);
  const key = `${noticeKey}:${meant}:${target ?? REPORTER}`;
  return { key, noticeKey, channel: connected.has(meant) ? meant : 'sink', target, dueAt: new Date(due).toISOString() };
}

const toReporter = (notice: RingingNotice, world: World): PlannedMessage =>
  message(notice, world, { meant: notice.reachable ? 'sms' : 'none', target: null });

function toPerson(notice: RingingNotice, person: string, world: World): PlannedMessage[] {
  const has = world.addresses.filter(({ user }) => user === person).map(({ channel }) => channel);
  if (has.length === 0) return [message(notice, world, { meant: 'none', target: person })];
  return PERSON_CHANNELS.filter((channel) => has.includes(channel)).flatMap((channel) => {
    const preference = preferenceOf(world, person, channel);
    return wants(preference, notice.kind)
      ? [message(notice, world, { meant: channel, target: person, preference })]
      : [];
  });
}

function preferenceOf({ preferences }: World, person: string, channel: PersonChannel): Preference {
  const known = preferences.find((each) => each.user === person && each.channel === channel);
  if (!known) return defaultPreference(channel);
  const { kinds, quietFrom, quietTo, digestAt } = known;
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  return { kinds, quiet, digestAt };
}

/** Of the unit and of the units above it. A machine has no night. */
function toEndpoints(notice: RingingNotice, world: World): PlannedMessage[] {
  const concerned = world.endpoints.filter(
    ({ unit, kinds }) => notice.path?.includes(unit) && wants({ kinds }, notice.kind),
  );
  return concerned.map(({ id, channel }) => {
    const sending = { ...world, connected: new Set([channel]), quiet: channel === 'webhook' ? null : world.quiet };
    return message(notice, sending, { meant: channel, target: id });
  });
}
