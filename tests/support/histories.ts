import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { version } from '../../package.json';
import { eventually } from './a-case';
import type { Json } from './app';
import { workflowBundle, type Stack } from './stack';

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
  const history = await stack.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
  return JSON.parse(JSON.stringify(history));
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
  for await (const run of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) runs.push(run);
  return runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}

function keep(name: string, run: NamedHistory): void {
  const folder = path.join(historiesFolder, release);
  mkdirSync(folder, { recursive: true });
  const lines = run.history.events.map((event: object) => JSON.stringify(event, withoutHosts));
  const text = `{"workflowId":${JSON.stringify(run.workflowId)},"history":{"events":[\n${lines.join(',\n')}\n]}}\n`;
  writeFileSync(path.join(folder, `${name}.json`), text);
}

/** Process ids and host names of whoever recorded are nobody's business, and replay does not need them. */
const withoutHosts = (key: string, value: unknown): unknown => (key === 'identity' ? 'recorded' : value);

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
  const failures: ReplayFailure[] = [];
  const read = histories.map((each) => ({ ...each, history: History.fromObject(each.history) }));
  for await (const { workflowId, error } of Worker.runReplayHistories(workflows, read))
    if (error) failures.push({ workflowId, error: error.message });
  return failures;
}
