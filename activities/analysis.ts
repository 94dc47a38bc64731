import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { buildAnalysis } from '../src/analysis/build';
import { planMonthly } from '../src/analysis/monthly';
import { readMaterials } from '../src/analysis/read-materials';
import {
  failAnalysis,
  findLastAnalysis,
  finishAnalysis,
  saveAnalysisProgress,
  takeAnalysis,
} from '../src/database/analyses';
import type { Database } from '../src/database/client';

/** Milliseconds between two writings of progress. */
const TOLD_EVERY = 500;

export function createAnalysisActivities(database: Database, log: Logger) {
  return {
    /** Makes a report. One that is finished is left alone; one whose worker died is made anew from the beginning. */
    async makeAnalysis({ id }: { id: string }): Promise<void> {
      const context = Context.current();
      const row = await takeAnalysis(database, id);
      if (!row) return;
      let toldAt = 0;
      const progress = (done: number) => {
        context.heartbeat(done);
        if (Date.now() - toldAt < TOLD_EVERY) return;
        toldAt = Date.now();
        // Only a bar: a failure of it is none of the report.
        void saveAnalysisProgress(database, id, done).catch(() => {});
      };
      const asked = { unit: row.unit_id, from: row.from_at, to: row.to_at };
      const last = await findLastAnalysis(database, asked);
      const materials = await readMaterials(database, asked, last, progress);
      progress(0.95);
      await finishAnalysis(database, id, buildAnalysis(materials));
      log.info({ analysis: id, unit: row.unit_id }, 'analysis made');
    },

    async endAnalysis({ id, failure }: { id: string; failure: string }): Promise<void> {
      await failAnalysis(database, id, failure);
      log.error({ analysis: id }, 'analysis failed');
    },

    /** The reports of the month that ended last; answers their ids. */
    async planAnalyses(): Promise<string[]> {
      return planMonthly(database, Date.now());
    },
  };
}
