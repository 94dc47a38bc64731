import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { AnalysisSummary } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { DemoHint } from '../parts/demo-hint';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import './analyses.css';
import { OrderForm } from './order-form';
import { analysesQuery } from './queries';

/** 专题分析: the reports of the caller's units, and a way to have one made. */
export function AnalysesPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [search, change] = usePageSearch();
  const found = useInfiniteQuery(analysesQuery(search.unit));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const mayOrder = hasRole(me, 'supervisor', 'administrator') && me.viewedBy === undefined;
  const isOrdering = mayOrder && search.new !== undefined;
  return (
    <div className="page">
      <PageHeader
        title="专题分析"
        note="一个单位一段时间的回访与办理：不满意集中在哪里、哪些单位和地点、抽查发现了什么、上次要求的整改怎么样了。每月 1 日自动生成区和各街道上月的。"
      >
        {mayOrder && !isOrdering ? (
          <Button type="primary" onClick={() => change({ new: '1' })}>
            生成分析
          </Button>
        ) : null}
      </PageHeader>
      {isOrdering ? (
        <OrderForm
          onDone={(report) => void navigate({ to: `/analyses/${report.id}` })}
          onCancel={() => change({ new: undefined })}
        />
      ) : null}
      {found.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && items.length === 0 ? (
        <EmptyState title="还没有专题分析">
          {mayOrder ? '点“生成分析”，选单位和时段，几秒到几分钟就好。' : '督办员或管理员生成以后，会列在这里。'}
          <DemoHint />
        </EmptyState>
      ) : null}
      {items.length > 0 ? <Reports items={items} /> : null}
      {found.hasNextPage ? (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </div>
  );
}

const Reports = ({ items }: { items: AnalysisSummary[] }) => (
  <table className="analysis-table">
    <thead>
      <tr>
        <th scope="col">分析</th>
        <th scope="col">单位</th>
        <th scope="col">时段</th>
        <th scope="col">状态</th>
        <th scope="col">生成</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, title, unit, from, to, state, stateLabel, progress, requestedBy, createdAt }) => (
        <tr key={id}>
          <th scope="row">
            <Link to={`/analyses/${id}`}>{title}</Link>
          </th>
          <td>{unit.name}</td>
          <td>
            <span className="number">{from}</span> 至 <span className="number">{to}</span>
          </td>
          <td className="whole">
            {stateLabel}
            {state === 'running' ? <span className="number"> {Math.round(100 * progress)}%</span> : null}
          </td>
          <td>
            <span className="whole">{requestedBy?.name ?? '每月自动'}</span>{' '}
            <span className="muted small">{moment(createdAt)}</span>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
