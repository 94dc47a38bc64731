import type { PublicPoll } from '../../../../src/api/contract';
import { useNow } from '../../time/now';
import { OPEN_POLL, shareOf, standingWords, turnoutWords } from '../../words/poll-words';
import './voting.css';

/** What came of a poll, with the numbers as text beside the bars. */
export function PollResult({ poll }: { poll: PublicPoll }) {
  const all = poll.result?.reduce((sum, { votes }) => sum + votes, 0) ?? 0;
  return (
    <>
      {poll.closedEarly ? <p className="words">提前结束：{poll.closedEarly}</p> : null}
      {poll.result ? (
        <ul className="m-poll-bars">
          {poll.result.map(({ option, votes }) => (
            <li key={option}>
              <p className="m-poll-option">
                <span className="words">{option}</span>
                <span className="number">
                  {votes} 票 · {shareOf(votes, all)} %
                </span>
              </p>
              <span className="m-poll-bar" style={{ width: `${shareOf(votes, all)}%` }} aria-hidden="true" />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** Polls on somebody's demand, in its tracking page. */
export function Polls({ polls }: { polls: readonly PublicPoll[] }) {
  const now = useNow();
  if (polls.length === 0) return null;
  return (
    <section className="m-group" aria-labelledby="polls">
      <h2 id="polls">票选</h2>
      {polls.map((poll) => (
        <div key={`${poll.closesAt} ${poll.question}`} className="m-poll">
          <p className="words">
            <strong>{poll.question}</strong>
          </p>
          <p className="small muted">
            {poll.unit} · {standingWords(poll, now)} · {turnoutWords(poll)}
            {poll.electorate === 'open' ? ` · ${OPEN_POLL}` : ''}
          </p>
          <PollResult poll={poll} />
        </div>
      ))}
    </section>
  );
}
