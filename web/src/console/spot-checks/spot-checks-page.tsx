import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ListedSpotCheck } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import '../admin/admin.css';
import { useCursorList } from '../admin/cursor-list';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import { NewCheckForm } from './new-check-form';
import { Plans } from './plans';
import './spot-checks.css';
import { spanText } from './words';

/** Spot checks that the reader's units drew, the newest first, and those that come by schedule. */
export function SpotChecksPage() {
  const me = useMe();
  const [search, change] = usePageSearch();
  const checks = useCursorList<ListedSpotCheck>('spot-checks', '/spot-checks', {});
  const seats = unitsWithRole(me, 'supervisor', 'administrator');
  const draws = seats.length > 0 && me.viewedBy === undefined;
  const isNew = draws && search.new !== undefined;
  return (
    <div className="page">
      <PageHeader
        title="抽查"
        note="从已办结的诉求里随机抽一部分打电话核实。范围和种子先封存并公布指纹，谁都可以重做抽取；办理单位事先不知道。"
      >
        {draws && !isNew ? (
          <Button type="primary" onClick={() => change({ new: '1' })}>
            新抽查
          </Button>
        ) : null}
      </PageHeader>
      {isNew ? <NewCheckForm seats={seats.map(({ id }) => id)} onClose={() => change({ new: undefined })} /> : null}
      {checks.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {checks.isError ? <ErrorState error={checks.error} onRetry={() => void checks.refetch()} /> : null}
      {checks.data?.length === 0 ? (
        <EmptyState title="还没有抽查">
          {draws ? '点“新抽查”，选单位和办结的时间段；或在下面定一个每周、每月的计划。' : '抽查由督办员或管理员发起。'}
        </EmptyState>
      ) : null}
      {checks.data && checks.data.length > 0 ? <CheckTable checks={checks.data} /> : null}
      {checks.hasNextPage ? (
        <Button onClick={() => void checks.fetchNextPage()} loading={checks.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
      <Plans seats={draws ? seats : []} />
    </div>
  );
}

function CheckTable({ checks }: { checks: ListedSpotCheck[] }) {
  return (
    <table className="admin-table spot-check-table" aria-label="抽查">
      <thead>
        <tr>
          <th scope="col">抽查</th>
          <th scope="col">办结时间</th>
          <th scope="col">范围</th>
          <th scope="col">抽中</th>
          <th scope="col">已有结果</th>
          <th scope="col">推翻好评</th>
          <th scope="col">发起</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.id}>
            <th scope="row">
              <Link to={`/spot-checks/${check.id}`}>
                {check.unit.name} {moment(check.drawnAt ?? check.committedAt ?? check.to)}
              </Link>
              <p className="small muted">
                {check.state === 'committed' ? '已封存，还没有抽取' : '已抽取'}
                {check.plan ? ' · 按计划' : ''}
              </p>
            </th>
            <td className="whole">{spanText(check)}</td>
            <td className="number">
              {check.frameSize} 件 × {check.percent}%
            </td>
            <td className="number">{check.state === 'committed' ? '—' : check.jobs}</td>
            <td className="number">{check.state === 'committed' ? '—' : `${check.ended}/${check.jobs}`}</td>
            <td className="number">{check.state === 'committed' ? '—' : check.contradicted}</td>
            <td className="whole">{check.drawnBy.name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
