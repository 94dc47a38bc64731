import { z } from 'zod';
import type { Database } from '../../database/client';
import { readTopic, type TopicReader, type TopicRow } from '../../database/topics';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Role } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import { coveredUnits } from '../covered-units';
import { sightOfActor } from '../demands/eyes';
import { notFound, Problem } from '../errors';
import { topicView, type TopicView } from './view';

export const topicTags = ['类案'];
export const topicParams = z.object({ id: z.uuid() });
export const MANAGERS = ['dispatcher', 'supervisor'] as const satisfies readonly Role[];

export async function readerOf(actor: SignedIn, directory: UnitDirectory): Promise<TopicReader> {
  const { user, units } = actor;
  return { user, units, sight: sightOfActor(actor, await directory.units(units)) };
}

/** The topic if the caller may see it. A hidden one is answered as one that does not exist. */
export async function seenTopic(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  id: string,
): Promise<TopicRow> {
  const topic = await readTopic(database, id, await readerOf(actor, directory));
  if (!topic) throw notFound('这件类案');
  return topic;
}

/** Throws unless the caller dispatches or supervises in the unit or above it. */
export async function requireManager(database: Database, actor: SignedIn, unit: string): Promise<void> {
  const { units } = await coveredUnits(database, actor, ...MANAGERS);
  if (!units.has(unit))
    throw new Problem('not_allowed_for_role', '类案由所在单位或其上级的分拨员、督办员管理，请联系他们。');
}

/** The owner may do so, too. */
export async function requireConcluder(database: Database, actor: SignedIn, topic: TopicRow): Promise<void> {
  if (topic.owner.id !== actor.user) await requireManager(database, actor, topic.unitId);
}

/** Topics as the caller sees them, with what the caller may do. */
export async function showTopics(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  rows: readonly TopicRow[],
): Promise<TopicView[]> {
  const managed = await coveredUnits(database, actor, ...MANAGERS);
  const units = await directory.units(rows.map(({ unitId }) => unitId));
  return rows.map((row) => {
    const canManage = managed.units.has(row.unitId);
    return topicView(row, units, { canManage, canConclude: canManage || row.owner.id === actor.user });
  });
}

export async function showTopic(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  id: string,
): Promise<TopicView> {
  const [view] = await showTopics(database, directory, actor, [await seenTopic(database, directory, actor, id)]);
  return view!;
}
