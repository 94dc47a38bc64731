import { z } from 'zod';
import { createRulesReader } from '../../database/rules';
import { createUnitDirectory } from '../../database/unit-directory';
import { readWorkload } from '../../database/workload';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { scopeOf, sightOfActor } from '../demands/eyes';
import { periodsOf } from '../../statistics/counted-periods';
import { periodOf, periodQuery } from '../period';
import { soonFrom } from '../soon';
import { keptAnswers } from '../../statistics/kept-answers';
import { figureSetRoutes } from './figure-sets';
import { figuresRoute } from './figures';
import { figuresExport } from './figures-export';
import { readOverview } from './overview';
import { overviewSchema, type OverviewView } from './overview-schema';
import { WATCHERS, watchedUnit } from './seat';
import { viewOfWorkload, workloadSchema } from './workload-view';

const unitQuery = {
  unit: z.string().max(64).optional().meta({ description: '本单位或下级单位；不填则为本人所在的最高一级' }),
};
type OverviewQuery = { unit?: string; from?: string; to?: string };

/** Figures of a whole unit cost a look into every demand of two periods; a board that is refreshed need not be newer. */
const KEPT_FOR = 15_000;

export async function statisticsRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const readRules = createRulesReader(database);
  const kept = keptAnswers<OverviewView>(KEPT_FOR);
  const count = periodsOf(database);

  app.get(
    '/statistics/overview',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['统计'],
        summary: '概览：在办、三率、趋势、分类与下级单位',
        querystring: z.object({ ...unitQuery, ...periodQuery }),
        response: { 200: overviewSchema },
      },
    },
    async ({ actor, query }) => overviewFor(actor, query),
  );

  app.get(
    '/statistics/workload',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['统计'],
        summary: '在手工作：按单位、按人，超时多的在前',
        querystring: z.object(unitQuery),
        response: { 200: workloadSchema },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units();
      const unit = watchedUnit(actor, units, query.unit);
      const under = [...units.values()].filter(({ path }) => path.includes(unit.id)).map(({ id }) => id);
      const now = Date.now();
      const moments = { now: new Date(now), soon: soonFrom(await readRules(), now) };
      const watched = unit.path.length === 1 ? null : under;
      return viewOfWorkload(await readWorkload(database, { watched, ...moments }), units);
    },
  );

  figuresRoute(app, { database, directory });
  figuresExport(app, { database, directory });
  figureSetRoutes(app, { database });

  async function overviewFor(actor: SignedIn, query: OverviewQuery): Promise<OverviewView> {
    const units = await directory.units(actor.units);
    const unit = watchedUnit(actor, units, query.unit);
    const now = Date.now();
    const period = periodOf(query, now);
    const sight = sightOfActor(actor, units);
    const scope = scopeOf(sight, unit.path.length === 1 ? undefined : unit.id);
    const key = JSON.stringify([unit.id, period.from, period.to, sight.values]);
    return kept(key, async () =>
      readOverview(database, count, { unit, units, scope, period, now, soon: soonFrom(await readRules(), now) }),
    );
  }
}
