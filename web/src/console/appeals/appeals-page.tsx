import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { Appeal } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { useCursorList } from '../admin/cursor-list';
import { DueBadge } from '../parts/clock-badge';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { actsAs, useMe } from '../session';
import { disputedWords, STATE_WORDS } from './appeal-words';
import './appeals.css';

const STATES = [
  { value: 'open', label: '待裁定' },
  { value: 'upheld', label: '成立' },
  { value: 'refused', label: '不成立' },
  { value: 'withdrawn', label: '已撤回' },
  { value: 'all', label: '全部' },
];

/** What the unit rules on, and what it appealed itself; the one that is due first stands first. */
export function AppealsPage() {
  const me = useMe();
  const [search, change] = usePageSearch();
  const side = search.side ?? (actsAs(me, 'supervisor', 'dispatcher') ? 'ruling' : 'ours');
  const state = search.state ?? 'open';
  const appeals = useCursorList<Appeal>('appeals', '/appeals', { side, state: state === 'all' ? undefined : state });
  return (
    <div className="page">
      <PageHeader
        title="申诉"
        note="单位对不满意评价或超时有异议，或认为诉求不合理，由上级单位中与本案无关的人裁定。裁定成立的，统计时不计，诉求本身的记录不变。期限为示例。"
      />
      <div className="page-actions">
        <Segmented
          aria-label="谁的申诉"
          value={side}
          options={[
            { value: 'ruling', label: '由我们裁定' },
            { value: 'ours', label: '本单位提出' },
          ]}
          onChange={(chosen) => change({ side: chosen })}
        />
        <Segmented
          aria-label="按状态筛选"
          value={state}
          options={STATES}
          onChange={(chosen) => change({ state: chosen === 'open' ? undefined : chosen })}
        />
      </div>
      {appeals.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {appeals.isError ? <ErrorState error={appeals.error} onRetry={() => void appeals.refetch()} /> : null}
      {appeals.data?.length === 0 ? <Nothing side={side} state={state} /> : null}
      {appeals.data && appeals.data.length > 0 ? <AppealTable appeals={appeals.data} /> : null}
      {appeals.hasNextPage ? (
        <Button onClick={() => void appeals.fetchNextPage()} loading={appeals.isFetchingNextPage}>
          更多
        </Button>
      ) : null}
    </div>
  );
}

const Nothing = ({ side, state }: { side: string; state: string }) => (
  <EmptyState title={state === 'open' ? '没有待裁定的申诉' : '没有这样的申诉'}>
    {side === 'ruling'
      ? '下级单位提出的申诉会出现在这里，到期前会提醒您。'
      : '打开被评为不满意或已超时的诉求，在“评价与申诉”里提出；评价、超时或回访后 10 个工作日内可以提出，每项一次。'}
  </EmptyState>
);

function AppealTable({ appeals }: { appeals: Appeal[] }) {
  return (
    <table className="appeals-table">
      <thead>
        <tr>
          <th scope="col">申诉</th>
          <th scope="col">诉求</th>
          <th scope="col">申诉单位</th>
          <th scope="col">提出</th>
          <th scope="col">裁定</th>
        </tr>
      </thead>
      <tbody>
        {appeals.map((appeal) => (
          <tr key={appeal.id}>
            <th scope="row">
              <Link to={`/appeals/${appeal.id}`}>{appeal.kindLabel}</Link>
              <p className="small muted">{disputedWords(appeal)}</p>
            </th>
            <td className="words">
              <Link to={`/demands/${appeal.demand.number}`}>
                <span className="number">{appeal.demand.number}</span>
              </Link>
              <p className="small">{appeal.demand.title}</p>
            </td>
            <td>{appeal.unit.name}</td>
            <td>
              <time dateTime={appeal.filedAt}>{moment(appeal.filedAt)}</time>
            </td>
            <td>
              {appeal.state === 'open' ? (
                <DueBadge dueAt={appeal.dueAt} overdue={appeal.overdue} provisional={appeal.provisional} />
              ) : (
                STATE_WORDS[appeal.state]
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
