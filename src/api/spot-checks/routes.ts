import { z } from 'zod';
import type { FastifyBaseLogger } from 'fastify';
import { recordAuditIn } from '../../database/audit';
import { createRulesReader } from '../../database/rules';
import {
  findSpotCheck,
  readSample,
  searchSpotChecks,
  type CheckViewer,
  type SpotCheckRow,
} from '../../database/spot-checks';
import { createUnitDirectory } from '../../database/unit-directory';
import { unitsBelongedTo } from '../../domain/acting';
import type { Role } from '../../domain/vocabulary';
import { drawCheck, lockCheck } from '../../spot-check/draw';
import { startWaitingJobs } from '../../spot-check/start-jobs';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import { notFound, Problem } from '../errors';
import { once } from '../once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requestKey } from '../request-key';
import { exportRoute } from './export';
import { DRAWERS, drawingOf, makeCheck, newDrawSchema } from './new-check';
import { spotCheckPlanRoutes } from './plans';
import { listedCheckSchema, listedCheckView, spotCheckSchema, spotCheckView } from './view';

export const WATCHERS: Role[] = [...DRAWERS, 'auditor'];
const START_WITHIN = 2_000;
const tags = ['回访'];
export const idParams = z.object({ id: z.string().max(64) });

export const checkViewerOf = (actor: SignedIn): CheckViewer => ({
  seats: unitsWithRole(actor, ...WATCHERS),
  units: unitsBelongedTo({ kind: 'staff', user: actor.user, grants: actor.acting }),
});

export async function spotCheckRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, temporal, config } = dependencies;
  const directory = createUnitDirectory(database);
  const readRules = createRulesReader(database);

  const find = async (id: string, actor: SignedIn): Promise<SpotCheckRow> => {
    const row = await findSpotCheck(database, id, checkViewerOf(actor));
    if (!row) throw notFound('该次抽查');
    return row;
  };
  const show = async (id: string, actor: SignedIn) => {
    const row = await find(id, actor);
    const sample = await readSample(database, row.id, checkViewerOf(actor));
    const all = await database.callbackJob.count({ where: { spotCheckId: row.id } });
    return spotCheckView(
      row,
      { sample, knowsAll: sample.length === all },
      await directory.units(),
      mayDraw(actor, row),
    );
  };
  async function startJobs(id: string, log: FastifyBaseLogger): Promise<void> {
    try {
      const rules = await readRules();
      await temporal.within(START_WITHIN, () => startWaitingJobs(temporal, database, rules, id));
    } catch (error) {
      log.warn({ spotCheck: id, error: String(error) }, 'callbacks not started yet, the relay will start them');
    }
  }

  app.get(
    '/spot-checks',
    {
      config: { access: WATCHERS },
      schema: {
        tags,
        summary: '抽查，最近的在前',
        querystring: z.object(pageQuery),
        response: { 200: listOf(listedCheckSchema) },
      },
    },
    async ({ actor, query: { cursor, limit } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await searchSpotChecks(database, { viewer: checkViewerOf(actor), after, limit });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.drawn_at.toISOString(), row.id]);
      const units = await directory.units();
      return { items: items.map((row) => listedCheckView(row, units)), nextCursor };
    },
  );

  app.post(
    '/spot-checks',
    {
      config: { access: DRAWERS },
      schema: {
        tags,
        summary: '抽查：从已办结的诉求中随机抽取并安排回访；commit 为真时先封存、以后再抽',
        headers: keyHeader,
        body: newDrawSchema,
        response: { 201: spotCheckSchema },
      },
    },
    async ({ actor, body, headers, log }, reply) => {
      const drawing = drawingOf(actor, body, await directory.units([body.unit]));
      const making = { drawing, commitOnly: body.commit, rules: await readRules(), keys: config.secretKeys };
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nspot-check`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        makeCheck(database, making, remember),
      );
      if (!body.commit) await startJobs(id, log);
      void reply.code(201).header('location', `/api/v1/spot-checks/${id}`);
      return show(id, actor);
    },
  );

  app.post(
    '/spot-checks/:id/actions/draw',
    {
      config: { access: DRAWERS },
      schema: {
        tags,
        summary: '公布种子并抽取',
        params: idParams,
        headers: keyHeader,
        response: { 200: spotCheckSchema },
      },
    },
    async ({ actor, params, headers, log }) => {
      const row = await find(params.id, actor);
      if (!mayDraw(actor, row))
        throw new Problem('not_allowed_for_role', '只有抽查单位及其上级的督办员、管理员可以抽取。');
      const rules = await readRules();
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\n${row.id}\ndraw`, given, {}) : null;
      await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const check = (await lockCheck(sql, row.id))!;
          if (!(await drawCheck(sql, check, { at: Date.now(), by: actor.user }, rules, config.secretKeys)))
            throw new Problem('not_allowed_in_state', '这次抽查已经抽取，请刷新查看结果。');
          const detail = { spotCheck: row.id };
          await recordAuditIn(sql, { user: actor.user, action: 'spot_check_drawn', target: row.sight.at(-1), detail });
          await remember(sql, { id: row.id });
          return { id: row.id };
        }),
      );
      await startJobs(row.id, log);
      return show(row.id, actor);
    },
  );

  app.get(
    '/spot-checks/:id',
    {
      config: { access: WATCHERS },
      schema: {
        tags,
        summary: '一次抽查：范围、分层、样本与回访结果',
        params: idParams,
        response: { 200: spotCheckSchema },
      },
    },
    async ({ actor, params }) => show(params.id, actor),
  );

  exportRoute(app, dependencies, find);
  spotCheckPlanRoutes(app, dependencies, directory);
}

const mayDraw = (actor: SignedIn, { sight }: SpotCheckRow): boolean =>
  unitsWithRole(actor, ...DRAWERS).some((id) => sight.includes(id));
