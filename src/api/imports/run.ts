import { importWorkflowId } from '../../../workflows/messages';
import { readCampaign } from '../../database/campaigns';
import { markRunning, unmarkRunning } from '../../database/import-runs';
import type { Batch } from '../../database/imports';
import { startOnce } from '../../intake/start-once';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { requireOpen } from '../demands/collected';
import { Problem } from '../errors';

const START_WITHIN = 3_000;

/** Starts the import of a checked batch, once however often it is asked. */
export async function runBatch(
  { database, temporal }: ApiDependencies,
  actor: SignedIn,
  batch: Batch,
  skipWrong: boolean,
): Promise<void> {
  if (batch.state === 'uploaded') throw new Problem('import_not_checked', '请先对应栏目并核对，再开始导入。');
  if (batch.state === 'checked') {
    if (batch.wrong > 0 && !skipWrong)
      throw new Problem(
        'import_has_wrong_rows',
        `有 ${batch.wrong} 行有误。请改好后重新上传，或选择跳过这些行、只导入其余的行。`,
      );
    const campaign = batch.campaignId ? await readCampaign(database, batch.campaignId, actor.units) : null;
    if (campaign) requireOpen(campaign, true);
  }
  if (!(await markRunning(database, batch.id, { user: actor.user, unit: batch.unitId })))
    throw new Problem('import_already_started', '这个文件已经导入过，请重新上传。');
  try {
    // After somebody terminated it, it goes on where it was.
    const [id, batchId] = [importWorkflowId(batch.id), batch.id];
    await temporal.within(START_WITHIN, () =>
      startOnce(temporal, 'batchImport', { id, args: [{ batchId }], again: 'always' }),
    );
  } catch (error) {
    await unmarkRunning(database, batch.id);
    throw error;
  }
}
