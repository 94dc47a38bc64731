import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Database } from '../database/client';
import { readTrace } from '../database/traces';
import type { Demand } from '../domain/demand';
import { calendarAt } from '../domain/retrace';
import { disagreementsWith, type Findings, type Ledger } from './disagreements';
import { readRuns, type Run } from './history';

/** `gone`: the engine keeps no history of it any more. */
export type Certified = Findings & { number: string; history: 'kept' | 'gone'; runs: number };

const NOTHING = { versions: 0, before: 0, updates: 0, messages: 0, rungs: 0, timers: 0 };

/** Checks a demand's certificate and ledger against the histories of its workflow. Null when there is no such demand. */
export async function certify(database: Database, client: Client, number: string): Promise<Certified | null> {
  const found = await readAtRest(database, client, number);
  if (!found) return null;
  const { ledger, runs } = found;
  if (runs.length === 0) return { number, history: 'gone', runs: 0, disagreements: [], checked: NOTHING };
  return { number, history: 'kept', runs: runs.length, ...disagreementsWith(runs, ledger, ledger.demand.updatedAt) };
}

/** Looks, a quarter of a second apart: a task whose worker stood still is given to another after ten seconds. */
const PATIENCE = 120;

/** Both sides of one moment: what the workflow is doing just now is in the ledger before it is in the history. */
async function readAtRest(
  database: Database,
  client: Client,
  number: string,
): Promise<{ ledger: Ledger; runs: Run[] } | null> {
  for (let tries = 0; ; tries += 1) {
    const demand = await readState(database, number);
    if (!demand) return null;
    const ledger = await readLedger(database, demand);
    const runs = await readRuns(client, demand.id);
    const now = await readState(database, number);
    if ((now?.version === demand.version && !runs.some(({ isUnderWay }) => isUnderWay)) || tries === PATIENCE)
      return { ledger, runs };
    await sleep(250);
  }
}

async function readState(database: Database, number: string): Promise<Demand | null> {
  const row = await database.demand.findUnique({ where: { number }, select: { state: true } });
  return (row?.state ?? null) as unknown as Demand | null;
}

export async function readLedger(database: Database, demand: Demand): Promise<Ledger> {
  const { trace, events, policies, years } = await readTrace(database, demand);
  return {
    ...{ demand, events, trace },
    policy: (version) => policies.find((policy) => policy.version === version) ?? null,
    calendar: (version) => calendarAt(version, years),
  };
}

/** What the command prints, line by line. */
export function reportOf({ number, history, runs, disagreements, checked }: Certified): string[] {
  if (history === 'gone')
    return [`${number}：流程引擎已不再保存这件诉求的历史（超过保留期），无法核对；时限证明仍可由账本计算。`];
  const { versions, before, updates, messages, rungs, timers } = checked;
  const older = before === 0 ? '' : `其中前 ${before} 版没有流程历史（超过保留期，或是模拟写入的），只由账本自身核对。`;
  const what = `核对了 ${runs} 段流程历史：${versions} 个版本，${updates} 次办理，${messages} 条消息，${rungs} 次到点执行，${timers} 个定时器。${older}`;
  if (disagreements.length === 0) return [`${number}：${what}`, '账本、时限证明与流程历史完全一致。'];
  return [`${number}：${what}`, `有 ${disagreements.length} 处不一致：`, ...disagreements.map((each) => `  - ${each}`)];
}
