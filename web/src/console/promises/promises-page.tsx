import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { KeptPromise } from '../../../../src/api/contract';
import { PROMISE_STATES, promisedWords } from '../../../../src/domain/promise-keeping';
import { dayText } from '../../time/format';
import { useCursorList } from '../admin/cursor-list';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import { PromiseStanding } from './promise-standing';
import './promises.css';

const ALL = 'all';
/** 待报告: what is due or late, and the person may report on. */
const TO_REPORT = 'to-report';

/** 承诺台账: everything that was promised for later, and what became of it. */
export function PromisesPage() {
  const [search, change] = usePageSearch();
  const mayReport = hasRole(useMe(), 'handler', 'replier', 'supervisor');
  const shown = search.state ?? (mayReport ? TO_REPORT : ALL);
  const query = shown === TO_REPORT ? { toReport: true } : { state: shown === ALL ? undefined : shown };
  const promises = useCursorList<KeptPromise>('promises', '/promises', query);
  return (
    <div className="page">
      <PageHeader
        title="承诺台账"
        note="反馈时答应以后办的事、采纳了的建议：到期提醒承诺单位报告，逾期逐级告知督办员，报告后告知诉求人。"
      />
      <Segmented
        aria-label="按状态筛选"
        value={shown}
        options={[
          ...(mayReport ? [{ value: TO_REPORT, label: '等我报告' }] : []),
          { value: ALL, label: '全部' },
          ...Object.entries(PROMISE_STATES).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(chosen) => change({ state: chosen })}
      />
      {promises.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {promises.isError ? <ErrorState error={promises.error} onRetry={() => void promises.refetch()} /> : null}
      {promises.data?.length === 0 ? (
        <EmptyState title={EMPTY[shown] ?? '没有这种状态的承诺'}>
          {shown === TO_REPORT
            ? '承诺到期、该由您报告的会到这里；还没到期的在“全部”里。'
            : '反馈时填写“对以后的承诺”，或在诉求里点“登记承诺”，就会出现在这里。'}
        </EmptyState>
      ) : null}
      {promises.data && promises.data.length > 0 ? <PromiseTable promises={promises.data} /> : null}
      {promises.hasNextPage ? (
        <Button onClick={() => void promises.fetchNextPage()} loading={promises.isFetchingNextPage}>
          更晚到期的
        </Button>
      ) : null}
    </div>
  );
}

const EMPTY: Record<string, string> = { [TO_REPORT]: '没有等您报告的承诺', [ALL]: '还没有承诺' };

function PromiseTable({ promises }: { promises: KeptPromise[] }) {
  return (
    <table className="promises-table">
      <thead>
        <tr>
          <th scope="col">承诺</th>
          <th scope="col">诉求</th>
          <th scope="col">承诺单位</th>
          <th scope="col">兑现日期</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {promises.map((promise) => (
          <tr key={promise.id}>
            <th scope="row" className="words">
              <Link to={`/demands/${promise.demand.number}`} hash="promises">
                {promisedWords(promise)}
              </Link>
            </th>
            <td className="words">
              <span className="number">{promise.demand.number}</span>
              <br />
              <span className="muted">{promise.demand.title}</span>
            </td>
            <td>{promise.unit.name}</td>
            <td className="number">{dayText(promise.dueAt)}</td>
            <td className="whole">
              <PromiseStanding promise={promise} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
