import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Tasks } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';
import { NotRead } from '../parts/failures';
import { EmptyState, LoadingRows } from '../parts/states';
import { ApprovalRow } from './approval-row';
import { isApproval } from './approval-ask';
import type { Opening } from './opening';

const AT_FIRST = 4;
const MOST = 50;

/** Extensions, deferrals and disputes that wait for this person. */
export function Approvals({ opening }: { opening: Opening }) {
  const [isWhole, setWhole] = useState(false);
  const approvals = useQuery({
    queryKey: ['tasks', 'desk', 'approvals'],
    queryFn: () => get<Tasks>('/tasks', { queue: 'approvals', limit: MOST }),
    refetchInterval: ASK_AGAIN,
  });
  const tasks = approvals.data?.items ?? [];
  const shown = isWhole ? tasks : tasks.slice(0, AT_FIRST);
  const total = approvals.data?.counts.approvals ?? 0;
  return (
    <section className="desk-approvals" aria-labelledby="desk-approvals">
      <div className="desk-head">
        <h2 id="desk-approvals" tabIndex={-1}>
          待我审批 <span className="number muted">{approvals.data ? total : ''}</span>
        </h2>
      </div>
      <div className="panel">
        {approvals.isPending ? <LoadingRows rows={2} height={80} /> : null}
        {approvals.isLoadingError ? <NotRead /> : null}
        {approvals.data && total === 0 ? (
          <EmptyState title="没有等您审批的">延期、挂账申请和退单争议会到这里；先看下面已超时的。</EmptyState>
        ) : null}
        <ul className="desk-rows">
          {shown.map((task) =>
            isApproval(task.kind) ? (
              <ApprovalRow key={`${task.demand.number}:${task.kind}`} task={task} kind={task.kind} opening={opening} />
            ) : null,
          )}
        </ul>
        {tasks.length > shown.length ? (
          <Button type="text" block onClick={() => setWhole(true)}>
            显示其余 {tasks.length - shown.length} 件
          </Button>
        ) : null}
      </div>
    </section>
  );
}
