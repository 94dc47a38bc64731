import type { Asked } from '../domain/asked';
import type { CallbackJob } from '../domain/callback';
import type { Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import type { Level, SubjectType } from '../domain/vocabulary';

/** A phone job as far as a rehearsal needs it. */
export type RecordedJob = Pick<
  CallbackJob,
  'id' | 'kind' | 'round' | 'unit' | 'lead' | 'workedOn' | 'attempts' | 'createdAt' | 'concludedAt' | 'result'
>;

/** A demand as it really went: its events with their occasions, its state, its phone jobs. Texts are for the rules alone. */
export interface RecordedCase {
  events: DemandEvent[];
  state: Demand;
  jobs: RecordedJob[];
  subject: SubjectType;
  text: string;
}

/**
 * What people or other demands did, in order. `followed`: a dispatch that took the unit that the rules proposed; `passedTo`: the
 * level that somebody passed it up to.
 */
export type Input = Exclude<Asked, { kind: 'filed' | 'found' | 'time' | 'unknown' }> & {
  followed?: boolean;
  passedTo?: Level;
};

export interface Course {
  filed: Asked & { kind: 'filed' };
  inputs: Input[];
  /** When what fell due really ran, by the instant at which it was due, and by which rules. */
  ran: Map<number, { at: number; rules: Asked['rules'] }>;
}

/** The course of a life from its events; null when its occasions were not kept from the filing on. */
export function courseOf({ events, state }: RecordedCase): Course | null {
  const [filed, ...rest] = events.flatMap((event) =>
    (event.asked ?? []).map((asked, i, all) => ({ asked, event: i === all.length - 1 ? event : null })),
  );
  if (filed?.asked.kind !== 'filed') return null;
  const course: Course = { filed: filed.asked, inputs: [], ran: new Map() };
  for (const { asked, event } of [...rest, ...(state.silent ?? []).map((each) => ({ asked: each, event: null }))]) {
    if (asked.kind === 'unknown' || asked.kind === 'found' || asked.kind === 'filed') return null;
    if (asked.kind !== 'time') course.inputs.push({ ...asked, ...saidBy(event) });
    else if (event?.cause.plannedAt !== undefined)
      course.ran.set(event.cause.plannedAt, { at: asked.now, rules: asked.rules });
  }
  return course;
}

const saidBy = (event: DemandEvent | null): Pick<Input, 'followed' | 'passedTo'> => ({
  followed: event?.data['followed'] === true,
  ...(event?.type === 'passed_up' ? { passedTo: event.data['to'] as Level } : {}),
});
