import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database, Sql } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { cancelVisit, findVisit, moveVisit, recordVisit, type VisitRow } from '../../database/visits';
import type { AuditAction } from '../../domain/audit';
import type { Role } from '../../domain/vocabulary';
import { planRefusal, visitRefusal } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import { beijing } from '../demands/view';
import { notFound, problemOf } from '../errors';
import { instant, instantOf } from '../instant';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { PLANNERS, VISITORS } from './seats';
import { visitPage } from './visit-page';
import { timesOf, visitPageSchema } from './visit-view';

/** Answers whether the visit was still open, and what the audit is to know. */
type Work<Body> = (sql: Sql, visit: VisitRow, body: Body, by: string) => Promise<{ isDone: boolean; detail: object }>;

interface VisitActionRoute<Body extends z.ZodType> {
  name: 'record' | 'cancel' | 'move';
  summary: string;
  roles: Role[];
  body: Body;
  audit: AuditAction;
  work: Work<z.output<Body>>;
}

export const recordVisitSchema = z.strictObject({ summary: text(2_000) }).meta({ id: 'RecordVisit' });
export const moveVisitSchema = z.strictObject({ plannedAt: instant }).meta({ id: 'MoveVisit' });

export function visitActionRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const add = <Body extends z.ZodType>({ name, summary, roles, body: schema, audit, work }: VisitActionRoute<Body>) =>
    app.post(
      `/visits/:id/actions/${name}`,
      {
        config: { access: roles },
        schema: {
          ...{ tags: ['走访'], summary, params: z.object({ id: z.string().max(64) }), headers: keyHeader },
          body: schema,
          response: { 200: visitPageSchema },
        },
      },
      async (request) => {
        const { id } = request.params;
        const { actor, headers } = request;
        const body = request.body as z.output<Body>;
        const given = headers['idempotency-key'];
        const key = given ? requestKey(`${actor.user}\nvisit ${id} ${name}`, given, body) : null;
        await once(database, actor.user, key, async (remember) => {
          const visit = await openVisit(database, actor, roles, id);
          return database.transact(async (sql) => {
            const { isDone, detail } = await work(sql, visit, body, actor.user);
            if (!isDone) throw overtaken(await findVisit(database, [visit.team_id], id));
            const line = { visit: id, enterprise: visit.enterprise_id, ...detail };
            await recordAuditIn(sql, { user: actor.user, action: audit, target: visit.team_id, detail: line });
            await remember(sql, { id });
            return { id };
          });
        });
        return visitPage(database, actor, id, await directory.units());
      },
    );

  add({
    ...{ name: 'record', summary: '记录走访：去了，谈了什么', roles: VISITORS, body: recordVisitSchema },
    audit: 'visit_recorded',
    work: async (sql, { id }, { summary }, by) => ({
      isDone: await recordVisit(sql, { id, by, summary, at: new Date() }),
      detail: {},
    }),
  });
  add({
    ...{ name: 'cancel', summary: '取消走访', roles: PLANNERS, body: z.strictObject({}), audit: 'visit_cancelled' },
    work: async (sql, { id }) => ({ isDone: await cancelVisit(sql, id, new Date()), detail: {} }),
  });
  add({
    ...{ name: 'move', summary: '走访改期', roles: PLANNERS, body: moveVisitSchema, audit: 'visit_moved' },
    work: async (sql, { id, planned_at }, { plannedAt }) => {
      const to = instantOf(plannedAt);
      const refusal = planRefusal(to.getTime(), Date.now());
      if (refusal) throw problemOf(refusal);
      const detail = { from: beijing(planned_at.getTime()), to: beijing(to.getTime()) };
      return { isDone: await moveVisit(sql, id, to), detail };
    },
  });
}

/** The visit, if the caller has one of these roles in its team or above and it is not over. */
async function openVisit(database: Database, actor: SignedIn, roles: Role[], id: string): Promise<VisitRow> {
  const visit = await findVisit(database, unitsWithRole(actor, ...roles), id);
  if (!visit) throw notFound('该次走访');
  const refusal = visitRefusal(timesOf(visit), Date.now());
  if (refusal) throw problemOf(refusal);
  return visit;
}

/** Somebody else was first. */
function overtaken(visit: VisitRow | null) {
  const refusal = visit && visitRefusal(timesOf(visit), Date.now());
  return refusal ? problemOf(refusal) : notFound('该次走访');
}
