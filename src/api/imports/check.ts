import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import { readChannels } from '../../database/channels';
import type { Sql } from '../../database/client';
import { readForm } from '../../database/forms';
import { lockState, rememberMapping, type Batch } from '../../database/imports';
import { checkRows } from '../../import/check-rows';
import { collectsIn, placeNames, type PlaceNames } from '../../import/place-names';
import type { Mapping } from '../../import/row-draft';
import { targetsOf, type Target } from '../../import/targets';
import type { ApiDependencies } from '../app';
import type { Units } from '../demands/view';
import { Problem, type FieldError } from '../errors';
import { text } from '../text';

export const mappingSchema = z
  .strictObject({
    columns: z
      .record(z.string().max(60), z.int().min(0).max(200))
      .meta({ description: '栏目 → 列的下标；没有列的栏目不写' }),
    defaults: z
      .record(z.string().max(60), text(200))
      .default({})
      .meta({ description: '没有这一列、或这一格为空时，所有的行都填的值' }),
  })
  .meta({ id: 'ImportMapping' });
type Given = z.output<typeof mappingSchema>;

/** The dry run: every row is judged under this mapping, which is remembered for the unit and the form. */
export async function checkBatch(
  { database, config }: ApiDependencies,
  batch: Batch,
  given: Given,
  { units, user }: { units: Units; user: string },
): Promise<void> {
  const form = await readForm(database, batch.formCode);
  if (!form) throw new Problem('form_retired', '这张征集表已停用，请改用其他征集表重新上传。');
  const channels = (await readChannels(database, false)).map(({ name }) => name);
  const places = placeNames(units.values(), collectsIn(units.get(batch.unitId)!));
  const targets = targetsOf(form.data, channels);
  requireFit(given, { targets, places, names: batch.columns.names });
  const mapping: Mapping = { ...given, formVersion: form.version };
  await database.transact(async (sql) => {
    await requireNotStarted(sql, batch.id);
    const found = await checkRows(sql, batch, { form, channels, places, mapping }, config);
    const { names } = batch.columns;
    const headers = Object.entries(given.columns).map(([target, column]) => [target, names[column] ?? ''] as const);
    await rememberMapping(sql, batch, { headers: Object.fromEntries(headers), defaults: mapping.defaults });
    const detail = { import: batch.id, ...found };
    await recordAuditIn(sql, { user, action: 'import_checked', target: batch.unitId, detail });
  });
}

export async function requireNotStarted(sql: Sql, id: string): Promise<void> {
  const state = await lockState(sql, id);
  if (state !== 'uploaded' && state !== 'checked')
    throw new Problem('import_already_started', '这个文件已经开始导入，不能再改。如需再导入，请重新上传。');
}

interface Offered {
  targets: Target[];
  places: PlaceNames;
  names: string[];
}

/** Throws `invalid_input` for all in which a mapping does not fit the form and the file. */
function requireFit({ columns, defaults }: Given, { targets, places, names }: Offered): void {
  const errors: FieldError[] = [];
  const known = new Map(targets.map((target) => [target.name, target]));
  for (const [name, column] of Object.entries(columns)) {
    if (!known.has(name)) errors.push({ path: `/columns/${name}`, message: '征集表没有这个栏目。' });
    else if (column >= names.length) errors.push({ path: `/columns/${name}`, message: '文件没有这一列。' });
  }
  for (const [name, value] of Object.entries(defaults)) {
    const target = known.get(name);
    const message = target?.takesDefault ? defaultFault(target, value, places) : '这个栏目不能统一填写。';
    if (message) errors.push({ path: `/defaults/${name}`, message });
  }
  for (const { name, label, required } of targets)
    if (required && columns[name] === undefined && defaults[name] === undefined)
      errors.push({ path: `/columns/${name}`, message: `请指定哪一列是“${label}”。` });
  if (errors.length > 0)
    throw new Problem('invalid_input', `栏目对应有误：${errors.map(({ message }) => message).join('')}`, { errors });
}

function defaultFault({ name, label, choices = [] }: Target, value: string, places: PlaceNames): string | null {
  if (name === 'place') {
    const found = places.find(value);
    return 'message' in found ? `“${label}”：${found.message}。` : null;
  }
  return choices.length === 0 || choices.includes(value) ? null : `“${label}”只能填 ${choices.join('、')}。`;
}
