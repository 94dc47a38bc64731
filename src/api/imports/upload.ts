import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { recordAuditIn } from '../../database/audit';
import { readCampaign, type Campaign } from '../../database/campaigns';
import { readForm, type PublishedForm } from '../../database/forms';
import type { DirectoryUnit } from '../../database/unit-directory';
import { safeFileName } from '../../storage/file-names';
import { FileRefusedError } from '../../import/file-refusal';
import { keepFile, type FileOwner } from '../../import/keep-file';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { requireOpen } from '../demands/collected';
import type { Units } from '../demands/view';
import { invalidInput, Problem } from '../errors';
import { once } from '../once';
import { requestKey } from '../request-key';
import { isUuid } from '../uploads';

/** Files that this process reads at once: each takes a child of its own, and what it was sent is held in memory. */
const MOST_AT_ONCE = 2;

export interface UploadedFile {
  name: string;
  bytes: Buffer;
  fields: Record<string, string>;
}

/** The one file of a form and the fields beside it. */
export async function receiveForm(request: FastifyRequest): Promise<UploadedFile> {
  let file: Omit<UploadedFile, 'fields'> | undefined;
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: safeFileName(part.filename ?? ''), bytes: await part.toBuffer() };
    else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  if (!file) throw invalidInput('/file', '请选择一个 .xlsx 或 .csv 文件。');
  return { ...file, fields };
}

/** Counts what is being read; throws `too_many_uploads` beyond that. */
export function createUploadGate(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let reading = 0;
  return async (work) => {
    if (reading >= MOST_AT_ONCE)
      throw new Problem('too_many_uploads', '正在读取别人上传的文件，请过几秒再上传。', { retryAfter: 5 });
    reading += 1;
    try {
      return await work();
    } finally {
      reading -= 1;
    }
  };
}

/** Reads an uploaded file and keeps it as a batch; gives its id. Throws the problem when it is refused. */
export async function takeFile(
  { database, config }: ApiDependencies,
  actor: SignedIn,
  units: Units,
  { name, bytes, fields }: UploadedFile,
  idempotencyKey: string | undefined,
): Promise<string> {
  const campaign = fields.campaign ? await openCampaign(database, actor, fields.campaign) : null;
  const unit = collectingUnit(actor, units, fields.unit);
  const form = await usableForm(database, fields.form || campaign?.formCode || '', unit);
  const fileHash = createHash('sha256').update(bytes).digest();
  const asked = { file: fileHash.toString('hex'), ...fields };
  const key = idempotencyKey ? requestKey(`${actor.user}\nimport`, idempotencyKey, asked) : null;
  const owner: FileOwner = {
    ...{ id: randomUUID(), unitId: unit.id, createdBy: actor.user },
    ...{ formCode: form.code, campaignId: campaign?.id ?? null },
  };
  const { id } = await once<{ id: string }>(database, actor.user, key, async (remember) => {
    try {
      return await database.transact(async (sql) => {
        const total = await keepFile(sql, { owner, form, name, bytes, fileHash, keys: config });
        const detail = { import: owner.id, form: form.code, rows: total };
        await recordAuditIn(sql, { user: actor.user, action: 'import_uploaded', target: unit.id, detail });
        await remember(sql, { id: owner.id });
        return { id: owner.id };
      });
    } catch (error) {
      throw error instanceof FileRefusedError ? new Problem(error.code, error.message) : error;
    }
  });
  return id;
}

async function openCampaign(database: ApiDependencies['database'], actor: SignedIn, id: string): Promise<Campaign> {
  const campaign = isUuid(id) ? await readCampaign(database, id, actor.units) : null;
  if (!campaign) throw invalidInput('/campaign', '没有这场活动，请重新选择。');
  requireOpen(campaign, true);
  return campaign;
}

/** The unit that collects: the one named, or the caller's only or first one. */
function collectingUnit(actor: SignedIn, units: Units, wanted: string | undefined): DirectoryUnit {
  const own = actor.grants.filter(({ role }) => role === 'collector').flatMap(({ unit }) => units.get(unit) ?? []);
  const unit = wanted ? own.find(({ id }) => id === wanted) : own.find(({ closed }) => !closed);
  if (!unit || unit.closed) throw invalidInput('/unit', '您不是这个单位的收集人员，或单位已关闭。');
  return unit;
}

async function usableForm(
  database: ApiDependencies['database'],
  code: string,
  unit: DirectoryUnit,
): Promise<PublishedForm> {
  const form = code === '' ? null : await readForm(database, code);
  if (!form || !unit.path.includes(form.unitId))
    throw invalidInput('/form', '没有这张征集表，或本单位不使用它，请重新选择。');
  return form;
}
