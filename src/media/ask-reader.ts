import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { StorageUnavailableError } from '../storage/port';
import { READY, type Answer, type JobName, type Jobs } from './reader/protocol';
import { unreadable, UploadRefusedError } from './refusal';
import { createTurns } from './turns';

/** As many readers as a small machine has cores; who comes beyond the queue is asked to come again. */
const takeTurn = createTurns(2, 40);
const WITHIN = 30_000;
const IDLE = 20_000;
/** MiB; decoded pictures lie beside it, bounded by their pixels. */
const HEAP = 160;
/** Without these, glibc keeps what large pictures took in many small heaps and gives nothing back. */
const MEMORY = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '100000', MALLOC_MMAP_THRESHOLD_: '131072' };

/** Beside this file when built; from sources (tests, development) the one that the build made. */
function readerScript(): string {
  const beside = path.join(__dirname, 'reader', 'main.js');
  return existsSync(beside) ? beside : path.resolve(__dirname, '../../dist/src/media/reader/main.js');
}

const idle: { reader: ChildProcess; rest: NodeJS.Timeout }[] = [];

function startReader(): ChildProcess {
  const reader = fork(readerScript(), {
    env: MEMORY,
    execArgv: [`--max-old-space-size=${HEAP}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  reader.on('error', () => undefined);
  starting.add(reader);
  reader.once('message', () => starting.delete(reader));
  return reader;
}

/** Readers that have not said yet that they can read: when one ends so, the fault is here and not in the file. */
const starting = new WeakSet<ChildProcess>();

/** One that has just worked, or a new one; a reader that nobody needs for a while ends, and its memory with it. */
function takeReader(): ChildProcess {
  for (let each = idle.pop(); each; each = idle.pop()) {
    clearTimeout(each.rest);
    if (each.reader.connected) return each.reader;
  }
  return startReader();
}

function putBack(reader: ChildProcess): void {
  const rest = setTimeout(() => {
    // First: its end is known here only a moment later, and whoever took it until then would hear that their file is broken.
    idle.splice(
      idle.findIndex((each) => each.reader === reader),
      1,
    );
    reader.kill('SIGKILL');
  }, IDLE).unref();
  idle.push({ reader, rest });
  // The last answer has come: neither the process nor the line to it keeps this one alive.
  reader.unref();
  reader.channel?.unref();
}

/** Asks the process that decodes. Throws `UploadRefusedError`, also for what it does not survive or finish in time. */
export function askReader<Name extends JobName>(
  job: { name: Name } & Jobs[Name]['asks'],
  { within = WITHIN } = {},
): Promise<Jobs[Name]['gives']> {
  return takeTurn(async () => {
    const answer = await ask(takeReader(), job, within);
    if ('given' in answer) return answer.given;
    if ('failed' in answer) throw new StorageUnavailableError(new Error(answer.failed));
    throw new UploadRefusedError(answer.refused.reason, answer.refused.message);
  });
}

function ask(reader: ChildProcess, job: object, within: number): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (answer: Answer, isUsable: boolean) => {
      clearTimeout(timer);
      reader.off('message', heard).off('exit', failed).off('error', failed);
      if (isUsable) putBack(reader);
      else reader.kill('SIGKILL');
      resolve(answer);
    };
    const heard = (answer: unknown) => {
      if (answer !== READY) return end(answer as Answer, true);
      // What a busy machine needed to start the process is not the fault of the file.
      clearTimeout(timer);
      timer = setTimeout(failed, within);
    };
    const failed = () => {
      if (starting.has(reader)) return end({ failed: 'the process that reads uploads does not start' }, false);
      const { reason, message } = unreadable('文件打不开，或读取时超出时间或内存');
      end({ refused: { reason, message } }, false);
    };
    let timer = setTimeout(failed, starting.has(reader) ? WITHIN : within);
    reader.on('message', heard).on('exit', failed).on('error', failed);
    reader.ref();
    reader.channel?.ref();
    reader.send(job, (error) => error && failed());
  });
}
