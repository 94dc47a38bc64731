import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { AuditLine } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import './admin.css';
import { AuditFilters } from './audit/audit-filters';
import { AuditTable } from './audit/audit-table';
import { dayAfter } from './audit/day-after';
import { useCursorList } from './cursor-list';
import { NotForYou } from './not-for-you';

export function AuditPage() {
  if (!hasRole(useMe(), 'administrator', 'auditor')) return <NotForYou title="审计" who="管理员和审计员" />;
  return <Audit />;
}

function Audit() {
  const [{ action, user, target, from, to }, change] = usePageSearch();
  // The service reads up to a moment; people mean the whole last day.
  const lines = useCursorList<AuditLine>('audit', '/audit', { action, user, target, from, to: dayAfter(to) });
  const isFiltered = Boolean(action ?? user ?? target ?? from ?? to);

  return (
    <div className="page">
      <PageHeader
        title="审计"
        note="本单位及下级的人做过的管理操作，以及对这些单位和人员做过的操作。只增不改，最新的在前。"
      >
        <Link to="/exports">谁导出了诉求</Link>
      </PageHeader>
      <AuditFilters filters={{ action, user, target, from, to }} onChange={change} />
      {lines.isPending ? <LoadingRows rows={8} height={56} /> : null}
      {lines.isError ? <ErrorState error={lines.error} onRetry={() => void lines.refetch()} /> : null}
      {lines.data?.length === 0 ? (
        <EmptyState title={isFiltered ? '没有符合条件的记录' : '还没有记录'}>
          {isFiltered
            ? '请放宽或清除上面的条件。'
            : '改动单位、人员、规则和日历，以他人身份查看，查看完整联系方式，都会记在这里。'}
        </EmptyState>
      ) : null}
      {lines.data && lines.data.length > 0 ? <AuditTable lines={lines.data} onFilter={change} /> : null}
      {lines.hasNextPage ? (
        <Button className="admin-more" loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          更多
        </Button>
      ) : null}
    </div>
  );
}
