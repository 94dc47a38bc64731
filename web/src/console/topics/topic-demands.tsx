import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import type { BulkResult, Demand } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { dayText } from '../../time/format';
import { GRADE_LABELS } from '../../words/labels';
import { sentenceOf } from '../parts/states';

interface TopicDemandsProps {
  topicId: string;
  items: Demand[];
  mayRemove: boolean;
}

export function TopicDemands({ topicId, items, mayRemove }: TopicDemandsProps) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const remove = useMutation({
    mutationFn: (number: string) => post<BulkResult>(`/topics/${topicId}/demands/remove`, { numbers: [number] }),
    onSuccess: ({ items: [item] }) => {
      if (item && !item.done) void message.error(item.detail);
      return client.invalidateQueries({ queryKey: ['topics'] });
    },
    onError: (error) => void message.error(sentenceOf(error)),
  });
  return (
    <table className="topic-table">
      <thead>
        <tr>
          <th scope="col">编号</th>
          <th scope="col">诉求</th>
          <th scope="col">所在地</th>
          <th scope="col">环节</th>
          <th scope="col">主办</th>
          <th scope="col">登记</th>
          <th scope="col">评价</th>
          {mayRemove ? <th scope="col">操作</th> : null}
        </tr>
      </thead>
      <tbody>
        {items.map((demand) => (
          <tr key={demand.number}>
            <td className="number">
              <Link to={`/demands/${demand.number}`}>{demand.number}</Link>
            </td>
            <th scope="row">{demand.title}</th>
            <td>{demand.unit.name}</td>
            <td className="whole">{STAGES[demand.stage]}</td>
            <td>{demand.leadUnit?.name ?? '—'}</td>
            <td className="number">{dayText(demand.createdAt)}</td>
            <td>{demand.rating === null ? '—' : GRADE_LABELS[demand.rating as 1]}</td>
            {mayRemove ? (
              <td>
                <Button
                  size="small"
                  aria-label={`移出 ${demand.number}`}
                  loading={remove.isPending && remove.variables === demand.number}
                  onClick={() => remove.mutate(demand.number)}
                >
                  移出
                </Button>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
