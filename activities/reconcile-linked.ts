import type { Client } from '@temporalio/client';
import type { Database } from '../src/database/client';
import type { Demand } from '../src/domain/demand';
import type { DemandMessage } from '../src/domain/transition';
import { ENDED_STAGES, type Stage } from '../src/domain/vocabulary';
import { demandWorkflowId, hearSignal } from '../workflows/messages';

/**
 * What one demand's workflow tells another's is lost when the other one is not there: terminated by somebody and not yet
 * started again. Whoever waits for it hears it here. Answers whether there was something to tell.
 */
export async function tellMissedLinks(database: Database, client: Client, held: Demand): Promise<boolean> {
  const missed = held.stage === 'split' ? await endedParts(database, held) : await missedFromMain(database, held);
  const handle = client.workflow.getHandle(demandWorkflowId(held.id));
  for (const message of missed) await handle.signal(hearSignal, message);
  return missed.length > 0;
}

async function endedParts(database: Database, { parts }: Demand): Promise<DemandMessage[]> {
  const open = parts.filter((part) => !part.ended).map(({ id }) => id);
  const ended = await database.demand.findMany({
    where: { id: { in: open }, stage: { in: [...ENDED_STAGES] } },
    select: { id: true },
  });
  return ended.map(({ id }) => ({ kind: 'part_ended', part: id }));
}

const PAST: readonly Stage[] = [...ENDED_STAGES, 'rating', 'calling_back', 'split'];
/** Long enough for any message that is under way (milliseconds). */
const UNDER_WAY = 30_000;

async function missedFromMain(database: Database, held: Demand): Promise<DemandMessage[]> {
  const { id, stage, mergedInto } = held;
  if (stage !== 'merged' || mergedInto === null) return [];
  const row = await database.demand.findUnique({ where: { id: mergedInto }, select: { state: true, updatedAt: true } });
  const main = row?.state as unknown as Demand | undefined;
  if (!row || !main || !PAST.includes(main.stage) || Date.now() - row.updatedAt.getTime() < UNDER_WAY) return [];
  const joined = held.mergedBy == null ? {} : { joined: held.mergedBy };
  if (!main.followers.includes(id) || main.repliedBy.length === 0) return [{ kind: 'main_ended', ...joined }];
  const reply = await database.demandEvent.findFirst({
    where: { demandId: main.id, type: 'replied', round: main.round },
    orderBy: { seq: 'desc' },
    select: { wordsId: true },
  });
  const workedOn = [...new Set([...main.handledBy, ...main.reviewedBy, ...main.repliedBy])];
  const { lead, result } = main;
  return [{ kind: 'main_replied', wordsId: reply?.wordsId ?? null, lead, result, workedOn, ...joined }];
}
