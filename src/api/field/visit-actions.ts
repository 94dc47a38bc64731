import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Sql } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { cancelVisit, correctVisit, findVisit, moveVisit, recordVisit, type VisitRow } from '../../database/visits';
import type { AuditAction } from '../../domain/audit';
import type { Role } from '../../domain/vocabulary';
import type { Refusal } from '../../domain/refusal-codes';
import { correctedSummary, correctionRefusal, planRefusal, visitRefusal } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import { beijing, type Units } from '../demands/view';
import { notFound, Problem, problemOf } from '../errors';
import { instant, instantOf } from '../instant';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { CORRECTORS, PLANNERS, VISITORS } from './seats';
import { visitPage } from './visit-page';
import { correctingOf, timesOf, visitPageSchema } from './visit-view';

/** Answers whether the visit was still open, and what the audit is to know. */
type Work<Body> = (sql: Sql, visit: VisitRow, body: Body, by: SignedIn) => Promise<{ isDone: boolean; detail: object }>;

interface VisitActionRoute<Body extends z.ZodType> {
  name: 'record' | 'correct' | 'cancel' | 'move';
  summary: string;
  roles: Role[];
  body: Body;
  audit: AuditAction;
  /** What speaks against it; without it, that the visit is over. */
  refuse?: (visit: VisitRow, actor: SignedIn, units: Units) => Refusal | null;
  work: Work<z.output<Body>>;
}

export const recordVisitSchema = z.strictObject({ summary: text(2_000) }).meta({ id: 'RecordVisit' });
export const visitCorrectionSchema = z
  .strictObject({ summary: text(2_000), reason: text(500) })
  .meta({ id: 'VisitCorrection' });
export const moveVisitSchema = z.strictObject({ plannedAt: instant }).meta({ id: 'MoveVisit' });

export function visitActionRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const add = <Body extends z.ZodType>({ work, ...route }: VisitActionRoute<Body>) => {
    const { name, summary, roles, body: schema, audit, refuse = isOver } = route;
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
          const visit = await findVisit(database, unitsWithRole(actor, ...roles), id);
          if (!visit) throw notFound('该次走访');
          const refusal = refuse(visit, actor, await directory.units());
          if (refusal) throw problemOf(refusal);
          return database.transact(async (sql) => {
            const { isDone, detail } = await work(sql, visit, body, actor);
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
  };

  add({
    ...{ name: 'record', summary: '记录走访：去了，谈了什么', roles: VISITORS, body: recordVisitSchema },
    audit: 'visit_recorded',
    work: async (sql, { id }, { summary }, { user: by }) => ({
      isDone: await recordVisit(sql, { id, by, summary, at: new Date() }),
      detail: {},
    }),
  });
  add({
    ...{ name: 'correct', summary: '更正走访记录：由记录人或本队伍的管理员', roles: CORRECTORS },
    ...{ body: visitCorrectionSchema, audit: 'visit_corrected' },
    refuse: (visit, actor, units) => correctionRefusal(timesOf(visit), correctingOf(visit, actor, units), Date.now()),
    work: async (sql, { id, summary: before }, { summary, reason }, { name: by }) => {
      const was = before ?? '';
      const after = correctedSummary(was, { summary, reason, by, at: Date.now() });
      if (!(await correctVisit(sql, { id, before: was, after })))
        throw new Problem('version_conflict', '这条记录刚被别人更正过，请刷新看过以后再改。');
      return { isDone: true, detail: { reason } };
    },
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

const isOver = (visit: VisitRow): Refusal | null => visitRefusal(timesOf(visit), Date.now());

/** Somebody else was first. */
function overtaken(visit: VisitRow | null) {
  const refusal = visit && isOver(visit);
  return refusal ? problemOf(refusal) : notFound('该次走访');
}
