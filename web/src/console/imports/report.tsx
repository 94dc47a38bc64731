import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { ImportDetail, ImportRow } from '../../../../src/api/contract';
import { ROW_STATES, type RowState } from '../../../../src/domain/batch-import';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { rowsQuery } from './queries';

/** Row by row what is wrong, repeated or made; what is wrong comes first. */
export function Report({ batch }: { batch: ImportDetail }) {
  const { id, state, wrong, repeated, created, isMine } = batch;
  const counts: Partial<Record<RowState, number>> =
    state === 'checked' ? { wrong, repeated } : { wrong, repeated, created };
  const [chosen, setChosen] = useState<RowState>(wrong > 0 ? 'wrong' : created > 0 ? 'created' : 'repeated');
  if (wrong + repeated + (counts.created ?? 0) === 0) return null;
  return (
    <section className="section" aria-labelledby="import-rows">
      <h2 id="import-rows">逐行情况</h2>
      <div className="import-actions">
        <Segmented
          value={chosen}
          onChange={setChosen}
          options={(Object.entries(counts) as [RowState, number][]).map(([value, count]) => ({
            value,
            label: `${ROW_STATES[value]} ${count}`,
          }))}
        />
        {isMine && wrong > 0 ? (
          <a href={`/api/v1/imports/${id}/wrong.csv`} download>
            下载有误的行（csv，改好可再上传）
          </a>
        ) : null}
      </div>
      <Rows key={`${chosen} ${wrong} ${repeated}`} batch={batch} state={chosen} />
    </section>
  );
}

function Rows({ batch, state }: { batch: ImportDetail; state: RowState }) {
  const judged = `${batch.state === 'running' ? 'running' : 'still'} ${batch.wrong} ${batch.repeated}`;
  const found = useInfiniteQuery(rowsQuery(batch.id, state, judged));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.isPending) return <LoadingRows rows={4} height={40} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (items.length === 0) return <EmptyState title={`没有${ROW_STATES[state]}的行`} />;
  return (
    <>
      <table className="import-table">
        <thead>
          <tr>
            <th scope="col" className="import-line">
              行
            </th>
            <th scope="col">{state === 'wrong' ? '问题' : '诉求'}</th>
            {state === 'wrong' && batch.isMine ? <th scope="col">现在的内容</th> : null}
          </tr>
        </thead>
        <tbody>
          {items.map((row) =>
            state === 'wrong' ? (
              <WrongRow key={row.row} row={row} withValues={batch.isMine} />
            ) : (
              <MadeRow key={row.row} row={row} />
            ),
          )}
        </tbody>
      </table>
      {found.hasNextPage ? (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          再看 100 行
        </Button>
      ) : null}
    </>
  );
}

const WrongRow = ({ row, withValues }: { row: ImportRow; withValues: boolean }) => (
  <tr>
    <th scope="row" className="number">
      {row.row}
    </th>
    <td>
      {row.errors.map(({ target, message }) => (
        <p key={target}>{message}</p>
      ))}
    </td>
    {withValues ? (
      <td className="muted">
        {row.errors.map(({ target, value }) => (
          <p key={target} className="import-value">
            {value ?? '（空）'}
          </p>
        ))}
      </td>
    ) : null}
  </tr>
);

const MadeRow = ({ row }: { row: ImportRow }) => (
  <tr>
    <th scope="row" className="number">
      {row.row}
    </th>
    <td>
      {row.demand ? (
        <Link to={`/demands/${row.demand.number}`}>
          <span className="number">{row.demand.number}</span> {row.demand.title}
        </Link>
      ) : (
        <span className="muted">
          {row.state === 'repeated' ? '与文件中更早的一行相同，或以前导入过' : '您无权查看这件诉求'}
        </span>
      )}
    </td>
  </tr>
);
