import { useState } from 'react';
import type { BallotView } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { codeOf } from '../load';
import { Button } from '../parts/button';
import { OneOf } from '../parts/choices';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';
import { drawnBallot, keepBallot } from './ballot';

interface VotingFormProps {
  poll: BallotView;
  /** As it stands in the address: of an open poll the one link. */
  token: string;
  onVoted: (poll: BallotView) => void;
  /** The ballot has been used, or it is too late: the page must show how it stands. */
  onStale: () => void;
}

/** One choice, none made beforehand. An open poll gives this phone its ballot at the first vote. */
export function VotingForm({ poll, token, onVoted, onStale }: VotingFormProps) {
  const [option, setOption] = useState<number | null>(null);
  const [tried, setTried] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const send = async () => {
    if (option === null) return setTried(tried + 1);
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      const ballot = await ballotOf(poll, token);
      onVoted(await post<BallotView>(`/public/polls/${encodeURIComponent(ballot)}/votes`, { option }));
    } catch (refused) {
      setBusy(false);
      setError(refused);
      if (['already_voted', 'poll_closed'].includes(codeOf(refused) ?? '')) onStale();
    }
  };

  return (
    <section className="m-group" aria-label="您的选择">
      <Form onSubmit={send} failures={tried} aria-label="投票">
        <OneOf
          legend="请选一项"
          choices={poll.options.map((label, value) => ({ value, label }))}
          value={option}
          onChange={setOption}
          error={tried > 0 && option === null ? '请先选一项。' : undefined}
        />
        {error ? <Failure error={error} safe="没有投出第二票；再点一次也不会重复计票。" /> : null}
        <div className="m-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? '正在投票…' : '投这一项'}
          </Button>
        </div>
        <p className="small muted">投出后不能修改。投票不记名，谁投了什么没有记录。</p>
      </Form>
    </section>
  );
}

async function ballotOf({ needsBallot }: BallotView, token: string): Promise<string> {
  const kept = drawnBallot(token);
  if (kept || !needsBallot) return kept ?? token;
  const { token: ballot } = await post<{ token: string }>(`/public/polls/${encodeURIComponent(token)}/ballots`);
  keepBallot(token, ballot);
  return ballot;
}
