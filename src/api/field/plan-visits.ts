import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database, Sql } from '../../database/client';
import { holdEnterprises } from '../../database/teams';
import { insertVisits, plannedAlready, type PlannedVisit } from '../../database/visits';
import { momentWords } from '../../domain/certificate-words';
import { monthlyFrom, planRefusal } from '../../domain/visit';
import type { SignedIn } from '../actor';
import { beijing, unitView, type Units } from '../demands/view';
import { invalidInput, problemOf } from '../errors';
import type { Remember } from '../once';
import { PLANNERS } from './seats';
import { reachedTeam } from './team-reach';
import type { plannedVisitsSchema } from './visit-view';

export type PlannedVisits = z.output<typeof plannedVisitsSchema>;
interface Wanted {
  enterprises: string[];
  /** Epoch ms. */
  plannedAt: number;
  months: number;
}

const MOST_AT_ONCE = 200;

/** One transaction: all of them are planned or none. Each is the visit of the team that looks after the enterprise. */
export async function planVisits(
  database: Database,
  actor: SignedIn,
  { enterprises, plannedAt, months }: Wanted,
  units: Units,
  remember: Remember<PlannedVisits>,
): Promise<PlannedVisits> {
  const refusal = planRefusal(plannedAt, Date.now());
  if (refusal) throw problemOf(refusal);
  const chosen = [...new Set(enterprises)];
  if (chosen.length * months > MOST_AT_ONCE)
    throw invalidInput('/months', `一次最多安排 ${MOST_AT_ONCE} 次走访，请少选几家或少排几个月。`);
  const times = monthlyFrom(plannedAt, months);
  return database.transact(async (sql) => {
    const held = await reachedEnterprises(sql, actor, chosen, units);
    const visits = held.flatMap(({ id, team }) =>
      times.map((at): PlannedVisit => {
        const [plannedAt, plannedBy] = [new Date(at), actor.user];
        return { id: randomUUID(), team, enterprise: id, plannedAt, plannedBy };
      }),
    );
    await insertVisits(sql, visits);
    for (const team of new Set(held.map((each) => each.team))) {
      const count = visits.filter((visit) => visit.team === team).length;
      const detail = { count, first: beijing(plannedAt), months };
      await recordAuditIn(sql, { user: actor.user, action: 'visits_planned', target: team, detail });
    }
    const byId = new Map(held.map((each) => [each.id, each]));
    const planned = { items: visits.map((visit) => justPlanned(visit, byId.get(visit.enterprise)!, actor, units)) };
    await remember(sql, planned);
    // After its key: the same request sent twice at once is one, not a second visit.
    const twice = await plannedAlready(sql, visits);
    if (twice) {
      const when = momentWords(twice.planned_at.getTime());
      throw invalidInput('/plannedAt', `${when} 已安排走访“${twice.name}”，请另选时间。`);
    }
    return planned;
  });
}

interface Reached {
  id: string;
  name: string;
  address: string;
  unit: string;
  team: string;
}

/** Throws for one that the caller's teams do not look after, whether or not it exists. */
async function reachedEnterprises(sql: Sql, actor: SignedIn, ids: string[], units: Units): Promise<Reached[]> {
  const held = await holdEnterprises(sql, ids);
  const reached = held.flatMap(({ id, name, address, path, retired, team_id }) => {
    const team = team_id === null || retired ? undefined : reachedTeam(actor, PLANNERS, team_id, units);
    return team ? [{ id, name, address, unit: path[path.length - 1]!, team: team.id }] : [];
  });
  if (reached.length !== ids.length)
    throw invalidInput('/enterprises', '有企业不存在、已停用，或不由您的队伍包干，请从列表中选择。');
  return reached.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

function justPlanned(
  visit: PlannedVisit,
  enterprise: Reached,
  actor: SignedIn,
  units: Units,
): PlannedVisits['items'][number] {
  const { id, name, address, unit } = enterprise;
  return {
    ...{ id: visit.id, team: unitView(units, visit.team), state: 'planned', summary: null, demands: 0 },
    enterprise: { id, name, address, unit: unitView(units, unit) },
    plannedAt: beijing(visit.plannedAt.getTime()),
    plannedBy: { username: actor.username, name: actor.name },
    ...{ doneAt: null, doneBy: null, cancelledAt: null },
  };
}
