import { recordAudit } from '../src/database/audit';
import { countConcerned } from '../src/database/calendars';
import type { Database } from '../src/database/client';
import { saveProgress, type PublishedChange } from '../src/database/drafts';
import { countBehind } from '../src/database/policies';

/** Keeps how far a published change has been told, for whoever published it. */
export function createChangeProgress(database: Database) {
  return {
    /** How many open demands there are to tell, before the first is told. */
    async countToTell({ kind, target, version }: PublishedChange): Promise<number> {
      if (kind === 'policy') return countBehind(database, version);
      return (await countConcerned(database, Number(target))).told;
    },

    /** `isOver` with the last page: then the audit has a line as well. */
    async keepProgress(progress: {
      change: PublishedChange;
      told: number;
      of: number;
      isOver: boolean;
    }): Promise<void> {
      const { change, told, of, isOver } = progress;
      const finishedAt = isOver ? new Date().toISOString() : null;
      await saveProgress(database, change, { told, of, finishedAt });
      if (!isOver) return;
      const target = [change.kind, change.target ?? change.version].join('/');
      const detail = { ...change, told, of };
      await recordAudit(database, { user: null, action: 'change_applied', target, detail });
    },
  };
}
