import { Prisma, type Database } from '../database/client';
import type { Attempt, CallbackJob } from '../domain/callback';
import type { Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import type { Level, SubjectType } from '../domain/vocabulary';
import type { RecordedCase, RecordedJob } from './recorded';

/** Demands held in memory at a time. */
const AT_A_TIME = 100;

interface Row {
  id: string;
  created_at: Date;
  state: Demand;
  title: string;
  body: string;
  subject_type: SubjectType;
  events: DemandEvent[] | null;
  jobs: JobRow[] | null;
}

interface JobRow extends Pick<CallbackJob, 'id' | 'kind' | 'round' | 'lead' | 'workedOn' | 'result'> {
  unit: string;
  level: Level;
  sight: string[];
  attempts: Attempt[];
  createdAt: number;
  concludedAt: number | null;
}

export interface CaseSearch {
  unit_id: string;
  from_at: Date;
  to_at: Date;
}

/** The demands of a period that the unit sees, in the order in which they were filed, batch by batch. */
export async function* readCases(
  database: Database,
  { unit_id: unit, from_at: from, to_at: to }: CaseSearch,
): AsyncGenerator<RecordedCase[]> {
  let [after, afterId] = [from, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const rows = await database.search<Row>`
      SELECT d.id, d.created_at, d.state, d.title, d.body, d.subject_type,
        (SELECT json_agg(json_build_object('seq', e.seq, 'at', ${epochMs('e.at')}, 'type', e.type, 'actor', e.actor_kind,
            'user', e.actor_id, 'unit', e.unit_id, 'round', e.round, 'cause', e.cause, 'data', e.data, 'asked', e.asked) ORDER BY e.seq)
          FROM demand_event e WHERE e.demand_id = d.id) AS events,
        (SELECT json_agg(json_build_object('id', c.id, 'kind', c.kind, 'round', c.round, 'lead', c.lead_unit_id, 'workedOn', c.worked_on,
            'result', c.result, 'unit', c.unit_id, 'level', u.level, 'sight', c.sight, 'attempts', c.attempts,
            'createdAt', ${epochMs('c.created_at')}, 'concludedAt', ${epochMs('c.concluded_at')}) ORDER BY c.created_at, c.id)
          FROM callback_job c JOIN unit u ON u.id = c.unit_id WHERE c.demand_id = d.id) AS jobs
      FROM demand d
      WHERE d.created_at >= ${from} AND d.created_at < ${to} AND d.sight @> ARRAY[${unit}]::text[]
        AND (d.created_at, d.id) > (${after}, ${afterId}::uuid)
      ORDER BY d.created_at, d.id LIMIT ${AT_A_TIME}`;
    if (rows.length > 0) yield rows.map(caseOf);
    const last = rows.at(-1);
    if (!last || rows.length < AT_A_TIME) return;
    [after, afterId] = [last.created_at, last.id];
  }
}

const epochMs = (column: 'e.at' | 'c.created_at' | 'c.concluded_at') =>
  Prisma.raw(`round(extract(epoch FROM ${column}) * 1000)`);

const caseOf = ({ state, title, body, subject_type: subject, events, jobs }: Row): RecordedCase => ({
  ...{
    state,
    subject,
    text: `${title}\n${body}`,
    events: (events ?? []).map(withoutNulls),
    jobs: (jobs ?? []).map(jobOf),
  },
});

/** What an event does not have is a null in the database. */
const withoutNulls = ({ asked, cause, data, ...event }: DemandEvent): DemandEvent => ({
  ...{ ...event, cause: cause ?? {}, data: data ?? {} },
  ...(asked ? { asked } : {}),
});

const jobOf = ({ unit, level, sight, ...job }: JobRow): RecordedJob => ({
  ...job,
  unit: { id: unit, level, path: sight },
});
