import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ApplyResult, ConferenceWithAgenda } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { conferencePath } from './conference-queries';
import { OUTCOME_LABELS } from './words';

/** First what will happen, demand by demand; then it is done, each once. */
export function ApplyPanel({ conference }: { conference: ConferenceWithAgenda }) {
  const client = useQueryClient();
  const path = `${conferencePath(conference.id)}/actions/apply`;
  const preview = useMutation({ mutationFn: () => post<ApplyResult>(path, { dryRun: true }) });
  const apply = useMutation({
    mutationFn: () => post<ApplyResult>(path, {}),
    onSuccess: () => {
      preview.reset();
      refresh(client);
    },
  });
  const waiting = conference.agenda.filter((item) => item.decision !== null && item.appliedAt === null).length;
  const possible = preview.data?.done ?? 0;
  return (
    <section className="section" aria-labelledby="apply">
      <h2 id="apply">执行决定</h2>
      <p className="muted">
        {waiting === 0
          ? '没有等待执行的决定。写下决定后，在这里一次执行。'
          : `${waiting} 项决定还没有执行。先看会怎样，再确认；每件只执行一次，不成的会说明原因，可以再试。`}
      </p>
      {waiting > 0 && !preview.data ? (
        <Button onClick={() => preview.mutate()} loading={preview.isPending}>
          看看会怎样
        </Button>
      ) : null}
      {preview.data ? (
        <>
          <Outcomes result={preview.data} isDone={false} />
          <div className="page-actions">
            <Button type="primary" onClick={() => apply.mutate()} loading={apply.isPending} disabled={possible === 0}>
              执行 {possible} 项
            </Button>
            <Button onClick={() => preview.reset()}>先不执行</Button>
          </div>
        </>
      ) : null}
      {apply.data && !preview.data ? <Outcomes result={apply.data} isDone /> : null}
      <FormError error={preview.error ?? apply.error} />
    </section>
  );
}

function Outcomes({ result, isDone }: { result: ApplyResult; isDone: boolean }) {
  return (
    <table className="conference-table" aria-live="polite">
      <caption className="conference-caption">
        {isDone
          ? `已执行 ${result.done} 项，未成 ${result.refused} 项`
          : `将执行 ${result.done} 项，不能执行 ${result.refused} 项`}
      </caption>
      <thead>
        <tr>
          <th scope="col">诉求</th>
          <th scope="col">{isDone ? '结果' : '会怎样'}</th>
        </tr>
      </thead>
      <tbody>
        {result.items.map((item) => (
          <tr key={item.number}>
            <th scope="row" className="words">
              <Link to={`/demands/${item.number}`} className="number">
                {item.number}
              </Link>{' '}
              {item.title}
            </th>
            <td>
              {item.done ? (item.outcome ? OUTCOME_LABELS[item.outcome] : '已执行') : `不能执行：${item.detail ?? ''}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
