import type { Batch, BatchRow } from '../../database/imports';
import type { Config } from '../../config';
import type { RowState } from '../../domain/batch-import';
import { openRow } from '../../import/check-rows';
import type { ImportRowView } from './view';

const stateOf = ({ errors, repeats, demandId }: BatchRow): RowState =>
  errors ? 'wrong' : repeats ? 'repeated' : demandId ? 'created' : 'ready';

/** `keys` when what stands in the wrong cells is shown, too. */
export function rowView(
  batch: Batch,
  row: BatchRow,
  keys: Pick<Config, 'indexKey' | 'secretKeys'> | null,
): ImportRowView {
  const opened = keys && row.errors && row.cells ? openRow(batch.id, { row: row.row, cells: row.cells }, keys) : null;
  return {
    row: row.row,
    state: stateOf(row),
    errors: (row.errors ?? []).map(({ target, label, column, message }) => ({
      ...{ target, label },
      message: `第 ${row.row} 行“${label}”：${message}。`,
      value: (column !== null && opened?.cells[column]) || null,
    })),
    demand: row.number === null ? null : { number: row.number, title: row.title! },
  };
}
