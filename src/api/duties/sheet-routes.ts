import { z } from 'zod';
import type { Database } from '../../database/client';
import { importDuties, readDuties, type DutyItem, type NewDuty } from '../../database/duties';
import type { UnitDirectory } from '../../database/unit-directory';
import { createUnitReader, unitCell, type SheetError } from '../../sheets/read-sheet';
import { writeSheet } from '../../sheets/write-sheet';
import type { SignedIn } from '../actor';
import type { Api } from '../app';
import { coveredUnits } from '../covered-units';
import { flag } from '../flag';
import { sheetForm } from '../openapi/form-bodies';
import { acceptSheets, readUploadedSheet, sendSheet, sheetFileSchema } from '../sheets';
import { dutyImportSchema } from './duty-schema';
import { DUTY_COLUMNS, DUTY_WIDTHS, dutiesFromRows, dutyRows, REQUIRED_DUTY_COLUMNS } from './duty-sheet';

const MOST_DUTIES = 5_000;

export async function dutySheetRoutes(
  app: Api,
  { database, directory }: { database: Database; directory: UnitDirectory },
): Promise<void> {
  app.get(
    '/duties/sheet',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['职责清单'],
        summary: '职责清单，xlsx，一项一行',
        querystring: z.object({ unit: z.string().max(64).optional() }),
        response: { 200: sheetFileSchema },
      },
    },
    async ({ query: { unit } }, reply) => {
      const units = await directory.units();
      const duties = await readDuties(database, { under: unit, retired: false });
      const unitWords = (id: string) => unitCell({ id, name: units.get(id)?.name ?? id });
      return sendSheet(reply, '职责清单.xlsx', await writeSheet('职责清单', dutyRows(duties, unitWords), DUTY_WIDTHS));
    },
  );

  await app.register(async (scope: Api) => {
    await acceptSheets(scope);
    scope.post(
      '/duties/sheet',
      {
        config: { access: ['administrator'], form: sheetForm },
        schema: {
          tags: ['职责清单'],
          summary: '导入职责清单（xlsx 或 csv）：先核对，apply=true 时写入；编号相同的更新',
          consumes: ['multipart/form-data'],
          querystring: z.object({ apply: flag.optional() }),
          response: { 200: dutyImportSchema },
        },
      },
      async (request) => {
        const { actor, query } = request;
        const expected = { columns: DUTY_COLUMNS, required: REQUIRED_DUTY_COLUMNS, most: MOST_DUTIES };
        const sheet = await readUploadedSheet(request, expected);
        const units = [...(await directory.units()).values()];
        const { duties, errors } = dutiesFromRows(sheet.rows, createUnitReader(units.filter(({ closed }) => !closed)));
        const known = new Map((await readDuties(database, { retired: true })).map((duty) => [duty.code, duty]));
        errors.push(...sheet.errors, ...(await notAdministered(database, actor, sheet.rows, duties, known)));
        const changed = duties.filter((duty) => known.has(duty.code) && !isSame(duty, known.get(duty.code)!));
        const created = duties.filter(({ code }) => !known.has(code));
        const applied = query.apply === true && errors.length === 0;
        if (applied) await importDuties(database, actor.user, [...created, ...changed]);
        const unchanged = duties.length - created.length - changed.length;
        return { applied, created: created.length, changed: changed.length, unchanged, errors };
      },
    );
  });
}

const isSame = ({ category, name, unitId, words, basis }: NewDuty, known: DutyItem): boolean =>
  !known.retired &&
  JSON.stringify([category, name, unitId, words, basis]) ===
    JSON.stringify([known.category, known.name, known.unitId, known.words, known.basis]);

/** Rows of units, or of items of units, that the caller does not administer. */
async function notAdministered(
  database: Database,
  actor: SignedIn,
  rows: readonly { row: number; cells: Partial<Record<string, string>> }[],
  duties: readonly NewDuty[],
  known: ReadonlyMap<string, DutyItem>,
): Promise<SheetError[]> {
  const { units } = await coveredUnits(database, actor, 'administrator');
  const foreign = duties.filter(({ code, unitId }) => {
    const before = known.get(code)?.unitId;
    return !units.has(unitId) || (before !== undefined && !units.has(before));
  });
  const codes = new Set(foreign.map(({ code }) => code));
  return rows
    .filter(({ cells }) => codes.has(cells['编号'] ?? ''))
    .map(({ row }) => ({ row, column: '责任单位', message: '只能导入自己管理的单位及其下级的职责' }));
}
