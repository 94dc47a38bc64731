import { z } from 'zod';
import { percent } from '../../analysis/sentences';
import { lesserWords, RATES } from '../../domain/rates';
import { recordAudit } from '../../database/audit';
import type { Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { GROUPINGS } from '../../domain/grouping';
import type { Cell, Table } from '../../sheets/write-table';
import type { Api } from '../app';
import { fileSchema, FILE_FORMATS, sendTables } from '../files';
import { askedBy, readFigures } from './figures';
import { figuresQuery, type FiguresRow, type FiguresView } from './figures-schema';
import { WATCHERS } from './seat';

export function figuresExport(app: Api, { database, directory }: { database: Database; directory: UnitDirectory }) {
  app.get(
    '/statistics/figures/export',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['统计'],
        summary: '把统计表下载为 Excel 或 CSV；留有审计',
        querystring: figuresQuery.extend({ format: z.enum(FILE_FORMATS).default('xlsx') }),
        response: { 200: fileSchema('xlsx', 'csv') },
      },
    },
    async ({ actor, query: { format, ...query } }, reply) => {
      const units = await directory.units(actor.units);
      const figures = await readFigures(database, askedBy(actor, units, query));
      const { unit, from, to, by } = figures;
      const table = tableOf(figures);
      const detail = { format, from, to, by, rows: table.rows.length };
      await recordAudit(database, { user: actor.user, action: 'figures_exported', target: unit.id, detail });
      return sendTables(reply, `${unit.name}统计 ${from}至${to}`, format, [table]);
    },
  );
}

/** One line per group: every value has its numbers beside it, and whatever makes it other than these. */
function tableOf({ by, definitions, total, rows, elsewhere }: FiguresView): Table {
  const head = [
    ...[by === null ? '范围' : GROUPINGS[by], '新登记', '已办结', '综合'],
    ...definitions.flatMap(({ label }) => [
      label,
      `${label} 分子`,
      `${label} 分母`,
      `${label} 上期`,
      `${label} 去年同期`,
    ]),
    '备注',
  ];
  const line = (row: FiguresRow): Cell[] => [
    ...[row.label, row.filed, row.closed, percent(row.combined)],
    ...row.rates.flatMap(({ value, numerator, denominator, previous, lastYear }): Cell[] => [
      ...[percent(value), numerator, denominator],
      ...[previous ? percent(previous.value) : '', lastYear ? percent(lastYear.value) : ''],
    ]),
    remarksOn(row),
  ];
  const beside = elsewhere ? [{ ...elsewhere, label: `${elsewhere.label}（不在合计之内）` }] : [];
  return { name: '统计', head, rows: [...rows, total, ...beside].map(line), widths: [24] };
}

/** What makes a value other than its numbers, and which say little. */
function remarksOn({ combined, isSmall, rates }: FiguresRow): string {
  const few = rates.filter((rate) => rate.isSmall && rate.value !== null).map(({ name }) => RATES[name].label);
  if (isSmall && combined !== null) few.unshift('综合');
  const less = rates.flatMap(({ name, lesser }) => {
    const words = lesserWords(lesser);
    return words === null ? [] : [`${RATES[name].label}${words}`];
  });
  return [...less, ...(few.length > 0 ? [`样本少：${few.join('、')}`] : [])].join('；');
}
