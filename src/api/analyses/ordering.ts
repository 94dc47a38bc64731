import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { reportTitle } from '../../analysis/monthly';
import type { ReportAsked } from '../../analysis/read-materials';
import { startAnalysis } from '../../analysis/start-analysis';
import { findAnalysis, insertAnalysis, lockUnfinished } from '../../database/analyses';
import { recordAuditIn } from '../../database/audit';
import type { Sql } from '../../database/client';
import { newestFigureSet } from '../../database/figure-sets';
import { createUnitDirectory, type DirectoryUnit } from '../../database/unit-directory';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, notFound, Problem } from '../errors';
import { once } from '../once';
import { dateSchema, periodOf } from '../period';
import { requestKey } from '../request-key';
import { analysisSchema } from './analysis-schema';
import { ordersFor, ORDERERS } from './reading';
import { analysisView } from './view';

export const newAnalysisSchema = z
  .strictObject({
    unit: z.string().min(1).max(64),
    from: dateSchema.meta({ description: '起始日期（北京时间）' }),
    to: dateSchema.meta({ description: '截止日期（北京时间，含当日）' }),
  })
  .meta({ id: 'NewAnalysis' });

/** Of one unit at once: each reads every demand of two periods. */
const MOST_UNFINISHED = 3;

/** Milliseconds. What does not start now is started by the reconciler. */
const START_WITHIN = 1_500;

export function analysisOrdering(app: Api, dependencies: ApiDependencies): void {
  const { database, temporal } = dependencies;
  const directory = createUnitDirectory(database);

  app.post(
    '/analyses',
    {
      config: { access: [...ORDERERS] },
      schema: {
        tags: ['专题分析'],
        summary:
          '生成专题分析（督办员、管理员）；在后台生成，用 GET /analyses/{id} 看进度。同一单位同样时段的还没有完成时，答复那一份',
        headers: keyHeader,
        body: newAnalysisSchema,
        response: { 201: analysisSchema },
      },
    },
    async ({ actor, body, headers, log }, reply) => {
      const units = await directory.units([body.unit]);
      const unit = orderedUnit(actor, units, body.unit);
      const { from, to } = periodOf(body, Date.now());
      if (from.getTime() > Date.now()) throw invalidInput('/from', '起始日期还没有到，请选择已经过去的时段。');
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nanalysis`, given, body) : null;
      const { version: figureVersion } = await newestFigureSet(database);
      const title = reportTitle(unit.name, { from, to });
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: (await sameUnfinished(sql, { unit: unit.id, from, to })) ?? randomUUID() };
          await insertAnalysis(sql, { ...made, unit, from, to, title, requestedBy: actor.user, figureVersion });
          const detail = { analysis: made.id, title };
          await recordAuditIn(sql, { user: actor.user, action: 'analysis_requested', target: unit.id, detail });
          await remember(sql, made);
          return made;
        }),
      );
      await temporal
        .within(START_WITHIN, () => startAnalysis(temporal, id))
        .catch((error: unknown) => log.warn({ analysis: id, error: String(error) }, 'analysis not started yet'));
      void reply.code(201).header('location', `/api/v1/analyses/${id}`);
      return analysisView((await findAnalysis(database, id, null))!, units);
    },
  );
}

/** The report on the same days that is still to be made. Throws when enough others are. */
async function sameUnfinished(sql: Sql, asked: ReportAsked): Promise<string | undefined> {
  const unfinished = await lockUnfinished(sql, asked);
  const same = unfinished.find(({ isSame }) => isSame);
  if (!same && unfinished.length >= MOST_UNFINISHED)
    throw new Problem('too_many_analyses', `该单位已有 ${MOST_UNFINISHED} 份分析没有完成，请等它们完成后再试。`);
  return same?.id;
}

/** Throws where there is no such unit, or none of the caller's. */
export function orderedUnit(actor: SignedIn, units: Units, id: string): DirectoryUnit {
  const unit = units.get(id);
  if (!unit) throw notFound('该单位');
  if (!ordersFor(actor, unit.path))
    throw new Problem('unit_out_of_reach', '只能为本单位及下级单位生成专题分析，请从中选择一个单位。');
  return unit;
}
