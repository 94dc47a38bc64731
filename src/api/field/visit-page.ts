import type { z } from 'zod';
import type { Database } from '../../database/client';
import { demandsOfVisits, openDemandsOfEnterprise } from '../../database/collected-demands';
import { findVisit, readVisits } from '../../database/visits';
import { startOfToday } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import { sightOfActor } from '../demands/eyes';
import type { Units } from '../demands/view';
import { notFound } from '../errors';
import { collectedView } from './collected-view';
import { FIELD_READERS } from './seats';
import { canCorrect, visitView, type visitPageSchema } from './visit-view';

const LAST_VISITS = 5;

/** What somebody at the door wants to know: the visit, what was said before, and what is still owed. */
export async function visitPage(
  database: Database,
  actor: SignedIn,
  id: string,
  units: Units,
): Promise<z.output<typeof visitPageSchema>> {
  const seats = unitsWithRole(actor, ...FIELD_READERS);
  const row = await findVisit(database, seats, id);
  if (!row) throw notFound('该次走访');
  const now = Date.now();
  const sight = sightOfActor(actor, units);
  const enterprise = { id: row.enterprise_id, name: row.enterprise_name, unit: row.enterprise_unit_id };
  const [filed, open, last] = await Promise.all([
    demandsOfVisits(database, [row.id], sight),
    openDemandsOfEnterprise(database, enterprise, sight),
    readVisits(database, {
      ...{ seats, enterprise: row.enterprise_id, states: ['done'], newestFirst: true, limit: LAST_VISITS + 1 },
      today: new Date(startOfToday(now)),
    }),
  ]);
  const others = last.filter((each) => each.id !== row.id).slice(0, LAST_VISITS);
  return {
    ...visitView(row, units, now),
    filed: filed.map(collectedView),
    canCorrect: canCorrect(row, actor, units, now),
    openDemands: open.map(collectedView),
    lastVisits: others.map((each) => visitView(each, units, now)),
  };
}
