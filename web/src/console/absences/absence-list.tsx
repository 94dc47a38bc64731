import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { Absence } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { useMe } from '../session';
import { ABSENCE_STATES, periodWords } from './away-words';

/** Absences with who really stands in now. Whoever may ends one here. */
export function AbsenceList({ items, label }: { items: readonly Absence[]; label: string }) {
  const me = useMe();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => post<Absence>(`/absences/${id}/actions/end`, {}),
    onSuccess: async () => {
      refresh(client);
      await Promise.all(
        ['absences', 'me', 'people', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  return (
    <>
      <FormError error={end.error} />
      <table className="admin-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">休假的人</th>
            <th scope="col">何时</th>
            <th scope="col">代办人</th>
            <th scope="col">状态</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {items.map((absence) => (
            <tr key={absence.id}>
              <th scope="row">
                {absence.user.username === me.username ? `${absence.user.name}（我）` : absence.user.name}
              </th>
              <td>
                {periodWords(absence)}
                {absence.note ? <p className="small muted words">{absence.note}</p> : null}
              </td>
              <td>
                <Deputy absence={absence} />
              </td>
              <td>{ABSENCE_STATES[absence.state]}</td>
              <td>
                {absence.mayEnd && !me.viewedBy ? (
                  <Popconfirm
                    title={absence.state === 'current' ? '现在结束休假代办？' : '取消这次休假代办？'}
                    description="此后由本人办理，代办人不再看到这些待办。"
                    okText={absence.state === 'current' ? '结束' : '取消代办'}
                    cancelText="不"
                    onConfirm={() => end.mutate(absence.id)}
                  >
                    <Button size="small" aria-label={`结束 ${absence.user.name} 的休假代办`}>
                      {absence.state === 'current' ? '提前结束' : '取消'}
                    </Button>
                  </Popconfirm>
                ) : (
                  <span className="muted">—</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A deputy who is away as well, or cannot sign in, says who does the work instead. */
function Deputy({ absence: { deputy, standIn, state } }: { absence: Absence }) {
  const isOther = state === 'current' && standIn?.username !== deputy.username;
  return (
    <>
      {deputy.name}
      {deputy.disabled ? '（已停用）' : ''}
      {isOther ? (
        <p className="small muted">
          {standIn ? `也在休假，现由 ${standIn.name} 代办` : '现在无人能代办，请督办员转办'}
        </p>
      ) : null}
    </>
  );
}
