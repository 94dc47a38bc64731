import { concludeCallback, redo } from './actions/closing';
import { hear, sendBack } from './actions/linking';
import { adoptCalendar, adoptPolicy } from './adopting';
import type { Asked } from './asked';
import { calendarOf, type Calendar, type CalendarYear } from './calendar';
import type { Demand } from './demand';
import type { DemandEvent } from './event';
import type { Policy } from './policy';
import { passTime } from './time-passing';
import { openDraft, seal, type Draft, type Outcome, type Rules } from './transition';
import { apply } from './transitions';

/** Policy and calendar by the versions that the occasions name; null when one of them is not known any more. */
export type RulesAt = (versions: Asked['rules']) => Rules | null;

/** What the record holds of one event, as far as tracing needs it. */
export type RecordedEvent = Pick<DemandEvent, 'seq' | 'at' | 'type' | 'asked'>;

/** A demand at one of its versions. `seq` is its last event then; `at`, in epoch ms, when it was carried out: after an outage later than its business time. */
export interface Version {
  seq: number;
  at: number;
  version: number;
  demand: Demand;
  asked: Asked;
  /** Written anew by it; those of a filing are not. */
  events: DemandEvent[];
}

/** Why it goes no further: `not_kept` before occasions were kept, `rules_unknown`, `unknown` and `differs` from an event on. */
export interface Untraced {
  seq: number;
  why: 'not_kept' | 'rules_unknown' | 'unknown' | 'differs';
}

export interface Trace {
  /** Oldest first. Empty when nothing can be traced. */
  versions: Version[];
  /** Events before the first version, when the life began before occasions were kept. */
  before: Untraced | null;
  /** Where tracing stopped before the last event. */
  after: Untraced | null;
}

/**
 * The demand at every version of its life, by the same domain code that wrote the record, from the occasions that stand with its
 * events. `silent`: those of the state, after its last event. What the code makes of an occasion must agree with the recorded
 * events; where it does not, tracing stops and says so.
 */
export function retrace(events: readonly RecordedEvent[], rulesAt: RulesAt, silent: readonly Asked[] = []): Trace {
  const trace: Trace = { versions: [], before: null, after: null };
  const first = events.findIndex((event) => occasionsOf(event).length > 0);
  const untold = first < 0 ? events.at(-1) : events[first - 1];
  if (untold) trace.before = { seq: untold.seq, why: 'not_kept' };
  for (let index = first; index >= 0 && index < events.length;) {
    const event = events[index]!;
    const written = goOn(trace, occasionsOf(event), rulesAt, event.seq);
    if (trace.after) return trace;
    const recorded = events.slice(index, index + written.length);
    if (written.length === 0 || !written.every((one, i) => isSame(one, recorded[i])))
      return { ...trace, versions: trace.versions.slice(0, -1), after: { seq: event.seq, why: 'differs' } };
    index += written.length;
  }
  if (first >= 0) goOn(trace, silent, rulesAt, events.at(-1)!.seq);
  return trace;
}

const occasionsOf = ({ asked }: RecordedEvent): readonly Asked[] => asked ?? [];

type Written = Pick<RecordedEvent, 'seq'> & Partial<RecordedEvent>;

/** Carries the occasions out, one version each. Answers the events that the last of them wrote. */
function goOn(trace: Trace, occasions: readonly Asked[], rulesAt: RulesAt, seq: number): Written[] {
  let written: Written[] = [];
  for (const asked of occasions) {
    const { versions } = trace;
    const outcome = carryOut(versions.at(-1)?.demand ?? null, asked, rulesAt);
    if ('why' in outcome) {
      trace.after = { seq, why: outcome.why };
      return [];
    }
    const { demand } = outcome;
    const at = asked.kind === 'found' ? demand.updatedAt : asked.now;
    versions.push({ seq: demand.seq, at, version: demand.version, demand, asked, events: outcome.events });
    // The events of a filing are in its state already, and only their numbers can be told from it.
    written =
      asked.kind === 'filed' ? Array.from({ length: demand.seq }, (_, i): Written => ({ seq: i + 1 })) : outcome.events;
  }
  return written;
}

const isSame = (one: Written, recorded: RecordedEvent | undefined): boolean =>
  recorded !== undefined &&
  one.seq === recorded.seq &&
  (one.type ?? recorded.type) === recorded.type &&
  (one.at ?? recorded.at) === recorded.at;

/** The outcome of an occasion, or why there is none. */
export function carryOut(demand: Demand | null, asked: Asked, rulesAt: RulesAt): Outcome | Pick<Untraced, 'why'> {
  if (asked.kind === 'filed' || asked.kind === 'found')
    return { demand: asked.demand, events: [], notices: [], effects: [] };
  if (asked.kind === 'unknown') return { why: 'unknown' };
  const rules = rulesAt(asked.rules);
  if (rules === null) return { why: 'rules_unknown' };
  if (demand === null) return { why: 'not_kept' };
  return outcomeOf(demand, asked, rules) ?? { why: 'differs' };
}

function outcomeOf(
  demand: Demand,
  asked: Exclude<Asked, { kind: 'filed' | 'found' | 'unknown' }>,
  rules: Rules,
): Outcome | null {
  const { now } = asked;
  const drafted = (change: (draft: Draft) => boolean): Outcome | null => {
    const draft = openDraft(demand, rules, { now, actor: { kind: 'system' } });
    return change(draft) ? seal(draft) : null;
  };
  switch (asked.kind) {
    case 'action':
      return apply(demand, asked.action, asked.facts, { now, actor: asked.actor, wordsId: asked.wordsId }, rules);
    case 'heard':
      return drafted((draft) => hear(draft, asked.message));
    case 'not_heard':
      return drafted((draft) => sendBack(draft, asked.message));
    case 'concluded':
      return drafted((draft) => concludeCallback(draft, asked.conclusion));
    case 'time':
      return passTime(demand, now, rules);
    case 'calendar':
      return drafted((draft) => adoptCalendar(draft, asked.cause));
    case 'policy':
      return drafted((draft) => adoptPolicy(draft, asked.cause));
    case 'reopened':
      return drafted((draft) => {
        redo(draft, asked.callbackJob === null ? undefined : { callbackJob: asked.callbackJob });
        return true;
      });
  }
}

/** Looks up rules among everything that was ever published. */
export function rulesFrom(policies: readonly Policy[], years: readonly CalendarYear[]): RulesAt {
  const byVersion = new Map(policies.map((policy) => [policy.version, policy]));
  const calendars = new Map<string, Calendar | null>();
  return ({ policy, calendar }) => {
    if (!calendars.has(calendar)) calendars.set(calendar, calendarAt(calendar, years));
    const [held, kept] = [byVersion.get(policy), calendars.get(calendar)];
    return held && kept ? { policy: held, calendar: kept } : null;
  };
}

/** The calendar that calls itself so ("2025.1+2026.2"), or null when one of its years is not among these. */
export function calendarAt(version: string, years: readonly CalendarYear[]): Calendar | null {
  const [named = '', hours] = version.split('@');
  const held = named.split('+').map((each) => years.find((one) => `${one.year}.${one.version}` === each));
  const known = held.filter((year) => year !== undefined);
  if (named !== '' && known.length < held.length) return null;
  const spans = hours?.split(',').map((span) => span.split('-').map(Number) as [number, number]);
  return calendarOf(known, spans);
}
