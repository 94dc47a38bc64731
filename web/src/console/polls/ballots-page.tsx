import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { moment } from '../../time/format';
import '../collection/print.css';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { ballotsQuery, pollQuery } from './poll-queries';
import './polls.css';
import { VotingCode } from './voting-links';

/** A sheet of ballots to cut up: every voter scans one. The number only helps to count the slips. */
export function BallotsPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const poll = useQuery(pollQuery(id));
  const isOpen = poll.data?.closedAt === null && poll.data.isOrganiser;
  const ballots = useQuery({ ...ballotsQuery(id), enabled: isOpen });
  return (
    <div className="page">
      <PageHeader title="投票单" note="打印后沿虚线剪开，一人一张。票号只用来点数，不对应任何人。">
        <Link to={`/polls/${id}`}>返回票选</Link>
        <Button type="primary" disabled={!ballots.data} onClick={() => print()}>
          打印
        </Button>
      </PageHeader>
      {poll.isPending || (isOpen && ballots.isPending) ? <LoadingRows rows={5} height={120} /> : null}
      {poll.isError ? <ErrorState error={poll.error} onRetry={() => void poll.refetch()} /> : null}
      {ballots.isError ? <ErrorState error={ballots.error} onRetry={() => void ballots.refetch()} /> : null}
      {poll.data && !isOpen ? (
        <EmptyState title="现在没有可打印的投票单">
          投票单只给发起票选的单位，票选结束后也不再提供。<Link to={`/polls/${id}`}>回到这次票选</Link>
        </EmptyState>
      ) : null}
      {poll.data && ballots.data ? (
        <div className="ballot-sheet printed">
          {ballots.data.map(({ serial, url }) => (
            <div key={url} className="ballot">
              <p className="ballot-question words">{poll.data.question}</p>
              <VotingCode url={url} size={120} />
              <p className="small">手机扫码投票，每张一次</p>
              <p className="small muted">
                {moment(poll.data.closesAt)} 截止
                {serial === null ? '' : ` · 第 ${serial} 张`}
              </p>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
