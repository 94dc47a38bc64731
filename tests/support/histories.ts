import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { version } from '../../package.json';
import { WORKFLOW_PATIENCE } from '../../src/workflow-patience';
import { eventually } from './a-case';
import type { Json } from './app';
import { root } from './source-files';
import { silenceRuntime, workflowBundle, type Stack } from './stack';

export const historiesFolder = path.resolve(__dirname, '../histories');
/** One set per release: the minor version, because patches never change a workflow's commands. */
const release = `v${version.split('.').slice(0, 2).join('.')}`;
// The SDK's own historyToJSON fails where several copies of protobufjs are installed.
const { History } = temporal.api.history.v1;
const isRecording = process.env.UPDATE_HISTORIES === '1';

export interface NamedHistory {
  workflowId: string;
  history: Json;
}

export async function historyOf(stack: Stack, workflowId: string, runId?: string): Promise<Json> {
  const { client, connection } = stack.temporal;
  const request = { namespace: client.options.namespace, execution: { workflowId, runId } };
  const events: Json[] = [];
  let nextPageToken: Uint8Array | null | undefined;
  do {
    // Pages are short because what a test made long does not fit into one answer.
    const page = { ...request, nextPageToken, maximumPageSize: 2 };
    const answer = await connection.workflowService.getWorkflowExecutionHistory(page);
    events.push(...(JSON.parse(JSON.stringify(answer.history)).events ?? []));
    nextPageToken = answer.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
  return { events };
}

/**
 * Replays every run that the tests of a file brought about with the workflows as they are now, and keeps those that have a
 * name for later versions when UPDATE_HISTORIES is 1.
 */
export async function replayAndKeep(stack: Stack, named: Record<string, string>): Promise<ReplayFailure[]> {
  const wanted = Object.values(named);
  const runs = await eventually(
    () => runsOf(stack),
    (found) => wanted.every((workflowId) => found.some((run) => run.workflowId === workflowId)),
  );
  const histories = await Promise.all(
    runs.map(async ({ workflowId, runId }) => ({ workflowId, history: await historyOf(stack, workflowId, runId) })),
  );
  for (const [name, workflowId] of Object.entries(named)) {
    const own = histories.filter((each) => each.workflowId === workflowId);
    if (own.length === 0) throw new Error(`no history of ${name}`);
    for (const [index, run] of isRecording ? own.entries() : [])
      keep(own.length > 1 ? `${name}-${index + 1}` : name, run);
  }
  return failuresOf({ workflowBundle: await workflowBundle() }, histories);
}

/** Every run of every workflow on the stack's queue, oldest first. */
async function runsOf({ temporal: { client, taskQueue } }: Stack): Promise<{ workflowId: string; runId: string }[]> {
  const runs = [];
  // What a test terminated only made room for the run after it.
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus != 'Terminated'`;
  for await (const run of client.workflow.list({ query })) runs.push(run);
  return runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}

function keep(name: string, run: NamedHistory): void {
  const folder = path.join(historiesFolder, release);
  mkdirSync(folder, { recursive: true });
  const lines = run.history.events.map((event: object) => JSON.stringify(event, withoutHosts));
  const text = `{"workflowId":${JSON.stringify(run.workflowId)},"history":{"events":[\n${lines.join(',\n')}\n]}}\n`;
  writeFileSync(path.join(folder, `${name}.json`), text);
}

/** Process ids, host names and folders of whoever recorded are nobody's business, and replay does not need them. */
const withoutHosts = (key: string, value: unknown): unknown => {
  if (key === 'identity') return 'recorded';
  if (key === 'stackTrace' && typeof value === 'string') return value.replaceAll(`${root}/`, '');
  return key === 'data' && typeof value === 'string' && value.length > 100_000 ? withoutPadding(value) : value;
};

/** What a test blew up to make a history long is kept short: only its being there counts. */
const withoutPadding = (data: string): string =>
  Buffer.from(
    Buffer.from(data, 'base64')
      .toString()
      .replace(/x{1000,}/, 'x'),
  ).toString('base64');

export function keptHistories(): (NamedHistory & { name: string })[] {
  return readdirSync(historiesFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const kept = JSON.parse(readFileSync(path.join(historiesFolder, file), 'utf8')) as NamedHistory;
      return { ...kept, name: file.replace(/\.json$/, '') };
    });
}

export interface ReplayFailure {
  workflowId: string;
  error: string;
}

/** Which of the histories these workflows do not repeat command by command. */
export async function failuresOf(
  workflows: Pick<ReplayWorkerOptions, 'workflowBundle' | 'workflowsPath'>,
  histories: NamedHistory[],
): Promise<ReplayFailure[]> {
  silenceRuntime();
  const failures: ReplayFailure[] = [];
  const read = histories.map((each) => ({ ...each, history: History.fromObject(each.history) }));
  for await (const { workflowId, error } of Worker.runReplayHistories({ ...workflows, ...WORKFLOW_PATIENCE }, read))
    if (error) failures.push({ workflowId, error: error.message });
  return failures;
}
