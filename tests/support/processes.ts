import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type Part = 'worker' | 'server' | 'temporal' | 'postgres';

export interface Account {
  username: string;
  password: string;
  unit: { id: string };
  roles: string[];
}

/** The whole service as processes of its own, as built into dist/. */
export interface Lab {
  base: string;
  databaseUrl: string;
  temporalAddress: string;
  accounts: Account[];
  folder: string;
  /** kill -9. */
  kill(part: Part): Promise<void>;
  /** Starts a killed part again; resolves when it is ready. */
  revive(part: Part): Promise<void>;
  pause(part: Part): Promise<void>;
  resume(part: Part): Promise<void>;
  /** Brings back whatever a failed test has left killed or paused. */
  mend(): Promise<void>;
  /** What ended without having been killed. */
  unexpectedEnds(): Promise<string[]>;
  close(): Promise<void>;
}

type Reply = { id: number; value?: unknown; error?: string };

export async function openLab(): Promise<Lab> {
  const child = fork(path.join(__dirname, 'lab.mjs'), { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ask = createAsk(child);
  const places = (await ask('open')) as Pick<Lab, 'base' | 'databaseUrl' | 'temporalAddress' | 'accounts' | 'folder'>;
  return {
    ...places,
    kill: async (part) => void (await ask('kill', part)),
    revive: async (part) => void (await ask('revive', part)),
    pause: async (part) => void (await ask('pause', part)),
    resume: async (part) => void (await ask('resume', part)),
    mend: async () => void (await ask('mend')),
    unexpectedEnds: async () => (await ask('unexpectedEnds')) as string[],
    close: async () => {
      const exit = once(child, 'exit');
      child.send({ id: 0, command: 'close' });
      await exit;
    },
  };
}

function createAsk(child: ChildProcess): (command: string, argument?: string) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', ({ id, value, error }: Reply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(error));
    else asked?.resolve(value);
  });
  child.once('exit', () => waiting.forEach(({ reject }) => reject(new Error('the lab has ended'))));
  return (command, argument) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, command, argument });
    });
}
