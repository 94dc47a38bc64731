import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Demand } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { get } from '../../api/request';

const MOST = 10;

/** Open cases that were sent to and fro: each is a quarrel about who has to do it. Nothing is shown where there is none. */
export function SentToAndFro({ unit }: { unit?: string }) {
  const found = useQuery({
    queryKey: ['demands', 'returned', unit ?? ''],
    queryFn: () =>
      get<{ items: Demand[]; nextCursor?: string }>('/demands', { returned: true, open: true, unit, limit: MOST }),
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section" aria-labelledby="desk-returned">
      <h2 id="desk-returned">退单拉锯</h2>
      <p className="muted">退过两次或经过裁决、还没有办结的：在谁手里停了多久，打开诉求看“谁持有了多久”。</p>
      <table className="admin-table" aria-label="退单拉锯">
        <thead>
          <tr>
            <th scope="col">诉求</th>
            <th scope="col">本轮退单</th>
            <th scope="col">现在</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ number, title, returns, rulingPending, stage, holder }) => (
            <tr key={number}>
              <td>
                <Link to={`/demands/${number}`}>{title}</Link> <span className="small muted number">{number}</span>
              </td>
              <td>{returns} 次</td>
              <td>
                {rulingPending ? '等待裁决' : STAGES[stage]} · {holder.unit?.name ?? '诉求人'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.data?.nextCursor ? (
        <p>
          <Link to="/demands" search={{ returned: 'true', open: 'true', unit }}>
            看全部
          </Link>
        </p>
      ) : null}
    </section>
  );
}
