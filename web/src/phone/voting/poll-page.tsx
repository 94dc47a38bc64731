import { useEffect, useState } from 'react';
import type { BallotView } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { moment } from '../../time/format';
import { useNow } from '../../time/now';
import { OPEN_POLL, standingWords, turnoutWords } from '../../words/poll-words';
import { useLoad } from '../load';
import { Notice } from '../parts/notice';
import { Page } from '../parts/page';
import type { Route } from '../route';
import { NotShown } from '../tracking/not-shown';
import { drawnBallot } from './ballot';
import { PollResult } from './poll-result';
import { VotingForm } from './voting-form';

const TITLE = '投票';
/** Milliseconds between two looks at a poll that has closed and is not counted yet. */
const COUNTED_SOON = 5_000;

/** The vote of whoever holds this link. The ballot that an open poll gave to this phone is used again. */
export function PollPage({ route: { token } }: { route: Route }) {
  const { data, error, reload, set } = useLoad(token || null, () =>
    get<BallotView>(`/public/polls/${encodeURIComponent(drawnBallot(token) ?? token)}`),
  );
  const [isNew, setNew] = useState(false);
  const now = useNow();
  const isBeingCounted = data !== null && !data.result && Date.parse(data.closesAt) <= now;
  useEffect(() => {
    if (!isBeingCounted) return;
    const timer = setInterval(() => void reload(), COUNTED_SOON);
    return () => clearInterval(timer);
  }, [isBeingCounted, reload]);
  const onVoted = (poll: BallotView) => {
    set(poll);
    setNew(true);
  };
  if (data) return <Voting poll={data} isNew={isNew} token={token} onVoted={onVoted} onStale={() => void reload()} />;
  return (
    <NotShown title={TITLE} asked="poll" token={token} error={error} onRetry={() => void reload()}>
      <p>请扫投票单上的二维码，或打开收到的投票链接。</p>
    </NotShown>
  );
}

interface VotingProps {
  poll: BallotView;
  isNew: boolean;
  token: string;
  onVoted: (poll: BallotView) => void;
  onStale: () => void;
}

function Voting({ poll, isNew, token, onVoted, onStale }: VotingProps) {
  const now = useNow();
  const mayVote = (poll.canVote || poll.needsBallot) && Date.parse(poll.closesAt) > now;
  return (
    <Page title={<span className="words">{poll.question}</span>} name={TITLE}>
      <p className="small muted">
        {poll.unit} 发起 · {standingWords(poll, now)}
        {poll.electorate === 'open' ? ` · ${OPEN_POLL}` : ' · 不记名，一人一票'}
      </p>
      {isNew ? (
        <Notice>
          <p>投票成功，谢谢！</p>
          <p className="small">{moment(poll.closesAt)} 截止后，用同一个链接可以看结果。</p>
        </Notice>
      ) : null}
      {mayVote ? <VotingForm key={token} poll={poll} token={token} onVoted={onVoted} onStale={onStale} /> : null}
      {!mayVote && !isNew && !poll.result ? <Standing hasVoted={poll.hasVoted} poll={poll} now={now} /> : null}
      {poll.result ? (
        <section className="m-group" aria-labelledby="result">
          <h2 id="result">结果</h2>
          <p>{turnoutWords(poll)}</p>
          <PollResult poll={poll} />
        </section>
      ) : null}
    </Page>
  );
}

function Standing({ hasVoted, poll, now }: { hasVoted: boolean; poll: BallotView; now: number }) {
  if (Date.parse(poll.closesAt) <= now) return <p>投票已经截止，正在计票，结果出来就会显示在这里。</p>;
  return hasVoted ? <p>这张票已经投过，每张票只能投一次。{moment(poll.closesAt)} 截止后可以看结果。</p> : null;
}
