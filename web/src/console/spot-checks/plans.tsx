import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { SpotCheckPlan, Unit } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { ErrorState, sentenceOf } from '../parts/states';
import { PlanForm } from './plan-form';
import { plansQuery } from './queries';
import { rhythmText } from './words';

/** Spot checks by schedule; `seats` are the units as which the reader may set one up. */
export function Plans({ seats }: { seats: readonly Unit[] }) {
  const plans = useQuery(plansQuery);
  const [isAdding, setAdding] = useState(false);
  const items = plans.data?.items ?? [];
  return (
    <section className="section" aria-labelledby="spot-check-plans">
      <div className="admin-section-head">
        <h2 id="spot-check-plans">定期抽查</h2>
        {seats.length > 0 && !isAdding ? <Button onClick={() => setAdding(true)}>新计划</Button> : null}
      </div>
      {isAdding ? <PlanForm seats={seats} onClose={() => setAdding(false)} /> : null}
      {plans.isError ? <ErrorState error={plans.error} onRetry={() => void plans.refetch()} /> : null}
      {plans.isSuccess && items.length === 0 ? (
        <p className="muted">还没有计划。定好以后，系统到时自动封存，一小时后抽取，停机过后也会补上，每期只抽一次。</p>
      ) : null}
      {items.length > 0 ? (
        <table className="admin-table" aria-label="定期抽查">
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col">何时</th>
              <th scope="col">比例</th>
              <th scope="col">下次</th>
              <th scope="col">已抽</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {items.map((plan) => (
              <PlanRow key={plan.id} plan={plan} mayEnd={plan.canEnd && seats.length > 0} />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function PlanRow({ plan, mayEnd }: { plan: SpotCheckPlan; mayEnd: boolean }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const end = useMutation({
    mutationFn: () => post(`/spot-check-plans/${plan.id}/actions/end`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['spot-checks'] }),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  return (
    <tr>
      <th scope="row">{plan.unit.name}</th>
      <td>
        {rhythmText(plan)}
        <p className="small muted">{plan.createdBy.name} 设定</p>
      </td>
      <td className="number">{plan.percent}%</td>
      <td>{plan.endedAt ? `${moment(plan.endedAt)} 已结束` : moment(plan.nextAt!)}</td>
      <td className="number">{plan.checks} 次</td>
      <td>
        {mayEnd ? (
          <Popconfirm
            title="结束这个计划？"
            description="不再定期抽查；已经封存的仍会抽取。"
            okText="结束计划"
            cancelText="不"
            onConfirm={() => end.mutate()}
          >
            <Button size="small" aria-label={`结束 ${plan.unit.name} 的计划`}>
              结束
            </Button>
          </Popconfirm>
        ) : (
          <span className="muted">—</span>
        )}
      </td>
    </tr>
  );
}
