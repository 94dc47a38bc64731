import { readCampaign } from '../../database/campaigns';
import { readChannels } from '../../database/channels';
import { readForm, type PublishedForm } from '../../database/forms';
import { readBatch, readMapping, readSealedRows, type Batch } from '../../database/imports';
import { openRow } from '../../import/check-rows';
import { suggestColumns, targetsOf, type Target } from '../../import/targets';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import type { Units } from '../demands/view';
import { notFound, Problem } from '../errors';
import { isUuid } from '../uploads';
import { importView, type ImportDetail } from './view';

const SAMPLES = 3;
const SAMPLE_LENGTH = 40;

/** The batch if the caller may see it. */
export async function seenBatch({ database }: ApiDependencies, actor: SignedIn, id: string): Promise<Batch> {
  const batch = isUuid(id) ? await readBatch(database, id, actor.units) : null;
  if (!batch) throw notFound('这次导入');
  return batch;
}

export async function ownBatch(dependencies: ApiDependencies, actor: SignedIn, id: string): Promise<Batch> {
  const batch = await seenBatch(dependencies, actor, id);
  if (batch.createdBy.id !== actor.user)
    throw new Problem('not_allowed_for_role', `只有上传文件的${batch.createdBy.name}可以这样做。`);
  return batch;
}

/** What stands in the rows is shown to who uploaded it, and not to whoever looks at the service as that person. */
export const mayRead = (actor: SignedIn, batch: Batch): boolean =>
  batch.createdBy.id === actor.user && actor.viewedBy === undefined;

export async function readDetail(
  dependencies: ApiDependencies,
  actor: SignedIn,
  batch: Batch,
  units: Units,
): Promise<ImportDetail> {
  const { database } = dependencies;
  const { columns, mapping } = batch;
  const form = await formOf(dependencies, batch);
  const channels = (await readChannels(database, false)).map(({ name }) => name);
  const targets = form ? targetsOf(form.data, channels) : [];
  const samples = mayRead(actor, batch) ? await readSamples(dependencies, batch) : [];
  return {
    ...importView(batch, units),
    isMine: batch.createdBy.id === actor.user,
    ...{ sheet: columns.sheet, otherSheets: columns.otherSheets, encoding: columns.encoding },
    headerRow: columns.headerRow,
    columns: columns.names.map((name, i) => ({
      name,
      samples: samples.map((cells) => cells[i] ?? '').filter(Boolean),
    })),
    targets,
    mapping: mapping && { columns: mapping.columns, defaults: mapping.defaults },
    suggested: await suggest(dependencies, actor, batch, targets),
  };
}

const formOf = ({ database }: ApiDependencies, { formCode, mapping }: Batch): Promise<PublishedForm | null> =>
  readForm(database, formCode, mapping?.formVersion);

async function readSamples({ database, config }: ApiDependencies, { id }: Batch): Promise<string[][]> {
  const rows = await readSealedRows(database.sql, id, { after: 0, limit: SAMPLES });
  return rows.map((row) => openRow(id, row, config).cells.map((cell) => cell.slice(0, SAMPLE_LENGTH)));
}

async function suggest(
  { database }: ApiDependencies,
  actor: SignedIn,
  batch: Batch,
  targets: Target[],
): Promise<ImportDetail['suggested']> {
  const remembered = await readMapping(database, batch);
  const columns = suggestColumns(batch.columns.names, targets, remembered?.headers);
  const campaign = batch.campaignId ? await readCampaign(database, batch.campaignId, actor.units) : null;
  const defaults: Record<string, string> = {
    ...remembered?.defaults,
    ...(campaign ? { channel: campaign.channel } : {}),
  };
  for (const { name, takesDefault, choices } of targets) {
    if (!takesDefault || columns[name] !== undefined) delete defaults[name];
    else if (choices?.length === 1) defaults[name] ??= choices[0]!;
  }
  return { columns, defaults, isRemembered: remembered !== null };
}
