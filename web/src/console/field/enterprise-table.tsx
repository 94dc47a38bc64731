import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Enterprise, Team } from '../../../../src/api/contract';
import { put } from '../../api/request';
import { dayText, nearMoment } from '../../time/format';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { hasRole, useMe } from '../session';
import { EnterpriseForm } from './enterprise-form';

interface Props {
  team: Team;
  enterprises: readonly Enterprise[];
  chosen: string[];
  onChoose: (ids: string[]) => void;
}

/** What a team looks after; chosen ones can be visited together. */
export function EnterpriseTable({ team, enterprises, chosen, onChoose }: Props) {
  const me = useMe();
  const client = useQueryClient();
  const [edited, setEdited] = useState<Enterprise | null>(null);
  const drop = useMutation({
    mutationFn: (id: string) => put(`/teams/${team.unit.id}/enterprises`, { remove: [id] }),
    onSuccess: (_, id) => {
      onChoose(chosen.filter((each) => each !== id));
      refresh(client);
    },
  });
  const toggle = (id: string, isOn: boolean) => onChoose(isOn ? [...chosen, id] : chosen.filter((each) => each !== id));
  const keeps = hasRole(me, 'collector', 'supervisor', 'administrator');
  return (
    <>
      <FormError error={drop.error} />
      <table className="field-table">
        <thead>
          <tr>
            <th scope="col">企业</th>
            <th scope="col">地址</th>
            <th scope="col">上次走访</th>
            <th scope="col">下次走访</th>
            <th scope="col">
              <span className="visually-hidden">操作</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {enterprises.map((enterprise) => (
            <tr key={enterprise.id}>
              <th scope="row">
                <Checkbox
                  checked={chosen.includes(enterprise.id)}
                  onChange={({ target }) => toggle(enterprise.id, target.checked)}
                >
                  {enterprise.name}
                </Checkbox>
              </th>
              <td>{enterprise.address || enterprise.unit.name}</td>
              <td className="number" data-label="上次走访">
                {enterprise.lastVisitAt ? dayText(enterprise.lastVisitAt) : '还没有'}
              </td>
              <td className="number" data-label="下次走访">
                {enterprise.nextVisitAt ? nearMoment(enterprise.nextVisitAt) : '没有安排'}
              </td>
              <td>
                {keeps ? (
                  <span className="field-actions">
                    <Button
                      size="small"
                      aria-label={`修改 ${enterprise.name}`}
                      aria-expanded={edited?.id === enterprise.id}
                      onClick={() => setEdited(enterprise)}
                    >
                      修改
                    </Button>
                    <Popconfirm
                      title="不再由这支队伍包干？"
                      description="已安排的走访一并取消。"
                      okText="移出"
                      cancelText="返回"
                      onConfirm={() => drop.mutate(enterprise.id)}
                    >
                      <Button size="small" aria-label={`移出 ${enterprise.name}`}>
                        移出
                      </Button>
                    </Popconfirm>
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited ? <EnterpriseForm key={edited.id} enterprise={edited} onDone={() => setEdited(null)} /> : null}
    </>
  );
}
