import type { PublicPoll } from '../../../../src/api/contract';
import { useNow } from '../../time/now';
import { OPEN_POLL, shareOf, standingWords, turnoutWords } from '../../words/poll-words';
import './polls.css';

type Shown = Pick<
  PublicPoll,
  'question' | 'options' | 'electorate' | 'closesAt' | 'closedAt' | 'closedEarly' | 'result' | 'votes' | 'ballots'
>;

/** The question with its options; once it has closed, with their votes. */
export function PollResult({ poll, isTitled = true }: { poll: Shown; isTitled?: boolean }) {
  const now = useNow();
  const all = poll.result?.reduce((sum, { votes }) => sum + votes, 0) ?? 0;
  return (
    <div className="poll-result">
      {isTitled ? <p className="words poll-question">{poll.question}</p> : null}
      <p className="muted">
        {standingWords(poll, now)} · {turnoutWords(poll)}
        {poll.electorate === 'open' ? ` · ${OPEN_POLL}` : ''}
      </p>
      {poll.closedEarly ? <p className="words">提前结束的理由：{poll.closedEarly}</p> : null}
      {poll.result ? (
        <table className="poll-bars">
          <caption className="visually-hidden">各选项得票</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">选项</th>
              <th scope="col">得票</th>
              <th scope="col">比例</th>
            </tr>
          </thead>
          <tbody>
            {poll.result.map(({ option, votes }) => (
              <tr key={option}>
                <th scope="row" className="words">
                  {option}
                </th>
                <td>
                  <span className="poll-bar" style={{ width: `${shareOf(votes, all)}%` }} aria-hidden="true" />
                </td>
                <td className="number">
                  {votes} 票 · {shareOf(votes, all)} %
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <ol className="poll-options">
          {poll.options.map((option) => (
            <li key={option} className="words">
              {option}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
