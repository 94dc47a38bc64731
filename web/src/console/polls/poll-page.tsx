import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Poll } from '../../../../src/api/contract';
import { ELECTORATES } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { ClosePoll } from './close-poll';
import { pollQuery } from './poll-queries';
import { PollResult } from './poll-result';
import './polls.css';
import { VotingLinks } from './voting-links';

/** Turnout while it runs, the result once it has closed; links and an early end for the unit that holds it. */
export function PollPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery({ ...pollQuery(id), refetchInterval: 15_000 });
  return (
    <div className="page">
      <PageHeader title={found.data?.question ?? '票选'} note={found.data ? <About poll={found.data} /> : undefined} />
      {found.isPending ? <LoadingRows rows={4} height={56} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Standing poll={found.data} /> : null}
    </div>
  );
}

const About = ({ poll }: { poll: Poll }) => (
  <>
    {poll.unit.name} {poll.by.name} {moment(poll.createdAt)} 为{' '}
    <Link to={`/demands/${poll.demand.number}`}>
      <span className="number">{poll.demand.number}</span> {poll.demand.title}
    </Link>{' '}
    发起 · {ELECTORATES[poll.electorate]}
    {poll.waits ? ' · 诉求等结果再办' : ''}
  </>
);

function Standing({ poll }: { poll: Poll }) {
  const isOpen = poll.closedAt === null;
  return (
    <>
      <section aria-labelledby="poll-standing">
        <h2 id="poll-standing">{poll.result ? '结果' : '投票情况'}</h2>
        <PollResult poll={poll} isTitled={false} />
        {isOpen ? <p className="muted">各选项的票数截止后才公布，现在谁也看不到。</p> : null}
      </section>
      {isOpen && poll.isOrganiser ? <VotingLinks poll={poll} /> : null}
      {isOpen && poll.isOrganiser ? <ClosePoll poll={poll} /> : null}
    </>
  );
}
