import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import type { Team } from '../../../../src/api/contract';
import { put } from '../../api/request';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { EnterpriseForm } from './enterprise-form';
import { enterprisesQuery } from './queries';

/** Enterprises that nobody looks after yet go to this team; one that is not on the list is registered here. */
export function AddEnterprises({ team, onClose }: { team: Team; onClose: () => void }) {
  const id = useId();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const [q, setQ] = useState('');
  const [isNew, setNew] = useState(false);
  const free = useQuery(
    enterprisesQuery({ unit: team.place.id, unassigned: true, q: q.trim() || undefined, limit: 50 }),
  );
  const add = useMutation({
    mutationFn: () => put(`/teams/${team.unit.id}/enterprises`, { add: chosen }),
    onSuccess: () => {
      refresh(client);
      onClose();
    },
  });
  if (isNew) return <EnterpriseForm place={team.place.id} team={team.unit.id} onDone={onClose} />;
  return (
    <div className="field-form panel">
      <div className="field-item">
        <label htmlFor={id}>{team.place.name}里还没有队伍包干的企业</label>
        <Select
          id={id}
          mode="multiple"
          value={chosen}
          onChange={setChosen}
          showSearch={{ filterOption: false, onSearch: setQ }}
          options={(free.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          placeholder="输入名称查找，可选多家"
          notFoundContent="没有符合的企业，可以登记新的"
        />
      </div>
      <FormError error={add.error} />
      <div className="field-actions">
        <Button disabled={chosen.length === 0} loading={add.isPending} onClick={() => add.mutate()}>
          加入
        </Button>
        <Button onClick={() => setNew(true)}>登记新企业</Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </div>
  );
}
