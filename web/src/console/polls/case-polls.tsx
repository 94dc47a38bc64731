import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Case } from '../../../../src/api/contract';
import { pollsOfQuery } from './poll-queries';
import { PollResult } from './poll-result';

/** What was put to the vote on this demand, and what came of it. */
export function CasePolls({ demand: { number, poll } }: { demand: Case }) {
  const polls = useQuery({ ...pollsOfQuery(number), enabled: poll !== null });
  if (!polls.data || polls.data.items.length === 0) return null;
  return (
    <section className="case-note" aria-label="票选">
      <h3>票选</h3>
      {polls.data.items.map((each) => (
        <div key={each.id}>
          <PollResult poll={each} />
          <Link to={`/polls/${each.id}`}>{each.closedAt ? '查看这次票选' : '投票链接、投票情况、提前结束'}</Link>
        </div>
      ))}
    </section>
  );
}
