import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { requestKey } from '../../src/api/request-key';
import type { Database } from '../../src/database/client';
import type { Demand } from '../../src/domain/demand';
import { tasksOf } from '../../src/domain/record';
import { TRANSITIONS, TRANSITIONS_OF_ITSELF } from '../../src/domain/transitions';
import { ENDED_STAGES, type Action, type Stage } from '../../src/domain/vocabulary';
import { callbackWorkflowId, demandQuery, demandWorkflowId } from '../../workflows/messages';
import { untilHeard } from './a-case';
import type { Life } from './rest-clients';

interface Row {
  id: string;
  number: string;
  stage: Stage;
  version: number;
  state: Demand;
}
interface EventRow {
  seq: number;
  type: string;
  request_id: string | null;
  late_by: number | null;
  clock: string | null;
  percent: number | null;
}
interface TaskRow {
  kind: string;
  role: string;
  unit_id: string;
  user_id: string | null;
  due_at: Date | null;
  overdue: boolean;
}
interface NoticeRow {
  key: string;
  kind: string;
  clock: string | null;
  late_by: number;
}

/** Everything that is kept about one demand. */
export interface Kept {
  row: Row;
  events: EventRow[];
  tasks: TaskRow[];
  notices: NoticeRow[];
  jobs: { id: string }[];
}

export async function readKept(database: Database): Promise<Map<string, Kept>> {
  const rows = await database.sql<Row>`SELECT id, number, stage, version, state FROM demand`;
  const kept = new Map<string, Kept>();
  for (const row of rows) kept.set(row.id, { row, events: [], tasks: [], notices: [], jobs: [] });
  type Of<T> = T & { demand_id: string };
  const events = await database.sql<Of<EventRow>>`
    SELECT demand_id, seq, type, request_id, (cause->>'lateBy')::int AS late_by, cause->>'clock' AS clock,
      (cause->>'percent')::int AS percent FROM demand_event ORDER BY demand_id, seq`;
  for (const event of events) kept.get(event.demand_id)!.events.push(event);
  const tasks = await database.sql<Of<TaskRow>>`
    SELECT demand_id, kind, role, unit_id, user_id, due_at, overdue FROM task`;
  for (const task of tasks) kept.get(task.demand_id)!.tasks.push(task);
  const notices = await database.sql<Of<NoticeRow>>`SELECT demand_id, key, kind, clock, late_by FROM notice`;
  for (const notice of notices) kept.get(notice.demand_id)!.notices.push(notice);
  const jobs = await database.sql<Of<{ id: string }>>`SELECT demand_id, id FROM callback_job`;
  for (const job of jobs) kept.get(job.demand_id)!.jobs.push(job);
  return new Map([...kept.values()].map((each) => [each.row.number, each]));
}

/** What clients were told, against what is kept: nothing lost, nothing done twice, nothing that nobody did. */
export function faultsOfLife(life: Life, kept: Kept | undefined): string[] {
  if (!kept) return [`${life.number}: acknowledged and lost`];
  const { row, events } = kept;
  const faults: string[] = [];
  const types = events.map(({ type }) => type).join(' ');
  if (types !== life.events.join(' ')) faults.push(`happened: ${types}; acknowledged: ${life.events.join(' ')}`);
  for (const { user, action, key } of life.acknowledged.slice(1)) {
    const { updateId } = requestKey(`demo-${user}\n${row.id}\n${action}`, key, null);
    const own = events.filter(({ request_id }) => request_id?.startsWith(`${updateId}.`));
    const expected = action === 'rate' ? 2 : 1;
    if (own.length !== expected) faults.push(`${own.length} events for one ${action}`);
  }
  const versions = life.acknowledged.map(({ version }) => version);
  if (versions.some((version, i) => i > 0 && version <= versions[i - 1]!))
    faults.push(`versions ${versions.join(' ')}`);
  if (versions.at(-1) !== row.version) faults.push(`acknowledged ${versions.at(-1)}, kept ${row.version}`);
  const calls = row.stage === 'calling_back' ? 1 : 0;
  if (kept.jobs.length !== calls) faults.push(`${kept.jobs.length} callbacks`);
  return faults.map((fault) => `${life.number}: ${fault}`);
}

/** What holds for every demand, whatever happened to it. */
export function faultsOfRecord({ row, events, tasks, notices }: Kept): string[] {
  const faults: string[] = [];
  if (events.some(({ seq }, i) => seq !== i + 1) || events.length !== row.state.seq)
    faults.push(`${events.length} events up to ${events.at(-1)?.seq}, of ${row.state.seq}`);
  if (row.state.version !== row.version || row.state.stage !== row.stage) faults.push('row and state differ');
  const open = JSON.stringify(tasks.map(taskLine).sort());
  const due = JSON.stringify(
    tasksOf(row.state)
      .map((t) => [t.kind, t.role, t.unit, t.user, t.dueAt, t.overdue].join())
      .sort(),
  );
  if (open !== due) faults.push(`open ${open}, due ${due}`);
  if (!endsOf(events).has(row.stage)) faults.push(`no legal way to ${row.stage}`);
  for (const clock of row.state.clocks)
    for (const rung of clock.rungs.filter(({ firedAt }) => firedAt !== null)) {
      const told = notices.filter(({ key }) => key.startsWith(`${row.id}:${clock.id}:${rung.percent}:`));
      const isTold = rung.step !== 'move_up' || told.length > 0;
      const lateBy = Math.round((rung.firedAt! - rung.plannedAt!) / 1000);
      if (isTold && told.length !== 1) faults.push(`${told.length} notices of ${clock.id} at ${rung.percent} %`);
      if (lateBy < 0 || told.some(({ late_by }) => late_by !== lateBy)) faults.push(`${clock.id} late by ${lateBy}?`);
    }
  return faults.map((fault) => `${row.number}: ${fault}`);
}

const taskLine = (t: TaskRow): string =>
  [t.kind, t.role, t.unit_id, t.user_id, t.due_at?.getTime() ?? null, t.overdue].join();

const ACTION_OF: Record<string, Action> = {
  dispatched: 'dispatch',
  accepted: 'accept',
  returned: 'return',
  contacted: 'contact',
  noted: 'note',
  finished: 'finish',
  reviewed: 'review',
  replied: 'reply',
  rated: 'rate',
};

/** Where the transition table lets these events lead to; nowhere when one of them was not allowed where it happened. */
function endsOf(events: readonly EventRow[]): Set<Stage> {
  let stages = new Set<Stage>(['dispatching']);
  for (const { type } of events) {
    const action = ACTION_OF[type];
    if (action) {
      const { from, to, keeps = [] } = TRANSITIONS[action];
      const left = [...stages].filter((stage) => from.includes(stage));
      stages = new Set(left.flatMap((stage) => (to.length === 0 || keeps.includes(stage) ? [stage] : to)));
    } else if (type === 'moved_up') {
      const left = TRANSITIONS_OF_ITSELF.filter(({ from }) => stages.has(from));
      stages = new Set(left.map(({ to }) => to));
    }
  }
  return stages;
}

/** The engine against the record: every open demand runs, every version is the same, nothing runs that has no row. */
export async function faultsOfWorkflows(client: Client, kept: Iterable<Kept>): Promise<string[]> {
  const faults: string[] = [];
  const known = new Set<string>();
  const queue = [...kept];
  const checkNext = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      known.add(demandWorkflowId(next.row.id));
      faults.push(...(await faultsOfWorkflow(client, next)).map((fault) => `${next.row.number}: ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: 8 }, checkNext));
  for await (const { workflowId } of client.workflow.list({ query: "WorkflowType='demand'" }))
    if (!known.has(workflowId)) faults.push(`${workflowId} has no row`);
  return faults;
}

async function faultsOfWorkflow(client: Client, { row, jobs }: Kept): Promise<string[]> {
  const faults: string[] = [];
  const handle = client.workflow.getHandle(demandWorkflowId(row.id));
  try {
    const { status } = await handle.describe();
    const expected = (ENDED_STAGES as readonly Stage[]).includes(row.stage) ? 'COMPLETED' : 'RUNNING';
    if (status.name !== expected) faults.push(`the workflow of a demand in ${row.stage} is ${status.name}`);
    const held = await untilHeard(() => handle.query(demandQuery));
    if (held.version !== row.version) faults.push(`the workflow holds ${held.version}, the row ${row.version}`);
    for (const job of jobs) {
      const call = await client.workflow.getHandle(callbackWorkflowId(job.id)).describe();
      if (call.status.name !== 'RUNNING') faults.push(`its callback is ${call.status.name}`);
    }
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    faults.push('no workflow');
  }
  return faults;
}
