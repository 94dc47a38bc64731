import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { moment } from '../../time/format';
import { ErrorState, LoadingRows } from '../parts/states';
import { improvementsQuery } from './queries';

/** What the report asked for, and where each stands. */
export function Improvements({ id }: { id: string }) {
  const found = useQuery(improvementsQuery(id));
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingRows rows={2} height={40} />;
  const { items } = found.data;
  if (items.length === 0)
    return (
      <p className="muted">还没有要求整改。要求以后立即分拨给整改单位，按给定的工作日计时，改好由本单位督办员验收。</p>
    );
  return (
    <table className="analysis-table">
      <thead>
        <tr>
          <th scope="col">编号</th>
          <th scope="col">整改事项</th>
          <th scope="col">单位</th>
          <th scope="col">责任人</th>
          <th scope="col">现状</th>
          <th scope="col">到期</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ number, title, unit, owner, stateLabel, stageLabel, state, sentBack, dueAt }) => (
          <tr key={number}>
            <th scope="row" className="number">
              <Link to="/demands/$number" params={{ number }}>
                {number}
              </Link>
            </th>
            <td>{title}</td>
            <td>{unit.name}</td>
            <td>{owner?.name ?? '—'}</td>
            <td>
              {state === 'late' ? (
                <span className="clock" data-time="late">
                  {stateLabel}
                </span>
              ) : (
                stateLabel
              )}
              <span className="muted small">
                {' '}
                {stageLabel}
                {sentBack > 0 ? `，退回重改 ${sentBack} 次` : ''}
              </span>
            </td>
            <td>{dueAt ? moment(dueAt) : '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
