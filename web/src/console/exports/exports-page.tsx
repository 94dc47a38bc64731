import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { ExportRun } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { useNow } from '../../time/now';
import { useCursorList } from '../admin/cursor-list';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { filtersOf, useFilterWords } from '../queues/filters';
import { hasRole, useMe } from '../session';
import type { Search } from '../search';

/** 导出记录: who took which demands out of the service. */
export function ExportsPage() {
  const isWatching = hasRole(useMe(), 'administrator', 'auditor');
  const runs = useCursorList<ExportRun>('exports', '/exports', {});
  return (
    <div className="page">
      <PageHeader
        title="导出记录"
        note={isWatching ? '您的导出，以及本单位和下级的人的导出。最新的在前。' : '您导出诉求的记录，最新的在前。'}
      />
      {runs.isPending ? <LoadingRows rows={8} height={40} /> : null}
      {runs.isError ? <ErrorState error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.data?.length === 0 ? (
        <EmptyState title="还没有导出过诉求">
          在<Link to="/demands">全部诉求</Link>里筛选好以后，点“导出”存为 Excel 或 CSV，这里就有记录。
        </EmptyState>
      ) : null}
      {runs.data && runs.data.length > 0 ? <Runs runs={runs.data} /> : null}
      {runs.hasNextPage ? (
        <Button loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          更多
        </Button>
      ) : null}
    </div>
  );
}

function Runs({ runs }: { runs: ExportRun[] }) {
  const now = useNow();
  return (
    <Table<ExportRun>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={runs}
      columns={[
        {
          title: '时间',
          width: '16%',
          render: (_, { startedAt }) => <time dateTime={startedAt}>{moment(startedAt, now)}</time>,
        },
        { title: '谁', width: '14%', render: (_, { user }) => user.name },
        { title: '格式', width: '10%', render: (_, { format }) => (format === 'csv' ? 'CSV' : 'Excel') },
        { title: '件数', width: '20%', render: (_, run) => <Rows run={run} /> },
        { title: '筛选', render: (_, { filter }) => <Filter filter={filter} /> },
      ]}
    />
  );
}

function Rows({ run: { rows, finishedAt } }: { run: ExportRun }) {
  if (finishedAt) return <span className="number">{rows}</span>;
  return <span className="muted">没有下载完{rows > 0 ? `，已取出 ${rows} 件` : ''}</span>;
}

function Filter({ filter }: { filter: ExportRun['filter'] }) {
  const search: Search = Object.fromEntries(
    Object.entries(filter ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.join() : String(value)]),
  );
  const wordsOf = useFilterWords(search);
  const set = Object.entries(filtersOf(search)).filter(([name]) => name !== 'sort');
  if (filter === null) return <span className="muted">此人还有别的单位，筛选条件不显示</span>;
  return (
    <Link to="/demands" search={search}>
      {set.length > 0 ? set.map(wordsOf).join('，') : '没有筛选'}
    </Link>
  );
}
