import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { Poll } from '../../../../src/api/contract';
import { useNow } from '../../time/now';
import { standingWords, turnoutWords } from '../../words/poll-words';
import { useCursorList } from '../admin/cursor-list';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import './polls.css';

/** All polls on demands that the person may see, the newest first. */
export function PollsPage() {
  const [{ open }, change] = usePageSearch();
  const polls = useCursorList<Poll>('polls', '/polls', { open });
  return (
    <div className="page">
      <PageHeader
        title="票选"
        note="把几个方案交给大家选：一人一票或开放投票，到时自动截止、计票、公布。经办人在诉求里发起。"
      />
      <Segmented
        aria-label="按是否结束筛选"
        value={open ?? 'all'}
        options={[
          { value: 'all', label: '全部' },
          { value: 'true', label: '正在进行' },
          { value: 'false', label: '已结束' },
        ]}
        onChange={(chosen) => change({ open: chosen === 'all' ? undefined : chosen })}
      />
      {polls.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {polls.isError ? <ErrorState error={polls.error} onRetry={() => void polls.refetch()} /> : null}
      {polls.data?.length === 0 ? (
        <EmptyState title={open === 'true' ? '没有正在进行的票选' : '还没有票选'}>
          签收诉求的经办人打开诉求，点“发起票选”，写下问题和选项即可。
        </EmptyState>
      ) : null}
      {polls.data && polls.data.length > 0 ? <PollTable polls={polls.data} /> : null}
      {polls.hasNextPage ? (
        <Button onClick={() => void polls.fetchNextPage()} loading={polls.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </div>
  );
}

function PollTable({ polls }: { polls: Poll[] }) {
  const now = useNow();
  return (
    <table className="polls-table">
      <thead>
        <tr>
          <th scope="col">票选</th>
          <th scope="col">诉求</th>
          <th scope="col">发起单位</th>
          <th scope="col">截止</th>
          <th scope="col">投票</th>
        </tr>
      </thead>
      <tbody>
        {polls.map((poll) => (
          <tr key={poll.id}>
            <th scope="row" className="words">
              <Link to={`/polls/${poll.id}`}>{poll.question}</Link>
            </th>
            <td>
              <Link to={`/demands/${poll.demand.number}`} className="number">
                {poll.demand.number}
              </Link>
            </td>
            <td>{poll.unit.name}</td>
            <td>{standingWords(poll, now)}</td>
            <td className="number">{turnoutWords(poll)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
