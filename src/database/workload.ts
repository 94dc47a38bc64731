import { Prisma, type Database } from './client';
import { armsOf, type QueueView } from './queues';

export interface UnitLoad {
  unit_id: string;
  open: number;
  overdue: number;
  due_soon: number;
  unclaimed: number;
}

export interface PersonLoad {
  username: string;
  name: string;
  unit_id: string;
  held: number;
  overdue: number;
  due_soon: number;
}

const MOST = 200;

/** The open work in the watched units by unit and by who holds it, counted as the queues count it; most overdue first. */
export async function readWorkload(
  database: Database,
  view: Pick<QueueView, 'watched' | 'now' | 'soon'>,
): Promise<{ units: UnitLoad[]; people: PersonLoad[] }> {
  const work = workOf({ user: '', grants: [], ...view });
  const counts = Prisma.sql`count(*) FILTER (WHERE w.overdue)::int AS overdue, count(*) FILTER (WHERE w.due_soon)::int AS due_soon`;
  const [units, people] = await Promise.all([
    database.search<UnitLoad>`
      SELECT w.unit_id, count(*)::int AS open, ${counts}, count(*) FILTER (WHERE w.user_id IS NULL)::int AS unclaimed
      FROM (${work}) w GROUP BY w.unit_id ORDER BY overdue DESC, due_soon DESC, open DESC, w.unit_id LIMIT ${MOST}`,
    database.search<PersonLoad>`
      SELECT u.username, u.name, held.* FROM (
        SELECT w.user_id, w.unit_id, count(*)::int AS held, ${counts} FROM (${work}) w
        WHERE w.user_id IS NOT NULL GROUP BY w.user_id, w.unit_id) held
      JOIN staff_user u ON u.id = held.user_id
      ORDER BY held.overdue DESC, held.due_soon DESC, held.held DESC, u.username, held.unit_id LIMIT ${MOST}`,
  ]);
  return { units, people };
}

/** Tasks and callback jobs alike, each with whether the queues of overdue and of soon due work hold it. */
function workOf(view: QueueView): Prisma.Sql {
  const yes = Prisma.sql`TRUE`;
  const all = { myTask: yes, myJob: yes, seenTask: yes, seenJob: yes };
  const [overdue, dueSoon] = [armsOf('overdue', view, all), armsOf('due_soon', view, all)];
  const isThere = (unit: Prisma.Sql) =>
    view.watched ? Prisma.sql`${unit} = ANY(${[...view.watched]}::text[])` : Prisma.sql`TRUE`;
  return Prisma.sql`
    SELECT t.unit_id, t.user_id, ${overdue.tasks} AS overdue, ${dueSoon.tasks} AS due_soon
    FROM task t WHERE ${isThere(Prisma.sql`t.unit_id`)}
    UNION ALL
    SELECT c.unit_id, c.claimed_by, ${overdue.jobs}, ${dueSoon.jobs}
    FROM callback_job c WHERE c.state IN ('offered', 'claimed') AND ${isThere(Prisma.sql`c.unit_id`)}`;
}
