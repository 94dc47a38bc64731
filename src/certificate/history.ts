import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import { demandWorkflowId, type ActionMessage, type DemandInput } from '../../workflows/messages';
import type { Action } from '../domain/vocabulary';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

/** An Update that the workflow accepted; `version` of the demand after it, null when it was refused or has not been answered. */
export interface CarriedOut {
  action: Action;
  message: ActionMessage<Action>;
  version: number | null;
}

export interface Said {
  name: string;
  content: unknown;
}

/** One run of a demand's workflow, as the engine kept it. Times in epoch ms, by the clock of the workflow. */
export interface Run {
  runId: string;
  startedAt: number;
  input: DemandInput;
  updates: CarriedOut[];
  /** Signals from outside. */
  heard: Said[];
  /** Signals to other demands that had ended. */
  unheard: Said[];
  /** What `Date.now()` said at every moment at which the workflow ran. */
  ticks: Set<number>;
  /** For what times its timers were set: each may have been set at any of the moments of one task. */
  timers: number[][];
  /** A task was being worked on: what it did is not in the history yet. */
  isUnderWay: boolean;
}

/** Every run that the engine still keeps, oldest first; empty when it keeps none any more. */
export async function readRuns(client: Client, demandId: string): Promise<Run[]> {
  const workflowId = demandWorkflowId(demandId);
  const known = new Map<string, Run>();
  const read = async (runId: string): Promise<void> => {
    if (known.has(runId)) return;
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const run = runOf(runId, events ?? []);
    known.set(runId, run);
    const before = (events ?? [])[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (before) await orGone(read(before));
  };
  const current = await orGone(client.workflow.getHandle(workflowId).describe());
  if (current) await orGone(read(current.runId));
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
    await orGone(read(runId));
  return [...known.values()].sort((one, other) => one.startedAt - other.startedAt);
}

async function orGone<Result>(reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

export function runOf(runId: string, events: readonly HistoryEvent[]): Run {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = contentOf(started?.input) as DemandInput;
  const run: Run = {
    ...{ runId, input, startedAt: timeOf(events[0]), isUnderWay: isTask(events.at(-1)) },
    ...{ updates: [], heard: [], unheard: [], ticks: new Set<number>(), timers: [] },
  };
  const tasks = momentsOfTasks(events);
  for (const moments of tasks.values()) for (const moment of moments) run.ticks.add(moment);
  for (const event of events) take(run, event, events, tasks);
  return run;
}

const isTask = (last: HistoryEvent | undefined): boolean =>
  Boolean(last?.workflowTaskScheduledEventAttributes ?? last?.workflowTaskStartedEventAttributes);

function take(run: Run, event: HistoryEvent, events: readonly HistoryEvent[], tasks: Map<string, number[]>): void {
  const { workflowExecutionSignaledEventAttributes: signal, timerStartedEventAttributes: timer } = event;
  if (signal) run.heard.push({ name: signal.signalName ?? '', content: contentOf(signal.input) });
  if (timer) {
    const moments = tasks.get(String(timer.workflowTaskCompletedEventId)) ?? [];
    run.timers.push(moments.map((moment) => moment + tsToMs(timer.startToFireTimeout)));
  }
  const accepted = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
  if (accepted?.input) {
    const { name, args } = accepted.input;
    run.updates.push({
      ...{ action: name as Action, message: contentOf(args) as ActionMessage<Action> },
      version: versionAfter(events, accepted.meta?.updateId ?? ''),
    });
  }
  const failed = event.signalExternalWorkflowExecutionFailedEventAttributes;
  if (failed) {
    const said = events.find(({ eventId }) => String(eventId) === String(failed.initiatedEventId));
    const sent = said?.signalExternalWorkflowExecutionInitiatedEventAttributes;
    if (sent) run.unheard.push({ name: sent.signalName ?? '', content: contentOf(sent.input) });
  }
}

function versionAfter(events: readonly HistoryEvent[], updateId: string): number | null {
  const completed = events.find(
    ({ workflowExecutionUpdateCompletedEventAttributes: done }) => done?.meta?.updateId === updateId,
  )?.workflowExecutionUpdateCompletedEventAttributes;
  const answer = contentOf(completed?.outcome?.success) as { version?: number } | undefined;
  return answer?.version ?? null;
}

/** By the number of the event that ends a task: when it began, and when the local activities that it waited for were done. */
function momentsOfTasks(events: readonly HistoryEvent[]): Map<string, number[]> {
  const tasks = new Map<string, number[]>();
  for (const { eventId, workflowTaskCompletedEventAttributes: task } of events) {
    if (!task) continue;
    const start = events.find((each) => String(each.eventId) === String(task.startedEventId));
    tasks.set(String(eventId), [timeOf(start)]);
  }
  for (const { markerRecordedEventAttributes: marker } of events) {
    if (marker?.markerName !== 'core_local_activity') continue;
    const { complete_time: done } = contentOf(marker.details?.data) as {
      complete_time?: { seconds: number; nanos: number };
    };
    const moments = tasks.get(String(marker.workflowTaskCompletedEventId));
    if (done) moments?.push(done.seconds * 1000 + Math.floor(done.nanos / 1_000_000));
  }
  return tasks;
}

const timeOf = (event: HistoryEvent | undefined): number => (event?.eventTime ? tsToMs(event.eventTime) : NaN);

/** The first payload, as the default converter wrote it: plain JSON. Undefined for none. */
function contentOf(payloads: Payloads): unknown {
  const data = payloads?.payloads?.[0]?.data;
  if (!data || data.length === 0) return undefined;
  return JSON.parse(Buffer.from(data).toString('utf8'));
}
