import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { topicsOfCaseQuery } from './queries';

/** The topics that a case belongs to; nothing where there is none. */
export function CaseTopics({ number }: { number: string }) {
  const found = useQuery(topicsOfCaseQuery(number));
  if (!found.data || found.data.items.length === 0) return null;
  return (
    <section className="case-note" aria-label="类案">
      <h3>类案</h3>
      <ul>
        {found.data.items.map(({ id, title, owner, closedAt }) => (
          <li key={id}>
            <Link to={`/topics/${id}`}>{title}</Link>
            <span className="muted">
              {' '}
              {owner.name}负责{closedAt ? '，已结束' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
