import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VacantSeat } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ROLE_LABELS } from '../../words/labels';
import { ASK_AGAIN } from '../live';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';

/** Seats in which nobody sits: who covers them, and how much waits. */
export function VacantSeats() {
  const seats = useQuery({
    queryKey: ['absences', 'vacant'],
    queryFn: () => get<{ items: VacantSeat[] }>('/seats/vacant'),
    refetchInterval: ASK_AGAIN,
  });
  const items = seats.data?.items ?? [];
  return (
    <section className="section" aria-labelledby="vacant-seats">
      <h2 id="vacant-seats">空缺岗位</h2>
      <p className="muted">
        没有在用人员的角色。等着它们的待办由最近的、有人在岗的上级代办；那里的队列标着“代 某单位”。
      </p>
      {seats.isPending ? <LoadingRows rows={4} height={40} /> : null}
      {seats.isError ? <ErrorState error={seats.error} onRetry={() => void seats.refetch()} /> : null}
      {seats.data && items.length === 0 ? (
        <EmptyState title="没有空缺岗位">停用人员、撤掉角色以后空出来的岗位会列在这里。</EmptyState>
      ) : null}
      {items.length > 0 ? (
        <table className="admin-table" aria-label="空缺岗位">
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col">角色</th>
              <th scope="col">等着的待办</th>
              <th scope="col">现由谁代办</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ unit, role, closed, tasks, coveredBy, people }) => (
              <tr key={`${unit.id}:${role}`}>
                <th scope="row">
                  {unit.name}
                  {closed ? <span className="tag">已关闭</span> : null}
                </th>
                <td>{ROLE_LABELS[role]}</td>
                <td className="number">
                  {tasks > 0 ? (
                    <Link to="/queues/unit" search={{ unit: unit.id }}>
                      {tasks} 件
                    </Link>
                  ) : (
                    '0 件'
                  )}
                </td>
                <td>{coveredBy ? `${coveredBy.name}（${people} 人）` : '直到区级都没有人，请尽快配备'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
